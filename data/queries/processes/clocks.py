"""How much working time is left of a promise, in the calendar of its service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from data.queries.calendars import CalendarUnknown, work_calendar
from data.queries.processes.definitions import calendar_of_version
from data.session import Session
from models.processes.working_time import CalendarYearNotLoaded, WorkCalendar

_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Left:
    """Working minutes to the deadline, negative past it. `day` is how many minutes a full working day of this calendar has."""

    minutes: int
    day: int


def time_left(session: Session, due_at: datetime | None, version_id: UUID) -> Left | None:
    """None without a deadline. A calendar or a year that nobody has entered falls back to the clock on the wall."""
    if due_at is None:
        return None
    late = due_at < session.now
    first, last = (due_at, session.now) if late else (session.now, due_at)
    try:
        calendar = work_calendar(session, calendar_of_version(session, version_id))
        minutes, day = (
            calendar.minutes_between(first, last),
            _full_day(calendar, session.now.replace(hour=0, minute=0, second=0, microsecond=0)),
        )
    except (CalendarUnknown, CalendarYearNotLoaded):
        minutes, day = int((last - first).total_seconds() // 60), _DAY
    return Left(-minutes if late else minutes, day)


@lru_cache(maxsize=64)
def _full_day(calendar: WorkCalendar, midnight: datetime) -> int:
    """The longest day of the coming week: short days and holidays do not change what people call a day."""
    days = (midnight + timedelta(days=number) for number in range(-7, 0))
    return max(calendar.minutes_between(day, day + timedelta(days=1)) for day in days) or _DAY
