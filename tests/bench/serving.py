"""The web as it is delivered: processes, their memory, how soon they answer, and what the first page weighs."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle

import aiohttp
import psutil

from callbacks.web.csrf import token_of
from data.demo.sign_in import PASSWORD
from data.operations.access import sign_in
from data.session import transaction
from models.access.actor import SYSTEM
from tests.bench.bank import APP, Bank
from tests.bench.measuring import Figure, one

READY_SECONDS = 60
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Served:
    """A running web process. `started`: seconds until it answered."""

    url: str
    port: int
    process: psutil.Process
    started: float

    def memory(self) -> float:
        """Unique memory in MB: what would be free if it ended."""
        return self.process.memory_full_info().uss / _MEGABYTE


@contextmanager
def served(bank: Bank, *, processes: int = 1, jobs: bool = True) -> Iterator[Sequence[Served]]:
    """So many web processes, and one for jobs, on this bank."""
    with ExitStack() as ending:
        if jobs:
            ending.enter_context(_process(bank, "jobs", _free_port()))
        yield [ending.enter_context(_web(bank)) for _number in range(processes)]


@contextmanager
def _web(bank: Bank) -> Iterator[Served]:
    port, begun = _free_port(), time.perf_counter()
    with _process(bank, "web", port) as process:
        while not _answers(port):
            if time.perf_counter() - begun > READY_SECONDS or process.poll() is not None:
                raise RuntimeError(f"the web process did not start: {bank.home / f'web-{port}.log'}")
        yield Served(f"http://127.0.0.1:{port}", port, psutil.Process(process.pid), time.perf_counter() - begun)


@contextmanager
def _process(bank: Bank, kind: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"KORDON_HOME": str(bank.home), "KORDON_PORT": str(port), "KORDON_DEMO": "0"}
    with (bank.home / f"{kind}-{port}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, str(APP), kind], env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.2) as there:
            there.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return b" 200 " in there.recv(100)
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Visitor:
    """An open session at one web process: cookies and headers as a browser would send them."""

    login: str
    server: Served
    headers: dict[str, str]


def sign_in_many(servers: Sequence[Served], logins: Sequence[str], *, count: int) -> list[Visitor]:
    """So many sessions, spread over people and processes; each from an address of its own, as in a bank."""
    found = []
    for number, login, server in zip(range(count), cycle(logins), cycle(servers), strict=False):
        with transaction(SYSTEM) as session:
            ticket = sign_in(session, login=login, password=PASSWORD, ip=f"10.0.{number // 250}.{number % 250 + 1}", agent="bench")
        token = token_of(ticket.cookie)
        cookies = f"kordon_{server.port}_session={ticket.cookie}; kordon_{server.port}_csrf={token}; kordon_lang=ru"
        headers = {
            "Cookie": cookies, "X-Kordon-CSRF": token, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors",
            "Accept-Encoding": "br, gzip",
        }  # fmt: skip
        found.append(Visitor(login, server, headers))
    return found


async def measure_first_load(visitor: Visitor) -> dict[str, Figure]:
    """What a browser without anything kept fetches for the first page: the document and all it names, as sent."""
    async with aiohttp.ClientSession(auto_decompress=False) as client:
        document = await _fetch(client, visitor, "/")
        text = await _text(client, visitor, "/")
        named = dict.fromkeys(re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css|woff2|svg)[^"]*)"', text))
        parts = [await _fetch(client, visitor, path) for path in named]
    return {
        "first page load, document": one(document / 1024, "KB"),
        "first page load, everything it names": one((document + sum(parts)) / 1024, "KB"),
        "first page load, files": one(len(parts), "files"),
    }


async def _fetch(client: aiohttp.ClientSession, visitor: Visitor, path: str) -> int:
    async with client.get(visitor.server.url + path, headers=visitor.headers) as answer:
        answer.raise_for_status()
        return len(await answer.read())


async def _text(client: aiohttp.ClientSession, visitor: Visitor, path: str) -> str:
    plain = {name: value for name, value in visitor.headers.items() if name != "Accept-Encoding"}
    async with client.get(visitor.server.url + path, headers=plain | {"Accept-Encoding": "identity"}) as answer:
        return await answer.text()
