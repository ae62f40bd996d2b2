"""When a sign-in is refused, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.errors import Conflict, Forbidden

FREE_FAILURES = 5  # wrong passwords in a row before the first wait
LONGEST_WAIT = timedelta(minutes=60)
MEMORY = timedelta(hours=24)  # older failures are forgotten
ADDRESS_FAILURES = 60  # refused attempts from one address within ADDRESS_WINDOW; a bank's office may share an address
ADDRESS_WINDOW = timedelta(minutes=10)
LONGEST_SESSION = timedelta(hours=12)  # however busy: one signs in at least once a working day
TOUCH_EVERY = timedelta(minutes=1)


class SignInRefused(Forbidden):
    """Wrong login or password, or a closed account: on purpose not said which."""

    code = "sign_in_refused"
    http_status = 401


class SignInLocked(Forbidden):
    """Too many wrong passwords; `minutes` until one may try again."""

    code = "sign_in_locked"
    http_status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes


class SessionGone(Conflict):
    """The session is not open any more."""

    code = "session_gone"


def wait_after(failures: int) -> timedelta:
    """How long after the last of so many wrong passwords in a row: none up to 5, then 1, 2, 4 … minutes, at most an hour."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10)), LONGEST_WAIT)


def locked_until(failures: int, last_failure: datetime | None) -> datetime | None:
    """Until when nobody may try this login; None when one may."""
    if last_failure is None or failures < FREE_FAILURES:
        return None
    return last_failure + wait_after(failures)


def minutes_left(until: datetime, now: datetime) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -int((now - until).total_seconds() // 60))


def is_open(*, created_at: datetime, seen_at: datetime, ended_at: datetime | None, session_minutes: int, now: datetime) -> bool:
    """Does a web session still count? It slides with every request and never outlives `LONGEST_SESSION`."""
    return ended_at is None and now < seen_at + timedelta(minutes=session_minutes) and now < created_at + LONGEST_SESSION
