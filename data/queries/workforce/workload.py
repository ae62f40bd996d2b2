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
from models.workforce.absence import owed


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A day of a person: minutes that count, of them on projects; `norm` of the calendar, `owed` less absences."""

    person_id: UUID
    day: date
    minutes: int
    on_projects: int
    norm: int
    owed: int
    absence: str | None


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


def minutes_by_person_day(session: Session, start: date, end: date) -> list[PersonDay]:
    """Every day from `start` up to `end` (not included) of everybody the actor may see, by person and day, also days without labour.

    Raises `Forbidden`, `CalendarYearNotLoaded`.
    """
    require(session.actor, Permission.DRILL_TO_CASES)
    return days_of_people(session, [row.id for row in people_of_service(session)], start, end)


def days_of_people(session: Session, people: Sequence[UUID], start: date, end: date) -> list[PersonDay]:
    """The same of these people; whoever calls has asked whose days the actor may see, or shows sums only."""
    if not people or end <= start:
        return []
    last = end - timedelta(days=1)
    calendar, absent = norms(session, start, last), absences_of(session, people, start, last)
    rows = minutes_of_days(session, people, start, end)
    spent = {(row.person_id, row.day): (row.minutes, row.on_projects) for row in rows}
    return [
        PersonDay(one, day, *spent.get((one, day), (0, 0)), norm, owed(norm, absent.get((one, day))), absent.get((one, day)))
        for one in people
        for day, norm in sorted(calendar.items())
    ]


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
