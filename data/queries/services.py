"""The marketplace as one person sees it: what can be ordered, by when it is answered, what an order begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from data.queries.calendars import work_calendar
from data.queries.processes.definitions import published, published_definitions
from data.session import Session
from data.tables.processes import attachment, cases, draft
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.errors import Forbidden, NotFound
from models.processes.case import CaseState
from models.processes.definition import Definition, Field, FieldType
from models.processes.working_time import CalendarYearNotLoaded
from models.services.finding import service_matches

AROUND_THE_CLOCK = "around_the_clock"  # code of the calendar that has no nights


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in the catalogue. `minutes`: promised working minutes; `answer_by`: when that is if it is ordered now."""

    code: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    category: str
    icon: str
    minutes: int | None
    answer_by: datetime | None
    anonymous: bool
    by_the_clock: bool


def may_order(session: Session, definition: Definition) -> bool:
    """Is this service offered to the actor?"""
    return definition.listed and (not definition.order_roles or session.actor.has(*(Role(role) for role in definition.order_roles)))


def catalogue(session: Session, *, search: str = "") -> list[ServiceCard]:
    """Everything the actor may order, narrowed by what was typed. Raises `Forbidden` for those who order nothing."""
    require(session.actor, Permission.ORDER_SERVICES)
    offered = [one for one in published_definitions(session) if may_order(session, one)]
    return [_card(session, one) for one in offered if service_matches(one, search)]


def _card(session: Session, definition: Definition) -> ServiceCard:
    return ServiceCard(
        code=definition.code, name=definition.name, summary=definition.summary, category=definition.category, icon=definition.icon,
        minutes=definition.sla.resolution_minutes, answer_by=_answer_by(session, definition), anonymous=definition.anonymous_allowed,
        by_the_clock=definition.calendar == AROUND_THE_CLOCK,
    )  # fmt: skip


def _answer_by(session: Session, definition: Definition) -> datetime | None:
    """None when nothing is promised, or the calendar of that time has not been entered yet."""
    if definition.sla.resolution_minutes is None:
        return None
    try:
        return work_calendar(session, definition.calendar).due_at(session.now, definition.sla.resolution_minutes)
    except CalendarYearNotLoaded:
        return None


def service_to_order(session: Session, service: str) -> tuple[Definition, ServiceCard]:
    """The published definition of a service that the actor may order, with its card. Raises `NoSuchService`, `Forbidden`."""
    require(session.actor, Permission.ORDER_SERVICES)
    definition = published(session, service)[2]
    if not may_order(session, definition):
        raise Forbidden(service=service)
    return definition, _card(session, definition)


def start_fields(definition: Definition) -> list[Field]:
    """What is asked when the service is ordered."""
    return [definition.field(key) for key in definition.start_fields]


def values_to_resubmit(session: Session, number: str, service: str) -> tuple[UUID, dict[str, Any]]:
    """The case and the values of an own request that was refused or withdrawn; files stay with the old one. Raises `NotFound`."""
    row = session.first(
        select(cases.c.id, cases.c.fields, cases.c.state).where(
            cases.c.number == number, cases.c.service == service, cases.c.requester_id == session.actor.user_id
        )
    )
    if row is None or row.state not in {CaseState.REFUSED, CaseState.WITHDRAWN}:
        raise NotFound(what="case")
    definition = published(session, service)[2]
    fields = [one for one in start_fields(definition) if one.type is not FieldType.FILE]
    return row.id, {one.key: row.fields[one.key] for one in fields if row.fields.get(one.key) is not None}


def order_drafts(session: Session) -> set[str]:
    """Codes of the services that the actor has begun to fill in."""
    found = session.rows(select(draft.c.subject).where(draft.c.person_id == session.actor.user_id, draft.c.kind == "order"))
    return {row.subject for row in found}


def own_uploads(session: Session, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """{id, name, size} of the actor's files that were uploaded and not sent yet; what is gone is left out."""
    wanted = [UUID(one) for one in ids]
    if not wanted:
        return {}
    found = session.rows(
        select(attachment.c.id, attachment.c.name, attachment.c.size).where(
            attachment.c.id.in_(wanted), attachment.c.case_id.is_(None), attachment.c.uploaded_by == session.actor.user_id,
            attachment.c.removed_at.is_(None),
        )
    )  # fmt: skip
    return {str(row.id): {"id": str(row.id), "name": row.name, "size": row.size} for row in found}
