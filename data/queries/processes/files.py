"""Attachments as this reader may open them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from data.operations.processes.work import case_facts
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.processes import attachment, cases
from models.access.actor import Role
from models.errors import NotFound
from models.processes.case import sees_inside


@dataclass(frozen=True, slots=True)
class ReadableFile:
    """`case_id` is None for the actor's own upload that was not sent yet."""

    id: UUID
    name: str
    media_type: str
    size: int
    case_id: UUID | None
    visibility: str


def readable_file(session: Session, attachment_id: UUID) -> ReadableFile:
    """The file, if the actor may open it. Raises `NotFound` otherwise."""
    row = session.first(select(attachment).where(attachment.c.id == attachment_id, attachment.c.removed_at.is_(None)))
    if row is None:
        raise NotFound(what="file")
    found = ReadableFile(row.id, row.name, row.media_type, row.size, row.case_id, row.visibility)
    if row.case_id is None:
        if row.uploaded_by != session.actor.user_id:
            raise NotFound(what="file")
        return found
    case = session.first(select(cases).where(cases.c.id == row.case_id, readable_cases(session.actor)))
    external = session.actor.has(Role.EXTERNAL)
    if case is None or (external and row.visibility != "shared"):
        raise NotFound(what="file")
    if row.visibility == "internal" and not sees_inside(session.actor, case_facts(session, case)):
        raise NotFound(what="file")
    return found
