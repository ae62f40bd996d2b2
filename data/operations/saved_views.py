"""Keep a view of a list under a name, for oneself or for the people of one's groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select

from data.ids import new_id
from data.session import Session
from data.tables.access import person
from data.tables.processes import saved_view
from models.access.permissions import Permission, may, require
from models.errors import Conflict, Forbidden, InvalidInput, NotFound

_LONGEST_NAME = 60
_LONGEST_QUERY = 2000
MOST_VIEWS = 30


class ViewNeedsName(InvalidInput):
    """A view is found by its name, of at most `limit` characters."""

    code = "view_needs_name"


class ViewNameTaken(Conflict):
    """The actor has a view of this name on this screen."""

    code = "view_name_taken"


class TooManyViews(Conflict):
    """More than `limit` tabs nobody finds again."""

    code = "too_many_views"


def save_view(session: Session, screen: str, name: str, *, query: str, is_shared: bool = False) -> UUID:
    """Keep the view as the actor's own. Raises `ViewNeedsName`, `ViewNameTaken`, `TooManyViews`."""
    require(session.actor, Permission.USE)
    if is_shared and not may(session.actor, Permission.SEE_DASHBOARDS):
        require(session.actor, Permission.WORK_CASES)
    clean = _checked(name, query)
    # The shelf is locked, not what lies on it: the first two views of a name would find nothing to lock.
    session.execute(select(person.c.id).where(person.c.id == session.actor.user_id).with_for_update(key_share=True))
    own = session.rows(select(saved_view.c.name).where(saved_view.c.person_id == session.actor.user_id, saved_view.c.screen == screen))
    if clean.casefold() in {row.name.casefold() for row in own}:
        raise ViewNameTaken(field="name", name=clean)
    if len(own) >= MOST_VIEWS:
        raise TooManyViews(limit=MOST_VIEWS)
    view_id = new_id()
    last = session.scalar(
        select(func.coalesce(func.max(saved_view.c.position), 0)).where(
            saved_view.c.person_id == session.actor.user_id, saved_view.c.screen == screen
        )
    )
    session.execute(
        insert(saved_view),
        {
            "id": view_id,
            "person_id": session.actor.user_id,
            "screen": screen,
            "name": clean,
            "query": query,
            "is_shared": is_shared,
            "position": last + 1,
            "created_at": session.now,
        },
    )
    return view_id


def delete_view(session: Session, view_id: UUID) -> None:
    """Throw an own view away."""
    _own(session, view_id)
    session.execute(delete(saved_view).where(saved_view.c.id == view_id))


def _own(session: Session, view_id: UUID) -> Row[Any]:
    row = session.first(select(saved_view).where(saved_view.c.id == view_id))
    if row is None or (row.person_id != session.actor.user_id and not row.is_shared):
        raise NotFound(what="view")
    if row.person_id != session.actor.user_id:
        raise Forbidden(what="view")
    return row


def _checked(name: str, query: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > _LONGEST_NAME or len(query) > _LONGEST_QUERY:
        raise ViewNeedsName(field="name", limit=_LONGEST_NAME)
    return clean
