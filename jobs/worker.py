"""Take jobs from the queue and carry them out, `workers` at a time, in threads."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Sequence
from uuid import UUID

from data.adapters.queue import Pace, RunTask, serve_queue
from data.settings import read_settings
from jobs.task import Task, run_task
from pages.formats import set_zone
from pages.translations import set_language

log = logging.getLogger("kordon.jobs")

_PAUSE_SECONDS = 2.0


def work(tasks: Sequence[Task], stopping: threading.Event, *, workers: int, pace: Pace) -> None:
    """Until `stopping` is set; running jobs then end first, long ones at their next step. A database that is away is waited for."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    runs = {task.name: _runner(task, name, stopping) for task in tasks}
    while not stopping.is_set():
        try:
            serve_queue(runs, stopping, workers=workers, pace=pace)
        except Exception as error:  # noqa: BLE001 - the workers must outlive a restarted database
            log.warning("the queue is served again in %.0f s: %s: %s", _PAUSE_SECONDS, type(error).__name__, error)
        if not stopping.is_set():
            stopping.wait(_PAUSE_SECONDS)


def _runner(task: Task, worker: str, stopping: threading.Event) -> RunTask:
    def run(run_id: UUID) -> None:
        settings = read_settings()  # threads begin without the language and the zone of the process
        set_language(settings.lang)
        set_zone(settings.zone)
        run_task(task, run_id, worker=worker, stopping=stopping)

    return run
