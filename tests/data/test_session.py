"""The one door to the database."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import InternalError

from data.ids import new_id
from data.session import reading, transaction
from data.tables.access import business_line
from models.access.actor import SYSTEM


def _line(code: str) -> dict[str, object]:
    return {"id": new_id(), "code": code, "name": {"ru": "Розница", "en": "Retail"}}


def test_a_finished_transaction_is_kept(database: str) -> None:
    with transaction(SYSTEM) as session:
        session.execute(insert(business_line), _line("retail"))
    with reading(SYSTEM) as session:
        assert session.scalar(select(business_line.c.name)) == {"ru": "Розница", "en": "Retail"}


def test_an_error_takes_everything_back(database: str) -> None:
    def break_off() -> None:
        with transaction(SYSTEM) as session:
            session.execute(insert(business_line), _line("retail"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    with reading(SYSTEM) as session:
        assert session.first(select(business_line)) is None


def test_a_look_cannot_write(database: str) -> None:
    with pytest.raises(InternalError), reading(SYSTEM) as session:
        session.execute(insert(business_line), _line("retail"))


def test_a_look_stays_at_its_moment_and_a_change_after_it_may_write(database: str) -> None:
    with reading(SYSTEM) as look:
        assert look.first(select(business_line)) is None
        with transaction(SYSTEM) as session:
            session.execute(insert(business_line), _line("retail"))
        assert look.first(select(business_line)) is None
    with transaction(SYSTEM) as session:  # on the connection that the look gave back
        session.execute(insert(business_line), _line("corporate"))


def test_a_connection_that_the_server_has_closed_is_not_used(database: str) -> None:
    with reading(SYSTEM) as session:
        ours = session.scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (ours,))
    with reading(SYSTEM) as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != ours
