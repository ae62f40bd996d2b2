"""One jobs process: a candidate for leading the timetable, and workers. Any number of them may share a database."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence

from data.adapters.queue import Pace
from data.settings import read_settings
from jobs.leader import Leader
from jobs.task import Task
from jobs.tasks import TASKS
from jobs.timetable import TIMETABLE, Line
from jobs.worker import work


def run_jobs_process(
    lines: Sequence[Line] = TIMETABLE, tasks: Sequence[Task] = TASKS, *, pace: Pace = Pace(), stopping: threading.Event | None = None
) -> None:
    """Run until SIGTERM or SIGINT (or until `stopping` is set, when somebody else looks after signals). The database must be up."""
    if stopping is None:
        stopping = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: stopping.set())
    for chatty in ("apscheduler", "procrastinate"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # one line per slot and job; the history is in the database
    workers = read_settings().workers
    leader = Leader(lines, workers=workers, pace=pace)
    leading = threading.Thread(target=leader.run, args=(stopping,), name="leader")
    leading.start()
    try:
        work(tasks, stopping, workers=workers, pace=pace)
    finally:
        stopping.set()
        leading.join()
