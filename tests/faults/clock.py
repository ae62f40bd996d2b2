"""The clock of the machine with web and jobs is moved, forward and back, while people work; the database keeps the right time.

Done with libfaketime (Debian: `apt-get install libfaketime`): the processes see another wall clock, the monotonic one goes on as always.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import text

from data import connection, embedded
from data.operations.jobs import retry_job
from data.session import transaction
from data.settings import read_settings
from models.access.actor import SYSTEM
from tests.faults.instance import Instance, instance, scalar, until
from tests.faults.invariants.background import a_slot_fires_one_run, no_job_was_given_up
from tests.faults.scenario import Given, NotPossibleHere, Outcome

MOVES = ("+1h", "+0", "-1h", "+0", "+3d", "+0", "-10m", "+25h", "+0")
_WORK_SECONDS = 3.0
_LONGEST_STANDSTILL = 25.0
_FIRED = "SELECT count(*) FROM job_firing WHERE job = :job AND fired_at > CAST(:since AS timestamptz)"
_LINES = ("deadlines", "timers")  # every fifteen seconds, whatever there is to do


def library() -> Path:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise NotPossibleHere("libfaketime is not installed (apt-get install libfaketime)")
    return found[0]


def run(outcome: Outcome, _given: Given) -> None:
    preload = library()
    # Slots that were fired ahead of their time are forgotten and come again; Python's own sleep fails under libfaketime, and with it the paper.
    outcome.without = frozenset({a_slot_fires_one_run, no_job_was_given_up})
    with instance() as kordon, embedded.running(read_settings()) as place:  # the database is kept by somebody with the right clock
        moment = kordon.records / "clock"
        moment.write_text("+0\n")
        faked = {
            "LD_PRELOAD": str(preload), "FAKETIME_TIMESTAMP_FILE": str(moment), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1", "KORDON_DATABASE_URL": place.url().replace("postgresql+psycopg://", "postgresql://"),
        }  # fmt: skip
        kordon.start_jobs("jobs-1", **faked)
        kordon.start_web(**faked)
        until(kordon.web_answers, "the web answers")
        kordon.start_drivers(3, through_web=1)
        for move in MOVES:
            _move(kordon, moment, move, outcome)
        kordon.stop_drivers()
        kordon.stop("jobs-1")  # printing needs a process that sleeps as Python does
        kordon.start_jobs("jobs-2")
        _ask_again_for_what_failed()
        outcome.look_at_rest(kordon, "at rest with the right clock", with_mail=False)
        kordon.stop()


def _ask_again_for_what_failed() -> None:
    """As an administrator does it on the page of jobs."""
    with transaction(SYSTEM) as session:
        for run_id in session.connection.execute(text("SELECT id FROM job_run WHERE state = 'failed' AND scheduled_as = ''")).scalars().all():
            retry_job(session, run_id)


def _move(kordon: Instance, moment: Path, move: str, outcome: Outcome) -> None:
    fresh = moment.with_suffix(".new")
    fresh.write_text(f"{move}\n")
    fresh.replace(moment)
    since = _database_time()
    standstill = 0.0
    for line in _LINES:
        standstill = max(standstill, until(lambda job=line: scalar(_FIRED, job=job, since=since) > 0, f"{line} fires after the clock was moved by {move}"))
    outcome.expect(standstill < _LONGEST_STANDSTILL, f"after {move} the timetable stood still for {standstill:.0f} s")
    threading.Event().wait(_WORK_SECONDS)
    outcome.times += 1
    outcome.look(kordon, f"the clock was moved by {move}")


def _database_time() -> str:
    with connection.engine().connect() as direct:
        return str(direct.execute(text("SELECT CAST(clock_timestamp() AS text)")).scalar_one())
