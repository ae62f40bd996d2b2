"""How a case moves: from step to step, relationally. Steps in which somebody or something is waited for have a row in `task`; all others
are passed in the same transaction. The meaning of a definition is `models/processes/execution.py`; here it is only carried out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from data.ids import new_id
from data.operations.processes.answers import answer_words, compose_for
from data.operations.processes.assignment import approvers_for, assignee_for, group_by_code
from data.operations.processes.notices import notify, people_of_target
from data.operations.processes.work import CaseWork, group_members
from data.queries.processes.definitions import published
from data.tables.processes import approver, join_arrival, task
from models.errors import Conflict
from models.processes.answer import fill_text
from models.processes.case import CaseState, NoApprover, Priority
from models.processes.decision_table import decide
from models.processes.definition import Step, StepKind
from models.processes.execution import branch_paths, join_is_complete, next_moves, split_of
from models.processes.scorers import scorer

Position = tuple[str, str]  # step, branch
_MOST_STEPS = 200

_STATE_BY_KIND = {
    StepKind.TASK: CaseState.IN_WORK,
    StepKind.APPROVAL: CaseState.APPROVAL,
    StepKind.WAIT: CaseState.WAITING,
    StepKind.SUBCASE: CaseState.WAITING,
}  # fmt: skip
_STATE_ORDER = (CaseState.WAITING_REQUESTER, CaseState.IN_WORK, CaseState.NEW, CaseState.APPROVAL, CaseState.WAITING)


class RunsInCircles(Conflict):
    """Automatic steps follow each other without end: a defect of the definition."""

    code = "runs_in_circles"


def arrive(work: CaseWork, step: str, branch: str = "") -> None:
    """Enter a step and everything that follows it by itself, until people or time are waited for; then work out the case's state."""
    pending: deque[Position] = deque([(step, branch)])
    for _passed in range(_MOST_STEPS):
        if not pending or work.is_closed:
            break
        key, path = pending.popleft()
        here = work.definition.step(key)
        pending.extend(_ENTER[here.kind](work, here, path))
    else:
        raise RunsInCircles(service=work.service, step=step)
    refresh_state(work)


def leave(work: CaseWork, step: str, branch: str, outcome: str = "") -> None:
    """Go on from a step that was waited in."""
    arrive(work, next_moves(work.definition, step, outcome, work.fields)[0].target, branch)


def _go_on(work: CaseWork, step: Step, branch: str) -> list[Position]:
    return [(route.target, branch) for route in next_moves(work.definition, step.key, "", work.fields)]


def _enter_task(work: CaseWork, step: Step, branch: str) -> list[Position]:
    group = group_by_code(work.session, step.group)
    assignee = assignee_for(work, step, group)
    task_id = _wait_here(work, step, branch, group_id=group, assignee_id=assignee)
    work.tell("task_entered", visibility="internal", task_id=task_id, step=step.key, assignee=assignee)
    if assignee:
        notify(work.session, [assignee], "task_assigned", case_id=work.id, step=step.key)
    else:
        notify(work.session, group_members(work.session, group), "task_in_group", case_id=work.id, step=step.key)
    return []


def _enter_approval(work: CaseWork, step: Step, branch: str) -> list[Position]:
    group = group_by_code(work.session, step.group) if step.group else work.group_id
    people = approvers_for(work, step, group)
    if not people:
        raise NoApprover(step=step.key)
    task_id = _wait_here(work, step, branch, group_id=group)
    work.session.execute(insert(approver), [{"id": new_id(), "task_id": task_id, "person_id": asked} for asked in people])
    work.tell("approval_asked", visibility="internal", task_id=task_id, step=step.key, people=people)
    notify(work.session, people, "approval_asked", case_id=work.id, step=step.key)
    return []


def _wait_here(work: CaseWork, step: Step, branch: str, **columns: Any) -> UUID:
    session = work.session
    due, reminders = work.deadlines(step.sla)
    visits = session.scalar(select(func.count()).select_from(task).where(task.c.case_id == work.id, task.c.step == step.key))
    row = {
        "id": new_id(), "case_id": work.id, "step": step.key, "kind": step.kind.value, "state": "open",
        "branch": branch, "visit": visits + 1, "entered_at": session.now, "due_at": due, "remind_times": reminders,
        "escalate_to": step.sla.escalate_to if step.sla else "lead", **columns,
    }  # fmt: skip
    session.execute(insert(task), row)
    return UUID(str(row["id"]))


def _enter_decide(work: CaseWork, step: Step, branch: str) -> list[Position]:
    table = next(table for table in work.definition.tables if table.key == step.table)
    set_fields(work, decide(table, work.fields))
    work.tell("decided_by_table", visibility="internal", step=step.key, result={name: work.fields.get(name) for name in table.outputs})
    return _go_on(work, step, branch)


def _enter_set(work: CaseWork, step: Step, branch: str) -> list[Position]:
    set_fields(work, step.values)
    return _go_on(work, step, branch)


def _enter_score(work: CaseWork, step: Step, branch: str) -> list[Position]:
    result = scorer(step.scorer)(work.definition, work.fields)
    set_fields(work, result.fields)
    work.set(risk_level=result.level)
    work.tell("scored", visibility="internal", step=step.key, level=result.level, score=result.score)
    return _go_on(work, step, branch)


def _enter_compose(work: CaseWork, step: Step, branch: str) -> list[Position]:
    compose_for(work, step.template)
    return _go_on(work, step, branch)


def _enter_notify(work: CaseWork, step: Step, branch: str) -> list[Position]:
    people = people_of_target(
        work.session, step.notify, requester_id=work.requester_id, owner_id=work.owner_id, group_id=work.group_id
    )  # fmt: skip
    message = {lang: fill_text(words, answer_words(work, lang)) for lang, words in step.message.items()}
    notify(work.session, people, "told_by_process", case_id=work.id, step=step.key, message=message)
    return _go_on(work, step, branch)


def _enter_subcase(work: CaseWork, step: Step, branch: str) -> list[Position]:
    from data.operations.processes.opening import open_subcase

    values = {there: work.fields[here] for here, there in step.copy_fields.items() if work.fields.get(here) is not None}
    task_id = _wait_here(work, step, branch) if step.wait_for else None
    child = open_subcase(work, step.process, values, task_id=task_id)
    work.tell("subcase_opened", visibility="internal", task_id=task_id, step=step.key, number=child.number, case=child.id)
    if task_id is None:
        return _go_on(work, step, branch)
    work.session.execute(update(task).where(task.c.id == task_id).values(child_case_id=child.id))
    promised = published(work.session, step.process)[2].sla.resolution_minutes
    if promised and work.due_at is not None:  # what was promised for the case did not count with the other one
        work.set(
            extended_minutes=work.extended_minutes + promised,
            due_at=work.calendar.due_at(work.due_at, promised),
            remind_times=[work.calendar.due_at(moment, promised) for moment in work.remind_times],
        )
        work.tell("deadline_extended", step=step.key, minutes=promised)
    return []


def _enter_wait(work: CaseWork, step: Step, branch: str) -> list[Position]:
    until = None
    if step.minutes is not None:
        until = work.calendar.due_at(work.session.now, step.minutes)
    elif step.calendar_minutes is not None:
        until = work.session.now + timedelta(minutes=step.calendar_minutes)
    task_id = _wait_here(work, step, branch, wait_until=until, wait_event=step.event)
    work.tell("waiting", task_id=task_id, step=step.key, until=until, event=step.event)
    return []


def _enter_split(work: CaseWork, step: Step, branch: str) -> list[Position]:
    routes = next_moves(work.definition, step.key, "", work.fields)
    paths = branch_paths(work.definition, step.key, branch)
    return [(route.target, path) for route, path in zip(routes, paths, strict=True)]


def _enter_join(work: CaseWork, step: Step, branch: str) -> list[Position]:
    around, split = split_of(branch)
    expected = branch_paths(work.definition, split, around)
    session = work.session
    session.execute(insert(join_arrival), {"case_id": work.id, "step": step.key, "branch": branch, "at": session.now})
    here = join_arrival.c.case_id == work.id, join_arrival.c.step == step.key, join_arrival.c.branch.in_(expected)
    arrived = {row.branch for row in session.rows(select(join_arrival.c.branch).where(*here))}
    if not join_is_complete(arrived, expected):
        return []
    session.execute(delete(join_arrival).where(*here))  # a loop may come here again
    return _go_on(work, step, around)


def _enter_end(work: CaseWork, step: Step, _branch: str) -> list[Position]:
    from data.operations.processes.closing import close_case

    close_case(work, step.outcome)
    return []


_ENTER: dict[StepKind, Callable[[CaseWork, Step, str], list[Position]]] = {
    StepKind.TASK: _enter_task, StepKind.APPROVAL: _enter_approval, StepKind.DECIDE: _enter_decide, StepKind.SET: _enter_set,
    StepKind.SCORE: _enter_score, StepKind.COMPOSE: _enter_compose, StepKind.NOTIFY: _enter_notify, StepKind.SUBCASE: _enter_subcase,
    StepKind.WAIT: _enter_wait, StepKind.SPLIT: _enter_split, StepKind.JOIN: _enter_join, StepKind.END: _enter_end,
}  # fmt: skip


def set_fields(work: CaseWork, values: Any) -> None:
    """Set fields by the process itself; priority and amount of the case follow their fields."""
    work.fields.update(values)
    definition = work.definition
    if definition.priority_field and definition.priority_field in work.fields:
        work.set(priority=Priority.number(str(work.fields[definition.priority_field])))
    if definition.amount_field:
        work.set(amount_kopecks=work.fields.get(definition.amount_field))


def refresh_state(work: CaseWork) -> None:
    """State, owner and group of the case from what is open now. A pause is not lifted by it."""
    if work.is_closed:
        return
    opened = work.session.rows(
        select(task.c.step, task.c.kind, task.c.assignee_id, task.c.group_id, task.c.taken_at)
        .where(task.c.case_id == work.id, task.c.state == "open")
        .order_by(task.c.entered_at, task.c.id)
    )
    states = set()
    for row in opened:
        named = work.definition.step(row.step).status
        state = CaseState(named) if named in set(CaseState) else _STATE_BY_KIND[StepKind(row.kind)]
        states.add(CaseState.NEW if state is CaseState.IN_WORK and row.assignee_id is None and work.reacted_at is None else state)
    found = next((state for state in _STATE_ORDER if state in states), CaseState.IN_WORK)
    if work.paused_at is not None:
        work.set(state_before_pause=found.value)
    elif found.value != work.state:
        work.set(state=found.value)
    worker = next((row for row in opened if row.kind == StepKind.TASK and row.assignee_id), None)
    if worker is not None and worker.assignee_id != work.owner_id:
        work.set(owner_id=worker.assignee_id)
