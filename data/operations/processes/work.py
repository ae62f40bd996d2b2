"""A case in hand: locked, with everything that this transaction does to it collected and written once at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.queries.calendars import work_calendar
from data.queries.processes.definitions import definition_of
from data.session import Session
from data.tables.access import membership, work_group
from data.tables.processes import approver, case_event, cases, participant, task
from models.errors import NotFound
from models.processes.case import CLOSED, PAUSED, CaseAlreadyClosed, CaseFacts, CaseIsPaused, may_read_case
from models.processes.definition import Definition, Sla
from models.processes.sla import deadlines
from models.processes.working_time import WorkCalendar


class CaseWork:
    """One case under a row lock. Read through it, change through `set` and `fields`, tell the story through `tell`."""

    def __init__(self, session: Session, row: Row[Any]) -> None:
        self.session = session
        self._row = row
        self._changes: dict[str, Any] = {}
        self._events: list[dict[str, Any]] = []
        self.fields: dict[str, Any] = dict(row.fields)

    def __getattr__(self, name: str) -> Any:
        if name in self._changes:
            return self._changes[name]
        return getattr(self._row, name)

    @property
    def id(self) -> UUID:
        return UUID(str(self._row.id))

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @cached_property
    def definition(self) -> Definition:
        return definition_of(self.session, self._row.version_id)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return work_calendar(self.session, self.definition.calendar)

    @cached_property
    def facts(self) -> CaseFacts:
        return case_facts(self.session, self._row)

    def set(self, **columns: Any) -> None:
        """Change columns of the case; written when the work ends."""
        self._changes.update(columns)

    def tell(self, kind: str, *, visibility: str = "public", task_id: UUID | None = None, step: str = "", **data: Any) -> None:
        """Add an event to the case's time line."""
        self._events.append(
            {
                "id": new_id(), "case_id": self.id, "at": self.session.now, "kind": kind, "actor_id": self.session.actor.user_id,
                "on_behalf_of": self.acted_for(self.owner_id), "task_id": task_id, "step": step, "visibility": visibility, "data": data,
            }
        )  # fmt: skip

    def acted_for(self, person_id: UUID | None) -> UUID | None:
        """The absent person in whose place the actor acts, if this is that person's work."""
        return person_id if person_id in self.session.actor.acts_for else None

    def require_active(self) -> None:
        """Raise unless the case is open and not paused."""
        self.require_open()
        if self.state in PAUSED:
            raise CaseIsPaused(number=self.number, until=self.resume_on)

    def require_open(self) -> None:
        """Raise unless the case is open."""
        if self.is_closed:
            raise CaseAlreadyClosed(number=self.number, state=self.state, at=self.closed_at)

    def deadlines(self, sla: Sla | None) -> tuple[datetime | None, list[datetime]]:
        """What this promise means from now on, by the calendar of the case."""
        return deadlines(sla, self.session.now, calendar=self.calendar)

    def save(self) -> None:
        """Write what has changed, once."""
        before = dict(self._row.fields)
        if self.fields != before:
            self._changes["fields"] = self.fields
        if self._changes:
            self._changes |= {"revision": self._row.revision + 1, "changed_at": self.session.now}
            self.session.execute(update(cases).where(cases.c.id == self.id).values(**self._changes))
        if self._events:
            self.session.execute(insert(case_event), self._events)
        self.session.changed("cases", f"case:{self.id}")
        if self._changes:
            self._audit(before)

    def _audit(self, fields_before: Mapping[str, Any]) -> None:
        told = ("state", "outcome", "owner_id", "group_id", "due_at", "priority", "risk_level", "paused_at", "resume_on", "rating")
        before: dict[str, Any] = {name: getattr(self._row, name) for name in told if name in self._changes}
        after: dict[str, Any] = {name: self._changes[name] for name in told if name in self._changes}
        changed = {key for key in {*fields_before, *self.fields} if fields_before.get(key) != self.fields.get(key)}
        before |= {f"fields.{key}": fields_before.get(key) for key in changed}
        after |= {f"fields.{key}": self.fields.get(key) for key in changed}
        action = self._events[-1]["kind"] if self._events else "case_changed"
        told_last: Mapping[str, Any] = self._events[-1]["data"] if self._events else {}
        record(
            self.session, action, subject_kind="case", subject_id=self.id, subject_name=self.number, case_id=self.id, before=before,
            after=after, on_behalf_of=self.acted_for(self.owner_id), reason=str(told_last.get("reason", "")),
        )  # fmt: skip


def case_facts(session: Session, row: Row[Any]) -> CaseFacts:
    """What the rights of a case depend on. `row` needs id, requester_id, unit_id, owner_id and group_id."""
    tasks = session.rows(select(task.c.group_id, task.c.assignee_id, task.c.done_by).where(task.c.case_id == row.id).distinct())
    others = session.rows(select(participant.c.person_id).where(participant.c.case_id == row.id))
    closed = bool(session.scalar(select(work_group.c.is_closed).where(work_group.c.id == row.group_id)))
    asked = session.rows(select(approver.c.person_id).join(task, task.c.id == approver.c.task_id).where(task.c.case_id == row.id))
    people = {found.assignee_id for found in tasks} | {found.done_by for found in tasks} | {found.person_id for found in asked}
    return CaseFacts(
        requester_id=row.requester_id, unit_id=row.unit_id, owner_id=row.owner_id, group_id=row.group_id, group_is_closed=closed,
        task_groups=frozenset(found.group_id for found in tasks if found.group_id), task_people=frozenset(people - {None}),
        participants=frozenset(found.person_id for found in others),
    )  # fmt: skip


@contextmanager
def case_work(session: Session, case_id: UUID, *, by_process: bool = False) -> Iterator[CaseWork]:
    """Take a case in hand: lock it, check that the actor may know of it, and save it at the end of the block.

    `by_process`: the route itself reaches another case (a sub-case its parent), whatever the actor may see of it.
    """
    # Whoever only writes a row that names the case (a sweep's event, a letter) does not wait for us, nor we for him.
    row = session.first(select(cases).where(cases.c.id == case_id).with_for_update(key_share=True))
    if row is None:
        raise NotFound(what="case")
    work = CaseWork(session, row)
    if not by_process and not may_read_case(session.actor, work.facts):
        raise NotFound(what="case")
    yield work
    work.save()


def lock_task(session: Session, task_id: UUID) -> Row[Any]:
    """The task under its own lock. Locking only the case once let two people complete one task; take the case first, then this."""
    row = session.first(select(task).where(task.c.id == task_id).with_for_update())
    if row is None:
        raise NotFound(what="task")
    return row


def case_of_task(session: Session, task_id: UUID) -> UUID:
    """The case a task belongs to, without locking anything."""
    found = session.scalar(select(task.c.case_id).where(task.c.id == task_id))
    if found is None:
        raise NotFound(what="task")
    return UUID(str(found))


def group_members(session: Session, group_id: UUID | None, *, leads_only: bool = False) -> Sequence[UUID]:
    """Members of a group, in a stable order."""
    query = select(membership.c.person_id).where(membership.c.group_id == group_id).order_by(membership.c.person_id)
    if leads_only:
        query = query.where(membership.c.is_lead)
    return [row.person_id for row in session.rows(query)]
