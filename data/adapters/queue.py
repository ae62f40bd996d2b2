"""The durable job queue (Procrastinate) as this process serves it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from sqlalchemy import make_url

from data.connection import database_url

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2
_PAUSE_SECONDS = 1.0
_UNTIL_OTHERS_LOOK = timedelta(seconds=10)
RunTask = Callable[[UUID], None]

# Only by the worker that has it: whoever puts a job back counts it up, so one that was thought dead no longer reaches it.
_MINE = "FROM procrastinate_jobs WHERE id = %(job_id)s AND attempts = %(attempts)s AND status = 'doing'"
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete_job)s) {_MINE}"
_PUT_BACK = f"SELECT procrastinate_retry_job_v2(id, %(retry_at)s, NULL, NULL, NULL) {_MINE}"


class TryLater(Exception):
    """The run goes back into the queue for so long."""

    def __init__(self, pause: timedelta) -> None:
        super().__init__(f"again in {pause}")
        self.pause = pause


class _WhenAsked(BaseRetryStrategy):
    """Kordon decides itself what is tried again; the queue only does what `TryLater` says."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, TryLater):
            return None
        return RetryDecision(retry_in={"seconds": int(exception.pause.total_seconds())})


class Ledger(JobManager):
    """The queue's book as one worker keeps it: what became of a job is told until the queue has heard it.

    A job whose end was not heard would be "doing" as long as its worker lives, and with it everything that waits for its lock.
    """

    def __init__(self, connector: BaseConnector, stopping: threading.Event, *, known: Collection[str]) -> None:
        super().__init__(connector)
        self._stopping = stopping
        self._known = known

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        if job.task_name not in self._known:  # asked for by a newer version, whose workers know it
            await self.retry_job(job, datetime.now(UTC) + _UNTIL_OTHERS_LOOK)
            return
        await self._tell(_FINISH, job, status=status.value, delete_job=delete_job)

    async def retry_job(
        self, job: Job, retry_at: datetime | None = None, priority: int | None = None, queue: str | None = None, lock: str | None = None
    ) -> None:
        await self._tell(_PUT_BACK, job, retry_at=retry_at or datetime.now(UTC))

    async def _tell(self, statement: str, job: Job, **values: Any) -> None:
        while True:
            try:
                await self.connector.execute_query_async(statement, job_id=job.id, attempts=job.attempts, **values)
                return
            except ConnectorException as error:
                if self._stopping.is_set():  # then this worker goes, and its silence says the same
                    raise
                log.warning("the queue does not hear what became of %s: %s", job.call_string, error.__cause__ or error)
            await asyncio.sleep(_PAUSE_SECONDS)


def driver_url() -> str:
    """The database's address as the driver itself reads it."""
    return make_url(database_url()).set(drivername="postgresql").render_as_string(hide_password=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often jobs processes look after each other, in seconds. A process silent for longer than `silent` is taken for dead."""

    ping: float = 1.0     # the leader's lock
    beat: float = 5.0     # signs of life, search for jobs of dead workers
    silent: float = 20.0
    poll: float = 5.0     # for jobs that become due; new ones announce themselves


def serve_queue(tasks: Mapping[str, RunTask], stopping: threading.Event, *, workers: int, pace: Pace) -> None:
    """Take jobs until `stopping` is set, then let those that run come to their end. Raises when the database is gone.

    Each task is called in a thread of its own with the id of its run.
    """
    asyncio.run(_serve(tasks, stopping, workers=workers, pace=pace))


async def _serve(tasks: Mapping[str, RunTask], stopping: threading.Event, *, workers: int, pace: Pace) -> None:
    app = _queue_app(tasks, connections=workers + 3)
    app.job_manager = Ledger(app.connector, stopping, known=tasks.keys())
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=workers, thread_name_prefix="job"))
    async with app.open_async():
        serving = asyncio.create_task(
            app.run_worker_async(
                concurrency=workers,
                install_signal_handlers=False,
                delete_jobs="always",  # the history is Kordon's own
                fetch_job_polling_interval=pace.poll,
                update_heartbeat_interval=pace.beat,
                stalled_worker_timeout=pace.silent,
            )
        )
        watching = asyncio.create_task(_wait_for(stopping))
        await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
        watching.cancel()
        if not serving.done():
            serving.cancel()
            await asyncio.wait({serving})
        if not serving.cancelled():
            serving.result()


async def _wait_for(stopping: threading.Event) -> None:
    while not stopping.is_set():
        await asyncio.sleep(_LOOK_SECONDS)


def _queue_app(tasks: Mapping[str, RunTask], *, connections: int) -> App:
    named = {"application_name": "kordon jobs"}
    app = App(connector=PsycopgConnector(conninfo=driver_url(), min_size=1, max_size=connections, kwargs=named))
    for name, run in tasks.items():
        app.task(name=name, retry=_WhenAsked())(_by_run_id(run))
    return app


def _by_run_id(run: RunTask) -> Callable[..., Any]:
    def call(run_id: str) -> None:
        run(UUID(run_id))

    return call
