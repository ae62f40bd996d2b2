"""What the migrations make is what the tables say."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from data.connection import engine
from data.migrations import upgrade_database
from data.tables import metadata


def test_a_migrated_database_has_the_tables_of_the_code(database: str) -> None:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_compared, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database: str) -> None:
    upgrade_database()
    with engine().connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1


def test_a_process_of_the_version_before_works_on_with_a_newer_database(database: str) -> None:
    with engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'next'"))
    upgrade_database()
    with engine().connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "next"


_BY_EXPRESSION = {f"ix_cases_{order}" for order in ("open_urgency", "urgency", "closing", "title", "amount")}


def _is_compared(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """The job queue brings tables of its own; PostgreSQL writes the expression of an index in its own words."""
    return not (kind == "table" and str(name).startswith(("procrastinate", "alembic"))) and name not in _BY_EXPRESSION
