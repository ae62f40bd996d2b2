"""Which cases an actor may know of: the SQL twin of `models.processes.case.may_read_case`, the beginning of every list."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from data.session import Session
from data.tables.access import work_group
from data.tables.processes import approver, cases, participant, task
from models.access.actor import Actor, Role
from models.access.permissions import Permission, may
from models.errors import NotFound


@lru_cache(maxsize=256)  # said anew for every list of a page it costs more than the list
def readable_cases(actor: Actor) -> ColumnElement[bool]:
    """A condition on `cases`: the rows this actor may read. Drilled figures, lists, search and pages all begin with it."""
    if actor.is_system or may(actor, Permission.SEE_ALL_CASES):
        return true()
    if actor.user_id is None:
        return false()
    own = cases.c.id.in_(select(participant.c.case_id).where(participant.c.person_id == actor.user_id))
    if actor.has(Role.EXTERNAL):
        return own
    # What is asked of a row is asked in this order, so what costs least and is mostly true stands first.
    allowed = [cases.c.requester_id == actor.user_id]
    if may(actor, Permission.WORK_CASES):
        allowed += [cases.c.group_id.not_in(_closed_groups()), cases.c.group_id.is_(None)]
    if may(actor, Permission.FOLLOW_UNIT):
        allowed.append(and_(cases.c.unit_id.in_(actor.unit_ids), cases.c.group_id.not_in(_closed_groups())))
    allowed += [own, *([_takes_part(actor), _decides(actor)] if may(actor, Permission.WORK_CASES) else [_asked(actor)])]
    return or_(*allowed)


def _closed_groups() -> Any:
    return select(work_group.c.id).where(work_group.c.is_closed)


def _takes_part(actor: Actor) -> ColumnElement[bool]:
    mine = or_(task.c.group_id.in_(actor.group_ids), task.c.assignee_id.in_(actor.identities), task.c.done_by.in_(actor.identities))
    return or_(
        cases.c.owner_id.in_(actor.identities), cases.c.group_id.in_(actor.group_ids),
        cases.c.id.in_(select(participant.c.case_id).where(participant.c.person_id.in_(actor.identities))),
        exists().where(task.c.case_id == cases.c.id, mine).correlate(cases),  # the caller may have joined `task` himself
    )  # fmt: skip


def _decides(actor: Actor) -> ColumnElement[bool]:
    """Is or was the actor asked to approve? Case by case: few rows of an officer come as far as this."""
    seat = approver.join(task, task.c.id == approver.c.task_id)
    return exists().select_from(seat).where(task.c.case_id == cases.c.id, approver.c.person_id.in_(actor.identities)).correlate(cases)


def _asked(actor: Actor) -> ColumnElement[bool]:
    asked = select(task.c.case_id).join(approver, approver.c.task_id == task.c.id).where(approver.c.person_id.in_(actor.identities))
    done = select(task.c.case_id).where(or_(task.c.assignee_id.in_(actor.identities), task.c.done_by.in_(actor.identities)))
    return or_(cases.c.id.in_(asked), cases.c.id.in_(done))


def case_by_number(session: Session, number: str) -> UUID | None:
    """The case of this number, if the actor may know of it."""
    found = session.scalar(select(cases.c.id).where(cases.c.number == number, readable_cases(session.actor)))
    return UUID(str(found)) if found else None


def may_read_case(session: Session, case_id: UUID) -> bool:
    """May the actor know that this case exists?"""
    return session.first(select(cases.c.id).where(cases.c.id == case_id, readable_cases(session.actor))) is not None


def case_number_of(session: Session, case_id: UUID) -> str:
    """The number of a case that the actor may know of. Raises `NotFound`."""
    found = session.scalar(select(cases.c.number).where(cases.c.id == case_id, readable_cases(session.actor)))
    if found is None:
        raise NotFound(what="case")
    return str(found)
