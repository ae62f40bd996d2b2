"""One thing done to many cases: each in a transaction of its own, so that one refusal leaves the others done, with a result per case.

This is the only operation that opens transactions itself: "all or nothing" is exactly what a bulk action must not be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.exc import OperationalError

from data.operations.processes import ask_requester, pause_case, reassign_task, take_task
from data.queries.processes.reading import readable_cases
from data.session import Session, reading, transaction
from data.tables.processes import cases, task
from models.access.actor import Actor
from models.access.permissions import Permission, require
from models.errors import Conflict, InvalidInput, KordonError, NotFound
from models.processes.case import may_distribute
from models.processes.definition import StepKind

MOST_CASES = 500


class TooManyCases(InvalidInput):
    """At most `limit` at once: a person must be able to read the results."""

    code = "too_many_cases"


class NoTaskHere(Conflict):
    """The case has no open task that the actor could take or give away."""

    code = "no_task_here"


class CaseIsBusy(Conflict):
    """Somebody else holds the case for longer than we wait."""

    code = "case_is_busy"


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one case; `error` is None when it was done."""

    case_id: UUID
    number: str
    title: str
    error: KordonError | None = None


def take_cases(actor: Actor, case_ids: Sequence[UUID]) -> list[ItemResult]:
    """Take the free task of each case."""
    return _each(actor, case_ids, _take)


def reassign_cases(actor: Actor, case_ids: Sequence[UUID], *, to_person: UUID | None, reason: str) -> list[ItemResult]:
    """Give the open tasks of each case to one person (None: back to the queue)."""

    def reassign(session: Session, case_id: UUID) -> None:
        movable = [
            row.id
            for row in _open_tasks(session, case_id)
            if row.assignee_id in session.actor.identities or may_distribute(session.actor, row.group_id)
        ]
        if not movable:
            raise NoTaskHere()
        for task_id in movable:
            reassign_task(session, task_id, to_person=to_person, reason=reason)

    return _each(actor, case_ids, reassign)


def pause_cases(actor: Actor, case_ids: Sequence[UUID], *, reason: str, resume_on: date | None = None) -> list[ItemResult]:
    """Stop the clock of each case."""
    return _each(actor, case_ids, lambda session, case_id: pause_case(session, case_id, reason=reason, resume_on=resume_on))


def ask_in_cases(actor: Actor, case_ids: Sequence[UUID], *, question: str) -> list[ItemResult]:
    """Ask the requester of each case the same question."""
    return _each(actor, case_ids, lambda session, case_id: ask_requester(session, case_id, question))


def _take(session: Session, case_id: UUID) -> None:
    waiting = [row for row in _open_tasks(session, case_id) if row.taken_at is None]
    given = [row.id for row in waiting if row.assignee_id in session.actor.identities]
    chosen = given or [row.id for row in waiting if row.assignee_id is None] or [row.id for row in waiting]
    if not chosen:
        raise NoTaskHere()
    take_task(session, chosen[0])


def _open_tasks(session: Session, case_id: UUID) -> Sequence[Row[Any]]:
    return session.rows(
        select(task.c.id, task.c.assignee_id, task.c.group_id, task.c.taken_at)
        .where(task.c.case_id == case_id, task.c.state == "open", task.c.kind == StepKind.TASK.value)
        .order_by(task.c.entered_at, task.c.id)
    )


def _each(actor: Actor, case_ids: Sequence[UUID], act: Callable[[Session, UUID], object]) -> list[ItemResult]:
    require(actor, Permission.WORK_CASES)
    wanted = list(dict.fromkeys(case_ids))
    if len(wanted) > MOST_CASES:
        raise TooManyCases(limit=MOST_CASES, found=len(wanted))
    with reading(actor) as session:
        known = {
            row.id: row
            for row in session.rows(select(cases.c.id, cases.c.number, cases.c.title).where(cases.c.id.in_(wanted), readable_cases(actor)))
        }
    results = []
    for case_id in wanted:
        row = known.get(case_id)
        if row is None:
            results.append(ItemResult(case_id, "", "", NotFound(what="case")))
            continue
        results.append(ItemResult(case_id, row.number, row.title, _one(actor, case_id, act)))
    return results


def _one(actor: Actor, case_id: UUID, act: Callable[[Session, UUID], object]) -> KordonError | None:
    try:
        with transaction(actor) as session:
            act(session, case_id)
    except KordonError as error:
        return error
    except OperationalError:  # waited for a lock for too long, or was chosen to break a deadlock
        return CaseIsBusy()
    return None
