"""Work on a task: take it, fill it in, complete it, hand it over. The case is locked, then the task: one of two wins, the other is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select, update

from data.operations.processes.drafts import discard_draft
from data.operations.processes.engine import leave, refresh_state, set_fields
from data.operations.processes.files import files_of_case
from data.operations.processes.notices import notify
from data.operations.processes.work import CaseWork, case_of_task, case_work, group_members, lock_task
from data.session import Session
from data.settings import read_settings
from data.tables.access import membership, person
from data.tables.processes import cases, task
from models.access.permissions import Permission, may
from models.errors import Conflict, InvalidInput, NotFound
from models.processes.case import (
    CommentNeeded,
    FormChangedMeanwhile,
    NotYourTask,
    ReasonNeeded,
    StepNotReady,
    TaskAlreadyDone,
    TaskAlreadyTaken,
    may_distribute,
)
from models.processes.definition import StepKind
from models.processes.execution import guards_broken, outcome_of
from models.processes.form import validate


class PersonCannotWork(InvalidInput):
    """The chosen person is not an active member of the task's group."""

    code = "person_cannot_work"


class NothingToTake(Conflict):
    """The queue is empty."""

    code = "nothing_to_take"


@contextmanager
def task_in_hand(session: Session, task_id: UUID) -> Iterator[tuple[CaseWork, Row[Any]]]:
    """The case and its open task, both locked. Raises `TaskAlreadyDone` with who was first."""
    with case_work(session, case_of_task(session, task_id)) as work:
        work.require_active()
        row = lock_task(session, task_id)
        if row.state != "open":
            name = session.scalar(select(person.c.full_name).where(person.c.id == row.done_by))
            raise TaskAlreadyDone(by=name or "", at=row.done_at, outcome=row.outcome)
        yield work, row


def take_task(session: Session, task_id: UUID) -> None:
    """Accept a task into work. Raises `TaskAlreadyTaken` or `NotYourTask`."""
    with task_in_hand(session, task_id) as (work, row):
        _require_task(row)
        if row.assignee_id is not None and row.assignee_id not in session.actor.identities:
            name = session.scalar(select(person.c.full_name).where(person.c.id == row.assignee_id))
            raise TaskAlreadyTaken(by=name or "")
        if row.assignee_id is None and not (row.group_id in session.actor.group_ids or may(session.actor, Permission.SEE_ALL_CASES)):
            raise NotYourTask()
        owner = row.assignee_id or session.actor.user_id
        session.execute(update(task).where(task.c.id == task_id).values(assignee_id=owner, taken_at=row.taken_at or session.now))
        mark_reaction(work)
        work.set(owner_id=owner)
        work.tell("task_taken", task_id=task_id, step=row.step)
        refresh_state(work)


def take_next_task(session: Session) -> UUID:
    """Take the most urgent unassigned task of the actor's groups and return its case. Two people never get the same one."""
    free = (
        select(task.c.id, task.c.case_id)
        .join(cases, cases.c.id == task.c.case_id)
        .where(
            task.c.state == "open", task.c.kind == StepKind.TASK.value, task.c.assignee_id.is_(None), cases.c.paused_at.is_(None),
            task.c.group_id.in_(session.actor.group_ids),
        )
        .order_by(task.c.due_at.asc().nulls_last(), task.c.entered_at)
        .limit(1)
        .with_for_update(of=cases, skip_locked=True, key_share=True)  # the case first, as everywhere
    )  # fmt: skip
    while (found := session.first(free)) is not None:
        # Between our look and our lock somebody may have taken it, the actor's own other window too; the next look no longer finds it.
        if lock_task(session, found.id).assignee_id is None:
            take_task(session, found.id)
            return UUID(str(found.case_id))
    raise NothingToTake()


def save_task_fields(session: Session, task_id: UUID, *, values: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Keep what was entered in the task's form without completing it. `seen` are the values the form was opened with.

    Raises `FormChangedMeanwhile` if somebody has changed one of these fields to something else, and `InvalidFields`; then nothing is saved.
    """
    with task_in_hand(session, task_id) as (work, row):
        _require_worker(work, row)
        mark_reaction(work)
        _write_fields(work, row, values=values, seen=seen, complete=False)
        work.tell("fields_changed", visibility="internal", task_id=task_id, step=row.step, fields=sorted(values))
        discard_draft(session, "task", str(task_id))


def complete_task(
    session: Session, task_id: UUID, outcome: str, *, values: Mapping[str, Any] | None = None, seen: Mapping[str, Any] | None = None,
    comment: str = "",
) -> None:  # fmt: skip
    """End a task with one of its outcomes; the case moves on. Raises what `save_task_fields` raises, `StepNotReady`, `CommentNeeded`."""
    with task_in_hand(session, task_id) as (work, row):
        _require_task(row)
        _require_worker(work, row)
        step = work.definition.step(row.step)
        ending = outcome_of(step, outcome)
        if ending.needs_comment and not comment.strip():
            raise CommentNeeded(field="comment")
        mark_reaction(work)
        _write_fields(work, row, values=values or {}, seen=seen or {}, complete=ending.style != "danger" and not ending.needs_comment)
        broken = guards_broken(step, outcome, work.fields)
        if broken:
            raise StepNotReady(messages=[dict(guard.message) for guard in broken])
        finish_task(work, row, outcome=outcome, comment=comment.strip())
        work.tell("task_completed", visibility="internal", task_id=task_id, step=row.step, outcome=outcome, comment=comment.strip())
        discard_draft(session, "task", str(task_id))
        leave(work, row.step, row.branch, outcome)


def reassign_task(session: Session, task_id: UUID, *, to_person: UUID | None = None, reason: str) -> None:
    """Give a task to another member of its group (None: back to the queue). Own tasks by oneself, others' by the group's lead."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    with task_in_hand(session, task_id) as (work, row):
        _require_task(row)
        if row.assignee_id not in session.actor.identities and not may_distribute(session.actor, row.group_id):
            raise NotYourTask()
        if to_person is not None and not _can_work(session, to_person, row.group_id):
            raise PersonCannotWork(field="to_person")
        session.execute(update(task).where(task.c.id == task_id).values(assignee_id=to_person, taken_at=None))
        work.set(owner_id=to_person)
        work.tell(
            "task_reassigned",
            visibility="internal",
            task_id=task_id,
            step=row.step,
            to=to_person,
            came_from=row.assignee_id,
            reason=reason.strip(),
        )
        notify(session, [to_person] if to_person else group_members(session, row.group_id), "task_assigned", case_id=work.id, step=row.step)
        refresh_state(work)


def finish_task(work: CaseWork, row: Row[Any], *, outcome: str, comment: str = "") -> None:
    """Write the end of a task; where the case goes from here is the caller's."""
    session = work.session
    minutes = work.calendar.minutes_between(row.entered_at, session.now)
    session.execute(
        update(task).where(task.c.id == row.id).values(
            state="done", done_at=session.now, done_by=session.actor.user_id, outcome=outcome, comment=comment, working_minutes=minutes,
            assignee_id=row.assignee_id or session.actor.user_id if row.kind == StepKind.TASK else row.assignee_id,
        )
    )  # fmt: skip


def child_case_ended(session: Session, task_id: UUID, *, outcome: str, fields: Mapping[str, Any]) -> None:
    """A sub-case has ended: the step that waited for it is done, and what it found is taken over where the parent has such fields."""
    with case_work(session, case_of_task(session, task_id), by_process=True) as work:
        row = lock_task(session, task_id)
        if work.is_closed or row.state != "open":
            return
        known = {item.key for item in work.definition.fields}
        set_fields(work, {key: value for key, value in fields.items() if key in known and key not in work.fields})
        finish_task(work, row, outcome=outcome)
        work.tell("subcase_ended", visibility="internal", task_id=task_id, step=row.step, outcome=outcome)
        leave(work, row.step, row.branch, outcome)


def mark_reaction(work: CaseWork) -> None:
    """The first time a person of the service touches the case: the requester is no longer waiting to be noticed."""
    if work.reacted_at is None and not work.session.actor.is_system and work.session.actor.user_id != work.requester_id:
        work.set(reacted_at=work.session.now, reaction_minutes=work.calendar.minutes_between(work.opened_at, work.session.now))


def _write_fields(work: CaseWork, row: Row[Any], *, values: Mapping[str, Any], seen: Mapping[str, Any], complete: bool) -> None:
    step = work.definition.step(row.step)
    editable = {item.key: item for item in step.fields if item.edit}
    given = {key: value for key, value in values.items() if key in editable}
    conflicts = {
        key: {"mine": value, "theirs": work.fields.get(key)}
        for key, value in given.items()
        if key in seen and work.fields.get(key) != seen[key] and work.fields.get(key) != value
    }
    if conflicts:
        raise FormChangedMeanwhile(conflicts=conflicts)
    fields = [work.definition.field(key) for key in editable]
    if not complete:  # a form that is only kept, or sent back, may still have gaps
        fields = [replace(field, required=False, required_if=None) for field in fields]
    merged = {key: value for key in editable if (value := given.get(key, work.fields.get(key))) is not None}
    clean = validate(
        fields, {**dict.fromkeys(given), **merged}, context=work.fields, known_files=files_of_case(work.session, work.id),
        required_extra=[key for key, item in editable.items() if item.required] if complete else [],
        today=work.session.now.astimezone(ZoneInfo(read_settings().zone)).date(),
    )  # fmt: skip
    set_fields(work, {key: clean.get(key) for key in given})


def _require_task(row: Row[Any]) -> None:
    if row.kind != StepKind.TASK:
        raise NotFound(what="task")


def _require_worker(work: CaseWork, row: Row[Any]) -> None:
    """Only the assignee (or who stands in for him), the group's lead, or — while nobody has it — a member of the group."""
    actor = work.session.actor
    if row.assignee_id in actor.identities or may_distribute(actor, row.group_id):
        return
    if row.assignee_id is None and row.group_id in actor.group_ids:
        return
    raise NotYourTask()


def _can_work(session: Session, person_id: UUID, group_id: UUID | None) -> bool:
    return session.first(
        select(person.c.id)
        .join(membership, membership.c.person_id == person.c.id)
        .where(person.c.id == person_id, person.c.is_active, membership.c.group_id == group_id)
    ) is not None  # fmt: skip
