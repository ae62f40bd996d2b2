"""The end of a case: by its route, by withdrawal, and what the requester thinks of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from data.operations.processes.answers import deliver_answer
from data.operations.processes.notices import notify
from data.operations.processes.work import CaseWork, case_work
from data.session import Session
from data.tables.processes import cases, sla_pause, task
from models.errors import Forbidden, InvalidInput
from models.processes.case import CLOSED, AlreadyRated, CaseState, ReasonNeeded
from models.processes.sla import promise_kept


class WrongRating(InvalidInput):
    """One to five stars."""

    code = "wrong_rating"


def close_case(work: CaseWork, outcome: str) -> None:
    """End the case with this outcome: everything still open is cancelled, the answer is delivered, a waiting parent goes on."""
    ending = next(item for item in work.definition.outcomes if item.key == outcome)
    _finish(work, CaseState.REFUSED if ending.refused else CaseState.DONE, outcome=outcome, negative=ending.negative)
    work.tell("case_closed", outcome=outcome, refused=ending.refused)
    if ending.refused:
        notify(work.session, [work.requester_id], "refused", case_id=work.id)
    deliver_answer(work)
    _tell_parent(work)


def withdraw_case(session: Session, case_id: UUID, *, reason: str) -> None:
    """The requester does not need the answer any more. Raises `Forbidden` for anybody else."""
    # Children before the parent: a child that ends takes the locks in this order too.
    unfinished = cases.c.parent_id == case_id, cases.c.closed_at.is_(None)
    children = session.rows(select(cases.c.id).where(*unfinished).with_for_update(key_share=True))
    with case_work(session, case_id) as work:
        work.require_open()
        if work.requester_id is None or work.requester_id not in session.actor.identities:
            raise Forbidden(what="withdraw")
        if not reason.strip():
            raise ReasonNeeded(field="reason")
        _withdraw(work, reason.strip())
    for child in children:
        with case_work(session, child.id, by_process=True) as work:
            if not work.is_closed:
                _withdraw(work, reason.strip())


def _withdraw(work: CaseWork, reason: str) -> None:
    carriers = [row.assignee_id for row in work.session.rows(
        select(task.c.assignee_id).where(task.c.case_id == work.id, task.c.state == "open", task.c.assignee_id.is_not(None))
    )]  # fmt: skip
    _finish(work, CaseState.WITHDRAWN, outcome="", negative=False)
    work.tell("case_withdrawn", reason=reason)
    notify(work.session, [*carriers, work.owner_id], "withdrawn", case_id=work.id)
    _tell_parent(work)


def _finish(work: CaseWork, state: CaseState, *, outcome: str, negative: bool) -> None:
    session = work.session
    end = work.paused_at or session.now
    minutes = max(0, work.calendar.minutes_between(work.opened_at, end) - work.paused_minutes)
    session.execute(
        update(task)
        .where(task.c.case_id == work.id, task.c.state == "open")
        .values(state="cancelled", done_at=session.now)
    )
    session.execute(
        update(sla_pause)
        .where(sla_pause.c.case_id == work.id, sla_pause.c.resumed_at.is_(None))
        .values(resumed_at=session.now, resumed_by=session.actor.user_id)
    )
    columns: dict[str, Any] = {
        "state": state.value, "outcome": outcome, "negative": negative, "closed_at": session.now, "handling_minutes": minutes,
        "sla_met": promise_kept(work.due_at, end, is_withdrawn=state is CaseState.WITHDRAWN),
        "paused_at": None, "resume_on": None,
    }  # fmt: skip
    work.set(**columns)


def _tell_parent(work: CaseWork) -> None:
    if work.parent_task_id is None:
        return
    from data.operations.processes.tasks import child_case_ended

    # The child's own row must be written first: the parent's route may read it.
    child_case_ended(work.session, work.parent_task_id, outcome=work.outcome, fields=work.fields)


def rate_case(session: Session, case_id: UUID, *, stars: int, comment: str = "") -> None:
    """The requester's opinion of the answer, once."""
    if stars not in range(1, 6):
        raise WrongRating(field="stars")
    with case_work(session, case_id) as work:
        if work.requester_id is None or work.requester_id != session.actor.user_id:
            raise Forbidden(what="rate")
        if work.state not in CLOSED or work.state == CaseState.WITHDRAWN or work.rating is not None:
            raise AlreadyRated(number=work.number)
        work.set(rating=stars, rating_comment=comment.strip()[:2000])
        work.tell("case_rated", stars=stars)
        notify(session, [work.owner_id], "rated", case_id=work.id, stars=stars)
