"""The last days of the story, lived by the real operations: queues, notifications and audit trail are what people would have left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from data.demo.clock import moment_of, seconds_of
from data.demo.files import content_of
from data.demo.ground import Ground
from data.demo.memory import Case, Plan, Seat, Task
from data.demo.simulated_hub import Files
from data.operations import processes as operations
from data.queries.access import actor_of_person
from data.session import Session
from data.tables.processes import approver, cases, task
from models.access.actor import SYSTEM, Actor
from models.processes.definition import Sensitivity


class LiveHub:
    """Each method is one operation by `who` at the moment `at`, inside the transaction of `session`. Cases in memory are only views."""

    def __init__(self, session: Session, ground: Ground) -> None:
        self.session, self.ground = session, ground
        self.fresh: list[tuple[Case, Task]] = []
        self.opened: list[Case] = []
        self.ended: list[Case] = []
        self.operations = 0
        self._actors: dict[tuple[str, date], Actor] = {}

    def acting(self, who: str | None, at: int) -> Session:
        """The same transaction in the hands of this person at this moment."""
        self.operations += 1
        now = moment_of(at)
        if who is None:
            return replace(self.session, actor=SYSTEM, now=now, topics=set())
        key = who, self.ground.day(at)
        if key not in self._actors:
            found = actor_of_person(replace(self.session, now=now), UUID(who), ip="10.20.0.14")
            assert found is not None, who
            self._actors[key] = found
        return replace(self.session, actor=self._actors[key], now=now, topics=set())

    def load_of(self, person: str) -> int:
        carried = select(func.count()).select_from(task).where(task.c.state == "open", task.c.assignee_id == UUID(person))
        return int(self.session.scalar(carried))

    def tick(self, at: int) -> None:
        """What the clock does by itself: reminders and escalations."""
        operations.sweep_deadlines(self.acting(None, at))

    # the same doors as `SimulatedHub`

    def open_case(
        self, service: str, who: str, at: int, *, values: Mapping[str, Any], files: Files, plan: Plan, anonymous: bool = False,
        resubmits: Case | None = None,
    ) -> Case:  # fmt: skip
        session = self.acting(who, at)
        kept = {
            key: [operations.keep_file(session, one.name, BytesIO(content_of(one.kind, one.variant).data)) for one in plans]
            for key, plans in files.items() if plans
        }  # fmt: skip
        given = {**values, **{key: [str(one) for one in ids] for key, ids in kept.items()}}
        made = operations.open_case(
            session, service, given, attachments=[one for ids in kept.values() for one in ids], anonymous=anonymous,
            resubmits=UUID(resubmits.id) if resubmits else None,
        )  # fmt: skip
        case = Case(str(made.id), made.number, self.ground.services[service], plan, at)
        self._look(case)
        return case

    def take(self, case: Case, task: Task, who: str, at: int) -> None:
        operations.take_task(self.acting(who, at), UUID(task.id))
        self._look(case)

    def save_fields(self, case: Case, task: Task, who: str, at: int, *, values: Mapping[str, Any]) -> None:
        seen = {key: case.fields.get(key) for key in values}
        operations.save_task_fields(self.acting(who, at), UUID(task.id), values=values, seen=seen)
        self._look(case)

    def complete(
        self, case: Case, task: Task, who: str, at: int, *, outcome: str, values: Mapping[str, Any], files: Files, comment: str = ""
    ) -> None:  # fmt: skip
        session = self.acting(who, at)
        given = dict(values)
        for key, plans in files.items():
            sensitivity = case.service.definition.field(key).sensitivity
            visibility = {Sensitivity.SECURITY: "internal", Sensitivity.SHARED: "shared"}.get(sensitivity, "public")
            contents = [(one.name, content_of(one.kind, one.variant)) for one in plans]
            ids = [
                str(operations.keep_made_file(session, name, made.data, media_type=made.media_type, case_id=UUID(case.id),
                visibility=visibility))
                for name, made in contents
            ]
            given[key] = [*(case.fields.get(key) or []), *ids]
        operations.complete_task(session, UUID(task.id), outcome, values=given, comment=comment)
        self._look(case)

    def decide(self, case: Case, task: Task, who: str, at: int, *, outcome: str, comment: str = "") -> None:
        operations.decide_approval(self.acting(who, at), UUID(task.id), outcome, comment=comment)
        self._look(case)

    def reassign(self, case: Case, task: Task, who: str, at: int, *, to: str, reason: str) -> None:
        operations.reassign_task(self.acting(who, at), UUID(task.id), to_person=UUID(to), reason=reason)
        self._look(case)

    def end_wait(self, case: Case, task: Task, who: str | None, at: int) -> None:
        if who is None:
            operations.fire_due_timers(self.acting(None, at))
        else:
            operations.raise_event(self.acting(who, at), UUID(case.id), task.wait_event)
        self._look(case)

    def ask(self, case: Case, who: str, at: int, *, text: str) -> None:
        operations.ask_requester(self.acting(who, at), UUID(case.id), text)
        self._look(case)

    def post(self, case: Case, who: str, at: int, *, text: str, internal: bool = False, mentions: Sequence[str] = ()) -> None:
        people = [UUID(one) for one in mentions]
        operations.post_message(self.acting(who, at), UUID(case.id), text, internal=internal, mentions=people)
        self._look(case)

    def pause(self, case: Case, who: str, at: int, *, reason: str, resume_on: date | None) -> None:
        operations.pause_case(self.acting(who, at), UUID(case.id), reason=reason, resume_on=resume_on)
        self._look(case)

    def resume(self, case: Case, who: str | None, at: int) -> None:
        if who is None:
            operations.resume_due_cases(self.acting(None, at))
        else:
            operations.resume_case(self.acting(who, at), UUID(case.id))
        self._look(case)

    def withdraw(self, case: Case, who: str, at: int, *, reason: str) -> None:
        operations.withdraw_case(self.acting(who, at), UUID(case.id), reason=reason)
        self._look(case)

    def rate(self, case: Case, who: str, at: int, *, stars: int, comment: str) -> None:
        operations.rate_case(self.acting(who, at), UUID(case.id), stars=stars, comment=comment)
        self._look(case)

    def add_participant(self, case: Case, who: str, at: int, *, person: str) -> None:
        operations.add_participant(self.acting(who, at), UUID(case.id), UUID(person))
        self._look(case)

    # looking at what came of it

    def _look(self, case: Case) -> None:
        root = case.root
        known = {one.id: one for one in (root, *root.descendants())}
        ids = [UUID(one) for one in known]
        rows = self.session.rows(select(cases).where(or_(cases.c.id.in_(ids), cases.c.parent_id.in_(ids))).order_by(cases.c.opened_at))
        for row in rows:
            one = known.get(str(row.id))
            if one is None:
                parent = known[str(row.parent_id)]
                one = Case(str(row.id), row.number, self.ground.services[row.service], parent.plan, seconds_of(row.opened_at),
                parent=parent)
                parent.children.append(one)
                known[one.id] = one
                self.opened.append(one)
            if _read_case(one, row):
                self.ended.append(one)
        self._look_at_tasks(known)

    def _look_at_tasks(self, known: Mapping[str, Case]) -> None:
        ids = [UUID(one) for one in known]
        rows = self.session.rows(select(task).where(task.c.case_id.in_(ids)).order_by(task.c.entered_at, task.c.id))
        seats = self._seats(row.id for row in rows if row.kind == "approval" and row.state == "open")
        for row in rows:
            case = known[str(row.case_id)]
            one = next((old for old in case.tasks if old.id == str(row.id)), None)
            if one is None:
                one = Task(str(row.id), row.step, row.kind, row.branch, row.visit, seconds_of(row.entered_at))
                case.tasks.append(one)
                if row.state == "open":
                    self.fresh.append((case, one))
            _read_task(one, row)
            one.seats = seats.get(one.id, one.seats)

    def _seats(self, tasks: Iterable[UUID]) -> dict[str, list[Seat]]:
        found: dict[str, list[Seat]] = {}
        wanted = list(tasks)
        if wanted:
            for row in self.session.rows(select(approver).where(approver.c.task_id.in_(wanted)).order_by(approver.c.person_id)):
                found.setdefault(str(row.task_id), []).append(Seat(str(row.id), str(row.person_id), row.decision))
        return found


def _read_case(case: Case, row: Any) -> bool:
    """Bring the view up to date; True if the case has ended since it was looked at last."""
    was_closed = case.is_closed
    case.fields, case.state, case.outcome = dict(row.fields), row.state, row.outcome
    case.owner, case.requester, case.unit = _text(row.owner_id), _text(row.requester_id), _text(row.unit_id)
    case.due_at, case.paused_at, case.closed_at = _seconds(row.due_at), _seconds(row.paused_at), _seconds(row.closed_at)
    case.sla_met, case.reacted_at = row.sla_met, _seconds(row.reacted_at)
    return case.is_closed and not was_closed


def _read_task(one: Task, row: Any) -> None:
    one.state, one.assignee, one.group = row.state, _text(row.assignee_id), _text(row.group_id)
    one.taken_at, one.wait_until, one.wait_event = _seconds(row.taken_at), _seconds(row.wait_until), row.wait_event
    one.due_at, one.child = _seconds(row.due_at), _text(row.child_case_id)


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


def _seconds(value: datetime | None) -> int | None:
    return seconds_of(value) if value is not None else None
