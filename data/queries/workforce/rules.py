"""Effort rules, grades and rates as they are shown and edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.workforce import effort_rule, grade, grade_rate, person_grade
from models.access.permissions import Permission, require


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that holds from this day on."""

    first_day: date
    value: Any


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A grade with its rates (kopecks an hour), the newest first."""

    id: UUID
    code: str
    name: Mapping[str, str]
    rates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class GradedPerson:
    """Somebody of the service with the grades he has had, ids, the newest first."""

    id: UUID
    name: str
    name_en: str
    position: str
    grades: tuple[Dated, ...]


def effort_rules(session: Session, *, day: date) -> Sequence[Any]:
    """Rules in force on this day or from a later one, by event, service, step and first day. Raises `Forbidden`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    return session.rows(
        select(effort_rule)
        .where(effort_rule.c.last_day.is_(None) | (effort_rule.c.last_day >= day))
        .order_by(effort_rule.c.event_kind, effort_rule.c.service, effort_rule.c.step, effort_rule.c.first_day)
    )


def grade_lines(session: Session) -> list[GradeLine]:
    """Every grade with its rates. Raises `Forbidden`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    rates: dict[UUID, list[Dated]] = {}
    for row in session.rows(select(grade_rate).order_by(grade_rate.c.first_day.desc())):
        rates.setdefault(row.grade_id, []).append(Dated(row.first_day, int(row.kopecks_per_hour)))
    rows = session.rows(select(grade).order_by(grade.c.code))
    return [GradeLine(row.id, row.code, row.name, tuple(rates.get(row.id, ()))) for row in rows]


def graded_people(session: Session) -> list[GradedPerson]:
    """People of the service with their grades, by name. Raises `Forbidden`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    grades: dict[UUID, list[Dated]] = {}
    for row in session.rows(select(person_grade).order_by(person_grade.c.first_day.desc())):
        grades.setdefault(row.person_id, []).append(Dated(row.first_day, row.grade_id))
    rows = session.rows(select(person).where(in_service(), person.c.is_active).order_by(person.c.full_name, person.c.id))
    return [GradedPerson(row.id, row.full_name, row.full_name_en, row.position, tuple(grades.get(row.id, ()))) for row in rows]


def in_force(values: Sequence[Dated], day: date) -> Dated | None:
    """The value that holds on this day; `values` stand newest first."""
    return next((one for one in values if one.first_day <= day), None)
