"""The life of a run as its worker writes it: begun, moving, finished.

The queue delivers a job at least once: a killed worker's job comes again. So that the effect still happens once, every start takes the next
attempt number, and only the latest attempt may finish the run — in the same transaction as the effect. Whoever was thought dead and
comes back finds his number taken or his run queued again, and all he did is rolled back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func, select, update

from data.session import Session, transaction
from data.tables.jobs import job_run
from models.access.actor import SYSTEM
from models.errors import Conflict

MOST_SETBACKS = 8  # with the pauses of `rescue_stalled_jobs` that is an hour of dying workers
_SECONDS_BETWEEN_STEPS = 1.0


class JobCancelled(Conflict):
    """Somebody has asked this run to stop."""

    code: ClassVar[str] = "job_cancelled"


class JobTakenOver(Conflict):
    """This attempt was given up for dead and another one has begun."""

    code: ClassVar[str] = "job_taken_over"


class JobInterrupted(Conflict):
    """The process is being stopped: the run goes back into the queue."""

    code: ClassVar[str] = "job_interrupted"


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that this worker may carry out now."""

    run_id: UUID
    attempt: int
    arguments: Mapping[str, Any]
    setbacks: int
    scheduled_as: str


def begin_run(session: Session, run_id: UUID, *, worker: str) -> Begun | None:
    """Take the run for this worker; None when there is nothing to do: done, cancelled, or killed its worker too often."""
    row = session.first(select(job_run).where(job_run.c.id == run_id).with_for_update())
    if row is None or row.finished_at is not None:
        return None
    session.changed("jobs", f"job:{run_id}")
    values: dict[str, Any] = {
        "state": "running", "attempt": row.attempt + 1, "worker": worker,
        "started_at": row.started_at or session.now, "beat_at": session.now,
    }  # fmt: skip
    if row.cancel_asked:
        values |= {"state": "cancelled", "finished_at": session.now}
    elif row.setbacks > MOST_SETBACKS:
        values |= {"state": "failed", "finished_at": session.now, "error": row.error or {"kind": "worker_died"}}
    session.execute(update(job_run).where(job_run.c.id == run_id).values(values))
    if values["state"] != "running":
        return None
    return Begun(run_id, row.attempt + 1, row.arguments, row.setbacks, row.scheduled_as)


def finish_run(session: Session, begun: Begun, result: Mapping[str, Any]) -> None:
    """Mark as done, in the transaction of the effect itself. Raises `JobCancelled` or `JobTakenOver`, which take the effect back."""
    values = {"state": "done", "finished_at": session.now, "beat_at": session.now, "result": dict(result), "error": None}
    mine = _mine(begun) & ~job_run.c.cancel_asked
    if session.execute(update(job_run).where(mine).values(values)).rowcount == 0:
        check_run(session, begun)
    session.changed("jobs", f"job:{begun.run_id}")


def close_run(session: Session, begun: Begun, state: str, *, error: Mapping[str, Any] | None = None) -> None:
    """End an attempt without an effect: `cancelled`, `failed`, or `queued` when it will be tried again."""
    values: dict[str, Any] = {"state": state, "beat_at": session.now, "error": None if error is None else dict(error)}
    if state == "queued":
        values["setbacks"] = begun.setbacks + (error is not None)
    else:
        values["finished_at"] = session.now
    session.execute(update(job_run).where(_mine(begun)).values(values))
    session.changed("jobs", f"job:{begun.run_id}")


def check_run(session: Session, begun: Begun) -> None:
    """Raise unless this attempt may go on; the answer holds until the end of the transaction."""
    row = session.first(select(job_run.c.cancel_asked).where(_mine(begun)).with_for_update(read=True))
    if row is None:
        raise JobTakenOver(run=str(begun.run_id))
    if row.cancel_asked:
        raise JobCancelled(run=str(begun.run_id))


def _mine(begun: Begun) -> Any:
    return (job_run.c.id == begun.run_id) & (job_run.c.attempt == begun.attempt) & (job_run.c.state == "running")


class Progress:
    """What long work holds in its hand: `with progress.transaction() as session` for each part, `progress.step(…)` between them."""

    def __init__(self, begun: Begun, stopping: threading.Event) -> None:
        self._begun = begun
        self._stopping = stopping
        self._next_write = 0.0

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self._begun.arguments

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One part of the work, all or nothing, refused when the run was cancelled or taken over."""
        with transaction(SYSTEM) as session:
            check_run(session, self._begun)
            yield session

    def step(self, done: int, total: int | None = None, message: str = "", **params: Any) -> None:
        """Say how far it is, at most once a second, in a short transaction of its own. `message`: a marked English text (`N_`).

        Raises `JobCancelled`, `JobTakenOver` or `JobInterrupted`: let them go, they end the run calmly.
        """
        if self._stopping.is_set():
            raise JobInterrupted(run=str(self._begun.run_id))
        if time.monotonic() < self._next_write:
            return
        self._next_write = time.monotonic() + _SECONDS_BETWEEN_STEPS
        self._write(done, total, {"text": message, **params} if message else {})

    def finish(self, result: Mapping[str, Any]) -> None:
        """The last part: nothing is left to do."""
        with transaction(SYSTEM) as session:
            finish_run(session, self._begun, result)

    def _write(self, done: int, total: int | None, message: Mapping[str, Any]) -> None:
        with transaction(SYSTEM) as session:
            values = {"done": done, "total": total, "message": dict(message), "beat_at": func.now()}
            asked = session.first(update(job_run).where(_mine(self._begun)).values(values).returning(job_run.c.cancel_asked))
            session.changed("jobs", f"job:{self._begun.run_id}")
        if asked is None:
            raise JobTakenOver(run=str(self._begun.run_id))
        if asked.cancel_asked:
            raise JobCancelled(run=str(self._begun.run_id))
