"""Weeks of labour: handed in by their person, approved or returned by who leads, locked when a month is closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import AuditEntry, record, record_many
from data.operations.processes.notices import notify
from data.operations.workforce.turns import take_everybodys_turn, take_turn
from data.queries.access import bank_day
from data.queries.workforce.reading import leads
from data.session import Session
from data.tables.access import person
from data.tables.workforce import effort_week
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.errors import Forbidden, NotFound
from models.workforce.effort import (
    DAYS_OF_A_WEEK,
    OwnWeek,
    WeekChangedMeanwhile,
    WeekHandedIn,
    WeekLocked,
    WeekNotHandedIn,
    WeekNotOver,
    WeekState,
    check_reason,
    monday_of,
)


def submit_week(session: Session, monday: date, *, revision: int) -> None:
    """Hand in one's own week; from then on it stands still. Raises `WeekNotOver`, `WeekHandedIn`, `WeekChangedMeanwhile`."""
    require(session.actor, Permission.WORK_CASES)
    person_id = session.actor.user_id
    if person_id is None or monday != monday_of(monday):
        raise NotFound(what="week")
    if monday > bank_day(session.now):
        raise WeekNotOver
    take_turn(session, person_id)
    row = _week(session, person_id, monday)
    if row is not None and row.state != WeekState.OPEN:
        raise WeekHandedIn(monday=monday)
    if (row.revision if row is not None else 0) != revision:
        raise WeekChangedMeanwhile
    values = {"state": WeekState.SUBMITTED, "submitted_at": session.now, "decided_by": None, "decided_at": None}
    session.execute(
        upsert(effort_week)
        .values(id=new_id(), person_id=person_id, monday=monday, **values)
        .on_conflict_do_update(index_elements=["person_id", "monday"], set_={**values, "revision": effort_week.c.revision + 1})
    )
    record(session, "week_submitted", subject_kind="week", subject_id=f"{person_id}:{monday}", subject_name=session.actor.name,
           after={"day": monday})  # fmt: skip
    session.changed(f"user:{person_id}", "figures")


def approve_week(session: Session, person_id: UUID, monday: date, *, revision: int) -> None:
    """Agree with a week that was handed in. Raises `OwnWeek`, `Forbidden`, `WeekNotHandedIn`, `WeekChangedMeanwhile`, `WeekLocked`."""
    row = _to_decide(session, person_id, monday, revision)
    if row.state != WeekState.SUBMITTED:
        raise WeekNotHandedIn
    _decide(session, row, WeekState.APPROVED, "week_approved")


def return_week(session: Session, person_id: UUID, monday: date, *, revision: int, comment: str) -> None:
    """Give a week back to be corrected, also one that is approved; the person is told. Raises what `approve_week` raises."""
    words = check_reason(comment)
    row = _to_decide(session, person_id, monday, revision)
    if row.state not in (WeekState.SUBMITTED, WeekState.APPROVED):
        raise WeekNotHandedIn
    _decide(session, row, WeekState.OPEN, "week_returned", comment=words)
    notify(session, [person_id], "week_returned", week=monday.isoformat(), comment=words)


def lock_weeks(session: Session, *, until: date) -> int:
    """Lock every approved week that ends on this day or before: its month is closed. By the head or by Kordon. Returns how many."""
    if not (session.actor.is_system or session.actor.has(Role.HEAD)):
        raise Forbidden(what="lock_weeks")
    take_everybodys_turn(session)
    last_monday = until - timedelta(days=DAYS_OF_A_WEEK - 1)
    rows = session.rows(
        update(effort_week)
        .where(effort_week.c.state == WeekState.APPROVED, effort_week.c.monday <= last_monday)
        .values(state=WeekState.LOCKED, revision=effort_week.c.revision + 1)
        .returning(effort_week.c.person_id, effort_week.c.monday)
    )
    record_many(session, [
        AuditEntry("week_locked", "week", f"{row.person_id}:{row.monday}", after={"state": WeekState.LOCKED.value}) for row in rows
    ])  # fmt: skip
    if rows:
        session.changed("figures")
    return len(rows)


def _week(session: Session, person_id: UUID, monday: date) -> Row[Any] | None:
    here = (effort_week.c.person_id == person_id) & (effort_week.c.monday == monday)
    return session.first(select(effort_week).where(here).with_for_update())


def _to_decide(session: Session, person_id: UUID, monday: date, revision: int) -> Row[Any]:
    """The week in hand. Whose labour the actor does not lead has no week for him."""
    require(session.actor, Permission.DISTRIBUTE_WORK)
    if person_id == session.actor.user_id:
        raise OwnWeek
    if session.first(select(person.c.id).where(person.c.id == person_id, leads(session.actor))) is None:
        raise NotFound(what="week")
    take_turn(session, person_id)
    row = _week(session, person_id, monday)
    if row is None:
        raise WeekNotHandedIn
    if row.state == WeekState.LOCKED:
        raise WeekLocked
    if row.revision != revision:
        raise WeekChangedMeanwhile
    return row


def _decide(session: Session, row: Row[Any], state: WeekState, action: str, *, comment: str = "") -> None:
    session.execute(update(effort_week).where(effort_week.c.id == row.id).values(
        state=state, decided_by=session.actor.user_id, decided_at=session.now, comment=comment, revision=effort_week.c.revision + 1,
    ))  # fmt: skip
    name = session.scalar(select(person.c.full_name).where(person.c.id == row.person_id))
    record(session, action, subject_kind="week", subject_id=f"{row.person_id}:{row.monday}", subject_name=name or "",
           before={"day": row.monday, "state": row.state}, after={"day": row.monday, "state": state.value}, reason=comment)  # fmt: skip
    session.changed(f"user:{row.person_id}", "figures")
