"""Many people at once: each arrives, the callbacks of the page go out as a browser sends them, then the person reads and opens another."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import aiohttp

from tests.bench.measuring import Figure, one, spread
from tests.bench.serving import Visitor
from tests.bench.visits import CALLBACKS, Visit

CONNECTIONS = 6  # a browser's, to one origin
THINKING_SECONDS = 6.0  # mean between two pages of one person: a busy morning
ARRIVING_SECONDS = 20.0  # all of them within this time: nine o'clock
LASTS_SECONDS = 60.0


@dataclass(slots=True)
class Heard:
    """Times of single answers and of whole pages, and what was refused."""

    answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


async def measure_crowd(visitors: Sequence[Visitor], visits: Mapping[str, Sequence[Visit]]) -> dict[str, Figure]:
    """So many people for some seconds, reading between pages."""
    heard, until = Heard(), time.perf_counter() + LASTS_SECONDS
    await asyncio.gather(*[_be(visitor, visits[visitor.login], heard, until, number) for number, visitor in enumerate(visitors)])
    name = f"{len(visitors)} people"
    return {
        f"{name}: one answer": spread(heard.answers),
        f"{name}: all answers of a page": spread(heard.pages),
        f"{name}: answers per second": one(len(heard.answers) / LASTS_SECONDS, "/s"),
        f"{name}: errors": one(len(heard.refused), ""),
    }


async def _be(visitor: Visitor, visits: Sequence[Visit], heard: Heard, until: float, number: int) -> None:
    rng = Random(number)
    headers = visitor.headers | {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS), headers=headers) as client:
        arrival, *others = visits
        visit = arrival
        await asyncio.sleep(rng.uniform(0, ARRIVING_SECONDS))
        while time.perf_counter() < until:
            begun = time.perf_counter()
            await asyncio.gather(*[_ask(client, visitor, body, heard) for body in visit.bodies])
            heard.pages.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(rng.expovariate(1 / THINKING_SECONDS))
            visit = rng.choice(others)


async def _ask(client: aiohttp.ClientSession, visitor: Visitor, body: bytes, heard: Heard) -> None:
    begun = time.perf_counter()
    try:
        async with client.post(visitor.server.url + CALLBACKS, data=body) as answer:
            await answer.read()
            if answer.status >= 400:
                heard.refused.append(f"{answer.status} {visitor.login} {body[:80]!r}")
    except aiohttp.ClientError as error:
        heard.refused.append(f"{visitor.login} {error}")
    heard.answers.append((time.perf_counter() - begun) * 1000)


async def measure_rate(visitor: Visitor, body: bytes, *, seconds: float = 5.0, at_once: int = 8) -> Figure:
    """How many such callbacks one process answers a second, as fast as it can."""
    done, until = 0, time.perf_counter() + seconds
    headers = visitor.headers | {"Content-Type": "application/json"}

    async def ask(client: aiohttp.ClientSession) -> None:
        nonlocal done
        while time.perf_counter() < until:
            async with client.post(visitor.server.url + CALLBACKS, data=body) as answer:
                await answer.read()
                answer.raise_for_status()
            done += 1

    async with aiohttp.ClientSession(headers=headers) as client:
        await asyncio.gather(*[ask(client) for _number in range(at_once)])
    return one(done / seconds, "/s")
