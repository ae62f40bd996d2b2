"""Tell open screens that something has changed.

A commit leaves topics here; one thread per process sends them on as a single PostgreSQL notification per breath. NOTIFY inside
the business transaction would make all commits queue behind one lock. A notification lost with a killed process costs nothing:
screens also refresh by the minute.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from functools import lru_cache

import orjson
from sqlalchemy import text

from data.connection import engine

log = logging.getLogger(__name__)

CHANNEL = "kordon_live"
BREATH_SECONDS = 0.05
_MOST_TOPICS = 150  # a notification holds 8,000 bytes; beyond this "cases" alone says it


class _Announcer:
    def __init__(self) -> None:
        self._waiting: set[str] = set()
        self._something = threading.Condition()
        threading.Thread(target=self._run, name="live", daemon=True).start()

    def add(self, topics: Iterable[str]) -> None:
        with self._something:
            self._waiting.update(topics)
            self._something.notify()

    def _run(self) -> None:
        stop = threading.Event()
        while True:
            with self._something:
                self._something.wait_for(lambda: bool(self._waiting))
            stop.wait(BREATH_SECONDS)
            self.send_waiting()

    def send_waiting(self) -> None:
        with self._something:
            topics, self._waiting = self._waiting, set()
        if topics:
            self._send(topics)

    def _send(self, topics: set[str]) -> None:
        if len(topics) > _MOST_TOPICS:
            topics = {topic for topic in topics if ":" not in topic}
        try:
            with engine().begin() as connection:
                payload = orjson.dumps(sorted(topics)).decode()
                connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})
        except Exception as error:  # noqa: BLE001 - the thread must outlive a restarted database
            log.warning("live notification lost: %s", error)


@lru_cache(maxsize=1)
def _announcer() -> _Announcer:
    return _Announcer()


def announce(topics: Iterable[str]) -> None:
    """Send these topics to every open screen, soon."""
    _announcer().add(topics)


def send_the_rest() -> None:
    """Send at once what still waits for its breath: a command that ends would take it along."""
    if _announcer.cache_info().currsize:
        _announcer().send_waiting()
