"""The form of a task for the person who fills it in now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from data.queries.processes.definitions import definition_of
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.processes import cases, task
from models.errors import NotFound
from models.processes.case import may_distribute
from models.processes.definition import Field


@dataclass(frozen=True, slots=True)
class TaskForm:
    """`fields` of the step that are entered here, keys it asks for besides, all values of the case."""

    fields: Sequence[Field]
    required: frozenset[str]
    context: Mapping[str, Any]


def task_form(session: Session, task_id: UUID) -> TaskForm:
    """Raises `NotFound` for a task that is over or that the actor does not work on."""
    row = session.first(
        select(task.c.step, task.c.assignee_id, task.c.group_id, cases.c.version_id, cases.c.fields)
        .join(cases, cases.c.id == task.c.case_id)
        .where(task.c.id == task_id, task.c.state == "open", readable_cases(session.actor))
    )
    actor = session.actor
    if row is None or not (
        row.assignee_id in actor.identities
        or may_distribute(actor, row.group_id)
        or (row.assignee_id is None and row.group_id in actor.group_ids)
    ):
        raise NotFound(what="task")
    definition = definition_of(session, row.version_id)
    step = definition.step(row.step)
    return TaskForm(
        [definition.field(item.key) for item in step.fields if item.edit],
        frozenset(item.key for item in step.fields if item.required),
        dict(row.fields),
    )
