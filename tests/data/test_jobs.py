"""Asking for work: it exists exactly if the commit happened, once while it waits."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from data.ids import new_id
from data.operations.job_leader import fire, last_slots, rescue_stalled_jobs
from data.operations.jobs import JobAlreadyFinished, JobNotFinished, cancel_job, enqueue, retry_job
from data.operations.upkeep import close_lost_runs, remove_old_runs
from data.queries.jobs import run_history
from data.session import reading, transaction
from data.tables.access import audit_event
from data.tables.jobs import job_run
from models.access.actor import SYSTEM, Actor, Role
from models.errors import Forbidden

ADMIN = Actor(user_id=new_id(), name="Админ", roles=frozenset({Role.ADMIN}))
OFFICER = Actor(user_id=new_id(), name="Сотрудник", roles=frozenset({Role.OFFICER}))
SLOT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def _waiting() -> int:
    with reading(SYSTEM) as session:
        return int(session.scalar(text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")))


def test_a_job_of_a_transaction_that_failed_does_not_exist(database: str) -> None:
    def ask_and_fail() -> None:
        with transaction(SYSTEM) as session:
            enqueue(session, "count")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()
    assert _waiting() == 0


def test_a_job_that_waits_is_not_asked_for_twice(database: str) -> None:
    with transaction(SYSTEM) as session:
        first = enqueue(session, "count", queueing_lock="count")
    with transaction(SYSTEM) as session:
        assert enqueue(session, "count", queueing_lock="count") == first
    assert _waiting() == 1


def test_a_waiting_job_is_not_taken_before_the_change_it_shall_see_is_committed(database: str) -> None:
    fetch = text("SELECT (procrastinate_fetch_job_v2(NULL, (SELECT worker_id FROM procrastinate_register_worker_v1()))).id")
    with transaction(SYSTEM) as session:
        enqueue(session, "count", queueing_lock="count")
    with transaction(SYSTEM) as changing:
        enqueue(changing, "count", queueing_lock="count")
        with transaction(SYSTEM) as worker:
            assert worker.scalar(fetch) is None
    with transaction(SYSTEM) as worker:
        assert worker.scalar(fetch) is not None


def test_two_who_ask_at_once_get_one_job(database: str) -> None:
    ready, found = threading.Barrier(4), []

    def ask() -> None:
        ready.wait()
        with transaction(SYSTEM) as session:
            found.append(enqueue(session, "count", queueing_lock="count"))

    threads = [threading.Thread(target=ask) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert _waiting() == 1


def test_a_slot_is_fired_once(database: str) -> None:
    with transaction(SYSTEM) as session:
        assert fire(session, "deadlines", SLOT, task="sweep_deadlines", next_at=None, every_slot=True) is not None
        assert fire(session, "deadlines", SLOT, task="sweep_deadlines", next_at=None, every_slot=True) is None
        assert last_slots(session) == {"deadlines": SLOT}
    assert _waiting() == 1


def test_slots_that_nobody_has_worked_off_do_not_pile_up(database: str) -> None:
    with transaction(SYSTEM) as session:
        for minute in range(5):
            fire(session, "deadlines", SLOT + timedelta(minutes=minute), task="sweep_deadlines", next_at=None)
    assert _waiting() == 1


def test_a_job_of_a_worker_that_fell_silent_is_queued_again(database: str) -> None:
    with transaction(SYSTEM) as session:
        enqueue(session, "count")
        worker = session.scalar(text("SELECT worker_id FROM procrastinate_register_worker_v1()"))
        session.execute(text("SELECT procrastinate_fetch_job_v2(NULL, :worker)"), {"worker": worker})
        assert rescue_stalled_jobs(session, silent_seconds=20) == 0
        session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
        assert rescue_stalled_jobs(session, silent_seconds=20) == 1
    assert _waiting() == 1


def test_a_job_of_a_dead_worker_is_queued_again_although_the_next_one_waits(database: str) -> None:
    fetch = text("SELECT (procrastinate_fetch_job_v2(NULL, (SELECT worker_id FROM procrastinate_register_worker_v1()))).id")
    with transaction(SYSTEM) as session:
        taken = enqueue(session, "count", lock="count", queueing_lock="count")
    with transaction(SYSTEM) as worker:
        assert worker.scalar(fetch) is not None
    with transaction(SYSTEM) as session:
        assert enqueue(session, "count", lock="count", queueing_lock="count") != taken
        session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
    with transaction(SYSTEM) as session:
        assert rescue_stalled_jobs(session, silent_seconds=20) == 1
    assert _waiting() == 2


def test_only_an_administrator_cancels_what_others_have_asked_for(database: str) -> None:
    with transaction(SYSTEM) as session:
        run_id = enqueue(session, "count")
    with pytest.raises(Forbidden), transaction(OFFICER) as session:
        cancel_job(session, run_id)
    with transaction(ADMIN) as session:
        cancel_job(session, run_id)
        assert session.scalar(select(audit_event.c.action)) == "job_cancelled"
    with pytest.raises(JobAlreadyFinished), transaction(ADMIN) as session:
        cancel_job(session, run_id)


def test_one_cancels_what_one_has_asked_for(database: str) -> None:
    with transaction(OFFICER) as session:
        run_id = enqueue(session, "count")
    with transaction(OFFICER) as session:
        assert cancel_job(session, run_id) == "cancelled"


def test_a_cancelled_job_can_be_asked_for_again_with_the_same_arguments(database: str) -> None:
    with transaction(SYSTEM) as session:
        run_id = enqueue(session, "count", arguments={"year": 2026}, lock="count")
    with pytest.raises(JobNotFinished), transaction(ADMIN) as session:
        retry_job(session, run_id)
    with transaction(ADMIN) as session:
        cancel_job(session, run_id)
        again = retry_job(session, run_id)
        row = session.first(select(job_run).where(job_run.c.id == again))
        assert row is not None
        assert (row.arguments, row.delivery["lock"], row.state) == ({"year": 2026}, "count", "queued")


def test_nobody_but_an_administrator_reads_the_history(database: str) -> None:
    with pytest.raises(Forbidden), reading(OFFICER) as session:
        run_history(session, "all")


def test_quiet_runs_go_after_a_day_and_others_stay(database: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=2)
    common = {"job": "sweep_deadlines", "state": "done", "scheduled_as": "deadlines", "queued_at": long_ago, "finished_at": long_ago}
    with transaction(SYSTEM) as session:
        session.execute(insert(job_run), [{"id": new_id(), **common, "result": {}}, {"id": new_id(), **common, "result": {"moved": 3}}])
        assert remove_old_runs(session) == 1
        assert session.scalar(select(job_run.c.result)) == {"moved": 3}


def test_a_run_whose_job_the_queue_has_lost_does_not_wait_for_ever(database: str) -> None:
    with transaction(SYSTEM, at=datetime.now(UTC) - timedelta(hours=3)) as session:
        run_id = enqueue(session, "count")
        session.execute(text("DELETE FROM procrastinate_jobs"))
    with transaction(SYSTEM) as session:
        assert close_lost_runs(session) == 1
        assert session.scalar(select(job_run.c.error).where(job_run.c.id == run_id)) == {"kind": "lost"}
