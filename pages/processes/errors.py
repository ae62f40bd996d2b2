"""Words for what can go wrong with a case, a task, an answer or a calendar. `pages/errors.py` gathers them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

_CASES: Mapping[str, str] = {
    "case_already_closed": N_("Case {number} is closed. Nothing more happens in it."),
    "case_is_paused": N_("Case {number} is on hold. Resume it first."),
    "case_not_paused": N_("Case {number} is not on hold any more."),
    "case_is_busy": N_("Somebody else is changing this case right now. Try again in a moment."),
    "task_already_done": N_("{by} completed this task on {at}."),
    "task_already_taken": N_("{by} has already taken this task."),
    "form_changed_meanwhile": N_("Somebody saved other values first. Choose what should stand."),
    "not_your_task": N_("This task belongs to another person or group."),
    "no_task_here": N_("There is no open task here that you could take or pass on."),
    "nothing_to_take": N_("Nobody is waiting: there are no free tasks in your groups."),
    "person_cannot_work": N_("This person is not in the group that does this step."),
    "comment_needed": N_("Say why: the person who reads this must know."),
    "person_needed": N_("Choose a person."),
    "unknown_visibility": N_("Choose who sees the document."),
    "reason_needed": N_("Say why: the reason stays with the case."),
    "step_not_ready": N_("This cannot be done yet. {messages}"),
    "unknown_outcome": N_("This step can no longer end like that. The page now shows how it stands."),
    "no_route_applies": N_("The service's route does not say where to go from here. Tell the methodologist."),
    "runs_in_circles": N_("The service's route goes round in circles. Tell the methodologist."),
    "nobody_is_there": N_("Everybody who could do the next step is away. Tell the head of the group."),
    "no_approver": N_("Nobody is left who could approve this: everybody is an author of the case or away."),
    "nothing_to_decide": N_("Your decision is no longer needed here."),
    "approver_is_author": N_("Nobody approves own work. Somebody who did not work on the case has to decide."),
    "empty_message": N_("Write something or attach a file."),
    "message_too_long": N_("This is longer than {limit} characters. Attach it as a file."),
    "resume_date_too_early": N_("Choose tomorrow or a later day."),
    "already_rated": N_("This answer has been rated."),
    "wrong_rating": N_("Choose one to five stars."),
    "answer_changed_meanwhile": N_("Somebody saved version {version} of the answer first. Choose which text should stand."),
    "answer_is_empty": N_("The answer needs a subject and a text."),
    "anonymity_not_offered": N_("This service has to know who asks."),
    "not_resubmittable": N_("Only a request that was refused or withdrawn can be submitted again."),
    "no_such_service": N_("This service is not offered at present."),
    "too_many_cases": N_("You have chosen {found} cases; at most {limit} can be changed at once."),
    "unknown_sort": N_("The list cannot be sorted like that."),
    "unknown_filter": N_("The address names a filter that does not exist."),
    "view_needs_name": N_("Give the view a name of at most {limit} characters."),
    "view_name_taken": N_("You already have a view called “{name}”."),
    "too_many_views": N_("You have {limit} views. Delete one you no longer need."),
}
_CALENDARS: Mapping[str, str] = {
    "calendar_unknown": N_("There is no calendar “{calendar}”."),
    "calendar_year_not_loaded": N_("The year {year} has not been entered in the production calendar. The methodologist does that."),
    "calendar_day_is_wrong": N_("Working hours of this day overlap or end before they begin."),
}

TEXTS: Mapping[str, str] = MappingProxyType({**_CASES, **_CALENDARS})
