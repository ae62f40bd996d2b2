"""Views of a list that somebody has given a name: filters, order and columns as the query of its address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select, true

from data.queries.access_names import shown_name
from data.session import Session
from data.tables.access import membership, person
from data.tables.processes import saved_view


@dataclass(frozen=True, slots=True)
class SavedView:
    """`query` is what stands after the question mark of the address. `mine`: the reader may change it."""

    id: UUID
    name: str
    query: str
    is_shared: bool
    mine: bool
    author: str


def saved_views(session: Session, screen: str, *, of_everybody: bool = False) -> list[SavedView]:
    """The actor's own views of a screen in his order, then those that people of his groups share, or that anybody shares."""
    actor = session.actor
    colleagues = select(membership.c.person_id).where(membership.c.group_id.in_(actor.group_ids))
    own = saved_view.c.person_id == actor.user_id
    shared = and_(saved_view.c.is_shared, true() if of_everybody else saved_view.c.person_id.in_(colleagues))
    rows = session.rows(
        select(saved_view, shown_name(actor.lang).label("owner_name"))
        .join(person, person.c.id == saved_view.c.person_id)
        .where(saved_view.c.screen == screen, or_(own, shared))
        .order_by(own.desc(), saved_view.c.position, saved_view.c.created_at, saved_view.c.id)
    )
    return [SavedView(row.id, row.name, row.query, row.is_shared, row.person_id == actor.user_id, row.owner_name) for row in rows]
