"""What open screens are told."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import psycopg
import pytest

from data import live
from data.connection import database_url
from data.session import transaction
from models.access.actor import SYSTEM


@pytest.fixture
def heard(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url().replace("+psycopg", ""), autocommit=True) as ear:
        ear.execute(f"LISTEN {live.CHANNEL}")
        yield ear


def _topics(ear: psycopg.Connection) -> set[str]:
    return {topic for said in ear.notifies(timeout=5, stop_after=1) for topic in orjson.loads(said.payload)}


def test_a_change_is_told_after_the_commit(heard: psycopg.Connection) -> None:
    with transaction(SYSTEM) as session:
        session.changed("cases", "figures")
    assert _topics(heard) == {"cases", "figures"}


def test_the_last_words_of_a_command_are_not_lost(heard: psycopg.Connection) -> None:
    with transaction(SYSTEM) as session:
        session.changed("jobs")
    live.send_the_rest()
    assert _topics(heard) == {"jobs"}


def test_what_was_taken_back_is_not_told(heard: psycopg.Connection) -> None:
    def break_off() -> None:
        with transaction(SYSTEM) as session:
            session.changed("cases")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with transaction(SYSTEM) as session:
        session.changed("jobs")
    assert _topics(heard) == {"jobs"}
