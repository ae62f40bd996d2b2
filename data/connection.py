"""Where the database is, and this process's pool of connections to it. What is asked and changed goes through `data/session.py`."""

from __future__ import annotations

import select
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from psycopg.pq import Format
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from data.embedded import place_of
from data.settings import read_settings

_OPTIONS = "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"


@lru_cache(maxsize=4)
def _engine(_home: Path, _external: str) -> Engine:
    made = create_engine(
        database_url(), pool_size=10, max_overflow=20, pool_recycle=1800, json_serializer=_dump, json_deserializer=orjson.loads,
        connect_args={"application_name": "kordon", "options": _OPTIONS},
    )  # fmt: skip
    event.listen(made, "checkout", _still_open)
    event.listen(made, "before_cursor_execute", _as_kept)
    return made


def _still_open(connection: Any, _record: Any, _fairy: Any) -> None:
    """A connection at rest hears nothing: if there is something to read, the server has said goodbye."""
    if connection.closed:
        raise InvalidatePoolError
    ear = select.poll()
    ear.register(connection.fileno(), select.POLLIN)
    if ear.poll(0):
        raise InvalidatePoolError


def _as_kept(_connection: Any, cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    """Statements with the option `packed` get bytes as the server keeps them: as text they are twice as long and read digit by digit."""
    if context is not None and context.execution_options.get("packed"):
        cursor.format = Format.BINARY


def _dump(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()


def database_url() -> str:
    """SQLAlchemy's address of the database: the bank's own if it is set, otherwise the embedded one (which must be running)."""
    settings = read_settings()
    if settings.is_embedded:
        return place_of(settings).url()
    return "postgresql+psycopg://" + settings.external_database_url.split("://", 1)[1]


def engine() -> Engine:
    """This process's pool of connections."""
    settings = read_settings()
    return _engine(settings.home, settings.external_database_url)


def looking_glass() -> Engine:
    """The same pool, each transaction a consistent look that may not write."""
    return _looking_glass(engine())


@lru_cache(maxsize=4)
def _looking_glass(made: Engine) -> Engine:
    return made.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
