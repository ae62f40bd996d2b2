from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.definition import Sla
from models.processes.production_calendar import default_days
from models.processes.sla import (
    SlaState,
    deadlines,
    promise_kept,
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


@given(_moments, st.integers(1, 5000), st.lists(st.floats(0.05, 1), max_size=3))
def test_reminders_come_in_order_and_the_deadline_is_the_last(start: datetime, minutes: int, shares: list[float]) -> None:
    promise = Sla(resolution_minutes=minutes, remind_at=tuple(shares))
    due, moments = deadlines(promise, start, calendar=CALENDAR)
    assert due == moments[-1] == CALENDAR.due_at(start, minutes)
    assert moments == sorted(moments)
    assert moments[0] >= start


def test_where_nothing_is_promised_nobody_is_reminded() -> None:
    assert deadlines(None, TEN, calendar=CALENDAR) == (None, [])
    assert deadlines(Sla(reaction_minutes=30), TEN, calendar=CALENDAR) == (None, [])


def test_a_pause_that_ends_before_it_began_moves_nothing() -> None:
    """The machine's clock was put back in between."""
    assert shift_after_pause(TEN + 2 * HOUR, TEN + HOUR, TEN, calendar=CALENDAR) == TEN + 2 * HOUR
