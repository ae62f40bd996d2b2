"""Standing in for somebody absent: arranged with dates, cancelled, never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day, known_roles
from data.session import Session
from data.tables.access import membership, person, substitution
from models.access.actor import Role
from models.access.permissions import Permission, may
from models.access.substitution import (
    CannotStandIn,
    NotYourSubstitution,
    SubstitutionForOneself,
    SubstitutionInThePast,
    SubstitutionOverlaps,
    check_dates,
    may_stand_in,
)
from models.errors import Forbidden, NotFound


def add_substitution(session: Session, *, absent_id: UUID, substitute_id: UUID, first_day: date, last_day: date, reason: str = "") -> UUID:
    """From the first to the last day (both included) the substitute does the absent person's work too.

    Raises `NotYourSubstitution`, `CannotStandIn`, `SubstitutionOverlaps` or what is wrong with the dates.
    """
    _require_to_arrange(session, absent_id)
    if absent_id == substitute_id:
        raise SubstitutionForOneself(field="substitute_id")
    check_dates(first_day, last_day, today=bank_day(session.now))
    # The absent person's row is locked, so that two arrangements for the same days meet here.
    absent = session.first(select(person).where(person.c.id == absent_id).with_for_update())
    substitute = session.first(select(person).where(person.c.id == substitute_id))
    if absent is None or substitute is None:
        raise NotFound
    if not substitute.is_active or not may_stand_in(known_roles(substitute.roles), absent=known_roles(absent.roles)):
        raise CannotStandIn(field="substitute_id")
    same_days = select(substitution.c.id).where(
        substitution.c.absent_id == absent_id, substitution.c.substitute_id == substitute_id, substitution.c.cancelled_at.is_(None),
        substitution.c.first_day <= last_day, substitution.c.last_day >= first_day,
    )  # fmt: skip
    if session.first(same_days) is not None:
        raise SubstitutionOverlaps
    made = new_id()
    session.execute(
        insert(substitution),
        {
            "id": made, "absent_id": absent_id, "substitute_id": substitute_id, "first_day": first_day, "last_day": last_day,
            "reason": reason.strip(), "created_by": session.actor.user_id, "created_at": session.now,
        },
    )  # fmt: skip
    after = {"substitute": substitute.full_name, "first_day": first_day, "last_day": last_day}
    _record(session, "substitution_added", absent, after=after, reason=reason.strip())
    session.changed("people", f"user:{absent_id}", f"user:{substitute_id}")
    return made


def cancel_substitution(session: Session, substitution_id: UUID) -> None:
    """End it now. Days already worked stay as they were."""
    row = session.first(select(substitution).where(substitution.c.id == substitution_id).with_for_update())
    if row is None:
        raise NotFound
    try:
        _require_to_arrange(session, row.absent_id)
    except Forbidden:
        raise NotFound from None  # whose absence it is none of his business does not learn that there is one
    if row.cancelled_at is not None:
        return
    if row.last_day < bank_day(session.now):
        raise SubstitutionInThePast
    session.execute(update(substitution).where(substitution.c.id == substitution_id).values(cancelled_at=session.now))
    absent = session.rows(select(person).where(person.c.id == row.absent_id))[0]
    substitute = session.scalar(select(person.c.full_name).where(person.c.id == row.substitute_id))
    before = {"substitute": substitute, "first_day": row.first_day, "last_day": row.last_day}
    _record(session, "substitution_cancelled", absent, before=before)
    session.changed("people", f"user:{row.absent_id}", f"user:{row.substitute_id}")


def _record(session: Session, action: str, absent: Row[Any], **what: Any) -> None:
    record(session, action, subject_kind="person", subject_id=absent.id, subject_name=absent.full_name, **what)


def _require_to_arrange(session: Session, absent_id: UUID) -> None:
    actor = session.actor
    if actor.has(Role.EXTERNAL):
        raise Forbidden
    if actor.user_id == absent_id or actor.is_system or actor.has(Role.HEAD) or may(actor, Permission.MANAGE_USERS):
        return
    led = select(membership.c.person_id).where(membership.c.person_id == absent_id, membership.c.group_id.in_(actor.lead_of))
    if not actor.has(Role.LEAD) or session.first(led) is None:
        raise NotYourSubstitution
