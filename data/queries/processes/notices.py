"""What the signed-in person has been told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, tuple_

from data.queries.processes.definitions import names_of_versions
from data.session import Session
from data.tables.processes import cases, notification


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification; its words are chosen by `kind` when it is shown. `step` is the step's name in both languages."""

    id: UUID
    kind: str
    at: datetime
    is_new: bool
    data: Mapping[str, Any]
    number: str
    title: str
    step: Mapping[str, str]


def notices(session: Session, *, only_new: bool = False, before: tuple[datetime, UUID] | None = None, limit: int = 30) -> list[Notice]:
    """A page of the actor's own notifications, newest first."""
    query = (
        select(notification, cases.c.number, cases.c.title, cases.c.version_id)
        .outerjoin(cases, cases.c.id == notification.c.case_id)
        .where(notification.c.person_id == session.actor.user_id)
        .order_by(notification.c.at.desc(), notification.c.id.desc())
        .limit(min(limit, 200))
    )
    if only_new:
        query = query.where(notification.c.read_at.is_(None))
    if before is not None:
        query = query.where(tuple_(notification.c.at, notification.c.id) < tuple_(literal(before[0]), literal(before[1])))
    rows: Sequence[Any] = session.rows(query)
    words = names_of_versions(session, {row.version_id for row in rows if row.version_id})
    return [
        Notice(
            id=row.id, kind=row.kind, at=row.at, is_new=row.read_at is None, data=row.data, number=row.number or "", title=row.title or "",
            step=words[row.version_id].steps.get(row.data.get("step", ""), {}) if row.version_id in words else {},
        )
        for row in rows
    ]  # fmt: skip


def new_notice_count(session: Session) -> int:
    """How many are unread, counted to 100 at most."""
    inner = (
        select(literal(1))
        .where(notification.c.person_id == session.actor.user_id, notification.c.read_at.is_(None))
        .select_from(notification)
        .limit(100)
        .subquery()
    )
    return int(session.scalar(select(func.count()).select_from(inner)))
