"""Projects: what they want, what they may cost, how far they are; the balance of routine and project work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from models.errors import Conflict, InvalidInput

DEAREST_PROJECT = 10_000_000_000_00  # kopecks; more is a slip of the pen
LONGEST_TEXT, LONGEST_GOAL = 120, 500
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ProjectState(StrEnum):
    """Labour is written on projects that run."""

    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"


class ProjectCodeWrong(InvalidInput):
    """A code is written with small Latin letters, digits and hyphens: it stands in the address."""

    code: ClassVar[str] = "project_code_wrong"


class ProjectTextNeeded(InvalidInput):
    """A project, a stage and a piece of work have a name; a project also has a goal."""

    code: ClassVar[str] = "project_text_needed"


class ProjectTextTooLong(InvalidInput):
    """A name is a line, a goal a sentence or two."""

    code: ClassVar[str] = "project_text_too_long"


class ProjectDatesWrong(InvalidInput):
    """The last day is not before the first."""

    code: ClassVar[str] = "project_dates_wrong"


class BudgetWrong(InvalidInput):
    """A budget is not below zero."""

    code: ClassVar[str] = "budget_wrong"


class ShareWrong(InvalidInput):
    """The share of a person's time is from 0 to 100 per cent; 0 takes him out of the team."""

    code: ClassVar[str] = "share_wrong"


class ProjectTaken(Conflict):
    """There is a project with this code."""

    code: ClassVar[str] = "project_taken"


class ProjectOver(Conflict):
    """Nothing is planned any more in a project that is done or stopped."""

    code: ClassVar[str] = "project_over"


class ProjectChangedMeanwhile(Conflict):
    """Somebody else has changed this project since it was opened."""

    code: ClassVar[str] = "project_changed_meanwhile"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a project wants: names in both languages, goal, days, budget in kopecks."""

    code: str
    name: Mapping[str, str]
    goal: Mapping[str, str]
    first_day: date
    last_day: date
    budget_kopecks: int


def check_text(words: str, *, field: str, most: int = LONGEST_TEXT) -> str:
    """Without stray blanks. Raises `ProjectTextNeeded`, `ProjectTextTooLong`."""
    text = " ".join(words.split())
    if not text:
        raise ProjectTextNeeded(field=field)
    if len(text) > most:
        raise ProjectTextTooLong(field=field, most=most)
    return text


def check_days(first: date, last: date) -> None:
    """Raises `ProjectDatesWrong`."""
    if last < first:
        raise ProjectDatesWrong(field="last_day")


def check_budget(kopecks: int) -> int:
    """Raises `BudgetWrong`."""
    if not 0 <= kopecks <= DEAREST_PROJECT:
        raise BudgetWrong(field="budget")
    return kopecks


def check_share(percent: int) -> int:
    """Raises `ShareWrong`."""
    if not 0 <= percent <= 100:
        raise ShareWrong(field="share")
    return percent


def check_plan(plan: Plan) -> Plan:
    """The plan as it is kept. Raises what its parts raise, `ProjectCodeWrong`."""
    code = plan.code.strip().lower()
    if not _CODE.fullmatch(code):
        raise ProjectCodeWrong(field="code")
    check_days(plan.first_day, plan.last_day)
    names = {lang: check_text(text, field="name") for lang, text in plan.name.items()}
    goals = {lang: check_text(text, field="goal", most=LONGEST_GOAL) for lang, text in plan.goal.items()}
    return Plan(code, names, goals, plan.first_day, plan.last_day, check_budget(plan.budget_kopecks))


def used_share(spent: int, planned: int) -> float | None:
    """Money spent as a share of the budget; None without a budget."""
    return spent / planned if planned else None


def time_share(first: date, last: date, today: date) -> float:
    """How much of the project's days is gone, 0 … 1; both days are included."""
    length = (last - first).days + 1
    return min(1.0, max(0.0, ((today - first).days + 1) / length))


def is_overspending(spent: int, planned: int, *, gone: float) -> bool:
    """Is more money gone than there is, or more than a fifth ahead of the calendar?"""
    return bool(planned) and (spent > planned or spent > planned * min(1.0, gone + 0.2))


def balance(minutes: int, on_projects: int, target: float) -> float | None:
    """By how much the share of project work lies above (below) its target, in shares; None without labour."""
    return on_projects / minutes - target if minutes else None
