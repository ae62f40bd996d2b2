"""Periods: how they are written, what was before, what may be compared."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.period import (
    PeriodKind,
    UnknownPeriod,
    comparable,
    following_period,
    months_between,
    parse_period,
    period_of,
    previous_period,
    so_far,
)

EVERYTHING = (date(2025, 3, 7), date(2026, 11, 23))
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
KINDS = st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])


@pytest.mark.parametrize(("code", "start", "end"), [
    ("2026", date(2026, 1, 1), date(2027, 1, 1)), ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1)), ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
    ("2026-03", date(2026, 3, 1), date(2026, 4, 1)), ("2026-12", date(2026, 12, 1), date(2027, 1, 1)), ("all", *EVERYTHING),
])  # fmt: skip
def test_a_period_is_read_as_people_write_it(code: str, start: date, end: date) -> None:
    period = parse_period(code, everything=EVERYTHING)
    assert (period.start, period.end, period.code) == (start, end, code)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "2026-3", "26", "2026-Q", "ALL", "2026-01-01", "2026 "])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(UnknownPeriod):
        parse_period(code, everything=EVERYTHING)


@given(DAYS, KINDS)
def test_a_day_lies_in_its_period_and_neighbours_touch(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    before, after = previous_period(period), following_period(period)
    assert period.contains(day)
    assert parse_period(period.code, everything=EVERYTHING) == period
    assert before is not None
    assert after is not None
    assert before.end == period.start
    assert after.start == period.end


@given(DAYS, KINDS, DAYS)
def test_the_compared_stretch_lies_in_the_period_before(day: date, kind: PeriodKind, today: date) -> None:
    period = period_of(day, kind)
    before = previous_period(period)
    start, end = so_far(period, today)
    compared = comparable(period, today)
    assert before is not None
    assert compared is not None
    assert period.start == start <= end <= period.end
    assert before.start == compared[0] <= compared[1] <= before.end


def test_eighteen_days_are_compared_with_eighteen_days() -> None:
    november = period_of(date(2026, 11, 1), PeriodKind.MONTH)
    assert comparable(november, date(2026, 11, 18)) == (date(2026, 10, 1), date(2026, 10, 19))


def test_a_finished_month_is_compared_with_a_whole_one() -> None:
    march = period_of(date(2026, 3, 1), PeriodKind.MONTH)
    assert comparable(march, date(2026, 11, 18)) == (date(2026, 2, 1), date(2026, 3, 1))


def test_the_thirtieth_of_march_meets_the_whole_of_february() -> None:
    march = period_of(date(2026, 3, 1), PeriodKind.MONTH)
    assert comparable(march, date(2026, 3, 30)) == (date(2026, 2, 1), date(2026, 3, 1))


@given(DAYS, st.integers(0, 900))
def test_months_cover_every_day_once(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    months = list(months_between(start, end))
    assert months == sorted({(start + timedelta(days=day)).replace(day=1) for day in range(days)})
