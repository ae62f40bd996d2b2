"""One delivery of a job: what is committed, what is tried again, what is told."""

from __future__ import annotations

import errno
import os
import socket
import threading
from uuid import UUID

import pytest
from sqlalchemy import Row, insert, select, text

from data.adapters.queue import TryLater
from data.ids import new_id
from data.operations.job_leader import give_sign_of_life, rescue_stalled_jobs
from data.operations.job_runs import MOST_SETBACKS, Begun, JobTakenOver, Progress, begin_run
from data.operations.jobs import cancel_job, enqueue
from data.session import Session, reading, transaction
from data.tables.access import business_line
from data.tables.jobs import job_run
from jobs.task import Arguments, Task, in_one_transaction, in_parts, run_task
from models.access.actor import SYSTEM
from models.errors import Conflict


def _add_line(session: Session, code: str) -> None:
    session.execute(insert(business_line), {"id": new_id(), "code": code, "name": {"ru": "Розница", "en": "Retail"}})


def _lines() -> set[str]:
    with reading(SYSTEM) as session:
        return set(session.connection.execute(select(business_line.c.code)).scalars())


def _run(run_id: UUID) -> Row[tuple[object, ...]]:
    with reading(SYSTEM) as session:
        row = session.first(select(job_run).where(job_run.c.id == run_id))
        assert row is not None
        return row


def _ask(task: str = "add", *, scheduled_as: str = "") -> UUID:
    with transaction(SYSTEM) as session:
        return enqueue(session, task, arguments={"code": "retail"}, scheduled_as=scheduled_as)


def _deliver(task: Task, run_id: UUID, stopping: threading.Event | None = None) -> None:
    run_task(task, run_id, worker="test:1", stopping=stopping or threading.Event())


def _begin(run_id: UUID, worker: str = "test:2") -> Begun:
    with transaction(SYSTEM) as session:
        begun = begin_run(session, run_id, worker=worker)
    assert begun is not None
    return begun


def test_a_full_disk_is_waited_for_and_costs_no_attempt(database: str) -> None:
    room: list[str] = []

    def write(progress: Progress) -> int:
        if not room:
            try:
                raise OSError(errno.ENOSPC, "No space left on device")
            except OSError as error:
                raise RuntimeError("the paper was not printed") from error
        with progress.transaction() as session:
            _add_line(session, "retail")
        return 1

    task, run_id = in_parts("add", write), _ask()
    for _try in range(MOST_SETBACKS + 2):
        with pytest.raises(TryLater):
            _deliver(task, run_id)
    assert _run(run_id).setbacks == 0
    room.append("again")
    _deliver(task, run_id)
    assert (_run(run_id).state, _lines()) == ("done", {"retail"})


def _add(session: Session, arguments: Arguments) -> int:
    _add_line(session, arguments["code"])
    return 1


def _break(session: Session, arguments: Arguments) -> int:
    _add_line(session, arguments["code"])
    raise ZeroDivisionError


ADD = in_one_transaction("add", _add)
BREAK = in_one_transaction("add", _break)


def test_a_job_delivered_twice_has_its_effect_once(database: str) -> None:
    run_id = _ask()
    _deliver(ADD, run_id)
    _deliver(ADD, run_id)
    assert _lines() == {"retail"}
    assert (_run(run_id).state, _run(run_id).result, _run(run_id).attempt) == ("done", {"items": 1}, 1)


def test_an_attempt_that_was_thought_dead_cannot_finish_any_more(database: str) -> None:
    run_id = _ask()
    frozen = _begin(run_id)
    _deliver(ADD, run_id)
    late = in_one_transaction("add", lambda session, _arguments: _add_line(session, "twice"))
    with pytest.raises(JobTakenOver):
        late.carry_out(frozen, threading.Event())
    assert _lines() == {"retail"}


def test_a_part_of_long_work_is_refused_to_an_attempt_that_was_thought_dead(database: str) -> None:
    run_id = _ask()
    frozen = Progress(_begin(run_id), threading.Event())
    _begin(run_id)
    with pytest.raises(JobTakenOver), frozen.transaction() as session:
        _add_line(session, "twice")
    assert _lines() == set()


def test_a_defect_takes_the_effect_back_and_is_tried_again_a_few_times(database: str) -> None:
    run_id = _ask()
    for _attempt in range(2):
        with pytest.raises(TryLater):
            _deliver(BREAK, run_id)
        assert _run(run_id).state == "queued"
    _deliver(BREAK, run_id)
    assert _lines() == set()
    assert _run(run_id).state == "failed"
    assert _run(run_id).error["code"] == "ZeroDivisionError"


def test_a_failed_line_of_the_timetable_waits_for_its_next_slot(database: str) -> None:
    run_id = _ask(scheduled_as="line")
    _deliver(BREAK, run_id)
    assert _run(run_id).state == "failed"


def test_an_error_that_people_understand_is_kept_with_its_code(database: str) -> None:
    def refuse(_session: Session, _arguments: Arguments) -> None:
        raise Conflict(what="line")

    run_id = _ask()
    _deliver(in_one_transaction("add", refuse), run_id)
    assert _run(run_id).error == {"kind": "kordon", "code": "conflict", "params": {"what": "line"}}


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(database: str) -> None:
    run_id = _ask()
    for _death in range(MOST_SETBACKS + 1):
        _begin(run_id)
        _lose_worker()
    _deliver(ADD, run_id)
    assert (_run(run_id).state, _run(run_id).error) == ("failed", {"kind": "worker_died"})
    assert _lines() == set()


def test_a_job_whose_process_lives_is_not_to_blame_for_a_database_that_was_away(database: str) -> None:
    run_id = _ask()
    here = socket.gethostname()
    with transaction(SYSTEM) as session:
        give_sign_of_life(session, new_id(), host=here, pid=os.getpid(), workers=1, is_leader=False, started_at=session.now)
    for _restart in range(MOST_SETBACKS + 1):
        _begin(run_id, worker=f"{here}:{os.getpid()}")
        _lose_worker()
    assert (_run(run_id).state, _run(run_id).setbacks) == ("queued", 0)
    _deliver(ADD, run_id)
    assert _run(run_id).state == "done"


def test_a_connection_that_broke_is_no_defect_of_the_job(database: str) -> None:
    def lose_connection(session: Session, _arguments: Arguments) -> None:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    run_id = _ask()
    for _attempt in range(4):
        with pytest.raises(TryLater):
            _deliver(in_one_transaction("add", lose_connection), run_id)
    _deliver(ADD, run_id)
    assert (_run(run_id).state, _run(run_id).setbacks) == ("done", 0)


def _lose_worker() -> None:
    """The job is in the hands of a worker that the queue no longer knows, and is found there."""
    with transaction(SYSTEM) as session:
        session.execute(text("UPDATE procrastinate_jobs SET status = 'doing'"))
        assert rescue_stalled_jobs(session, silent_seconds=20) == 1


def test_a_cancelled_job_that_waits_is_never_done(database: str) -> None:
    run_id = _ask()
    with transaction(SYSTEM) as session:
        assert cancel_job(session, run_id) == "cancelled"
        assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0
    _deliver(ADD, run_id)
    assert (_run(run_id).state, _lines()) == ("cancelled", set())


def test_a_running_job_stops_at_its_next_step_and_keeps_what_is_done(database: str) -> None:
    run_id = _ask()

    def work(progress: Progress) -> int:
        with progress.transaction() as session:
            _add_line(session, "first")
        with transaction(SYSTEM) as session:
            assert cancel_job(session, run_id) == "asked"
        progress.step(1, 2)
        raise AssertionError("the step let it go on")

    _deliver(in_parts("add", work), run_id)
    assert (_run(run_id).state, _lines()) == ("cancelled", {"first"})


def test_a_transaction_that_was_cancelled_in_its_middle_is_taken_back(database: str) -> None:
    run_id = _ask()

    def effect(session: Session, arguments: Arguments) -> int:
        with transaction(SYSTEM) as other:
            cancel_job(other, run_id)
        return _add(session, arguments)

    _deliver(in_one_transaction("add", effect), run_id)
    assert (_run(run_id).state, _lines()) == ("cancelled", set())


def test_long_work_goes_back_into_the_queue_when_the_process_stops(database: str) -> None:
    run_id, stopping = _ask(), threading.Event()

    def work(progress: Progress) -> int:
        stopping.set()
        progress.step(1, 2)
        return 2

    with pytest.raises(TryLater):
        _deliver(in_parts("add", work), run_id, stopping)
    assert (_run(run_id).state, _run(run_id).setbacks) == ("queued", 0)


def test_progress_is_written_at_most_once_a_second(database: str) -> None:
    run_id = _ask()

    def work(progress: Progress) -> int:
        for done in range(1, 100):
            progress.step(done, 100, "Counting")
        assert (_run(run_id).done, _run(run_id).total, _run(run_id).message) == (1, 100, {"text": "Counting"})
        return 100

    _deliver(in_parts("add", work), run_id)
    assert _run(run_id).state == "done"
