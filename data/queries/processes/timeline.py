"""The time line of a case: messages and events in one order, newest first, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, literal, or_, select, tuple_

from data.queries.processes.people import names_of
from data.session import Session
from data.tables.processes import attachment, case_event, message
from models.access.actor import Role
from models.workforce.effort import SAID_EVENTS


@dataclass(frozen=True, slots=True)
class TimelineFile:
    id: UUID
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A message (`kind` = "message") or an event with its data. `names` holds the people its data speaks of."""

    id: UUID
    at: datetime
    kind: str
    actor: str
    actor_id: UUID | None
    on_behalf_of: str
    internal: bool
    body: str = ""
    step: str = ""
    data: Mapping[str, Any] | None = None
    files: Sequence[TimelineFile] = ()
    names: Mapping[str, str] | None = None


def timeline(
    session: Session,
    case_id: UUID,
    *,
    inside: bool,
    lang: str,
    show: str = "all",
    before: tuple[datetime, UUID] | None = None,
    limit: int = 60,
) -> list[TimelineItem]:
    """One page, newest first. `show`: all, messages, notes, events. The caller has checked that the reader may open the case.

    An external participant sees his own messages and those that mention him, and no events.
    """
    items: list[Any] = []
    external = session.actor.has(Role.EXTERNAL)
    if show in {"all", "messages", "notes"}:
        items += _messages(session, case_id, inside=inside, show=show, before=before, limit=limit)
    if show in {"all", "events"} and not external:
        items += _events(session, case_id, inside=inside, before=before, limit=limit)
    items = sorted(items, key=lambda row: (row.at, row.id), reverse=True)[:limit]
    files = _files(session, [row.id for row in items], inside=inside)
    people: set[Any] = {row.actor_id for row in items} | {row.on_behalf_of for row in items}
    for row in items:
        people |= {row.data.get(key) for key in ("to", "assignee", "came_from", "person")} | set(row.data.get("people", ()))
    names = names_of(session, people, lang)
    return [
        TimelineItem(
            id=row.id, at=row.at, kind=row.kind, actor=names.get(str(row.actor_id), ""), actor_id=row.actor_id,
            on_behalf_of=names.get(str(row.on_behalf_of), ""), internal=row.visibility == "internal", body=row.body, step=row.step,
            data=row.data, files=files.get(row.id, ()), names=names,
        )
        for row in items
    ]  # fmt: skip


def timeline_counts(session: Session, case_id: UUID, *, inside: bool) -> dict[str, int]:
    """messages, notes and events the reader may see."""
    found = {
        row.visibility: row.n
        for row in session.rows(
            select(message.c.visibility, func.count().label("n"))
            .where(message.c.case_id == case_id, _addressed(session))
            .group_by(message.c.visibility)
        )
    }
    if session.actor.has(Role.EXTERNAL):
        return {"messages": found.get("public", 0), "notes": 0, "events": 0}
    events = select(func.count()).select_from(case_event).where(case_event.c.case_id == case_id, case_event.c.kind.not_in(SAID_EVENTS))
    if not inside:
        events = events.where(case_event.c.visibility == "public")
    return {
        "messages": found.get("public", 0), "notes": found.get("internal", 0) if inside else 0, "events": int(session.scalar(events)),
    }  # fmt: skip


def _addressed(session: Session) -> ColumnElement[bool]:
    """Messages this reader is meant by: everybody inside the bank by all of them, an external by his own conversation only."""
    me = session.actor.user_id
    return or_(message.c.author_id == me, literal(me) == any_(message.c.mentions)) if session.actor.has(Role.EXTERNAL) else literal(True)


def _earlier(table: Any, before: tuple[datetime, UUID] | None) -> ColumnElement[bool]:
    return tuple_(table.c.at, table.c.id) < tuple_(literal(before[0]), literal(before[1])) if before else literal(True)


def _messages(
    session: Session, case_id: UUID, *, inside: bool, show: str, before: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Any]:
    visible = {"messages": ["public"], "notes": ["internal"]}.get(show, ["public", "internal"])
    allowed = [one for one in visible if inside or one == "public"]
    return session.rows(
        select(
            message.c.id, message.c.at, literal("message").label("kind"), message.c.author_id.label("actor_id"), message.c.on_behalf_of,
            message.c.visibility, message.c.body, literal("").label("step"), func.jsonb_build_object().label("data"),
        )
        .where(message.c.case_id == case_id, message.c.visibility.in_(allowed), _earlier(message, before), _addressed(session))
        .order_by(message.c.at.desc(), message.c.id.desc())
        .limit(limit)
    )  # fmt: skip


def _events(session: Session, case_id: UUID, *, inside: bool, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[Any]:
    shown = case_event.c.visibility.in_(["public", "internal"] if inside else ["public"])
    return session.rows(
        select(
            case_event.c.id, case_event.c.at, case_event.c.kind, case_event.c.actor_id, case_event.c.on_behalf_of, case_event.c.visibility,
            literal("").label("body"), case_event.c.step, case_event.c.data,
        )
        .where(and_(case_event.c.case_id == case_id, case_event.c.kind.not_in(SAID_EVENTS), shown, _earlier(case_event, before)))
        .order_by(case_event.c.at.desc(), case_event.c.id.desc())
        .limit(limit)
    )  # fmt: skip


def _files(session: Session, messages: Sequence[UUID], *, inside: bool) -> dict[UUID, list[TimelineFile]]:
    allowed = ["public", "shared", "internal"] if inside else ["shared"] if session.actor.has(Role.EXTERNAL) else ["public", "shared"]
    found: dict[UUID, list[TimelineFile]] = {}
    for row in session.rows(
        select(attachment).where(
            attachment.c.message_id.in_(messages), attachment.c.removed_at.is_(None), attachment.c.visibility.in_(allowed)
        )
    ):
        found.setdefault(row.message_id, []).append(TimelineFile(row.id, row.name, row.media_type, row.size))
    return found
