"""What a task is, and how a worker carries out a run of it.

Two kinds. *In one transaction*: the effect and "done" are committed together, so the effect happens once however often the job comes.
*In parts*: long work in transactions of its own, each refused to an attempt that was given up for dead; what is already done is
recognised by the data, so a new attempt goes on where the old one was killed.
"""

from __future__ import annotations

import errno
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from data.adapters.queue import TryLater
from data.operations.job_runs import Begun, JobCancelled, JobInterrupted, JobTakenOver, Progress, begin_run, close_run, finish_run
from data.session import Session, is_database_trouble, transaction
from models.access.actor import SYSTEM
from models.errors import KordonError

log = logging.getLogger("kordon.jobs")

Arguments = Mapping[str, Any]
_SETBACKS_BEFORE_FAILURE = 3
_FIRST_PAUSE = timedelta(seconds=30)
_PAUSE_AFTER_TROUBLE = timedelta(seconds=10)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE})


@dataclass(frozen=True, slots=True)
class Task:
    """`carry_out` does the work and finishes the run."""

    name: str
    carry_out: Callable[[Begun, threading.Event], None]


def in_one_transaction(name: str, effect: Callable[[Session, Arguments], object]) -> Task:
    """A task whose whole effect is one transaction."""

    def carry_out(begun: Begun, _stopping: threading.Event) -> None:
        with transaction(SYSTEM) as session:
            result = effect(session, begun.arguments)
            finish_run(session, begun, counts(result))

    return Task(name, carry_out)


def in_parts(name: str, work: Callable[[Progress], object]) -> Task:
    """A task that commits as it goes and says how far it is."""

    def carry_out(begun: Begun, stopping: threading.Event) -> None:
        progress = Progress(begun, stopping)
        progress.finish(counts(work(progress)))

    return Task(name, carry_out)


def run_task(task: Task, run_id: UUID, *, worker: str, stopping: threading.Event) -> None:
    """One delivery of a job. Raises only `TryLater`; when it returns, the queue forgets the job."""
    try:
        _run(task, run_id, worker=worker, stopping=stopping)
    except TryLater:
        raise
    except Exception as error:  # the run could not even be written down: the database is in trouble
        log.exception("%s %s: will be tried again", task.name, run_id)
        raise TryLater(_PAUSE_AFTER_TROUBLE) from error


def _run(task: Task, run_id: UUID, *, worker: str, stopping: threading.Event) -> None:
    with transaction(SYSTEM) as session:
        begun = begin_run(session, run_id, worker=worker)
    if begun is None:
        return
    try:
        task.carry_out(begun, stopping)
    except JobTakenOver:
        log.warning("%s %s was taken over by another worker", task.name, run_id)
    except JobCancelled:
        _close(begun, "cancelled")
    except JobInterrupted:
        _close(begun, "queued")
        raise TryLater(timedelta(0)) from None
    except KordonError as error:
        _close(begun, "failed", {"kind": "kordon", "code": error.code, "params": error.params})
    except Exception as error:  # a defect of one task is written down and must not stop the worker
        if is_database_trouble(error) or is_lack_of_room(error):
            raise  # nobody's defect: it goes on when the database is back, or the disk has room
        _after_defect(task, begun, error)


def is_lack_of_room(error: BaseException | None) -> bool:
    """Is a disk full, or are there too many open files? That passes, and a job must not be given up over it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False


def _after_defect(task: Task, begun: Begun, error: Exception) -> None:
    # Only the kind of the error is kept: its message may quote a case, which the administrator of jobs must not read.
    reference = secrets.token_hex(4)
    log.error("reference %s: %s %s failed", reference, task.name, begun.run_id, exc_info=error)
    said = {"kind": "defect", "code": type(error).__name__, "reference": reference}
    if begun.scheduled_as or begun.setbacks + 1 >= _SETBACKS_BEFORE_FAILURE:
        _close(begun, "failed", said)  # what is in the timetable comes again by itself
        return
    _close(begun, "queued", said)
    raise TryLater(_FIRST_PAUSE * 2**begun.setbacks) from error


def _close(begun: Begun, state: str, error: Mapping[str, Any] | None = None) -> None:
    with transaction(SYSTEM) as session:
        close_run(session, begun, state, error=error)


def counts(result: object) -> dict[str, Any]:
    """What a task returns, as it is kept: a number becomes {"items": n}; nothing done becomes {}."""
    if is_dataclass(result) and not isinstance(result, type):
        result = asdict(result)
    if isinstance(result, Mapping):
        return {str(key): value for key, value in result.items() if value}
    if isinstance(result, bool) or result is None:
        return {}
    return {"items": result} if isinstance(result, int) and result else {}
