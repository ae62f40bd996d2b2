"""Stopping the clock with a reason, and starting it again: by hand, on a date, or by the requester's answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update

from data.ids import new_id
from data.operations.processes.engine import refresh_state
from data.operations.processes.notices import notify
from data.operations.processes.tasks import mark_reaction
from data.operations.processes.work import CaseWork, case_work
from data.session import Session
from data.settings import read_settings
from data.tables.processes import cases, sla_pause, task
from models.errors import InvalidInput
from models.processes.case import CaseNotPaused, CaseState, NotYourTask, ReasonNeeded, may_work
from models.processes.sla import shift_after_pause


class ResumeDateTooEarly(InvalidInput):
    """A case is resumed tomorrow at the earliest."""

    code = "resume_date_too_early"


def pause_case(session: Session, case_id: UUID, *, reason: str, resume_on: date | None = None) -> None:
    """Stop the SLA clock. The case comes back by itself on the morning of `resume_on`."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
    if resume_on is not None and resume_on <= today:
        raise ResumeDateTooEarly(field="resume_on")
    with case_work(session, case_id) as work:
        work.require_active()
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        mark_reaction(work)
        stop_clock(work, CaseState.PAUSED, reason=reason.strip(), resume_on=resume_on)
        work.tell("case_paused", reason=reason.strip(), resume_on=resume_on)
        notify(session, [work.requester_id], "paused", case_id=work.id, resume_on=resume_on)


def resume_case(session: Session, case_id: UUID) -> None:
    """Start the clock again: the working time that was left is given back in full."""
    with case_work(session, case_id) as work:
        work.require_open()
        if not may_work(session.actor, work.facts):
            raise NotYourTask()
        start_clock(work)


def stop_clock(work: CaseWork, state: CaseState, *, reason: str, resume_on: date | None = None) -> None:
    """Put the case on hold in this state."""
    session = work.session
    work.set(state=state.value, paused_at=session.now, resume_on=resume_on, pause_reason=reason, state_before_pause=work.state)
    session.execute(
        insert(sla_pause),
        {
            "id": new_id(), "case_id": work.id, "paused_at": session.now, "resume_on": resume_on, "reason": reason,
            "paused_by": session.actor.user_id,
        },
    )  # fmt: skip


def start_clock(work: CaseWork) -> None:
    """Move every open deadline of the case by the time it stood still. Raises `CaseNotPaused`."""
    session, paused_at = work.session, work.paused_at
    if paused_at is None:
        raise CaseNotPaused(number=work.number)
    due = _shifted(work, work.due_at, paused_at)
    reminders = [_shifted(work, moment, paused_at) for moment in work.remind_times]
    stood = max(0, work.calendar.minutes_between(paused_at, session.now))
    work.set(
        paused_at=None, resume_on=None, pause_reason="", due_at=due, remind_times=reminders,
        reaction_due_at=_shifted(work, work.reaction_due_at, paused_at) if work.reacted_at is None else work.reaction_due_at,
        paused_minutes=work.paused_minutes + stood, state=work.state_before_pause or CaseState.IN_WORK.value,
    )  # fmt: skip
    opened = session.rows(select(task.c.id, task.c.due_at, task.c.remind_times).where(task.c.case_id == work.id, task.c.state == "open"))
    changes: list[dict[str, Any]] = []
    for row in opened:
        later = [_shifted(work, moment, paused_at) for moment in row.remind_times]
        changes.append({"of": row.id, "due": _shifted(work, row.due_at, paused_at), "times": later})
    if changes:
        session.execute(
            update(task)
            .where(task.c.id == bindparam("of"))
            .values(due_at=bindparam("due"), remind_times=bindparam("times")),
            changes,
        )
    session.execute(
        update(sla_pause)
        .where(sla_pause.c.case_id == work.id, sla_pause.c.resumed_at.is_(None))
        .values(resumed_at=session.now, resumed_by=session.actor.user_id)
    )
    work.tell("case_resumed", minutes=stood)
    refresh_state(work)


def _shifted(work: CaseWork, moment: datetime | None, paused_at: datetime) -> datetime | None:
    return shift_after_pause(moment, paused_at, work.session.now, calendar=work.calendar) if moment is not None else None


def resume_due_cases(session: Session, *, limit: int = 200) -> int:
    """Bring back the cases whose day has come (a job calls this). Returns how many; call again while it returns `limit`."""
    today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
    found = session.rows(
        select(cases.c.id).where(cases.c.paused_at.is_not(None), cases.c.resume_on <= today).order_by(cases.c.resume_on).limit(limit)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    for row in found:
        with case_work(session, row.id) as work:
            start_clock(work)
            notify(session, [work.owner_id], "resumed", case_id=work.id)
    return len(found)
