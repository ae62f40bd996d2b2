"""Ask for work in the background, cancel it, ask again.

A job is put into the queue by the queue's own SQL function inside the business transaction: it exists exactly if the commit happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.jobs import job_run
from models.access.permissions import Permission, may
from models.errors import Conflict, Forbidden, NotFound

_DEFER = text(
    """
    SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[CAST(ROW(
        CAST(:queue AS varchar), CAST(:task AS varchar), 0, CAST(:lock AS text), CAST(:queueing_lock AS text),
        CAST(:args AS jsonb), CAST(:run_at AS timestamptz)
    ) AS procrastinate_job_to_defer_v1)]))
    """
)
# Locking the waiting job keeps workers away from it (they skip locked rows) until our commit, so it sees what we have changed.
_WAITING = text("SELECT id FROM procrastinate_jobs WHERE queueing_lock = :queueing_lock AND status = 'todo' FOR UPDATE")
_WITHDRAW = text("SELECT procrastinate_cancel_job_v1(:queue_id, false, true)")
_TIMES_OVERTAKEN = 5


class JobAlreadyFinished(Conflict):
    """There is nothing left to cancel."""

    code: ClassVar[str] = "job_already_finished"


class JobNotFinished(Conflict):
    """It waits or runs: asking for it once more would do the work twice."""

    code: ClassVar[str] = "job_not_finished"


def enqueue(
    session: Session,
    task: str,
    *,
    arguments: Mapping[str, Any] | None = None,
    queue: str = "default",
    lock: str | None = None,
    queueing_lock: str | None = None,
    run_at: datetime | None = None,
    scheduled_as: str = "",
) -> UUID:
    """Put a task into the queue and return the id of its run.

    Jobs with the same `lock` run one after another. While a job with the same `queueing_lock` still waits, its run is returned and
    nothing is added: that job will see this transaction's changes.
    """
    for _attempt in range(_TIMES_OVERTAKEN):
        if queueing_lock is not None:
            waiting = session.scalar(_WAITING, {"queueing_lock": queueing_lock})
            known = None if waiting is None else session.scalar(select(job_run.c.id).where(job_run.c.queue_id == waiting))
            if known is not None:
                return UUID(str(known))
        run_id = new_id()
        values = {
            "queue": queue, "task": task, "lock": lock, "queueing_lock": queueing_lock,
            "args": orjson.dumps({"run_id": str(run_id)}).decode(), "run_at": run_at,
        }  # fmt: skip
        try:
            with session.connection.begin_nested():
                queue_id = session.scalar(_DEFER, values)
        except IntegrityError:
            continue  # somebody else was first with this queueing lock and has just committed
        delivery = {"queue": queue, "lock": lock, "queueing_lock": queueing_lock}
        session.execute(
            insert(job_run),
            {
                "id": run_id, "job": task, "state": "queued", "scheduled_as": scheduled_as,
                "arguments": dict(arguments or {}), "delivery": delivery, "queue_id": queue_id,
                "asked_by": session.actor.user_id, "asked_by_name": "" if session.actor.is_system else session.actor.name,
                "queued_at": session.now, "run_at": run_at,
            },
        )  # fmt: skip
        session.changed("jobs")
        return run_id
    raise Conflict(what="job")


def cancel_job(session: Session, run_id: UUID) -> str:
    """Cancel a waiting job at once ("cancelled"), ask a running one to stop at its next step ("asked").

    For administrators of jobs and for the person who asked for the work. Raises `JobAlreadyFinished`.
    """
    row = _locked_run(session, run_id)
    _require(session, row)
    if row.finished_at is not None:
        raise JobAlreadyFinished(job=row.job, state=row.state)
    withdrawn = row.state == "queued" and session.scalar(_WITHDRAW, {"queue_id": row.queue_id}) is not None
    values: dict[str, Any] = {"cancel_asked": True}
    if withdrawn:
        values |= {"state": "cancelled", "finished_at": session.now}
    session.execute(update(job_run).where(job_run.c.id == run_id).values(values))
    record(session, "job_cancelled", subject_kind="job", subject_id=run_id, subject_name=row.job)
    session.changed("jobs", f"job:{run_id}")
    return "cancelled" if withdrawn else "asked"


def retry_job(session: Session, run_id: UUID) -> UUID:
    """Ask once more for work that failed or was cancelled; a new run with the same arguments. Raises `JobNotFinished`."""
    row = _locked_run(session, run_id)
    _require(session, row)
    if row.state not in {"failed", "cancelled"}:
        raise JobNotFinished(job=row.job, state=row.state)
    again = enqueue(session, row.job, arguments=row.arguments, **row.delivery)
    record(session, "job_retried", subject_kind="job", subject_id=run_id, subject_name=row.job, after={"run": again})
    return again


def run_now(session: Session, scheduled_as: str, task: str) -> UUID:
    """Do a job of the timetable out of turn. If it waits already, that run is returned."""
    if not may(session.actor, Permission.MANAGE_JOBS):
        raise Forbidden(what="job")
    run_id = enqueue(session, task, lock=scheduled_as, queueing_lock=scheduled_as)
    record(session, "job_started_by_hand", subject_kind="job", subject_id=run_id, subject_name=scheduled_as)
    return run_id


def _locked_run(session: Session, run_id: UUID) -> Row[Any]:
    row = session.first(select(job_run).where(job_run.c.id == run_id).with_for_update())
    if row is None:
        raise NotFound(what="job")
    return row


def _require(session: Session, row: Row[Any]) -> None:
    asked_it_oneself = row.asked_by is not None and row.asked_by == session.actor.user_id
    if not asked_it_oneself and not may(session.actor, Permission.MANAGE_JOBS):
        raise Forbidden(what="job")
