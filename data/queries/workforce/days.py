"""What is owed on a day: the production calendar, and who is absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from data.queries.calendars import calendar_head, intervals_of
from data.session import Session
from data.tables.processes import calendar_day
from data.tables.workforce import effort_week
from models.processes.working_time import CalendarYearNotLoaded
from models.workforce.effort import WeekState

STANDARD = "standard"
_ABSENT = text("""
    SELECT a.person_id, d::date AS day, a.kind
    FROM absence a CROSS JOIN LATERAL generate_series(greatest(a.first_day, :first), least(a.last_day, :last), interval '1 day') d
    WHERE a.person_id = ANY(:people) AND a.first_day <= :last AND a.last_day >= :first
    ORDER BY a.first_day, a.id
""")


def norms(session: Session, first: date, last: date) -> dict[date, int]:
    """Working minutes of each day from the first to the last (both included). Raises `CalendarYearNotLoaded`: a norm is never guessed."""
    head = calendar_head(session, STANDARD)
    rows = session.rows(select(calendar_day.c.day, calendar_day.c.work).where(
        calendar_day.c.calendar_id == head.id, calendar_day.c.day.between(first, last),
    ))  # fmt: skip
    found = {row.day: sum(end - start for start, end in intervals_of(row.work)) for row in rows}
    day = first
    while day <= last:
        if day not in found:
            raise CalendarYearNotLoaded(day.year)
        day += timedelta(days=1)
    return found


def absences_of(session: Session, people: Iterable[UUID], first: date, last: date) -> Mapping[tuple[UUID, date], str]:
    """Who is absent on which day, and why; of two reasons the one that began later."""
    rows: Iterable[Any] = session.rows(_ABSENT, {"people": list(people), "first": first, "last": last})
    return {(row.person_id, row.day): row.kind for row in rows}


def closed_mondays(session: Session, person_id: UUID) -> set[date]:
    """Weeks of this person that no longer change."""
    rows = session.rows(select(effort_week.c.monday).where(effort_week.c.person_id == person_id, effort_week.c.state != WeekState.OPEN))
    return {row.monday for row in rows}
