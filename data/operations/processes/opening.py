"""A request comes in: checked, numbered, given its deadlines, and set moving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from data.ids import new_id
from data.operations.processes.assignment import group_by_code
from data.operations.processes.drafts import discard_draft
from data.operations.processes.engine import arrive, set_fields
from data.operations.processes.files import attach_to_case, forget_uploader
from data.operations.processes.work import CaseWork
from data.queries.processes.definitions import published
from data.session import Session
from data.settings import read_settings
from data.tables.access import person, unit
from data.tables.processes import case_number, cases
from models.access.actor import Actor, Role
from models.access.permissions import Permission, require
from models.errors import Conflict, Forbidden, NotFound
from models.processes.case import CaseState
from models.processes.definition import Definition, FieldType
from models.processes.field_words import title_words
from models.processes.form import validate


class NotResubmittable(Conflict):
    """Only an own request that was refused or withdrawn is submitted again."""

    code = "not_resubmittable"


class AnonymityNotOffered(Forbidden):
    """This service needs to know who asks."""

    code = "anonymity_not_offered"


NOBODY = Actor(user_id=None, name="", roles=frozenset({Role.REQUESTER}))


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """What the requester is told at once."""

    id: UUID
    number: str


def open_case(
    session: Session, service: str, values: Mapping[str, Any], *,
    attachments: Iterable[UUID] = (), anonymous: bool = False, resubmits: UUID | None = None, form_id: UUID | None = None,
) -> OpenedCase:  # fmt: skip
    """Order a service. `values` are the start form's fields, `attachments` files uploaded by the actor beforehand.

    `form_id` names the form it was filled in on: sent once more, because its answer was lost or a button pressed twice, it is the same
    request. Raises `InvalidFields` with an error per field, `NoSuchService`, `Forbidden`. The actor's draft of this order is thrown away.
    """
    require(session.actor, Permission.ORDER_SERVICES)
    process_id, version_id, definition = published(session, service)
    if not definition.listed or (definition.order_roles and not session.actor.has(*(Role(role) for role in definition.order_roles))):
        raise Forbidden(service=service)
    if anonymous and not definition.anonymous_allowed:
        raise AnonymityNotOffered(service=service)
    if form_id is not None and (sent := _already_sent(session, form_id)) is not None:
        return sent
    files = list(attachments)
    today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
    start = [definition.field(key) for key in definition.start_fields]
    checked = validate(start, values, known_files={str(one) for one in files}, today=today)
    clean = {key: value for key, value in checked.items() if value is not None}
    if resubmits is not None:
        _check_resubmission(session, resubmits, service)
    requester = None if anonymous else session.actor.user_id
    place = _place_of(session, requester)
    with _speaking(session, anonymous=anonymous):
        work = _insert(
            session, process_id=process_id, version_id=version_id, definition=definition, values=clean,
            columns={
                "requester_id": requester, "anonymous": anonymous, "resubmits_id": resubmits,
                "source_key": form_id and str(form_id), **place,
            },
        )  # fmt: skip
    attach_to_case(work, files, fields=definition, values=clean)
    if anonymous:
        forget_uploader(work)
    with _speaking(session, anonymous=anonymous):
        work.tell("case_opened", anonymous=anonymous, resubmits=resubmits)
        arrive(work, definition.first_step)
        work.save()
    discard_draft(session, "order", service)
    return OpenedCase(work.id, work.number)


def _already_sent(session: Session, form_id: UUID) -> OpenedCase | None:
    """What this form has become already; whoever sends it at the same moment waits here for the other."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(form_id), 0))))
    row = session.first(select(cases.c.id, cases.c.number).where(cases.c.source == "kordon", cases.c.source_key == str(form_id)))
    return OpenedCase(row.id, row.number) if row else None


@contextmanager
def _speaking(session: Session, *, anonymous: bool) -> Iterator[None]:
    """Whoever reports without a name stands in no event, no audit row and no notification: what is written here has no author."""
    speaker = session.actor
    session.actor = NOBODY if anonymous else speaker
    try:
        yield
    finally:
        session.actor = speaker


def open_subcase(parent: CaseWork, service: str, values: Mapping[str, Any], *, task_id: UUID | None) -> OpenedCase:
    """A case opened by another one; it belongs to the same requester and tells its parent when it ends."""
    session = parent.session
    process_id, version_id, definition = published(session, service)
    columns = {
        "requester_id": parent.requester_id, "unit_id": parent.unit_id, "business_line_id": parent.business_line_id,
        "anonymous": parent.anonymous, "parent_id": parent.id, "parent_task_id": task_id,
    }  # fmt: skip
    work = _insert(session, process_id=process_id, version_id=version_id, definition=definition, values=dict(values), columns=columns)
    work.tell("case_opened", parent=parent.number)
    arrive(work, definition.first_step)
    work.save()
    return OpenedCase(work.id, work.number)


def _insert(
    session: Session, *, process_id: UUID, version_id: UUID, definition: Definition, values: dict[str, Any], columns: Mapping[str, Any]
) -> CaseWork:
    case_id = new_id()
    local = session.now.astimezone(ZoneInfo(read_settings().zone))
    number = f"{definition.prefix}-{local.year}-{session.connection.scalar(case_number):05d}"
    defaults = {item.key: item.default for item in definition.fields if item.default is not None}
    fields = {**defaults, **values}
    row = {
        "id": case_id, "number": number, "process_id": process_id, "version_id": version_id, "service": definition.code,
        "state": CaseState.NEW.value,
        "title": title_of(definition, fields), "fields": fields, "group_id": group_by_code(session, definition.group),
        "opened_at": session.now,
        "changed_at": session.now, "search_text": search_text_of(definition, fields, number), **columns,
    }  # fmt: skip
    session.execute(insert(cases), row)
    work = CaseWork(session, session.connection.execute(select(cases).where(cases.c.id == case_id)).one())
    due, reminders = work.deadlines(definition.sla)
    reaction = definition.sla.reaction_minutes
    work.set(
        due_at=due, remind_times=reminders, escalate_to=definition.sla.escalate_to,
        reaction_due_at=work.calendar.due_at(session.now, reaction) if reaction is not None else None,
    )  # fmt: skip
    set_fields(work, {})
    return work


def title_of(definition: Definition, fields: Mapping[str, Any]) -> str:
    parts = [title_words(definition.field(key), fields.get(key)) for key in definition.title_fields]
    return " · ".join(part for part in parts if part)[:300] or definition.case_name["ru"]


def search_text_of(definition: Definition, fields: Mapping[str, Any], number: str) -> str:
    """Number, names and identifiers: what people type to find a case. Findings and free text stay out."""
    named = {FieldType.PERSON, FieldType.COMPANY, FieldType.INN, FieldType.OGRN, FieldType.SNILS, FieldType.ADDRESS, FieldType.TEXT}
    words = [number, number.rpartition("-")[2].lstrip("0")]
    for item in definition.fields:
        value = fields.get(item.key)
        if item.type in named and value and item.sensitivity != "security":
            words += [str(part) for part in value.values() if part] if isinstance(value, Mapping) else [str(value)]
    return " ".join(words)[:2000]


def _place_of(session: Session, person_id: UUID | None) -> dict[str, Any]:
    if person_id is None:
        return {"unit_id": None, "business_line_id": None}
    row = session.first(
        select(person.c.unit_id, unit.c.business_line_id).outerjoin(unit, unit.c.id == person.c.unit_id).where(person.c.id == person_id)
    )
    if row is None:
        raise NotFound(what="person")
    return {"unit_id": row.unit_id, "business_line_id": row.business_line_id}


def _check_resubmission(session: Session, old: UUID, service: str) -> None:
    row = session.first(select(cases.c.requester_id, cases.c.service, cases.c.state).where(cases.c.id == old))
    if row is None or row.requester_id != session.actor.user_id or row.service != service:
        raise NotFound(what="case")
    if row.state not in {CaseState.REFUSED, CaseState.WITHDRAWN}:
        raise NotResubmittable(state=row.state)
