"""What somebody has typed and not sent yet: kept on the server, so that neither a lost session nor another device loses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from data.ids import new_id
from data.session import Session
from data.tables.processes import draft
from models.access.permissions import Permission, require
from models.errors import InvalidInput

_MOST_BYTES = 200_000


class DraftTooLarge(InvalidInput):
    """More than a form can hold."""

    code = "draft_too_large"


def save_draft(session: Session, kind: str, subject: str, *, content: Mapping[str, Any]) -> int:
    """Keep what the actor has typed. `kind` is order, task or message; `subject` the service, task or case. Returns the revision."""
    require(session.actor, Permission.USE)
    if len(str(content)) > _MOST_BYTES:
        raise DraftTooLarge()
    change = insert(draft).values(
        id=new_id(), person_id=session.actor.user_id, kind=kind, subject=subject, content=dict(content), saved_at=session.now
    )
    change = change.on_conflict_do_update(
        constraint="uq_draft_person_id_kind_subject",
        set_={"content": change.excluded.content, "saved_at": session.now, "revision": draft.c.revision + 1},
    )
    return int(session.scalar(change.returning(draft.c.revision)))


def discard_draft(session: Session, kind: str, subject: str) -> None:
    """Throw the actor's draft away, after it was sent or on request."""
    session.execute(delete(draft).where(draft.c.person_id == session.actor.user_id, draft.c.kind == kind, draft.c.subject == subject))


def draft_of(session: Session, kind: str, subject: str) -> Row[Any] | None:
    """content, revision and saved_at of the actor's own draft, or None."""
    return session.first(
        select(draft.c.content, draft.c.revision, draft.c.saved_at).where(
            draft.c.person_id == session.actor.user_id, draft.c.kind == kind, draft.c.subject == subject
        )
    )


def discard_old_drafts(session: Session, *, days: int = 90) -> int:
    """Throw away drafts nobody has touched for so long. Returns how many."""
    border = session.now - func.make_interval(0, 0, 0, literal_column(str(int(days))))
    return session.execute(delete(draft).where(draft.c.saved_at < border)).rowcount
