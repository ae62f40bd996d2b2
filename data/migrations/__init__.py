"""Bring the database to the shape this code expects: Alembic's revisions, one starter at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from data.connection import engine

_ADVISORY_LOCK = 5_672_301  # any number, the same in every version of Kordon


def upgrade_database() -> None:
    """Apply what is missing. Several processes may call it at once: the others wait and find nothing to do."""
    with engine().connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _ADVISORY_LOCK})
        connection.commit()
        try:
            command.upgrade(configuration(connection), "head")
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _ADVISORY_LOCK})
            connection.commit()


def configuration(connection: object) -> Config:
    """Alembic's configuration without an ini file, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
