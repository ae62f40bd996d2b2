"""The SLA clock: is a promise safe, close, broken, standing still, kept?

`due_at` is stored, never recomputed for a question; these functions only compare it with the given time. When the clock stands (a pause
with a reason) what counts is the working time that was left; it is given back in full on resuming.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from models.processes.definition import Sla
from models.processes.working_time import WorkCalendar

Moment = TypeVar("Moment", datetime, int)


class SlaState(StrEnum):
    OK = "ok"
    SOON = "soon"            # the first reminder share of the time has passed
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    NONE = "none"            # nothing was promised


def sla_state(
    due_at: datetime | None,
    now: datetime,
    *,
    is_closed: bool = False,
    was_kept: bool | None = None,
    is_paused: bool = False,
    soon_at: datetime | None = None,
) -> SlaState:
    """State of one promise. `soon_at` is the stored moment of the first reminder (`remind_moments`).

    For a closed case the mark made at its end counts (`promise_kept`), whatever the clock says."""
    if is_closed:
        return SlaState.NONE if was_kept is None else SlaState.MET if was_kept else SlaState.MISSED
    if due_at is None:
        return SlaState.NONE
    if is_paused:
        return SlaState.PAUSED
    if now > due_at:
        return SlaState.LATE
    return SlaState.SOON if soon_at is not None and now >= soon_at else SlaState.OK


def promise_kept(due_at: Moment | None, ended_at: Moment, *, is_withdrawn: bool = False) -> bool | None:
    """The mark of a closed case: in time (to the second) or not; None where it says nothing.

    A request withdrawn in time was neither served nor failed. One withdrawn after its deadline stays broken: withdrawing hides nothing."""
    if due_at is None:
        return None
    if ended_at > due_at:
        return False
    return None if is_withdrawn else True


def deadlines(promise: Sla | None, start: datetime, *, calendar: WorkCalendar) -> tuple[datetime | None, list[datetime]]:
    """When the work is due, and when people are told: after each share of the promised time, ascending; the last is the deadline."""
    if promise is None or promise.resolution_minutes is None:
        return None, []
    due = calendar.due_at(start, promise.resolution_minutes)
    early = [calendar.due_at(start, round(promise.resolution_minutes * share)) for share in sorted(promise.remind_at) if share < 1]
    return due, [*early, due]


def shift_after_pause(due_at: datetime, paused_at: datetime, resumed_at: datetime, *, calendar: WorkCalendar) -> datetime:
    """The new deadline after a pause: the working time that was left when the clock stopped starts again at `resumed_at`.

    A promise that was broken before the pause stays broken: its deadline does not move. Nor does one whose pause ends before it began,
    because the machine's clock was put back in between."""
    if paused_at >= due_at or resumed_at < paused_at:
        return due_at
    return calendar.after(resumed_at, calendar.working_time_between(paused_at, due_at))
