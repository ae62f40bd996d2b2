"""The leader's lock: one holds it, and whoever falls silent loses it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from data.adapters.leader_lock import LeaderLock

_PATIENCE_SECONDS = 20


def test_one_leads_until_it_lets_go(database: str) -> None:
    first, second = LeaderLock(), LeaderLock()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_a_leader_that_stands_still_loses_the_lock_to_another(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.adapters.leader_lock._SILENT_SECONDS", 1)
    frozen, second = LeaderLock(), LeaderLock()
    assert frozen.acquire()
    _until(second.acquire)
    assert not frozen.is_held()
    second.release()


def _until(condition: Callable[[], bool]) -> None:
    deadline, never = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
    while not condition():
        assert time.monotonic() < deadline
        never.wait(0.05)
