"""Kill -9 in mid-work: every slot fires once, every effect happens once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from data.connection import engine
from data.operations.jobs import enqueue
from data.session import transaction
from models.access.actor import SYSTEM
from tests.jobs.household import GATE, PARTS, SLOT_SECONDS

_ROOT = Path(__file__).resolve().parents[2]
_JOBS, _LONG_JOBS = 10, 4
_PATIENCE_SECONDS = 60


def _scalar(statement: str, **values: object) -> int:
    with engine().connect() as connection:
        return int(connection.execute(text(statement), values).scalar() or 0)


def _until(condition: Callable[[], bool], what: str) -> float:
    """Wait for a condition, as long as it takes and no longer than is reasonable; how many seconds it took."""
    begun = time.monotonic()
    never = threading.Event()
    while not condition():
        if time.monotonic() - begun > _PATIENCE_SECONDS:
            pytest.fail(f"{what} did not come true in {_PATIENCE_SECONDS} s")
        never.wait(0.02)
    return time.monotonic() - begun


@contextmanager
def _jobs_process(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.jobs.household"], cwd=_ROOT, stdout=output, stderr=output, env=os.environ | {"KORDON_WORKERS": "3"}
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def _leader() -> int:
    return _scalar("SELECT pid FROM job_process WHERE is_leader AND beat_at > now() - interval '2 seconds' ORDER BY beat_at DESC LIMIT 1")


def _close_gate(gate: Connection) -> None:
    gate.execute(text("SELECT pg_advisory_lock(:gate)"), {"gate": GATE})


def _slots() -> list[datetime]:
    with engine().connect() as connection:
        return list(connection.execute(text("SELECT slot FROM job_firing ORDER BY slot")).scalars())


@pytest.fixture
def gate(database: str) -> Iterator[Connection]:
    keeper = create_engine(database, isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.execute(text("CREATE TABLE effect (what text NOT NULL, backend integer NOT NULL)"))
        _close_gate(connection)
        yield connection
    keeper.dispose()


def test_killed_leader_and_killed_worker_neither_lose_nor_repeat_anything(gate: Connection, tmp_path: Path) -> None:
    log = tmp_path / "jobs.log"
    with ExitStack() as stack:
        first, second = (stack.enter_context(_jobs_process(log)) for _number in range(2))
        processes = {first.pid: first, second.pid: second}
        _until(lambda: _leader() in processes, "a process leads")
        with transaction(SYSTEM) as session:
            for number in range(_LONG_JOBS):
                enqueue(session, "in_many_parts", arguments={"number": number})
            for number in range(_JOBS):
                enqueue(session, "hold", arguments={"number": number})
        # Three workers of each process stand at the gate, written but not committed; each process has a long job at its middle.
        _until(lambda: _scalar("SELECT count(*) FROM job_run WHERE state = 'running' AND job <> 'tick'") == 6, "six jobs are in mid-work")
        _until(lambda: len(_slots()) >= 1, "the first slot fired")

        leader = _leader()
        fired = len(_slots())
        _until(lambda: len(_slots()) > fired, "a fresh slot fired")
        _kill(processes.pop(leader))
        takeover = _until(lambda: _leader() in processes, "the other process leads")
        assert takeover < SLOT_SECONDS, "no slot may be missed by this test's pace"

        third = stack.enter_context(_jobs_process(log))
        processes[third.pid] = third
        _until(lambda: _scalar("SELECT count(*) FROM job_run WHERE state = 'running' AND worker LIKE :pid", pid=f"%:{third.pid}") == 3, "the third works")
        _kill(processes.pop(third.pid))
        fourth = stack.enter_context(_jobs_process(log))

        gate.execute(text("SELECT pg_advisory_unlock(:gate)"), {"gate": GATE})
        _until(lambda: _scalar("SELECT count(*) FROM job_run WHERE job <> 'tick' AND state <> 'done'") == 0, "all jobs are done")
        many = len(_slots())
        _until(lambda: len(_slots()) >= many + 1, "the timetable goes on")
        _until(lambda: _scalar("SELECT count(*) FROM job_run WHERE finished_at IS NULL") == 0, "all slots are worked off")
        for process in (*processes.values(), fourth):
            process.terminate()
            assert process.wait(20) == 0, log.read_text()

    slots = _slots()
    assert all(later - earlier == timedelta(seconds=SLOT_SECONDS) for earlier, later in pairwise(slots)), "a slot was missed"
    with engine().connect() as connection:
        effects = {row.what: row.times for row in connection.execute(text("SELECT what, count(*) AS times FROM effect GROUP BY what"))}
    expected = {f"job {number}" for number in range(_JOBS)} | {f"slot {slot.isoformat()}" for slot in slots}
    expected |= {f"long {number} part {part}" for number in range(_LONG_JOBS) for part in range(PARTS)}
    assert effects == dict.fromkeys(expected, 1)
    assert _scalar("SELECT count(*) FROM procrastinate_jobs") == 0
    assert _scalar("SELECT count(*) FROM job_run WHERE attempt > 1") >= 3, "some jobs must really have been taken over"
