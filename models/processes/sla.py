"""The SLA clock: is a promise safe, close, broken, standing still, kept?

`due_at` is stored, never recomputed for a question; these functions only compare it with the given time. When the clock stands (a pause
with a reason) what counts is the working time that was left; it is given back in full on resuming.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

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


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working minutes to the deadline, or past it when `is_late`."""

    minutes: int
    is_late: bool


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


def remaining(due_at: datetime, now: datetime, calendar: WorkCalendar) -> Remaining:
    """How much working time is left, or how long ago in working time the promise broke."""
    minutes = calendar.minutes_between(now, due_at)
    return Remaining(abs(minutes), is_late=now > due_at)


def share_used(started_at: datetime, due_at: datetime, now: datetime, *, calendar: WorkCalendar) -> float:
    """Part of the promised working time that has passed: 0 at the start, 1 at the deadline, more when late."""
    promised = calendar.working_time_between(started_at, due_at)
    used = calendar.working_time_between(started_at, now)
    if promised <= timedelta(0):
        return 1.0 if now >= due_at else 0.0
    return max(0.0, used / promised)


def remind_moments(started_at: datetime, due_at: datetime, shares: Sequence[float], *, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """When people are reminded: after these shares of the working time between start and deadline, in order."""
    promised = max(calendar.working_time_between(started_at, due_at), timedelta(0))
    return tuple(calendar.after(started_at, promised * share) for share in sorted(shares))


def reminder_level(moments: Sequence[datetime], due_at: datetime, now: datetime) -> int:
    """How many signals are due by now: one for each reminder moment passed, and one more (the escalation) once the promise is broken.

    A sweep stores the level it has sent; whoever asks later sends only what is above it, so nobody is reminded twice."""
    if now > due_at:
        return len(moments) + 1
    return sum(moment <= now for moment in moments)


def shift_after_pause(due_at: datetime, paused_at: datetime, resumed_at: datetime, *, calendar: WorkCalendar) -> datetime:
    """The new deadline after a pause: the working time that was left when the clock stopped starts again at `resumed_at`.

    A promise that was broken before the pause stays broken: its deadline does not move."""
    if paused_at >= due_at:
        return due_at
    if resumed_at < paused_at:
        raise ValueError("a pause cannot end before it began")
    return calendar.after(resumed_at, calendar.working_time_between(paused_at, due_at))
