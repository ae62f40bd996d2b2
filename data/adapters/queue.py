"""The durable job queue (Procrastinate) as this process serves it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from sqlalchemy import make_url

from data.connection import database_url

_LOOK_SECONDS = 0.2
RunTask = Callable[[UUID], None]


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
