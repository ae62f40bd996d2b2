"""The queue as one worker serves it: the end of a job is heard, and only from the worker that has the job."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from sqlalchemy import text

from data.adapters.queue import Ledger, driver_url
from data.operations.job_leader import rescue_stalled_jobs
from data.operations.jobs import enqueue
from data.session import reading, transaction
from models.access.actor import SYSTEM


def _by_ledger(work: Callable[[Ledger], Awaitable[None]]) -> None:
    async def serve() -> None:
        connector = PsycopgConnector(conninfo=driver_url())
        await connector.open_async()
        try:
            await work(Ledger(connector, threading.Event(), known={"count"}))
        finally:
            await connector.close_async()

    asyncio.run(serve())


async def _take(ledger: Ledger) -> Job:
    job = await ledger.fetch_job(None, await ledger.register_worker())
    assert job is not None
    return job


def _in_the_queue() -> list[str]:
    with reading(SYSTEM) as session:
        return [row.status for row in session.rows(text("SELECT status FROM procrastinate_jobs"))]


@pytest.mark.parametrize("late", ["finishes", "puts back"])
def test_a_worker_thought_dead_does_not_take_the_job_from_the_one_who_has_it(database: str, late: str) -> None:
    with transaction(SYSTEM) as session:
        enqueue(session, "count")

    async def overtake(ledger: Ledger) -> None:
        given_up = await _take(ledger)
        with transaction(SYSTEM) as session:
            session.execute(text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"))
            rescue_stalled_jobs(session, silent_seconds=20)
        taken_over = await _take(ledger)
        assert taken_over.id == given_up.id
        await (ledger.finish_job(given_up, Status.SUCCEEDED, delete_job=True) if late == "finishes" else ledger.retry_job(given_up))
        assert _in_the_queue() == ["doing"]
        await ledger.finish_job(taken_over, Status.SUCCEEDED, delete_job=True)

    _by_ledger(overtake)
    assert _in_the_queue() == []


def test_a_job_that_only_a_newer_version_knows_is_left_to_it(database: str) -> None:
    with transaction(SYSTEM) as session:
        enqueue(session, "task of tomorrow")

    async def do_not_know(ledger: Ledger) -> None:
        await ledger.finish_job(await _take(ledger), Status.FAILED, delete_job=True)

    _by_ledger(do_not_know)
    assert _in_the_queue() == ["todo"]


def test_the_end_of_a_job_is_told_again_when_the_database_was_away(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.adapters.queue._PAUSE_SECONDS", 0.0)
    with transaction(SYSTEM) as session:
        enqueue(session, "count")
    refusals = iter([ConnectorException(), ConnectorException()])

    async def finish(ledger: Ledger) -> None:
        job = await _take(ledger)
        answer = ledger.connector.execute_query_async

        async def away(*asked: Any, **values: Any) -> None:
            for refusal in refusals:
                raise refusal
            await answer(*asked, **values)

        monkeypatch.setattr(ledger.connector, "execute_query_async", away)
        await ledger.finish_job(job, Status.SUCCEEDED, delete_job=True)

    _by_ledger(finish)
    assert _in_the_queue() == []
