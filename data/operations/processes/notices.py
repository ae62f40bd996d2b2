"""Telling people: a notification in the application, marked for mail where the matter cannot wait until they look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from data.ids import new_id
from data.session import Session
from data.tables.access import membership, person, unit, work_group
from data.tables.processes import notification

BY_MAIL = frozenset({"answer_ready", "approval_asked", "question_asked", "escalated", "many_escalated", "refused", "mentioned"})


def notify(session: Session, people: Iterable[UUID | None], kind: str, *, case_id: UUID | None = None, **data: Any) -> None:
    """Leave a notification for each of these people (nobody is told of what he did himself)."""
    receivers = {receiver for receiver in people if receiver is not None and receiver != session.actor.user_id}
    if not receivers:
        return
    session.execute(
        insert(notification),
        [
            {
                "id": new_id(),
                "person_id": receiver,
                "kind": kind,
                "case_id": case_id,
                "data": data,
                "at": session.now,
                "by_mail": kind in BY_MAIL,
            }
            for receiver in sorted(receivers)
        ],
    )
    session.changed(*(f"user:{receiver}" for receiver in receivers))


def people_of_target(
    session: Session, target: str, *, requester_id: UUID | None, owner_id: UUID | None, group_id: UUID | None
) -> list[UUID]:
    """The people a notify step speaks to: requester, owner, lead, head or group:CODE."""
    if target == "requester":
        return [requester_id] if requester_id else []
    if target == "owner" and owner_id:
        return [owner_id]
    if target == "head":
        return [row.id for row in session.rows(select(person.c.id).where(person.c.roles.contains(["head"]), person.c.is_active))]
    members = select(membership.c.person_id).join(work_group, work_group.c.id == membership.c.group_id)
    if target.startswith("group:"):
        members = members.where(work_group.c.code == target.removeprefix("group:"))
    else:
        members = members.where(work_group.c.id == group_id)
        if target == "lead":
            members = members.where(membership.c.is_lead)
    return [row.person_id for row in session.rows(members)]


def unit_head_of(session: Session, unit_id: UUID | None) -> UUID | None:
    """The head of a unit, or of the nearest unit above that has one."""
    while unit_id is not None:
        row = session.first(select(unit.c.head_id, unit.c.parent_id).where(unit.c.id == unit_id))
        if row is None:
            return None
        if row.head_id:
            return UUID(str(row.head_id))
        unit_id = row.parent_id
    return None


def mark_notifications_read(session: Session, ids: Iterable[UUID] | None = None) -> int:
    """Mark the actor's own notifications as read, all or these. Returns how many were new."""
    change = update(notification).where(notification.c.person_id == session.actor.user_id, notification.c.read_at.is_(None))
    if ids is not None:
        change = change.where(notification.c.id.in_(list(ids)))
    session.changed(f"user:{session.actor.user_id}")
    return session.execute(change.values(read_at=session.now)).rowcount
