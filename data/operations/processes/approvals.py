"""Approvals: one or all of those who are asked decide; the approver is never the author."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from data.ids import new_id
from data.operations.processes.answers import approve_answer
from data.operations.processes.assignment import authors_of
from data.operations.processes.engine import leave
from data.operations.processes.notices import notify
from data.operations.processes.tasks import finish_task, task_in_hand
from data.session import Session
from data.tables.access import person
from data.tables.processes import approver
from models.access.actor import Role
from models.access.permissions import GRANTS, Permission
from models.errors import NotFound
from models.processes.case import CommentNeeded, NothingToDecide, StepNotReady
from models.processes.definition import StepKind
from models.processes.execution import ApproverIsAuthor, approval_result, guards_broken, may_approve, outcome_of, positive_outcome


def decide_approval(session: Session, task_id: UUID, outcome: str, *, comment: str = "") -> None:
    """Give the actor's decision. With "one of" the step ends at once, with "all of" when the last one has agreed or one has not.

    Raises `NothingToDecide`, `ApproverIsAuthor`, `CommentNeeded`, `TaskAlreadyDone`, `StepNotReady`.
    """
    with task_in_hand(session, task_id) as (work, row):
        step = work.definition.step(row.step)
        seat = _seat(session, row)
        if not may_approve(authors_of(work), {one for one in (session.actor.user_id, seat.person_id) if one}):
            raise ApproverIsAuthor()
        ending = outcome_of(step, outcome)
        if ending.needs_comment and not comment.strip():
            raise CommentNeeded(field="comment")
        broken = guards_broken(step, outcome, work.fields)
        if broken:
            raise StepNotReady(messages=[dict(guard.message) for guard in broken])
        session.execute(
            update(approver)
            .where(approver.c.id == seat.id)
            .values(decision=outcome, comment=comment.strip(), decided_at=session.now, decided_by=session.actor.user_id)
        )
        asked = session.rows(select(approver).where(approver.c.task_id == task_id, approver.c.forwarded_to.is_(None)))
        votes = {one.person_id: one.decision for one in asked if one.decision}
        result = approval_result(step.policy, votes, {one.person_id for one in asked}, positive=positive_outcome(step))
        work.tell(
            "approval_decided", visibility="internal", task_id=task_id, step=row.step, outcome=outcome, comment=comment.strip(),
            acted_for=seat.person_id if seat.person_id != session.actor.user_id else None,
        )  # fmt: skip
        if result is None:
            return
        finish_task(work, row, outcome=result, comment=comment.strip())
        if not outcome_of(step, result).needs_comment:
            approve_answer(work)
        else:
            notify(session, [work.owner_id], "returned", case_id=work.id, comment=comment.strip())
        leave(work, row.step, row.branch, result)


def forward_approval(session: Session, task_id: UUID, *, to_person: UUID, comment: str) -> None:
    """Ask somebody else to decide instead of the actor. Raises `ApproverIsAuthor` if that is an author of the case."""
    with task_in_hand(session, task_id) as (work, row):
        seat = _seat(session, row)
        if not comment.strip():
            raise CommentNeeded(field="comment")
        if not may_approve(authors_of(work), {to_person}):
            raise ApproverIsAuthor(field="to_person")
        _require_approver(session, to_person)
        session.execute(
            update(approver)
            .where(approver.c.id == seat.id)
            .values(
                decision="forwarded",
                forwarded_to=to_person,
                comment=comment.strip(),
                decided_at=session.now,
                decided_by=session.actor.user_id,
            )
        )
        known = session.first(select(approver.c.id).where(approver.c.task_id == task_id, approver.c.person_id == to_person))
        if known is None:
            session.execute(insert(approver), {"id": new_id(), "task_id": task_id, "person_id": to_person})
        work.tell("approval_forwarded", visibility="internal", task_id=task_id, step=row.step, to=to_person, comment=comment.strip())
        notify(session, [to_person], "approval_asked", case_id=work.id, step=row.step)


def _seat(session: Session, row: Row[Any]) -> Row[Any]:
    """The place at the table which the actor fills: the own one first, then one of somebody absent."""
    if row.kind != StepKind.APPROVAL:
        raise NotFound(what="approval")
    seats = session.rows(
        select(approver).where(approver.c.task_id == row.id, approver.c.decision == "", approver.c.person_id.in_(session.actor.identities))
    )
    if not seats:
        raise NothingToDecide()
    return next((seat for seat in seats if seat.person_id == session.actor.user_id), seats[0])


def _require_approver(session: Session, person_id: UUID) -> None:
    roles = session.scalar(select(person.c.roles).where(person.c.id == person_id, person.c.is_active))
    if roles is None or not any(Permission.APPROVE in GRANTS[Role(role)] for role in roles):
        raise NotFound(what="person", field="to_person")
