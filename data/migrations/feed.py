"""The views of the BI feed in the schema `bi`. They are made anew whenever their text or a table under them may have changed.

Rights survive that: whoever grants them on future views of the schema (`ALTER DEFAULT PRIVILEGES`, docs/bi-feed.md) grants them once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, text

from models.analytics.feed import SCHEMA, VIEWS

_SQL = Path(__file__).parent / "sql" / "feed.sql"


def statements(zone: str) -> list[str]:
    """What makes the views of a bank in this zone, with their dictionary as comments for tools that show them."""
    made = [_SQL.read_text(encoding="utf-8").replace("{zone}", zone.replace("'", "''"))]
    for view in VIEWS.values():
        made.append(f"COMMENT ON VIEW {SCHEMA}.{view.name} IS {_quoted(view.meaning)}")
        made += [f"COMMENT ON COLUMN {SCHEMA}.{view.name}.{column.name} IS {_quoted(column.meaning)}" for column in view.columns]
    return made


def _quoted(meaning: Mapping[str, str]) -> str:
    words = f"{meaning['en']} / {meaning['ru']}".replace("'", "''")
    return f"'{words}'"


def mark_of(zone: str) -> str:
    """Another one whenever the feed is another one."""
    return hashlib.sha256("\n".join(statements(zone)).encode()).hexdigest()


def is_installed(connection: Connection, zone: str) -> bool:
    """Do the views stand as this code has them?"""
    found = connection.scalar(text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')"), {"name": SCHEMA})
    return bool(found == mark_of(zone))


def drop_views(connection: Connection) -> None:
    """Out of the way of migrations. The schema and the rights on it stay."""
    names = connection.scalars(text("SELECT viewname FROM pg_views WHERE schemaname = :name"), {"name": SCHEMA}).all()
    for name in names:
        connection.execute(text(f'DROP VIEW {SCHEMA}."{name}"'))
    if names:
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS NULL"))


def create_views(connection: Connection, zone: str) -> None:
    """All of them, in one transaction with their mark."""
    drop_views(connection)
    for statement in statements(zone):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"COMMENT ON SCHEMA {SCHEMA} IS '{mark_of(zone)}'")
