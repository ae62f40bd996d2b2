from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.processes.production_calendar import FULL_DAY, SHORT_DAY, SHORT_DAYS, default_days
from models.processes.working_time import CalendarDayIsWrong, CalendarYearNotLoaded, Intervals, WorkCalendar

DAYS = default_days(2025) | default_days(2026)
CALENDAR = WorkCalendar(DAYS)


def moscow(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CALENDAR.zone)  # type: ignore[arg-type, misc]


def _moments(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    return st.integers(0, (last - first) // timedelta(microseconds=1)).map(lambda us: first.astimezone(UTC) + timedelta(microseconds=us))


def _year(year: int, intervals: Intervals) -> dict[date, Intervals]:
    first = date(year, 1, 1)
    return {first + timedelta(days=n): intervals for n in range((date(year + 1, 1, 1) - first).days)}


@pytest.mark.parametrize(("start", "minutes", "due"), [
    (moscow(2026, 3, 5, 10, 0), 60, moscow(2026, 3, 5, 11, 0)),
    (moscow(2026, 3, 5, 12, 30), 60, moscow(2026, 3, 5, 14, 30)),       # over lunch
    (moscow(2026, 3, 5, 17, 0), 60, moscow(2026, 3, 5, 18, 0)),         # exactly at the end of the day
    (moscow(2026, 3, 5, 17, 0), 61, moscow(2026, 3, 6, 9, 1)),
    (moscow(2026, 3, 6, 18, 0), 480, moscow(2026, 3, 10, 18, 0)),       # 9 March 2026 is a day off
    (moscow(2026, 4, 30, 16, 30), 60, moscow(2026, 5, 4, 9, 30)),       # a short day before a holiday
    (moscow(2025, 12, 30, 17, 59), 2, moscow(2026, 1, 12, 9, 1)),       # over New Year
    (moscow(2026, 3, 7, 3, 0), 0, moscow(2026, 3, 7, 3, 0)),
])
def test_a_deadline_counts_working_minutes_only(start: datetime, minutes: int, due: datetime) -> None:
    assert CALENDAR.due_at(start, minutes) == due


def test_seconds_are_kept() -> None:
    assert CALENDAR.due_at(moscow(2026, 3, 5, 10, 0, 30), 60) == moscow(2026, 3, 5, 11, 0, 30)


_JUNE = datetime(2026, 6, 1, tzinfo=UTC)
_days = st.lists(st.lists(st.integers(0, 24 * 12), max_size=6, unique=True).map(
    lambda marks: tuple((a * 5, b * 5) for a, b in list(pairwise(sorted(marks)))[::2])), min_size=10, max_size=10)


@settings(deadline=None, max_examples=60)
@given(_days, st.integers(0, 5 * 1440), st.integers(0, 4000), st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "UTC"]))
def test_a_deadline_equals_the_minute_by_minute_count(days: list[Intervals], start: int, minutes: int, zone: str) -> None:
    pattern = dict.fromkeys(_year(2026, ()), ()) | {date(2026, 6, 1 + n): day for n, day in enumerate(days)}
    calendar = WorkCalendar(pattern, zone)
    begun = _JUNE + timedelta(minutes=start)
    left, now = minutes, begun
    while left and now < _JUNE + timedelta(days=12):
        local = now.astimezone(calendar.zone)
        minute = local.hour * 60 + local.minute
        working = any(a <= minute < b for a, b in pattern[local.date()])
        assert calendar.is_working(now) is working
        left -= working
        now += timedelta(minutes=1)
    if left:
        with pytest.raises(CalendarYearNotLoaded):
            calendar.due_at(begun, minutes)
    else:
        assert calendar.due_at(begun, minutes) == now
        assert calendar.minutes_between(begun, now) == minutes
        assert calendar.minutes_between(now, begun) == -minutes


@given(st.lists(st.tuples(_moments(moscow(2025, 1, 2), moscow(2026, 6, 1)), st.integers(0, 5000)), max_size=20))
def test_many_deadlines_equal_the_single_ones(rows: list[tuple[datetime, int]]) -> None:
    starts = np.array([start.replace(tzinfo=None) for start, _ in rows], dtype="datetime64[us]")
    minutes = np.array([minute for _, minute in rows], dtype=np.int64)
    many = CALENDAR.due_at_many(starts, minutes)
    singles = [CALENDAR.due_at(start, minute) for start, minute in rows]
    assert [moment.replace(tzinfo=UTC) for moment in many.tolist()] == singles
    assert CALENDAR.minutes_between_many(starts, many).tolist() == minutes.tolist()


@given(_moments(moscow(2025, 2, 1), moscow(2026, 11, 1)), st.integers(0, 10**10), st.integers(0, 10**10))
def test_working_time_adds_up(start: datetime, first: int, second: int) -> None:
    begun, a, b = start, timedelta(microseconds=first), timedelta(microseconds=second)
    assert CALENDAR.after(CALENDAR.after(begun, a), b) == CALENDAR.after(begun, a + b)


def test_nine_o_clock_stays_nine_when_clocks_change() -> None:
    calendar = WorkCalendar(_year(2026, ((0, 1440),)), "Europe/Berlin")
    assert calendar.minutes_between(datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)) == 23 * 60
    morning = WorkCalendar(_year(2026, ((540, 600),)), "Europe/Berlin")
    assert morning.next_working_moment(datetime(2026, 3, 29, 5, tzinfo=UTC)) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_a_year_that_is_not_loaded_is_an_error_and_never_a_guess() -> None:
    for start, minutes, year in [(moscow(2026, 12, 30, 17), 1000, 2027), (moscow(2024, 12, 31, 23), 1, 2024), (moscow(2027, 1, 1), 0, 2027)]:
        with pytest.raises(CalendarYearNotLoaded) as error:
            CALENDAR.due_at(start, minutes)
        assert error.value.year == year
    with pytest.raises(CalendarYearNotLoaded):
        CALENDAR.is_working(moscow(2030, 5, 5))


def test_a_hole_between_two_years_is_not_jumped_over() -> None:
    calendar = WorkCalendar(default_days(2024) | default_days(2026))
    for ask in (lambda: calendar.due_at(moscow(2024, 12, 28, 16), 600),
                lambda: calendar.minutes_between(moscow(2024, 3, 1), moscow(2026, 3, 1)),
                lambda: calendar.minutes_between(moscow(2024, 3, 1), moscow(2025, 3, 1)),
                lambda: calendar.is_working(moscow(2025, 3, 3, 10))):
        with pytest.raises(CalendarYearNotLoaded) as error:
            ask()
        assert error.value.year == 2025
    assert calendar.due_at(moscow(2026, 3, 5, 10), 60) == moscow(2026, 3, 5, 11)


def test_an_empty_calendar_knows_nothing() -> None:
    with pytest.raises(CalendarYearNotLoaded):
        WorkCalendar({}).due_at(moscow(2026, 1, 1), 1)


@pytest.mark.parametrize("intervals", [((600, 540),), ((540, 700), (650, 800)), ((-1, 5),), ((1400, 1441),), ((600, 600),)])
def test_intervals_that_overlap_or_leave_the_day_are_refused(intervals: Intervals) -> None:
    with pytest.raises(CalendarDayIsWrong):
        WorkCalendar(_year(2026, intervals))


def test_a_year_with_a_missing_day_is_refused() -> None:
    days = _year(2026, FULL_DAY)
    del days[date(2026, 7, 7)]
    with pytest.raises(CalendarDayIsWrong) as refused:
        WorkCalendar(days)
    assert refused.value.params["day"] == date(2026, 7, 7)


@pytest.mark.parametrize(("year", "working_days", "hours"), [
    (2022, 247, 1973), (2023, 247, 1973), (2024, 248, 1979), (2025, 247, 1972), (2026, 247, 1972), (2027, 247, 1972)])
def test_the_default_years_have_the_official_norms_of_a_40_hour_week(year: int, working_days: int, hours: int) -> None:
    days = default_days(year)
    assert sum(bool(day) for day in days.values()) == working_days
    assert sum(end - start for day in days.values() for start, end in day) == hours * 60
    assert all(days[date(year, month, day)] == SHORT_DAY for month, day in SHORT_DAYS[year])


def test_transferred_days_follow_the_decrees() -> None:
    assert DAYS[date(2025, 11, 1)] == SHORT_DAY and DAYS[date(2025, 5, 8)] == ()  # noqa: PT018
    assert DAYS[date(2026, 1, 9)] == DAYS[date(2026, 12, 31)] == ()
    assert default_days(2027)[date(2027, 2, 22)] == ()


def test_a_year_whose_short_days_nobody_knows_is_not_offered() -> None:
    with pytest.raises(CalendarYearNotLoaded):
        default_days(2028)
