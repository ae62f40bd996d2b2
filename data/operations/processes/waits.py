"""The end of a wait: its time has come, or what the case waits for has happened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from data.operations.processes.engine import leave
from data.operations.processes.tasks import finish_task
from data.operations.processes.work import CaseWork, case_of_task, case_work, lock_task
from data.session import Session
from data.tables.processes import cases, task
from models.processes.case import NotYourTask, may_work
from models.processes.definition import StepKind


def fire_due_timers(session: Session, *, limit: int = 200) -> int:
    """Let the cases go on whose waiting time is over. Returns how many; call again while it returns `limit`."""
    found = session.rows(
        select(task.c.id)
        .join(cases, cases.c.id == task.c.case_id)
        .where(task.c.state == "open", task.c.wait_until <= session.now, cases.c.paused_at.is_(None))
        .order_by(task.c.wait_until)
        .limit(limit)
    )
    return sum(_time_is_over(session, row.id) for row in found)


def raise_event(session: Session, case_id: UUID, event: str, *, comment: str = "") -> int:
    """What the case waits for has happened: so says another system, or one of those who carry the case.

    Returns how many waits it ended. Raises `NotYourTask`, `CaseIsPaused`, `CaseAlreadyClosed`."""
    with case_work(session, case_id) as work:
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        work.require_active()
        waits = (task.c.state == "open", task.c.kind == StepKind.WAIT.value, task.c.wait_event == event)
        found = session.rows(select(task).where(task.c.case_id == case_id, *waits).with_for_update())
        for row in found:
            _end_wait(work, row, outcome="event", comment=comment.strip())
        return len(found)


def _time_is_over(session: Session, task_id: UUID) -> bool:
    with case_work(session, case_of_task(session, task_id), by_process=True) as work:
        row = lock_task(session, task_id)
        if work.is_closed or work.paused_at is not None or row.state != "open":
            return False
        _end_wait(work, row, outcome="timeout")
        return True


def _end_wait(work: CaseWork, row: Row[Any], *, outcome: str, comment: str = "") -> None:
    finish_task(work, row, outcome=outcome, comment=comment)
    work.tell("wait_ended", task_id=row.id, step=row.step, outcome=outcome, **({"comment": comment} if comment else {}))
    leave(work, row.step, row.branch)
