"""Words for what can go wrong with projects, cards and sprints. `pages/errors.py` puts them beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "project_code_wrong": N_("Small Latin letters, digits and hyphens: the code stands in the address of the project."),
        "project_text_needed": N_("Say in a few words what this is about."),
        "project_text_too_long": N_("Too long: at most {most} characters."),
        "project_dates_wrong": N_("The last day is before the first one."),
        "budget_wrong": N_("Enter roubles, from 0 to 100 billion."),
        "share_wrong": N_("Enter from 0 to 100 per cent; 0 takes the person out of the team."),
        "project_taken": N_("There is a project with this code."),
        "project_over": N_("This project is over: nothing is planned in it any more."),
        "project_changed_meanwhile": N_("Somebody else has changed this project. The page now shows how it stands."),
        "sprint_dates_wrong": N_("A sprint is from one day to six weeks long and begins after the one before it ends."),
        "sprint_runs": N_("A sprint is running. Close it first."),
        "no_sprint_runs": N_("This card or sprint is not in work: the sprint has not begun or has been closed in another window."),
        "estimate_wrong": N_("Enter from 15 minutes to 80 hours. What is longer is better cut into several cards."),
        "column_unknown": N_("The board has no such column."),
        "card_moved_meanwhile": N_("Somebody else has moved or changed this card. Nothing was overwritten; the board shows how it stands."),
        "foreign_card": N_("This card is in the hands of a colleague. Your lead can move it."),
    }
)
