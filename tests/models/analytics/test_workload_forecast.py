"""What lies ahead, computed by hand; labour is neither lost nor made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.workload_forecast import Pace, Stretch, days_of_work, forecast, pace_of, stretches

WEDNESDAY = date(2026, 11, 18)


def ahead(today: date = WEDNESDAY, owed: int = 4800) -> list[Stretch]:
    return [Stretch(first, after, owed) for first, after in stretches(today)]


def test_the_rest_of_the_week_comes_first_then_whole_weeks() -> None:
    found = stretches(WEDNESDAY)
    assert found[0] == (date(2026, 11, 19), date(2026, 11, 23))
    assert found[1] == (date(2026, 11, 23), date(2026, 11, 30))
    assert len(found) == 5
    assert stretches(date(2026, 11, 22))[0] == (date(2026, 11, 23), date(2026, 11, 30))  # a Sunday: nothing is left of its week


def test_a_pace_is_a_quotient_or_nothing() -> None:
    assert pace_of(minutes=600, closed=20, median_days=3.0, opened=45, days=90) == Pace(30, 3.0, 0.5)
    for nothing in ({"closed": 0}, {"minutes": 0}, {"median_days": None}, {"days": 0}):
        assert pace_of(**{"minutes": 600, "closed": 20, "median_days": 3.0, "opened": 45, "days": 90, **nothing}) is None


def test_open_cases_lie_where_their_median_ends_and_overdue_ones_at_once() -> None:
    paces = {"check": Pace(60, 6.0, 0.0)}
    # Six days from opening: ages 10 and 6 end at once, age 4 in two days, age 0 in six days: the next week.
    found = forecast(WEDNESDAY, ahead(), open_cases=[("check", 10, 1), ("check", 6, 1), ("check", 4, 2), ("check", 0, 3)], paces=paces, for_cases=0.5)
    assert [one.carried for one in found] == [240, 180, 0, 0, 0]
    assert found[0].capacity == 2400
    assert found[0].load == pytest.approx(0.1)


def test_new_cases_end_one_median_after_they_came() -> None:
    paces = {"check": Pace(60, 6.0, 2.0)}
    found = forecast(WEDNESDAY, ahead(), open_cases=[], paces=paces, for_cases=1)
    # The first stretch ends five days from now, before any new case; the second twelve days from now: six days at two a day.
    assert [one.arriving for one in found] == [0, 6 * 2 * 60, 7 * 2 * 60, 7 * 2 * 60, 7 * 2 * 60]


def test_services_without_a_pace_say_nothing() -> None:
    found = forecast(WEDNESDAY, ahead(owed=0), open_cases=[("unknown", 1, 5)], paces={}, for_cases=1)
    assert sum(one.carried + one.arriving for one in found) == 0
    assert all(one.load is None for one in found)


def test_days_of_work_go_by_the_mean_day_of_the_crew() -> None:
    found = forecast(WEDNESDAY, ahead(owed=2400), open_cases=[], paces={}, for_cases=0.5)
    assert days_of_work(1200, found, 25) == pytest.approx(1200 / (5 * 1200 / 25))
    assert days_of_work(1200, [], 0) is None


@given(
    waiting=st.lists(st.tuples(st.just("check"), st.integers(0, 60), st.integers(1, 9)), max_size=8),
    median=st.floats(0, 20), shift=st.integers(0, 6),
)  # fmt: skip
def test_every_open_case_lies_in_one_stretch(waiting: list[tuple[str, int, int]], median: float, shift: int) -> None:
    today = WEDNESDAY + timedelta(days=shift)
    found = forecast(today, ahead(today), open_cases=waiting, paces={"check": Pace(10, median, 0)}, for_cases=1)
    assert sum(one.carried for one in found) == pytest.approx(10 * sum(count for _service, _age, count in waiting))
