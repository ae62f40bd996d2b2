"""Labour in figures: how much was done, how much was owed, what went into projects. All minutes are whole, all shares 0 … 1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models.workforce.effort import monday_of


@dataclass(frozen=True, slots=True)
class LabourDay:
    """A day of a person: minutes entered, of them on projects, `norm` of the calendar, `owed` less absences."""

    person_id: UUID
    day: date
    minutes: int
    on_projects: int
    norm: int
    owed: int
    absence: str | None


def labour_totals(days: Iterable[LabourDay]) -> dict[str, Any]:
    """Sums over these days. `load` = entered ÷ owed, `project_share` = project work ÷ entered, None where nothing can be divided by."""
    days = list(days)
    minutes, owed = sum(day.minutes for day in days), sum(day.owed for day in days)
    on_projects = sum(day.on_projects for day in days)
    return {
        "minutes": minutes, "owed_minutes": owed, "norm_minutes": sum(day.norm for day in days),
        "project_minutes": on_projects, "routine_minutes": minutes - on_projects,
        "project_share": on_projects / minutes if minutes else None, "load": minutes / owed if owed else None,
        "absent_days": sum(1 for day in days if day.absence is not None and day.norm),
        "overfull_days": sum(1 for day in days if day.norm and day.minutes > day.norm),
    }  # fmt: skip


def labour_by_person(days: Iterable[LabourDay]) -> dict[UUID, dict[str, Any]]:
    """The sums of each person."""
    groups: dict[UUID, list[LabourDay]] = {}
    for day in days:
        groups.setdefault(day.person_id, []).append(day)
    return {person: labour_totals(own) for person, own in groups.items()}


def labour_by_week(days: Iterable[LabourDay]) -> list[dict[str, Any]]:
    """The sums of each calendar week, in order; the first and the last may be cut by the period."""
    groups: dict[date, list[LabourDay]] = {}
    for day in days:
        groups.setdefault(monday_of(day.day), []).append(day)
    return [{"monday": monday, **labour_totals(own)} for monday, own in sorted(groups.items())]

