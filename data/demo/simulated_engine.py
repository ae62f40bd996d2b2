"""How a case moves in memory: the engine of `data/operations/processes/engine.py` without a database, for history by the thousand.

It asks the same rules (`models/processes`) in the same order and keeps what the engine would have written. A test plays the same days by
both and compares every row; whoever changes the engine is told there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from data.demo.answer_words import AnswerWords
from data.demo.clock import moment_of
from data.demo.ground import Ground, Ids, Service
from data.demo.memory import Case, Plan, Seat, Task
from data.operations.processes.opening import search_text_of, title_of
from models.processes.answer import compose_answer
from models.processes.case import CaseState, Priority
from models.processes.decision_table import decide
from models.processes.definition import ApprovalPolicy, Assign, Sla, Step, StepKind
from models.processes.execution import branch_paths, join_is_complete, may_approve, next_moves, split_of
from models.processes.routing import Candidate, NobodyIsThere, choose_assignee
from models.processes.scorers import scorer
from models.processes.sla import promise_kept

_STATE_BY_KIND = {"task": "in_work", "approval": "approval", "wait": "waiting", "subcase": "waiting"}
_STATE_ORDER = ("waiting_requester", "in_work", "new", "approval", "waiting")
_STATES = frozenset(state.value for state in CaseState)


class SimulatedEngine:
    """The bank's open cases in memory. `who` acts (None: Kordon itself) at the moment `at`; set before anything is done."""

    def __init__(self, ground: Ground, ids: Ids, *, first_number: int = 1, number_mark: str = "") -> None:
        self.ground, self.ids = ground, ids
        self.at, self.who = 0, None  # type: int, str | None
        self.fresh: list[tuple[Case, Task]] = []  # tasks that have just been entered
        self.opened: list[Case] = []  # sub-cases that have just been opened
        self.ended: list[Case] = []
        self.load: dict[str, int] = {}
        self.next_number, self._number_mark = first_number, number_mark
        self._head = next((who.id for who in ground.people.values() if "head" in who.roles), None)

    # what is told

    def tell(self, case: Case, kind: str, /, *, visibility: str = "public", task: Task | None = None, step: str = "", **data: Any) -> None:
        behalf = case.owner if case.owner is not None and case.owner in self.ground.acts_for(self.who, self.at) else None
        row = (self.ids.at(self.at), case.id, self.at, kind, self.who, behalf, task.id if task else None, step, visibility, data)
        case.rows.setdefault("case_event", []).append(row)

    def touch(self, case: Case) -> None:
        """Something of the case's own row has changed in this operation."""
        if case.changed_at != self.at or case.revision == 1:
            case.revision += 1
            case.changed_at = self.at

    # opening

    def insert_case(self, service: Service, values: Mapping[str, Any], plan: Plan, **columns: Any) -> Case:
        definition = service.definition
        fields = {**{item.key: item.default for item in definition.fields if item.default is not None}, **values}
        number = f"{definition.prefix}-{self.ground.day(self.at).year}-{self.next_number:05d}{self._number_mark}"
        self.next_number += 1
        case = Case(
            id=self.ids.at(self.at), number=number, service=service, plan=plan, opened_at=self.at, fields=fields,
            group=self.ground.groups[definition.group], title=title_of(definition, fields),
            search_text=search_text_of(definition, fields, number), escalate_to=definition.sla.escalate_to, **columns,
        )  # fmt: skip
        case.due_at, case.reminders = self._deadlines(service, definition.sla)
        case.next_remind = case.reminders[0] if case.reminders else None
        if definition.sla.reaction_minutes is not None:
            case.reaction_due_at = service.hours.after(self.at, definition.sla.reaction_minutes * 60)
        self.set_fields(case, {})
        self.touch(case)
        return case

    def _deadlines(self, service: Service, sla: Sla | None) -> tuple[int | None, list[int]]:
        if sla is None or sla.resolution_minutes is None:
            return None, []
        after, minutes = service.hours.after, sla.resolution_minutes
        early = [after(self.at, round(minutes * share) * 60) for share in sorted(sla.remind_at) if share < 1]
        due = after(self.at, minutes * 60)
        return due, [*early, due]

    # moving

    def arrive(self, case: Case, step: str, branch: str = "") -> None:
        pending: deque[tuple[str, str]] = deque([(step, branch)])
        while pending and not case.is_closed:
            key, path = pending.popleft()
            here = case.service.definition.step(key)
            pending.extend(_ENTER[here.kind](self, case, here, path))
        self.refresh_state(case)

    def leave(self, case: Case, step: str, branch: str, outcome: str = "") -> None:
        self.arrive(case, next_moves(case.service.definition, step, outcome, case.fields)[0].target, branch)

    def _go_on(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        return [(route.target, branch) for route in next_moves(case.service.definition, step.key, "", case.fields)]

    def _wait_here(self, case: Case, step: Step, branch: str, **columns: Any) -> Task:
        due, reminders = self._deadlines(case.service, step.sla)
        task = Task(
            self.ids.at(self.at), step.key, step.kind.value, branch, 1 + sum(one.step == step.key for one in case.tasks), self.at,
            due_at=due, reminders=reminders, next_remind=reminders[0] if reminders else None,
            escalate_to=step.sla.escalate_to if step.sla else "lead", **columns,
        )  # fmt: skip
        case.tasks.append(task)
        self.fresh.append((case, task))
        return task

    def _enter_task(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        assignee = self._assignee(case, step)
        task = self._wait_here(case, step, branch, group=self.ground.groups[step.group], assignee=assignee)
        self.carry(assignee, 1)
        self.tell(case, "task_entered", visibility="internal", task=task, step=step.key, assignee=assignee)
        return []

    def _enter_approval(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        group = self.ground.groups[step.group] if step.group else case.group
        people = self._approvers(case, step, group)
        if not people:
            raise LookupError(f"{case.number}: nobody can approve {step.key}")
        task = self._wait_here(case, step, branch, group=group)
        task.seats = [Seat(self.ids.at(self.at), one) for one in people]
        self.tell(case, "approval_asked", visibility="internal", task=task, step=step.key, people=people)
        return []

    def _enter_decide(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        table = next(table for table in case.service.definition.tables if table.key == step.table)
        self.set_fields(case, decide(table, case.fields))
        result = {name: case.fields.get(name) for name in table.outputs}
        self.tell(case, "decided_by_table", visibility="internal", step=step.key, result=result)
        return self._go_on(case, step, branch)

    def _enter_set(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        self.set_fields(case, step.values)
        return self._go_on(case, step, branch)

    def _enter_score(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        result = scorer(step.scorer)(case.service.definition, case.fields)
        self.set_fields(case, result.fields)
        case.risk_level = result.level
        self.touch(case)
        self.tell(case, "scored", visibility="internal", step=step.key, level=result.level, score=result.score)
        return self._go_on(case, step, branch)

    def _enter_compose(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        template = next(item for item in case.service.definition.templates if item.key == step.template)
        requester = self.ground.people.get(case.requester or "")
        lang = requester.lang if requester else "ru"
        subject, paragraphs = compose_answer(template, lang, AnswerWords(self.ground, case, lang, self.at))
        if case.answer is not None and case.answer[7] in ("draft", "approved"):
            case.answer[7] = "superseded"
        case.answer = [
            self.ids.at(self.at), case.id, len(case.answers) + 1, lang, template.key, subject, "\n\n".join(paragraphs), "draft", self.who,
            self.at,
            None, None, None,
        ]  # fmt: skip
        case.answers.append(case.answer)
        self.tell(case, "answer_composed", visibility="internal", template=template.key)
        return self._go_on(case, step, branch)

    def _enter_notify(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        return self._go_on(case, step, branch)

    def _enter_subcase(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        values = {there: _as_stored(case.fields[here]) for here, there in step.copy_fields.items() if case.fields.get(here) is not None}
        task = self._wait_here(case, step, branch) if step.wait_for else None
        child = self.insert_case(
            self.ground.services[step.process], values, case.plan, requester=case.requester, unit=case.unit, line=case.line,
            anonymous=case.anonymous, parent=case, parent_task=task,
        )  # fmt: skip
        case.children.append(child)
        self.opened.append(child)
        self.tell(child, "case_opened", parent=case.number)
        self.arrive(child, child.service.definition.first_step)
        self.tell(case, "subcase_opened", visibility="internal", task=task, step=step.key, number=child.number, case=child.id)
        if task is None:
            return self._go_on(case, step, branch)
        task.child = child.id
        self._extend(case, step, child.service.definition.sla.resolution_minutes)
        return []

    def _extend(self, case: Case, step: Step, promised: int | None) -> None:
        if not promised or case.due_at is None:
            return
        after = case.service.hours.after
        case.due_at, case.extended_minutes = after(case.due_at, promised * 60), case.extended_minutes + promised
        case.reminders = [after(moment, promised * 60) for moment in case.reminders]
        case.next_remind = next((moment for moment in case.reminders if moment > self.at), None)
        self.touch(case)
        self.tell(case, "deadline_extended", step=step.key, minutes=promised)

    def _enter_wait(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        until = None
        if step.minutes is not None:
            until = case.service.hours.after(self.at, step.minutes * 60)
        elif step.calendar_minutes is not None:
            until = self.at + step.calendar_minutes * 60
        task = self._wait_here(case, step, branch, wait_until=until, wait_event=step.event)
        told = moment_of(until) if until is not None else None
        self.tell(case, "waiting", task=task, step=step.key, until=told, event=step.event)
        return []

    def _enter_split(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        routes = next_moves(case.service.definition, step.key, "", case.fields)
        paths = branch_paths(case.service.definition, step.key, branch)
        return [(route.target, path) for route, path in zip(routes, paths, strict=True)]

    def _enter_join(self, case: Case, step: Step, branch: str) -> list[tuple[str, str]]:
        around, split = split_of(branch)
        expected = branch_paths(case.service.definition, split, around)
        case.arrivals[(step.key, branch)] = self.at
        arrived = [path for key, path in case.arrivals if key == step.key and path in expected]
        if not join_is_complete(arrived, expected):
            return []
        for path in arrived:
            del case.arrivals[(step.key, path)]
        return self._go_on(case, step, around)

    def _enter_end(self, case: Case, step: Step, _branch: str) -> list[tuple[str, str]]:
        ending = next(item for item in case.service.definition.outcomes if item.key == step.outcome)
        self.finish_case(case, "refused" if ending.refused else "done", outcome=ending.key, negative=ending.negative)
        self.tell(case, "case_closed", outcome=ending.key, refused=ending.refused)
        if case.answer is not None and case.answer[7] != "delivered":
            case.answer[7], case.answer[12] = "delivered", self.at
            self.tell(case, "answer_delivered", version=case.answer[2])
        if case.parent is not None and case.parent_task is not None:
            self._child_ended(case.parent, case.parent_task, case)
        return []

    def _child_ended(self, case: Case, task: Task, child: Case) -> None:
        if case.is_closed or not task.is_open:
            return
        known = {item.key for item in case.service.definition.fields}
        found = {key: value for key, value in child.fields.items() if key in known and key not in case.fields}
        self.set_fields(case, found)
        if found:
            self.touch(case)
        self.finish_task(case, task, outcome=child.outcome)
        self.tell(case, "subcase_ended", visibility="internal", task=task, step=task.step, outcome=child.outcome)
        self.leave(case, task.step, task.branch, child.outcome)

    # ends

    def finish_task(self, case: Case, task: Task, *, outcome: str, comment: str = "") -> None:
        if task.kind == "task":
            self.carry(task.assignee, -1)
            task.assignee = task.assignee or self.who
        task.state, task.done_at, task.done_by, task.outcome, task.comment = "done", self.at, self.who, outcome, comment
        task.minutes, task.next_remind = case.service.hours.minutes(task.entered_at, self.at), None

    def finish_case(self, case: Case, state: str, *, outcome: str, negative: bool) -> None:
        end = case.paused_at or self.at
        for task in case.open_tasks():
            task.state, task.done_at, task.next_remind = "cancelled", self.at, None
            self.carry(task.assignee, -1)
        case.state, case.outcome, case.negative, case.closed_at = state, outcome, negative, self.at
        case.handling_minutes = max(0, case.service.hours.minutes(case.opened_at, end) - case.paused_minutes)
        case.sla_met = promise_kept(case.due_at, end, is_withdrawn=state == CaseState.WITHDRAWN)
        case.next_remind = case.paused_at = case.resume_on = None
        for row in case.pauses:
            if row[3] is None:
                row[3], row[7] = self.at, self.who
        self.ended.append(case)
        self.touch(case)

    # what follows from it

    def set_fields(self, case: Case, values: Mapping[str, Any]) -> None:
        case.fields.update(values)
        definition = case.service.definition
        if values:
            self.touch(case)
        if definition.priority_field and definition.priority_field in case.fields:
            case.priority = Priority.number(str(case.fields[definition.priority_field]))
        if definition.amount_field:
            case.amount = case.fields.get(definition.amount_field)

    def refresh_state(self, case: Case) -> None:
        if case.is_closed:
            return
        states, worker = set(), None
        for task in case.tasks:
            if task.state != "open":
                continue
            named = case.service.definition.step(task.step).status
            state = named if named in _STATES else _STATE_BY_KIND[task.kind]
            states.add("new" if state == "in_work" and task.assignee is None and case.reacted_at is None else state)
            if worker is None and task.kind == "task" and task.assignee:
                worker = task.assignee
        found = next((state for state in _STATE_ORDER if state in states), "in_work")
        if case.paused_at is not None:
            case.state_before_pause = found
            self.touch(case)
        elif found != case.state:
            case.state = found
            self.touch(case)
        if worker is not None and worker != case.owner:
            case.owner = worker
            self.touch(case)

    def carry(self, person: str | None, by: int) -> None:
        if person is not None:
            self.load[person] = self.load.get(person, 0) + by

    # people

    def _assignee(self, case: Case, step: Step) -> str | None:
        if step.assign is Assign.QUEUE:
            return None
        away = self.ground.away(self.at)
        group = step.group
        members: list[Any] = self.ground.workers[group] or self.ground.leads[group]
        people = [Candidate(one, one in away, away.get(one), load=self.load.get(one, 0)) for one in members]  # type: ignore[arg-type]
        turn: Any = self.ground.turns.get(group)
        named: Any = case.fields.get(step.assign_field)
        owner: Any = case.owner
        absent: Any = away
        try:
            chosen: Any = choose_assignee(step.assign, people, last_turn=turn, named=named, owner=owner, absent=absent)
        except NobodyIsThere:
            return None
        if chosen is None:
            return None
        if step.assign is Assign.ROUND_ROBIN:
            self.ground.turns[group] = chosen.turn_of
        return str(chosen.user_id)

    def _approvers(self, case: Case, step: Step, group: str | None) -> list[str]:
        code = self.ground.codes[group] if group else ""
        if step.policy is ApprovalPolicy.FIELD:
            named: list[Any] = [case.fields.get(step.assign_field)]
        elif step.policy is ApprovalPolicy.UNIT_HEAD:
            named = [self.ground.unit_heads.get(case.unit or "")]
        else:
            named = list(self.ground.leads[code])
        chosen = self._fit(case, named)
        if not chosen and step.policy in {ApprovalPolicy.ONE, ApprovalPolicy.ALL}:
            chosen = self._fit(case, [*self.ground.workers[code], *self.ground.leads[code]])
        return chosen or self._fit(case, [self._head])

    def _fit(self, case: Case, people: list[Any]) -> list[str]:
        authors: Any = {one.done_by for one in case.tasks if one.kind == "task" and one.done_by} | ({case.owner, case.requester} - {None})
        standing: list[Any] = [self.ground.stand_in(one, self.at) for one in people if one is not None]
        return sorted({one for one in standing if one is not None and may_approve(authors, {one})})


def _as_stored(value: Any) -> Any:
    """A document as the database gives it back: its keys are ordered by length."""
    return {key: value[key] for key in sorted(value, key=lambda key: (len(key), key))} if isinstance(value, dict) else value


_Enter = Callable[[SimulatedEngine, Case, Step, str], list[tuple[str, str]]]
_ENTER: dict[StepKind, _Enter] = {
    StepKind.TASK: SimulatedEngine._enter_task, StepKind.APPROVAL: SimulatedEngine._enter_approval,
    StepKind.DECIDE: SimulatedEngine._enter_decide,
    StepKind.SET: SimulatedEngine._enter_set, StepKind.SCORE: SimulatedEngine._enter_score,
    StepKind.COMPOSE: SimulatedEngine._enter_compose,
    StepKind.NOTIFY: SimulatedEngine._enter_notify, StepKind.SUBCASE: SimulatedEngine._enter_subcase,
    StepKind.WAIT: SimulatedEngine._enter_wait,
    StepKind.SPLIT: SimulatedEngine._enter_split, StepKind.JOIN: SimulatedEngine._enter_join, StepKind.END: SimulatedEngine._enter_end,
}  # fmt: skip
