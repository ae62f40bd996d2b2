"""The tasks of a case that wait for somebody, and what the reader may do with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from data.queries.processes.clocks import Left, time_left
from data.session import Session
from data.tables.access import work_group
from data.tables.processes import cases
from models.access.permissions import Permission, may
from models.processes.case import CaseFacts, may_distribute, may_work
from models.processes.definition import Definition, Step, StepKind
from models.processes.sla import SlaState, sla_state
from models.processes.working_time import WorkCalendar

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for somebody. `mine`: the reader may complete it now; `can_take`: it is free for him."""

    id: UUID
    step: Step
    kind: str
    assignee_id: UUID | None
    assignee: str
    group: Text
    entered_at: datetime
    due_at: datetime | None
    sla: SlaState
    left: Left | None
    mine: bool
    can_take: bool
    can_reassign: bool
    my_decision: bool
    can_end_wait: bool = False
    waiting_for: Sequence[str] = ()
    wait_until: datetime | None = None
    child: tuple[str, str] | None = None  # number and state of the sub-case


def open_tasks(
    session: Session, definition: Definition, tasks: Sequence[Any], *, asked: Sequence[Any], names: Mapping[str, str], facts: CaseFacts,
    clock: WorkCalendar | None,
) -> list[OpenTask]:  # fmt: skip
    actor = session.actor
    groups = {row.id: row.name for row in session.rows(select(work_group.c.id, work_group.c.name))}
    ids = [one.child_case_id for one in tasks if one.child_case_id]
    children = {
        row.id: (row.number, row.state)
        for row in session.rows(select(cases.c.id, cases.c.number, cases.c.state).where(cases.c.id.in_(ids)))
    }
    works = may_work(actor, facts)
    found = []
    for one in tasks:
        if one.state != "open":
            continue
        step = definition.step(one.step)
        waiting = [seat for seat in asked if seat.task_id == one.id and not seat.decision]
        distributes = may_distribute(actor, one.group_id)
        member = one.group_id in actor.group_ids
        free = one.kind == StepKind.TASK and one.assignee_id is None and (member or may(actor, Permission.SEE_ALL_CASES))
        found.append(
            OpenTask(
                id=one.id, step=step, kind=one.kind, assignee_id=one.assignee_id, assignee=names.get(str(one.assignee_id), ""),
                group=groups.get(one.group_id, {}), entered_at=one.entered_at, due_at=one.due_at,
                sla=sla_state(one.due_at, session.now, soon_at=one.remind_times[0] if len(one.remind_times) > 1 else None),
                left=time_left(one.due_at, clock, now=session.now),
                mine=one.kind == StepKind.TASK and works and (one.assignee_id in actor.identities or distributes or free),
                can_end_wait=works and bool(one.wait_event),
                can_take=free, can_reassign=one.kind == StepKind.TASK and (distributes or one.assignee_id in actor.identities),
                my_decision=any(seat.person_id in actor.identities for seat in waiting),
                waiting_for=[names.get(str(seat.person_id), "") for seat in waiting], wait_until=one.wait_until,
                child=children.get(one.child_case_id),
            )
        )  # fmt: skip
    return found
