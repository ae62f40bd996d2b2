"""Who gets the work: the people of a group today, and the rules of `models/processes/routing.py` over them."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from data.operations.processes.notices import unit_head_of
from data.operations.processes.work import CaseWork
from data.session import Session
from data.settings import read_settings
from data.tables.access import membership, person, substitution, work_group
from data.tables.processes import task
from models.errors import NotFound
from models.processes.definition import ApprovalPolicy, Assign, Step, StepKind
from models.processes.execution import may_approve
from models.processes.routing import Candidate, NobodyIsThere, acting_person, choose_assignee


def group_by_code(session: Session, code: str) -> UUID:
    """The group a definition speaks of. Raises `NotFound` if the bank has removed it."""
    found = session.scalar(select(work_group.c.id).where(work_group.c.code == code))
    if found is None:
        raise NotFound(what="group", code=code)
    return UUID(str(found))


def absent_today(session: Session) -> dict[UUID, UUID | None]:
    """Everybody away today, with the one who stands in."""
    today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
    found = session.rows(
        select(substitution.c.absent_id, substitution.c.substitute_id)
        .where(substitution.c.first_day <= today, substitution.c.last_day >= today, substitution.c.cancelled_at.is_(None))
        .order_by(substitution.c.created_at)
    )
    return {row.absent_id: row.substitute_id for row in found}


def candidates_of(session: Session, group_id: UUID, absent: dict[UUID, UUID | None]) -> list[Candidate]:
    """Active members of a group with their open tasks. Leads approve and distribute; they get work only where nobody else is."""
    load = (
        select(task.c.assignee_id, func.count().label("n"))
        .where(task.c.state == "open", task.c.assignee_id.is_not(None))
        .group_by(task.c.assignee_id)
        .subquery()
    )
    found = session.rows(
        select(membership.c.person_id, membership.c.is_lead, func.coalesce(load.c.n, 0).label("n"))
        .join(person, person.c.id == membership.c.person_id)
        .outerjoin(load, load.c.assignee_id == membership.c.person_id)
        .where(membership.c.group_id == group_id, person.c.is_active)
        .order_by(membership.c.person_id)
    )
    workers = [row for row in found if not row.is_lead] or found
    return [Candidate(row.person_id, row.person_id in absent, absent.get(row.person_id), load=row.n) for row in workers]


def assignee_for(work: CaseWork, step: Step, group_id: UUID) -> UUID | None:
    """The person for a new task of this step, or None when it waits in the group's queue."""
    if step.assign is Assign.QUEUE:
        return None
    session = work.session
    absent = absent_today(session)
    turn = None
    if step.assign is Assign.ROUND_ROBIN:
        # The lock makes two cases arriving at once take turns; tasks of the group, written by each of them before, do not stand against it.
        mine = select(work_group.c.last_assigned).where(work_group.c.id == group_id).with_for_update(key_share=True)
        turn = session.scalar(mine)
    try:
        chosen = choose_assignee(
            step.assign, candidates_of(session, group_id, absent), last_turn=turn, named=_person(work.fields.get(step.assign_field)),
            owner=work.owner_id, absent=absent,
        )  # fmt: skip
    except NobodyIsThere:
        return None
    if chosen is None:
        return None
    if step.assign is Assign.ROUND_ROBIN:
        session.execute(update(work_group).where(work_group.c.id == group_id).values(last_assigned=chosen.turn_of))
    return chosen.user_id


def authors_of(work: CaseWork) -> set[UUID]:
    """Those whose work an approval is about: who has completed tasks of the case, who carries it, and who ordered it."""
    done = work.session.rows(
        select(task.c.done_by).where(task.c.case_id == work.id, task.c.kind == StepKind.TASK.value, task.c.done_by.is_not(None)).distinct()
    )
    return {row.done_by for row in done} | ({work.owner_id, work.requester_id} - {None})


def approvers_for(work: CaseWork, step: Step, group_id: UUID | None) -> list[UUID]:
    """Who is asked: the group's leads (its members, if no lead is left), the person of a field, or the head of the requester's unit.

    Authors are left out; people away are replaced by those who stand in.
    """
    session = work.session
    if step.policy is ApprovalPolicy.FIELD:
        named = [_person(work.fields.get(step.assign_field))]
    elif step.policy is ApprovalPolicy.UNIT_HEAD:
        named = [unit_head_of(session, work.unit_id)]
    else:
        named = _members(session, group_id, leads=True)
    chosen = _fit(work, named)
    if not chosen and step.policy in {ApprovalPolicy.ONE, ApprovalPolicy.ALL}:
        chosen = _fit(work, _members(session, group_id, leads=False))
    if not chosen:
        heads = session.rows(select(person.c.id).where(person.c.roles.contains(["head"]), person.c.is_active))
        chosen = _fit(work, [row.id for row in heads])
    return chosen


def _fit(work: CaseWork, people: list[UUID | None]) -> list[UUID]:
    absent, authors = absent_today(work.session), authors_of(work)
    standing = [acting_person(one, absent) for one in people if one is not None]
    return sorted({one for one in standing if one is not None and may_approve(authors, {one})})


def _members(session: Session, group_id: UUID | None, *, leads: bool) -> list[UUID | None]:
    query = (
        select(membership.c.person_id)
        .join(person, person.c.id == membership.c.person_id)
        .where(membership.c.group_id == group_id, person.c.is_active)
    )
    if leads:
        query = query.where(membership.c.is_lead)
    return [row.person_id for row in session.rows(query)]


def _person(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None
