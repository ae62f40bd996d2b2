"""Where the database is, and this process's pool of connections to it. What is asked and changed goes through `data/session.py`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine

from data.embedded import place_of
from data.settings import read_settings

_OPTIONS = "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s"


@lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    return create_engine(
        url, pool_size=10, max_overflow=20, pool_pre_ping=True, pool_recycle=1800, json_serializer=_dump, json_deserializer=orjson.loads,
        connect_args={"application_name": "kordon", "options": _OPTIONS},
    )  # fmt: skip


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
    return _engine(database_url())
