"""The leader among all jobs processes: it alone runs the timetable and looks after jobs of dead workers.

Every process tries to become the leader each second. Should two of them believe they lead for a moment (a frozen one wakes up), the unique
slot of each firing keeps the second firing out. Slots are counted by the database's clock: a machine whose own clock is wrong, or is put
right, leads all the same.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from apscheduler.executors.base import BaseExecutor
from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler

from data.adapters.leader_lock import LeaderLock
from data.adapters.queue import Pace
from data.ids import new_id
from data.operations.job_leader import (
    ScheduledJob,
    database_time,
    fire,
    forget_slots_ahead,
    give_sign_of_life,
    last_slots,
    postpone,
    publish_timetable,
    rescue_stalled_jobs,
    say_goodbye,
)
from data.session import transaction
from jobs.timetable import Line
from models.access.actor import SYSTEM

log = logging.getLogger("kordon.jobs")

_SAME_CLOCK = timedelta(seconds=30)


class _Firing(BaseExecutor):  # type: ignore[misc]  # APScheduler has no types
    """Fires where the scheduler stands: one short transaction. Only an executor is told the slot it fires for."""

    def __init__(self, lines: Sequence[Line], *, ahead: timedelta = timedelta(0)) -> None:
        super().__init__()
        self._lines = {line.name: line for line in lines}
        self._ahead = ahead
        self.trouble = threading.Event()

    def _do_submit_job(self, job: Job, run_times: list[datetime]) -> None:
        try:
            line = self._lines[job.id]
            fire_line(line, line.slot_at(run_times[-1].astimezone(UTC) - self._ahead))
        except Exception:  # said in the log; the leader begins anew at the slot that was lost
            log.exception("%s could not be fired", job.id)
            self.trouble.set()
        self._run_job_success(job.id, [])


def clock_ahead(here: datetime, database: datetime) -> timedelta:
    """How far this machine's clock is ahead of the database's (behind: negative); nothing, if both say the same as clocks go."""
    ahead = here - database
    return ahead if abs(ahead) > _SAME_CLOCK else timedelta(0)


def fire_line(line: Line, slot: datetime) -> None:
    """Fire one slot of one line, once among all processes."""
    with transaction(SYSTEM) as session:
        next_at = line.first_slot(slot, slot)
        if line.when is not None and not line.when(session):
            postpone(session, line.name, next_at)
            return
        fire(session, line.name, slot, task=line.task, next_at=next_at, every_slot=line.every_slot)


class Leader:
    """Candidate for the whole life of the process, leader whenever the lock is free."""

    def __init__(self, lines: Sequence[Line], *, workers: int, pace: Pace) -> None:
        self._lines = lines
        self._workers = workers
        self._pace = pace
        self._lock = LeaderLock()
        self._scheduler: BackgroundScheduler | None = None
        self._firing = _Firing(lines)
        self._ahead = timedelta(0)
        self._process_id = new_id()
        self._started_at = datetime.now(UTC)
        self._next_beat = 0.0

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set. A database that is away is waited for."""
        while True:
            try:
                self._turn()
            except Exception:  # the candidate must outlive a restarted database
                log.exception("the timetable stands still until the database answers")
                self._step_down()
            if stopping.wait(self._pace.ping):
                break
        self._step_down()
        with transaction(SYSTEM) as session:
            say_goodbye(session, self._process_id)

    def _turn(self) -> None:
        if self._scheduler is not None and (not self._lock.is_held() or self._firing.trouble.is_set()):
            self._step_down()
        if self._scheduler is None and self._lock.acquire():
            self._lead()
        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + self._pace.beat
            self._beat()

    def _lead(self) -> None:
        with transaction(SYSTEM) as session:
            forget_slots_ahead(session)
            fired, now = last_slots(session), database_time(session)
        self._ahead = clock_ahead(datetime.now(UTC), now)
        self._firing = _Firing(self._lines, ahead=self._ahead)
        scheduler = BackgroundScheduler(
            executors={"default": self._firing}, job_defaults={"coalesce": True, "misfire_grace_time": None}, timezone=UTC
        )
        first = {line.name: line.first_slot(fired.get(line.name), now) for line in self._lines}
        with transaction(SYSTEM) as session:
            publish_timetable(
                session, [ScheduledJob(line.name, line.task, line.rhythm.as_document(), first[line.name]) for line in self._lines]
            )
        for line in self._lines:
            due = first[line.name]
            scheduler.add_job(_never_called, line.rhythm.trigger(), id=line.name, next_run_time=due and due + self._ahead)
        scheduler.start()
        self._scheduler = scheduler
        self._next_beat = 0.0
        log.info("this process leads the timetable")

    def _step_down(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None
            self._next_beat = 0.0
            log.info("this process no longer leads the timetable")
        self._lock.release()

    def _beat(self) -> None:
        leading = self._scheduler is not None
        with transaction(SYSTEM) as session:
            ahead = clock_ahead(datetime.now(UTC), database_time(session))
            give_sign_of_life(
                session, self._process_id, host=socket.gethostname(), pid=os.getpid(), workers=self._workers,
                is_leader=leading, started_at=self._started_at,
            )  # fmt: skip
            if leading and (rescued := rescue_stalled_jobs(session, silent_seconds=self._pace.silent)):
                log.warning("%d jobs of dead workers are queued again", rescued)
        if leading and abs(ahead - self._ahead) > _SAME_CLOCK:
            log.warning("a clock was moved: this machine is %s ahead of the database, the timetable begins anew", ahead)
            self._step_down()


def _never_called() -> None:
    """APScheduler wants a function; `_Firing` does the work."""
