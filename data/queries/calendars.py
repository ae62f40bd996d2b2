"""Production calendars: for the arithmetic of deadlines and for the page where they are edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Row, extract, func, select

from data.session import Session
from data.tables.processes import calendar, calendar_day, cases, process_version
from models.errors import NotFound
from models.processes.working_time import Intervals, WorkCalendar


class CalendarUnknown(NotFound):
    """A service names a calendar that nobody has made."""

    code: ClassVar[str] = "calendar_unknown"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day as it was entered: working intervals in minutes from midnight (none: a day off) and why."""

    day: date
    work: tuple[tuple[int, int], ...]
    note: str

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return sum(end - start for start, end in self.work)


@lru_cache(maxsize=16)
def _place_of(_calendar_id: UUID, _revision: UUID) -> list[WorkCalendar]:
    """Where this process keeps a calendar once laid out. A revision is new at every edit, rolled back or not: nothing here grows stale."""
    return []


def work_calendar(session: Session, code: str) -> WorkCalendar:
    """The calendar as it stands in this transaction. Raises `CalendarUnknown`."""
    head = calendar_head(session, code)
    place = _place_of(head.id, head.revision)
    if not place:
        rows = session.rows(select(calendar_day.c.day, calendar_day.c.work).where(calendar_day.c.calendar_id == head.id))
        place.append(WorkCalendar({row.day: intervals_of(row.work) for row in rows}, head.zone))
    return place[0]


def calendar_head(session: Session, code: str) -> Row[Any]:
    """Id, code, name, zone and revision of a calendar. Raises `CalendarUnknown`."""
    row = session.first(select(calendar).where(calendar.c.code == code))
    if row is None:
        raise CalendarUnknown(calendar=code)
    return row


def all_calendars(session: Session) -> Sequence[Row[Any]]:
    """Every calendar, `standard` first."""
    return session.rows(select(calendar).order_by(calendar.c.code != "standard", calendar.c.code))


def loaded_years(session: Session, calendar_id: UUID) -> list[int]:
    """The years that somebody has entered, ascending."""
    year = extract("year", calendar_day.c.day)
    rows = session.rows(select(year).where(calendar_day.c.calendar_id == calendar_id).distinct().order_by(year))
    return [int(row[0]) for row in rows]


def days_of_year(session: Session, calendar_id: UUID, year: int) -> list[CalendarDay]:
    """The days of one year in order; empty when the year is not loaded."""
    wanted = calendar_day.c.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = session.rows(select(calendar_day).where(calendar_day.c.calendar_id == calendar_id, wanted).order_by(calendar_day.c.day))
    return [CalendarDay(row.day, intervals_of(row.work), row.note) for row in rows]


def open_cases_by_calendar(session: Session, code: str) -> int:
    """Open cases whose deadlines are counted by this calendar: so many are recomputed when it changes."""
    counted = (
        select(func.count())
        .select_from(cases.join(process_version, process_version.c.id == cases.c.version_id))
        .where(cases.c.closed_at.is_(None), process_version.c.definition["calendar"].as_string() == code)
    )
    return int(session.scalar(counted) or 0)


def intervals_of(work: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    """The stored document as intervals."""
    return tuple((int(start), int(end)) for start, end in work)


def as_document(work: Intervals) -> list[list[int]]:
    """Intervals as the stored document."""
    return [[start, end] for start, end in work]
