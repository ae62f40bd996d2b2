"""The one door to the database: `with transaction(actor)` to change, `with reading(actor)` to look.

Only this module commits. Operations take the session and compose; leaving the block with an error rolls everything back. What a transaction
has changed is announced to open screens after the commit, by topic and without content (`data/live.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import Connection, CursorResult, Executable, Row, text
from sqlalchemy.exc import DBAPIError

from data import live
from data.connection import engine, looking_glass
from models.access.actor import Actor

_PLAN_FOR_VALUES = text("SET LOCAL plan_cache_mode = force_custom_plan")
_TROUBLE = ("08", "53", "57P")  # classes of PostgreSQL's error codes: connection, resources, shutdown and start


@dataclass(slots=True)
class Session:
    """One transaction as its actor sees it. `now` is one instant (UTC) for everything that happens in it."""

    connection: Connection
    actor: Actor
    now: datetime
    topics: set[str] = field(default_factory=set)

    def execute(self, statement: Executable, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> CursorResult[Any]:
        """Run a statement, for one set of parameters or many."""
        return self.connection.execute(statement, rows)

    def rows(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        return self.connection.execute(statement, parameters).all()

    def first(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The first row, or None."""
        return self.connection.execute(statement, parameters).first()

    def scalar(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement, parameters).scalar()

    def plan_for_values(self) -> None:
        """Plan the statements that follow for their values. After five rounds PostgreSQL may keep one plan for all values, and then
        reads a million rows as it would read ten."""
        self.connection.execute(_PLAN_FOR_VALUES)

    def changed(self, *topics: str) -> None:
        """Say what this transaction changes: `cases`, `case:<id>`, `user:<id>`, `jobs`, `figures`."""
        self.topics.update(topics)


@contextmanager
def transaction(actor: Actor, *, at: datetime | None = None) -> Iterator[Session]:
    """A change by this actor, all or nothing. `at` is the simulated time of made-up history; then nothing is announced."""
    with engine().begin() as connection:
        session = Session(connection, actor, at or datetime.now(UTC))
        yield session
    if at is None and session.topics:
        live.announce(session.topics)


def is_database_trouble(error: BaseException) -> bool:
    """Is the database away, going, coming back, or out of space? Then nobody is to blame; what was done is there whole or not at all."""
    if not isinstance(error, DBAPIError) or not isinstance(error.orig, psycopg.OperationalError):
        return False
    state = error.orig.sqlstate
    return state is None or state.startswith(_TROUBLE)


@contextmanager
def reading(actor: Actor, *, at: datetime | None = None) -> Iterator[Session]:
    """A consistent look by this actor; an attempt to write is an error."""
    with looking_glass().connect() as connection, connection.begin() as look:
        yield Session(connection, actor, at or datetime.now(UTC))
        look.rollback()
