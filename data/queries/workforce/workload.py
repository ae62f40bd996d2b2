"""Labour in sums: minutes by person and day against what is owed, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from data.queries.workforce.days import absences_of, norms
from data.queries.workforce.labour_days import minutes_of_days
from data.queries.workforce.reading import in_service, leads
from data.session import Session
from data.tables.access import person
from models.access.permissions import Permission, may, require
from models.analytics.workload import LabourGrid, labour_grid


@dataclass(frozen=True, slots=True)
class EffortCost:
    """Labour of a person for a unit and a service: minutes, kopecks, minutes for which no rate was in force."""

    unit_id: UUID | None
    service: str
    project_id: UUID | None
    person_id: UUID
    minutes: int
    kopecks: int
    minutes_without_rate: int


# The rate of a person on a day: of the grade that holds on it, the rate that holds on it. Looked up once a person and day.
_COST = text("""
    WITH spent AS MATERIALIZED (
        SELECT unit_id, service, project_id, person_id, day, minutes, count(*) AS n
        FROM effort WHERE day >= :start AND day < :stop AND cancelled_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6
    ),
    priced AS MATERIALIZED (
        SELECT d.person_id, d.day, r.kopecks_per_hour AS rate
        FROM (SELECT DISTINCT person_id, day FROM spent) d
        CROSS JOIN LATERAL (SELECT grade_id FROM person_grade g WHERE g.person_id = d.person_id AND g.first_day <= d.day
                            ORDER BY g.first_day DESC LIMIT 1) g
        CROSS JOIN LATERAL (SELECT kopecks_per_hour FROM grade_rate r WHERE r.grade_id = g.grade_id AND r.first_day <= d.day
                            ORDER BY r.first_day DESC LIMIT 1) r
    )
    SELECT unit_id, service, project_id, person_id, sum(minutes * n)::bigint AS minutes,
           coalesce(sum((minutes * rate + 30) / 60 * n), 0)::bigint AS kopecks,
           coalesce(sum(minutes * n) FILTER (WHERE rate IS NULL), 0)::bigint AS without_rate
    FROM spent LEFT JOIN priced USING (person_id, day)
    GROUP BY unit_id, service, project_id, person_id
    ORDER BY unit_id NULLS LAST, service, project_id NULLS LAST, person_id
""")


def people_of_service(session: Session) -> Sequence[Any]:
    """People whose labour the actor may see as figures: id and names. The head and Kordon all, a lead those of his groups."""
    seen = in_service() if session.actor.is_system or may(session.actor, Permission.SEE_ALL_CASES) else leads(session.actor)
    wanted = select(person.c.id, person.c.full_name, person.c.full_name_en, person.c.login).where(seen)
    return session.rows(wanted.order_by(person.c.full_name, person.c.id))


def labour_of(session: Session, people: Sequence[UUID], start: date, end: date) -> LabourGrid:
    """Every day from `start` up to `end` (not included) of these people, also days without labour; whoever calls has asked whose days the
    actor may see, or shows sums only. Raises `CalendarYearNotLoaded`."""
    if not people or end <= start:
        return labour_grid((), {}, {}, {})
    last = end - timedelta(days=1)
    spent = minutes_of_days(session, people, start, end)
    return labour_grid(people, norms(session, start, last), spent, absences_of(session, people, start, last))


def owed_by(session: Session, people: Sequence[UUID], start: date, end: date) -> LabourGrid:
    """What is owed in days to come, of which nothing is entered yet. Raises `CalendarYearNotLoaded`."""
    last = end - timedelta(days=1)
    return labour_grid(people, norms(session, start, last), {}, absences_of(session, people, start, last))


def cost_of_effort(session: Session, start: date, end: date) -> list[EffortCost]:
    """What labour from `start` up to `end` (not included) costs, by unit, service, project and person, in kopecks.

    Each entry costs minutes × the hourly rate in force for its person on its day ÷ 60, rounded half up to a kopeck (`cost_of`), so
    sums over any groups agree. Minutes of people without a grade or a rate cost nothing and are told apart. Raises `Forbidden`.
    """
    require(session.actor, Permission.MANAGE_LABOUR)
    return [
        EffortCost(row.unit_id, row.service, row.project_id, row.person_id, int(row.minutes), int(row.kopecks), int(row.without_rate))
        for row in session.rows(_COST, {"start": start, "stop": end})
    ]
