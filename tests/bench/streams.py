"""Open screens that listen: how long from a commit to every one of them, and what that costs everybody else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import aiohttp

from data.session import transaction
from models.access.actor import SYSTEM
from tests.bench.crowd import CALLBACKS
from tests.bench.measuring import Figure, one, spread
from tests.bench.serving import Visitor

CHANGES = 10
PATIENCE_SECONDS = 20.0


async def measure_streams(visitors: Sequence[Visitor], body: bytes, *, count: int) -> dict[str, Figure]:
    """`count` streams spread over these sessions; `body` is the ordinary callback whose time is compared without and with them."""
    quiet = await _ordinary(visitors[0], body)
    arrivals: list[list[float]] = [[] for _number in range(count)]
    ready = asyncio.Semaphore(0)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None)) as client:
        listening = [
            asyncio.create_task(_listen(client, visitors[number % len(visitors)], arrivals[number], ready)) for number in range(count)
        ]
        for _number in range(count):
            await asyncio.wait_for(ready.acquire(), PATIENCE_SECONDS)
        delays: list[float] = []
        for _change_number in range(CHANGES):
            committed = await asyncio.to_thread(_change)
            delays += [(at - committed) * 1000 for at in await asyncio.wait_for(_all_heard(arrivals, committed), PATIENCE_SECONDS)]
        busy = await _ordinary(visitors[0], body)
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return {
        f"{count} streams: from commit to arrival": spread(delays),
        f"{count} streams: an ordinary answer beside them": busy,
        f"{count} streams: the same without them": quiet,
        f"{count} streams: how much slower at p95": one(busy.p95 / quiet.p95, "×"),
    }


def _change() -> float:
    with transaction(SYSTEM) as session:
        session.changed("cases")
    return time.perf_counter()


async def _all_heard(arrivals: Sequence[list[float]], since: float) -> list[float]:
    """When each of them first heard of anything after that moment, as soon as the last one has."""
    while True:
        first = [next((at for at in heard if at >= since), None) for heard in arrivals]
        if None not in first:
            return [at for at in first if at is not None]
        await asyncio.sleep(0.01)


async def _listen(client: aiohttp.ClientSession, visitor: Visitor, heard: list[float], ready: asyncio.Semaphore) -> None:
    """The first word is a greeting, each further one a change."""
    greeted = False
    async with client.get(visitor.server.url + "/live?topics=cases", headers=visitor.headers | {"Accept-Encoding": "identity"}) as stream:
        stream.raise_for_status()
        async for line in stream.content:
            if line.startswith(b"data: [") and greeted:
                heard.append(time.perf_counter())
            elif line.startswith(b"data: ["):
                greeted = True
                ready.release()


async def _ordinary(visitor: Visitor, body: bytes) -> Figure:
    times = []
    async with aiohttp.ClientSession(headers=visitor.headers | {"Content-Type": "application/json"}) as client:
        for _round in range(60):
            begun = time.perf_counter()
            async with client.post(visitor.server.url + CALLBACKS, data=body) as answer:
                await answer.read()
                answer.raise_for_status()
            times.append((time.perf_counter() - begun) * 1000)
    return spread(times)
