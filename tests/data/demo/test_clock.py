"""The demo's clock counts working time as the calendar of deadlines does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from data.demo.clock import Hours, moment_of, seconds_of
from models.processes.production_calendar import default_days
from models.processes.working_time import WorkCalendar

ZONE = ZoneInfo("Europe/Moscow")
DAYS = {day: work for year in (2025, 2026) for day, work in default_days(year).items()}
HOURS, CALENDAR = Hours(DAYS, ZONE), WorkCalendar(DAYS)
FIRST = datetime(2025, 1, 20, tzinfo=UTC)  # after the first working day that the calendar knows
moments = st.integers(0, 580 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(moments, st.integers(0, 12_000))
def test_a_deadline_is_the_same(start: datetime, minutes: int) -> None:
    assert moment_of(HOURS.after(seconds_of(start), minutes * 60)) == CALENDAR.due_at(start, minutes)


@given(moments, moments)
def test_a_duration_is_the_same(begin: datetime, end: datetime) -> None:
    assert HOURS.minutes(seconds_of(begin), seconds_of(end)) == CALENDAR.minutes_between(begin, end)


@given(moments, st.integers(0, 4_000))
def test_counting_back_leads_to_where_counting_on_began(start: datetime, minutes: int) -> None:
    at = HOURS.next_moment(seconds_of(start))
    there = HOURS.after(at, minutes * 60)
    assert HOURS.between(HOURS.before(there, minutes * 60), there) == HOURS.between(at, there)


@given(moments)
def test_working_moments_are_told_alike(at: datetime) -> None:
    seconds = seconds_of(at)
    assert HOURS.is_working(seconds) == CALENDAR.is_working(at)
    assert moment_of(HOURS.next_moment(seconds)) == CALENDAR.next_working_moment(at)
    assert HOURS.is_working(HOURS.last_moment(seconds))
    assert HOURS.last_moment(seconds) <= seconds
