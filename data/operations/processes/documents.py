"""Documents that are laid with a case outside of a message, and who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, update

from data.operations.audit import record
from data.operations.processes.files import attach_document
from data.operations.processes.notices import notify
from data.operations.processes.work import case_work
from data.session import Session
from data.tables.processes import attachment
from models.errors import Forbidden, InvalidInput, NotFound
from models.processes.case import NotYourTask, may_work, sees_inside

VISIBILITIES = ("public", "internal", "shared")


class UnknownVisibility(InvalidInput):
    """Documents are public (requester and service), internal (service) or shared (externals too)."""

    code = "unknown_visibility"


def add_documents(session: Session, case_id: UUID, files: Iterable[UUID], *, visibility: str = "public") -> int:
    """Lay the actor's uploaded files with the case. A requester's are always public; returns how many there were."""
    _check(visibility)
    with case_work(session, case_id) as work:
        work.require_open()
        works = may_work(session.actor, work.facts)
        if not works and session.actor.user_id not in work.facts.participants | {work.requester_id}:
            raise NotYourTask()
        if not works and visibility != "public":
            raise Forbidden(what="visibility")
        wanted = list(files)
        names = [attach_document(work, one, visibility=visibility) for one in wanted]
        if names:
            work.tell("documents_added", visibility="internal" if visibility == "internal" else "public", names=names)
            record(
                session,
                "documents_added",
                subject_kind="case",
                subject_id=work.id,
                subject_name=work.number,
                case_id=work.id,
                after={"files": names, "visibility": visibility},
            )
        if names and not works:
            notify(session, [work.owner_id], "message", case_id=work.id)
    return len(wanted)


def show_document_to(session: Session, attachment_id: UUID, *, visibility: str) -> None:
    """Change who sees a document of a case. Raises `NotYourTask`, `NotFound`."""
    _check(visibility)
    row = session.first(select(attachment).where(attachment.c.id == attachment_id, attachment.c.removed_at.is_(None)))
    if row is None or row.case_id is None:
        raise NotFound(what="file")
    with case_work(session, row.case_id) as work:
        if not may_work(session.actor, work.facts) or not sees_inside(session.actor, work.facts):
            raise NotYourTask()
        session.execute(update(attachment).where(attachment.c.id == attachment_id).values(visibility=visibility))
        record(
            session,
            "document_visibility_changed",
            subject_kind="case",
            subject_id=work.id,
            subject_name=work.number,
            case_id=work.id,
            before={"file": row.name, "visibility": row.visibility},
            after={"file": row.name, "visibility": visibility},
        )
    session.changed(f"case:{row.case_id}")


def _check(visibility: str) -> None:
    if visibility not in VISIBILITIES:
        raise UnknownVisibility(field="visibility")
