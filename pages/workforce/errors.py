"""Words for what can go wrong with labour. `pages/errors.py` puts them beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "minutes_wrong": N_("Enter from one minute to 24 hours, for instance 45 or 1:30."),
        "day_full": N_("A day has 24 hours: {left} min of this one are free."),
        "day_in_the_future": N_("This day has not come yet."),
        "effort_reason_needed": N_("Say in a few words what was done or why it is corrected."),
        "effort_reason_too_long": N_("At most {most} characters."),
        "week_handed_in": N_("This week has been handed in. To change it, ask your lead to return it."),
        "week_not_over": N_("This week has not begun yet."),
        "timer_runs": N_("A timer is running already. Stop it first."),
        "no_timer_runs": N_("No timer is running: it was stopped in another window."),
        "effort_changed_meanwhile": N_("This entry has been corrected already. The week now shows how it stands."),
        "work_target_needed": N_("Name a case by its number or choose a project."),
        "work_target_unknown": N_("There is no such case or running project, or you may not open it."),
        "week_changed_meanwhile": N_("Somebody else was first. The page now shows how this week stands."),
        "own_week": N_("Nobody decides about his own week."),
        "week_not_handed_in": N_("This week is not handed in at the moment."),
        "week_locked": N_("The month of this week is closed."),
        "absences_unreadable": N_("The absences were not imported: {reason}."),
        "rate_wrong": N_("Enter roubles an hour, from 0 to 100,000, for instance 1250.50."),
        "grade_code_wrong": N_("Small Latin letters, digits and hyphens."),
        "grade_name_needed": N_("Name it in both languages."),
        "grade_taken": N_("There is a grade with this code."),
        "effort_event_unknown": N_("No labour stands behind this action."),
        "rule_minutes_wrong": N_("Enter from 0 to 1440 minutes; 0 means that the action is not labour."),
        "rule_step_without_service": N_("A step needs its service."),
        "rule_taken": N_("There is a rule for this already. Change its minutes instead."),
        "rule_changed_meanwhile": N_("Somebody else has changed this meanwhile. The page now shows how it stands."),
        "rule_day_not_after": N_("Choose a day after {day}: since then the present value has been in force."),
    }
)
