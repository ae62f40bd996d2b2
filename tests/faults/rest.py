"""Let everything come to rest: no load, no fault, every job done, every letter gone, every figure counted."""

from __future__ import annotations

from data.operations.jobs import enqueue
from data.session import transaction
from models.access.actor import SYSTEM
from tests.faults.instance import execute, scalar, until

_UNFINISHED = "SELECT count(*) FROM job_run WHERE finished_at IS NULL"
_WAITING = "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL"
_UNTOLD = "SELECT count(*) FROM notification WHERE by_mail AND mailed_at IS NULL"
_DIRTY = "SELECT count(*) FROM dirty"


def come_to_rest(*, with_mail: bool = True) -> None:
    """Wait until nothing is left to do. Pauses that were promised (a lease, a job to be tried later) are not sat out: their time is moved to now."""
    until(lambda: _hasten() or scalar(_UNFINISHED) == 0, "all jobs are done")
    if with_mail:
        _ask_for("mail_notifications")
        until(lambda: scalar(_UNTOLD) == 0, "letters are written for all notifications")
        until(lambda: _hasten_letters() or scalar(_WAITING) == 0, "all letters are gone")
    until(lambda: scalar(_DIRTY) == 0, "all figures are counted")
    until(lambda: _hasten() or scalar(_UNFINISHED) == 0, "all jobs are done again")


def _ask_for(task: str) -> None:
    with transaction(SYSTEM) as session:
        enqueue(session, task)


def _hasten() -> bool:
    execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()")
    return False


def _hasten_letters() -> bool:
    _hasten()
    execute("UPDATE outbox SET next_attempt_at = now() WHERE sent_at IS NULL AND given_up_at IS NULL AND next_attempt_at > now() + interval '2 seconds'"
            " AND NOT EXISTS (SELECT 1 FROM job_run WHERE job = 'send_mail' AND state = 'running')")  # fmt: skip
    return False
