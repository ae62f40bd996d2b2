"""A jobs process as the kill test starts it: `python -m tests.jobs.household`. Its tasks write into the table `effect`; its pace is quick.

It is told to hold a job in mid-work by an advisory lock that the test keeps: no clock decides what is killed.
"""

from __future__ import annotations

import sys
from typing import Any

from sqlalchemy import text

from data.adapters.queue import Pace
from data.operations.job_runs import Progress
from data.session import Session
from jobs.run import run_jobs_process
from jobs.task import Arguments, in_one_transaction, in_parts
from jobs.timetable import Every, Line

GATE = 77
SLOT_SECONDS = 4
PARTS = 20
PACE = Pace(ping=0.3, beat=0.5, silent=3.0, poll=0.5)


def _write(session: Session, what: str) -> None:
    session.execute(text("INSERT INTO effect (what, backend) VALUES (:what, pg_backend_pid())"), {"what": what})


def tick(session: Session, arguments: Arguments) -> int:
    """The effect of one slot."""
    _write(session, f"slot {arguments['slot']}")
    return 1


def hold(session: Session, arguments: Arguments) -> int:
    """Write, then wait at the gate in mid-transaction: whoever is killed here has written and not committed."""
    _write(session, f"job {arguments['number']}")
    session.execute(text("SELECT pg_advisory_xact_lock_shared(:gate)"), {"gate": GATE})
    return 1


def in_many_parts(progress: Progress) -> dict[str, Any]:
    """Each part commits by itself and waits at the gate in its middle; a new attempt goes on after the parts that are there."""
    number = progress.arguments["number"]
    for part in range(PARTS):
        with progress.transaction() as session:
            what = f"long {number} part {part}"
            if session.scalar(text("SELECT count(*) FROM effect WHERE what = :what"), {"what": what}) == 0:
                _write(session, what)
            if part == PARTS // 2:
                session.execute(text("SELECT pg_advisory_xact_lock_shared(:gate)"), {"gate": GATE})
        progress.step(part + 1, PARTS)
    return {"items": PARTS}


LINES = (Line("tick", Every(SLOT_SECONDS), "tick", "the test's slot", every_slot=True),)
TASKS = (in_one_transaction("tick", tick), in_one_transaction("hold", hold), in_parts("in_many_parts", in_many_parts))

if __name__ == "__main__":
    run_jobs_process(LINES, TASKS, pace=PACE)
    sys.exit(0)
