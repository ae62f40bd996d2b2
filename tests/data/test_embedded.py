"""The database that comes with Kordon: a killed one is started again by those who use it, and the last one out stops it."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from data import embedded
from data.settings import Settings, read_settings

_PATIENCE_SECONDS = 30


@pytest.fixture
def settings() -> Iterator[Settings]:
    home = Path(tempfile.mkdtemp(prefix="kordon-embedded-"))
    home.chmod(0o755)
    yield read_settings({"KORDON_HOME": str(home)})
    shutil.rmtree(home, ignore_errors=True)


def test_a_killed_database_is_up_again_with_what_was_committed(settings: Settings) -> None:
    with embedded.running(settings) as place:
        _execute(place, "CREATE TABLE kept (what text)")
        _execute(place, "INSERT INTO kept VALUES ('committed')")
        killed = _server(place)
        os.kill(killed, signal.SIGKILL)
        _until(lambda: _answers(place), "the database answers again")
        assert _server(place) != killed
        with psycopg.connect(_address(place)) as connection:
            assert connection.execute("SELECT what FROM kept").fetchall() == [("committed",)]
    assert not (place.cluster / "postmaster.pid").exists(), "the last one out has stopped it"


def _server(place: embedded.Place) -> int:
    return int((place.cluster / "postmaster.pid").read_text().splitlines()[0])


def _address(place: embedded.Place) -> str:
    return place.url().replace("postgresql+psycopg://", "postgresql://")


def _execute(place: embedded.Place, statement: str) -> None:
    with psycopg.connect(_address(place), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]  # the test's own words


def _answers(place: embedded.Place) -> bool:
    try:
        _execute(place, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _until(condition: Callable[[], bool], what: str) -> None:
    deadline, never = time.monotonic() + _PATIENCE_SECONDS, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {_PATIENCE_SECONDS} s"
        never.wait(0.05)
