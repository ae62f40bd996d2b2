"""Talk about a case: with the requester, or among those who carry it; questions, mentions, participants."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.operations.processes.drafts import discard_draft
from data.operations.processes.files import attach_to_message
from data.operations.processes.notices import notify
from data.operations.processes.pauses import start_clock, stop_clock
from data.operations.processes.tasks import mark_reaction
from data.operations.processes.work import CaseWork, case_work, group_members
from data.session import Session
from data.tables.access import person
from data.tables.processes import message, participant
from models.access.actor import Role
from models.access.permissions import GRANTS, Permission
from models.errors import Forbidden, InvalidInput, NotFound
from models.processes.case import CaseState, EmptyMessage, NotYourTask, may_work, sees_inside

MESSAGE_LIMIT = 20_000


class MessageTooLong(InvalidInput):
    """Longer than anybody reads; attach a file instead."""

    code = "message_too_long"


def post_message(
    session: Session, case_id: UUID, body: str, *, internal: bool = False, attachments: Iterable[UUID] = (), mentions: Iterable[UUID] = ()
) -> UUID:
    """Write on the time line. The requester's reply to a question starts the clock again. Returns the message's id."""
    with case_work(session, case_id) as work:
        inside = sees_inside(session.actor, work.facts)
        if internal and not inside:
            raise Forbidden(what="internal_note")
        message_id = _write(work, body, internal=internal, attachments=attachments, mentions=mentions)
        from_requester = work.requester_id is not None and work.requester_id in session.actor.identities
        if from_requester and work.state == CaseState.WAITING_REQUESTER:
            start_clock(work)
        if inside and not internal and not work.is_closed:
            mark_reaction(work)
        if inside and not from_requester:
            work.tell("note_written" if internal else "message_written", visibility="internal")
        _tell_others(work, internal=internal, from_requester=from_requester)
    return message_id


def ask_requester(session: Session, case_id: UUID, question: str, *, attachments: Iterable[UUID] = ()) -> UUID:
    """Ask the requester and stop the clock until he answers."""
    with case_work(session, case_id) as work:
        work.require_active()
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        if work.requester_id is None:
            raise NotFound(what="requester")
        mark_reaction(work)
        message_id = _write(work, question, internal=False, attachments=attachments, mentions=())
        stop_clock(work, CaseState.WAITING_REQUESTER, reason="question")
        work.tell("question_asked")
        notify(session, [work.requester_id], "question_asked", case_id=work.id)
    return message_id


def _write(work: CaseWork, body: str, *, internal: bool, attachments: Iterable[UUID], mentions: Iterable[UUID]) -> UUID:
    session, text, files = work.session, body.strip(), list(attachments)
    if not text and not files:
        raise EmptyMessage(field="body")
    if len(text) > MESSAGE_LIMIT:
        raise MessageTooLong(field="body", limit=MESSAGE_LIMIT)
    mentioned = _mentionable(session, set(mentions), internal=internal)
    message_id = new_id()
    session.execute(
        insert(message),
        {
            "id": message_id, "case_id": work.id, "author_id": session.actor.user_id, "on_behalf_of": work.acted_for(work.owner_id),
            "visibility": "internal" if internal else "public", "body": text, "at": session.now, "mentions": mentioned,
        },
    )  # fmt: skip
    attach_to_message(work, files, message_id=message_id, internal=internal)
    record(
        session, "message_posted", subject_kind="case", subject_id=work.id, subject_name=work.number, case_id=work.id,
        after={"message": str(message_id), "visibility": "internal" if internal else "public", "files": len(files)},
        on_behalf_of=work.acted_for(work.owner_id),
    )  # fmt: skip
    notify(session, mentioned, "mentioned", case_id=work.id)
    discard_draft(session, "message", str(work.id))
    return message_id


def _mentionable(session: Session, people: set[UUID], *, internal: bool) -> list[UUID]:
    found = session.rows(select(person.c.id, person.c.roles).where(person.c.id.in_(people), person.c.is_active)) if people else []
    inside = {role for role, granted in GRANTS.items() if Permission.SEE_CHECK_DETAILS in granted}
    return [row.id for row in found if not internal or any(Role(role) in inside for role in row.roles)]


def _tell_others(work: CaseWork, *, internal: bool, from_requester: bool) -> None:
    carriers = [work.owner_id] if work.owner_id else group_members(work.session, work.group_id)
    if internal:
        notify(work.session, carriers, "internal_note", case_id=work.id)
    elif from_requester:
        notify(work.session, carriers, "message", case_id=work.id)
    else:
        notify(work.session, [work.requester_id], "message", case_id=work.id)


def add_participant(session: Session, case_id: UUID, person_id: UUID) -> None:
    """Let another person follow the case. An external sees only its shared fields and files."""
    with case_work(session, case_id) as work:
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        row = session.first(select(person.c.roles, person.c.full_name).where(person.c.id == person_id, person.c.is_active))
        if row is None:
            raise NotFound(what="person", field="person")
        part = "external" if Role.EXTERNAL in row.roles else "watcher"
        values = {"case_id": work.id, "person_id": person_id, "part": part, "added_by": session.actor.user_id, "added_at": session.now}
        session.execute(upsert(participant).values(values).on_conflict_do_nothing())
        work.tell("participant_added", visibility="internal", person=person_id, part=part)
        record(
            session,
            "participant_added",
            subject_kind="case",
            subject_id=work.id,
            subject_name=work.number,
            case_id=work.id,
            after={"person": row.full_name},
        )
        notify(session, [person_id], "shared_with_you", case_id=work.id)


def remove_participant(session: Session, case_id: UUID, person_id: UUID) -> None:
    """The person no longer follows the case."""
    with case_work(session, case_id) as work:
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        session.execute(delete(participant).where(participant.c.case_id == case_id, participant.c.person_id == person_id))
        work.tell("participant_removed", visibility="internal", person=person_id)
        record(
            session,
            "participant_removed",
            subject_kind="case",
            subject_id=work.id,
            subject_name=work.number,
            case_id=work.id,
            before={"person": str(person_id)},
        )
