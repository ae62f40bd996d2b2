"""Bring the database to the shape this code expects: Alembic's revisions, one starter at a time."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from data.connection import engine
from data.migrations import feed
from data.settings import read_settings

log = logging.getLogger(__name__)

_ADVISORY_LOCK = 5_672_301  # any number, the same in every version of Kordon


def upgrade_database() -> None:
    """Apply what is missing. Several processes may call it at once: the others wait and find nothing to do.

    A database that a newer version has brought further is left as it is: during an upgrade processes of both versions run, and one of the
    older that is started again must find its work. So a version's migrations only add what the version before can live with.
    """
    with engine().connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _ADVISORY_LOCK})
        connection.commit()
        try:
            if unknown := _unknown_revisions(connection):
                log.warning("the database is of a newer version (%s); this one works on with it", ", ".join(unknown))
            else:
                _upgrade(connection)
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _ADVISORY_LOCK})
            connection.commit()


def _upgrade(connection: Connection) -> None:
    """The tables, and the views of the feed over them: a view would not let its tables change, so it steps aside while they do."""
    zone, config = read_settings().zone, configuration(connection)
    is_behind = set(MigrationContext.configure(connection).get_current_heads()) != set(ScriptDirectory.from_config(config).get_heads())
    if is_behind:
        feed.drop_views(connection)
        connection.commit()
        command.upgrade(config, "head")
    if is_behind or not feed.is_installed(connection, zone):
        feed.create_views(connection, zone)
        connection.commit()


def _unknown_revisions(connection: Connection) -> list[str]:
    """Where the database stands, if it is a place this code has never heard of."""
    known = {script.revision for script in ScriptDirectory.from_config(configuration(connection)).walk_revisions()}
    return [one for one in MigrationContext.configure(connection).get_current_heads() if one not in known]


def configuration(connection: object) -> Config:
    """Alembic's configuration without an ini file, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config
