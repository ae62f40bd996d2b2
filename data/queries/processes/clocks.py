"""How much working time is left of a promise, in the calendar of its service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from data.queries.calendars import CalendarUnknown, work_calendar
from data.queries.processes.definitions import names_of_versions
from data.session import Session
from models.processes.working_time import CalendarYearNotLoaded, WorkCalendar

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Left:
    """Working minutes to the deadline, negative past it. `day` is how many minutes a full working day of this calendar has."""

    minutes: int
    day: int


def clocks_of(session: Session, versions: Iterable[UUID]) -> Mapping[UUID, WorkCalendar | None]:
    """The calendar each of these versions counts by, None where nobody has entered it: asked once for all rows of a list."""
    codes = {version: names.calendar for version, names in names_of_versions(session, versions).items()}
    calendars: dict[str, WorkCalendar | None] = {}
    for code in set(codes.values()):
        try:
            calendars[code] = work_calendar(session, code)
        except CalendarUnknown:
            calendars[code] = None
    return {version: calendars[code] for version, code in codes.items()}


def time_left(due_at: datetime | None, calendar: WorkCalendar | None, *, now: datetime) -> Left | None:
    """None without a deadline. A calendar or a year that nobody has entered falls back to the clock on the wall."""
    if due_at is None:
        return None
    late = due_at < now
    first, last = (due_at, now) if late else (now, due_at)
    minutes, day = int((last - first).total_seconds() // 60), _DAY
    if calendar is not None:
        with suppress(CalendarYearNotLoaded):
            minutes, day = calendar.minutes_between(first, last), _full_day(calendar, _midnight(now))
    return Left(-minutes if late else minutes, day)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=64)
def _full_day(calendar: WorkCalendar, midnight: datetime) -> int:
    """The longest day of the coming week: short days and holidays do not change what people call a day."""
    days = (midnight + timedelta(days=number) for number in range(-7, 0))
    return max(calendar.minutes_between(day, day + timedelta(days=1)) for day in days) or _DAY
