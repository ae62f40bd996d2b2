from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.production_calendar import default_days
from models.processes.sla import (
    Remaining,
    SlaState,
    promise_kept,
    remaining,
    remind_moments,
    reminder_level,
    share_used,
    shift_after_pause,
    sla_state,
)
from models.processes.working_time import WorkCalendar

CALENDAR = WorkCalendar(default_days(2026) | default_days(2027))
TEN = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)      # Thursday, 10:00 in Moscow
HOUR = timedelta(hours=1)
_moments = st.integers(0, 200 * 24 * 60).map(lambda minutes: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes))


@pytest.mark.parametrize(("now", "kept", "state"), [
    (TEN, {}, SlaState.OK), (TEN + HOUR, {"soon_at": TEN + HOUR}, SlaState.SOON), (TEN + 2 * HOUR, {}, SlaState.OK),
    (TEN + 2.1 * HOUR, {}, SlaState.LATE), (TEN + 9 * HOUR, {"is_paused": True}, SlaState.PAUSED),
    (TEN + 9 * HOUR, {"is_closed": True, "was_kept": True}, SlaState.MET), (TEN, {"is_closed": True, "was_kept": False}, SlaState.MISSED),
    (TEN + 9 * HOUR, {"is_closed": True}, SlaState.NONE),
])
def test_the_clock_tells_the_state_of_a_promise(now: datetime, kept: dict[str, object], state: SlaState) -> None:
    assert sla_state(TEN + 2 * HOUR, now, **kept) is state  # type: ignore[arg-type]


@pytest.mark.parametrize(("ended", "is_withdrawn", "kept"), [
    (TEN, False, True), (TEN + 2 * HOUR, False, True), (TEN + 3 * HOUR, False, False),
    (TEN, True, None), (TEN + 3 * HOUR, True, False),
])
def test_withdrawing_in_time_says_nothing_of_the_promise_and_hides_no_delay(ended: datetime, is_withdrawn: bool, kept: bool | None) -> None:
    assert promise_kept(TEN + 2 * HOUR, ended, is_withdrawn=is_withdrawn) is kept


def test_nothing_promised_is_neither_kept_nor_broken() -> None:
    assert promise_kept(None, TEN) is None


def test_without_a_promise_there_is_no_state() -> None:
    assert sla_state(None, TEN) is SlaState.NONE


def test_time_left_is_told_in_working_minutes() -> None:
    assert remaining(TEN + 6 * HOUR, TEN, CALENDAR) == Remaining(300, is_late=False)      # lunch does not count
    assert remaining(TEN, TEN + 2 * HOUR, CALENDAR) == Remaining(120, is_late=True)
    assert share_used(TEN, TEN + 2 * HOUR, TEN + HOUR, calendar=CALENDAR) == 0.5


@given(_moments, st.integers(1, 5000), st.integers(0, 100 * 24 * 60), st.integers(0, 100 * 24 * 60))
def test_a_pause_keeps_the_working_time_that_was_left(start: datetime, minutes: int, until_pause: int, pause: int) -> None:
    due = CALENDAR.due_at(start, minutes)
    paused = start + timedelta(minutes=until_pause)
    resumed = paused + timedelta(minutes=pause)
    shifted = shift_after_pause(due, paused, resumed, calendar=CALENDAR)
    if paused >= due:
        assert shifted == due
    else:
        assert CALENDAR.working_time_between(resumed, shifted) == CALENDAR.working_time_between(paused, due)
        assert shifted >= due


def test_a_pause_of_one_working_hour_moves_the_deadline_by_one_working_hour() -> None:
    assert shift_after_pause(TEN + 2 * HOUR, TEN, TEN + HOUR, calendar=CALENDAR) == TEN + 3 * HOUR
    assert shift_after_pause(TEN + 2.5 * HOUR, TEN, TEN + HOUR, calendar=CALENDAR) == TEN + 4.5 * HOUR     # lunch is in the way


@given(_moments, st.integers(1, 5000), st.lists(st.floats(0.05, 0.95), max_size=3))
def test_reminders_come_in_order_before_the_deadline(start: datetime, minutes: int, shares: list[float]) -> None:
    due = CALENDAR.due_at(start, minutes)
    moments = remind_moments(start, due, shares, calendar=CALENDAR)
    assert list(moments) == sorted(moments)
    assert all(start <= moment <= due for moment in moments)
    levels = [reminder_level(moments, due, now) for now in (start - HOUR, *moments, due, due + timedelta(seconds=1))]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert levels[-1] == len(shares) + 1
