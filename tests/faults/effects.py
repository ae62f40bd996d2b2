"""Work whose effects can be counted, beside Kordon's own, and the jobs process that does both: `python -m tests.faults.effects`.

It is `python app.py jobs` with two more tasks and a quicker pace: a killed worker is missed after three seconds instead of twenty.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from sqlalchemy import text

from callbacks.commands import open_database
from data.adapters.queue import Pace
from data.operations.job_runs import Progress
from data.session import Session
from jobs.run import run_jobs_process
from jobs.task import Arguments, in_one_transaction, in_parts
from jobs.tasks import TASKS
from jobs.timetable import TIMETABLE

PARTS = 12
PACE = Pace(ping=0.3, beat=0.5, silent=3.0, poll=0.5)
TABLE = "CREATE TABLE IF NOT EXISTS faults_effect (marker text NOT NULL, part integer NOT NULL)"
_KNOWN = text("SELECT count(*) FROM faults_effect WHERE marker = :marker AND part = :part")
_WRITE = text("INSERT INTO faults_effect (marker, part) VALUES (:marker, :part)")
_TAKE_TIME = text("SELECT pg_sleep(:seconds)")
_SECONDS = float(os.environ.get("FAULTS_PART_SECONDS", "0.05"))


def one_effect(session: Session, arguments: Arguments) -> int:
    """Written, then some time until the commit: who is killed here has written and not committed."""
    session.execute(_WRITE, {"marker": arguments["marker"], "part": 0})
    session.execute(_TAKE_TIME, {"seconds": _SECONDS})
    return 1


def many_effects(progress: Progress) -> dict[str, Any]:
    """Long work: each part is a transaction, what is there already is recognised."""
    marker = progress.arguments["marker"]
    for part in range(PARTS):
        with progress.transaction() as session:
            if session.scalar(_KNOWN, {"marker": marker, "part": part}) == 0:
                session.execute(_WRITE, {"marker": marker, "part": part})
            session.execute(_TAKE_TIME, {"seconds": _SECONDS})
        progress.step(part + 1, PARTS)
    return {"items": PARTS}


OWN = (in_one_transaction("one_effect", one_effect), in_parts("many_effects", many_effects))
OF_NEXT_VERSION = (in_one_transaction("effect_of_next_version", one_effect),) if os.environ.get("FAULTS_NEXT_VERSION") else ()

if __name__ == "__main__":
    from pages.formats import set_zone
    from pages.translations import set_language

    with open_database() as settings:
        set_language(settings.lang)
        set_zone(settings.zone)
        print("faults: jobs", flush=True)
        run_jobs_process(TIMETABLE, (*TASKS, *OWN, *OF_NEXT_VERSION), pace=PACE)
    sys.exit(0)
