"""Names of people and units by id, for sentences and forms."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from data.queries.access_names import shown_name
from data.session import Session
from data.tables.access import person, unit, work_group


def names_of(session: Session, ids: Iterable[str | UUID | None], lang: str) -> dict[str, str]:
    """Id (as text) → name of a person, group or unit in this language. Unknown ids are left out."""
    wanted = {UUID(str(one)) for one in ids if one}
    if not wanted:
        return {}
    people = session.rows(select(person.c.id, shown_name(lang).label("name")).where(person.c.id.in_(wanted)))
    found = {str(row.id): row.name for row in people}
    for table in (unit, work_group):
        found |= {str(row.id): row.name[lang] for row in session.rows(select(table.c.id, table.c.name).where(table.c.id.in_(wanted)))}
    return found
