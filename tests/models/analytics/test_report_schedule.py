"""When reports go out: never twice for one moment, never skipped, always of a period that is over or running."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.period import parse_period
from models.analytics.report_schedule import LAST_DAY, Moments, Rhythm, WrongSchedule, period_told

MOSCOW = ZoneInfo("Europe/Moscow")
MOMENTS = st.sampled_from(list(Rhythm)).flatmap(lambda rhythm: st.builds(Moments, st.just(rhythm), st.integers(1, LAST_DAY[rhythm]), st.integers(0, 23)))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
LONGEST = {Rhythm.WEEKLY: timedelta(days=7), Rhythm.MONTHLY: timedelta(days=31), Rhythm.QUARTERLY: timedelta(days=92)}


@given(MOMENTS, INSTANTS)
def test_the_next_moment_is_later_and_within_one_turn_of_the_rhythm(moments: Moments, now: datetime) -> None:
    following = moments.next_after(now, MOSCOW)
    assert now < following <= now + LONGEST[moments.rhythm]
    local = following.astimezone(MOSCOW)
    assert local.hour == moments.hour
    assert (local.isoweekday() if moments.rhythm is Rhythm.WEEKLY else local.day) == moments.day


@given(MOMENTS, INSTANTS, st.integers(0, 10**6))
def test_nothing_between_two_moments_is_a_moment(moments: Moments, now: datetime, seconds: int) -> None:
    following = moments.next_after(now, MOSCOW)
    between = min(now + timedelta(seconds=seconds), following - timedelta(microseconds=1))
    assert moments.next_after(between, MOSCOW) == following


@pytest.mark.parametrize(("rhythm", "day", "code"), [
    (Rhythm.WEEKLY, date(2026, 11, 30), "2026-11"), (Rhythm.MONTHLY, date(2026, 11, 3), "2026-10"), (Rhythm.MONTHLY, date(2027, 1, 1), "2026-12"),
    (Rhythm.QUARTERLY, date(2026, 10, 5), "2026-Q3"), (Rhythm.QUARTERLY, date(2027, 1, 28), "2026-Q4"),
])  # fmt: skip
def test_a_report_is_of_the_period_people_expect(rhythm: Rhythm, day: date, code: str) -> None:
    assert period_told(rhythm, day) == code
    assert parse_period(code, everything=(day, day)).code == code


@pytest.mark.parametrize(("rhythm", "day", "hour", "field"), [
    (Rhythm.WEEKLY, 8, 9, "day"), (Rhythm.MONTHLY, 29, 9, "day"), (Rhythm.MONTHLY, 0, 9, "day"), (Rhythm.WEEKLY, 1, 24, "hour"),
])  # fmt: skip
def test_a_day_that_not_every_month_has_is_refused(rhythm: Rhythm, day: int, hour: int, field: str) -> None:
    with pytest.raises(WrongSchedule) as caught:
        Moments(rhythm, day, hour)
    assert caught.value.field == field
