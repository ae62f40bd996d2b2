"""Loading hundreds of thousands of cases: indexes, references and triggers step aside and come back over everything at once.

All of it inside the loading transaction: whatever goes wrong, the schema is as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from data.demo.copying import TABLES
from data.session import Session

_FOREIGN_KEYS = text(
    """
    SELECT conrelid::regclass::text AS of_table, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE contype = 'f' AND (conrelid::regclass::text = ANY(:tables) OR confrelid::regclass::text = ANY(:tables))
    """
)
_INDEXES = text(
    """
    SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
    WHERE i.indrelid::regclass::text = ANY(:tables) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    """
)


@contextmanager
def without_indexes(session: Session, *, bare: bool) -> Iterator[None]:
    """For empty tables (`bare`): without indexes and foreign keys while the block runs. Days are marked all at once at the end."""
    tables = {"tables": list(TABLES)}
    keys = session.rows(_FOREIGN_KEYS, tables) if bare else []
    indexes = session.rows(_INDEXES, tables) if bare else []
    session.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    for key in keys:
        session.execute(text(f"ALTER TABLE {key.of_table} DROP CONSTRAINT {key.name}"))
    for index in indexes:
        session.execute(text(f"DROP INDEX {index.name}"))
    for name in ("cases", "task"):
        session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
    yield
    for name in ("cases", "task"):
        session.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))
    for index in indexes:
        session.execute(text(index.definition))
    for key in keys:
        session.execute(text(f"ALTER TABLE {key.of_table} ADD CONSTRAINT {key.name} {key.definition}"))
    session.execute(text("INSERT INTO dirty (name, day) VALUES ('cases', NULL), ('task', NULL)"))
