"""What the reader had typed into a step that somebody else has ended meanwhile: still kept as a draft, to be shown and not lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, select

from data.queries.processes.people import names_of
from data.session import Session
from data.tables.processes import draft, task


@dataclass(frozen=True, slots=True)
class TypedBefore:
    """`values` as they were typed, by field; `by` and `done_at`: who ended the step, and when."""

    task_id: UUID
    step: str
    by: str
    done_at: datetime
    values: Mapping[str, Any]


def typed_before(session: Session, case_id: UUID, *, lang: str) -> list[TypedBefore]:
    """The actor's drafts of steps of this case that are over, newest first."""
    rows = session.rows(
        select(task.c.id, task.c.step, task.c.done_by, task.c.done_at, draft.c.content)
        .join(draft, draft.c.subject == cast(task.c.id, String))
        .where(task.c.case_id == case_id, task.c.state != "open", draft.c.kind == "task", draft.c.person_id == session.actor.user_id)
        .order_by(task.c.done_at.desc())
        .limit(5)
    )
    names = names_of(session, [row.done_by for row in rows], lang)
    return [TypedBefore(row.id, row.step, names.get(str(row.done_by), ""), row.done_at, row.content.get("values", {})) for row in rows]
