"""Minutes, days and clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.workforce.effort import (
    LONGEST_TIMER,
    DayFull,
    EffortReasonNeeded,
    EffortReasonTooLong,
    MinutesWrong,
    Stretch,
    check_minutes,
    check_reason,
    first_open_day,
    monday_of,
    timer_stretches,
)
from models.workforce.effort_rules import (
    EffortEventUnknown,
    Rule,
    RuleMinutesWrong,
    RuleStepWithoutService,
    check_rule,
    rule_for,
)

DAY = date(2026, 11, 18)
START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_a_day_holds_24_hours_and_not_a_minute_more() -> None:
    assert check_minutes(40, held=1400) == 40
    with pytest.raises(DayFull) as full:
        check_minutes(41, held=1400)
    assert full.value.params["left"] == 40
    for wrong in (0, -5, 1441):
        with pytest.raises(MinutesWrong):
            check_minutes(wrong)


def test_a_reason_is_words_of_some_length() -> None:
    assert check_reason("  звонок \n в полицию ") == "звонок в полицию"
    with pytest.raises(EffortReasonNeeded):
        check_reason(" \n ")
    with pytest.raises(EffortReasonTooLong):
        check_reason("а" * 501)


def test_a_clock_is_cut_at_midnight() -> None:
    evening = START.replace(hour=22, minute=30)
    assert timer_stretches(evening, evening + timedelta(hours=3)) == ([Stretch(DAY, 90), Stretch(DAY + timedelta(days=1), 90)], False)


def test_begun_minutes_count_whole_and_a_clock_that_runs_backwards_gives_one() -> None:
    assert timer_stretches(START, START + timedelta(seconds=61))[0] == [Stretch(DAY, 2)]
    assert timer_stretches(START, START - timedelta(hours=2))[0] == [Stretch(DAY, 1)]


def test_a_forgotten_clock_counts_twelve_hours() -> None:
    stretches, is_cut = timer_stretches(START, START + timedelta(days=3))
    assert (sum(one.minutes for one in stretches), is_cut) == (720, True)


@given(st.integers(0, 300 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds)), st.integers(0, 40 * 3600))
def test_a_clock_never_measures_more_than_ran_by_a_minute_a_day(start: datetime, seconds: int) -> None:
    stretches, _is_cut = timer_stretches(start, start + timedelta(seconds=seconds))
    ran = min(seconds, LONGEST_TIMER.total_seconds()) / 60
    assert ran <= sum(one.minutes for one in stretches) <= ran + 1 + len(stretches)
    assert len({one.day for one in stretches}) == len(stretches)
    assert all(1 <= one.minutes <= 1440 for one in stretches)


def test_what_comes_late_goes_to_the_monday_behind_the_closed_weeks() -> None:
    monday = monday_of(DAY)
    assert first_open_day(DAY, []) == DAY
    assert first_open_day(DAY, [monday, monday + timedelta(days=7), monday + timedelta(days=21)]) == monday + timedelta(days=14)


def test_the_most_exact_rule_of_the_day_counts() -> None:
    rules = [
        Rule("task_completed", "", "", 25), Rule("task_completed", "a", "", 40), Rule("task_completed", "a", "check", 60, last_day=DAY),
        Rule("task_completed", "a", "check", 70, first_day=DAY + timedelta(days=1)), Rule("task_taken", "a", "check", 3),
    ]  # fmt: skip

    def minutes(service: str, step: str, day: date = DAY) -> int | None:
        found = rule_for(rules, event="task_completed", service=service, step=step, day=day)
        return found.minutes if found else None

    assert [minutes("a", "check"), minutes("a", "x"), minutes("b", "check"), minutes("a", "check", DAY + timedelta(days=1))] == [60, 40, 25, 70]
    assert rule_for(rules, event="question_asked", service="a", step="", day=DAY) is None


def test_a_rule_is_about_labour() -> None:
    with pytest.raises(EffortEventUnknown):
        check_rule(Rule("scored", "", "", 5))
    with pytest.raises(RuleStepWithoutService):
        check_rule(Rule("task_taken", "", "check", 5))
    with pytest.raises(RuleMinutesWrong):
        check_rule(Rule("task_taken", "", "", 1441))
