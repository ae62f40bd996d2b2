"""What people do to cases, in memory: the operations of `data/operations/processes` for made-up history.

The methods have the same names and arguments as those of `data.demo.live_hub.LiveHub`, which calls the operations themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from data.demo.clock import moment_of
from data.demo.files import FilePlan, Shelf, content_of
from data.demo.ground import Ground, Ids
from data.demo.memory import Case, Plan, Task
from data.demo.simulated_engine import SimulatedEngine
from models.processes.case import CLOSED
from models.processes.definition import Sensitivity, Step
from models.processes.execution import approval_result, guards_broken, outcome_of, positive_outcome
from models.processes.form import validate

Files = Mapping[str, Sequence[FilePlan]]  # field → files to attach


class RuleBroken(AssertionError):
    """The story asks for something that the rules forbid: a defect of the demo bank, never of the data."""


class SimulatedHub:
    """Each method is one operation by `who` at the moment `at`. `checks_forms`: validate what is typed (values are made in normal form)."""

    def __init__(
        self, ground: Ground, ids: Ids, *, shelf: Shelf | None = None, first_number: int = 1, number_mark: str = "",
        checks_forms: bool = True
    ) -> None:  # fmt: skip
        self.ground, self.ids = ground, ids
        self.engine = SimulatedEngine(ground, ids, first_number=first_number, number_mark=number_mark)
        self.shelf, self.checks_forms = shelf, checks_forms

    @property
    def fresh(self) -> list[tuple[Case, Task]]:
        return self.engine.fresh

    @property
    def opened(self) -> list[Case]:
        return self.engine.opened

    @property
    def ended(self) -> list[Case]:
        return self.engine.ended

    def load_of(self, person: str) -> int:
        return self.engine.load.get(person, 0)

    def _begin(self, who: str | None, at: int, case: Case | None = None) -> None:
        self.engine.who, self.engine.at = who, at
        if case is not None:
            self._remind(case, at)

    def settle(self, case: Case, at: int) -> None:
        """Bring the reminders of a case up to this moment, before it is written."""
        self._begin(None, at, case)

    def _remind(self, case: Case, at: int) -> None:
        """What the sweep has noted since anybody touched the case last."""
        if case.is_closed:
            return
        engine = self.engine
        if case.paused_at is None:
            while case.next_remind is not None and case.next_remind <= at:
                moment, late = case.next_remind, case.next_remind == case.reminders[-1]
                self._note_reminder(case, moment, "", late=late, due=case.due_at)
                case.next_remind = next((one for one in case.reminders if one > moment), None)
        for task in case.tasks:
            while task.state == "open" and task.next_remind is not None and task.next_remind <= at:
                moment, late = task.next_remind, task.next_remind == task.reminders[-1]
                self._note_reminder(case, moment, task.step, late=late, due=task.due_at)
                task.next_remind = next((one for one in task.reminders if one > moment), None)
        engine.at = at

    def _note_reminder(self, case: Case, moment: int, step: str, *, late: bool, due: int | None) -> None:
        told = moment_of(due).isoformat() if due is not None else None
        kind = "sla_broken" if late else "sla_reminded"
        row = (self.ids.at(moment), case.id, moment, kind, None, None, None, step, "internal", {"due_at": told})
        case.rows.setdefault("case_event", []).append(row)

    # requester

    def open_case(
        self, service: str, who: str, at: int, *, values: Mapping[str, Any], files: Files, plan: Plan, anonymous: bool = False,
        resubmits: Case | None = None,
    ) -> Case:  # fmt: skip
        self._begin(None if anonymous else who, at)  # nothing tells who has reported without a name
        known = self.ground.services[service]
        person = self.ground.people[who]
        attached = {key: [self.ids.at(at) for _ in plans] for key, plans in files.items() if plans}
        given = {**values, **attached}
        if self.checks_forms:
            start = [known.definition.field(key) for key in known.definition.start_fields]
            ids = {one for group in attached.values() for one in group}
            given = {
                key: value for key, value in validate(start, given, known_files=ids, today=self.ground.day(at)).items() if value is not None
            }
        place = {} if anonymous else {"requester": who, "unit": person.unit_id, "line": person.line_id}
        case = self.engine.insert_case(
            known, given, plan, anonymous=anonymous, resubmits=resubmits.id if resubmits else None, **place
        )  # fmt: skip
        self._attach(case, files, attached, by_form=True)
        self.engine.tell(case, "case_opened", anonymous=anonymous, resubmits=resubmits.id if resubmits else None)
        self.engine.arrive(case, known.definition.first_step)
        return case

    def withdraw(self, case: Case, who: str, at: int, *, reason: str) -> None:
        self._begin(who, at, case)
        for one in (case, *(child for child in case.children if not child.is_closed)):
            self._remind(one, at)
            self.engine.finish_case(one, "withdrawn", outcome="", negative=False)
            self.engine.tell(one, "case_withdrawn", reason=reason)

    def rate(self, case: Case, who: str, at: int, *, stars: int, comment: str) -> None:
        self._begin(who, at, case)
        if case.state not in CLOSED or case.rating is not None:
            raise RuleBroken("rate")
        case.rating, case.rating_comment = stars, comment
        self.engine.tell(case, "case_rated", stars=stars)
        self.engine.touch(case)

    # tasks

    def take(self, case: Case, task: Task, who: str, at: int) -> None:
        self._begin(who, at, case)
        self._require_running(case, task)
        owner = task.assignee or who
        if task.assignee is None:
            self.engine.carry(owner, 1)
        task.assignee, task.taken_at = owner, task.taken_at or at
        self._mark_reaction(case)
        case.owner = owner
        self.engine.touch(case)
        self.engine.tell(case, "task_taken", task=task, step=task.step)
        self.engine.refresh_state(case)

    def save_fields(self, case: Case, task: Task, who: str, at: int, *, values: Mapping[str, Any]) -> None:
        self._begin(who, at, case)
        self._require_running(case, task)
        self._mark_reaction(case)
        self._write(case, case.service.definition.step(task.step), values, complete=False)
        self.engine.tell(case, "fields_changed", visibility="internal", task=task, step=task.step, fields=sorted(values))

    def complete(
        self, case: Case, task: Task, who: str, at: int, *, outcome: str, values: Mapping[str, Any], files: Files, comment: str = ""
    ) -> None:  # fmt: skip
        self._begin(who, at, case)
        self._require_running(case, task)
        step = case.service.definition.step(task.step)
        ending = outcome_of(step, outcome)
        if ending.needs_comment and not comment:
            raise RuleBroken(f"{step.key}/{outcome} needs a comment")
        self._mark_reaction(case)
        attached = {key: [self.ids.at(at) for _ in plans] for key, plans in files.items() if plans}
        self._attach(case, files, attached, by_form=False)
        given = {**values, **{key: [*(case.fields.get(key) or []), *ids] for key, ids in attached.items()}}
        self._write(case, step, given, complete=ending.style != "danger" and not ending.needs_comment)
        broken = guards_broken(step, outcome, case.fields)
        if broken:
            raise RuleBroken(f"{case.code}/{step.key}/{outcome}: {broken[0].message['en']}")
        self.engine.finish_task(case, task, outcome=outcome, comment=comment)
        self.engine.touch(case)
        self.engine.tell(case, "task_completed", visibility="internal", task=task, step=step.key, outcome=outcome, comment=comment)
        self.engine.leave(case, task.step, task.branch, outcome)

    def decide(self, case: Case, task: Task, who: str, at: int, *, outcome: str, comment: str = "") -> None:
        self._begin(who, at, case)
        self._require_running(case, task)
        step = case.service.definition.step(task.step)
        mine = {who} | self.ground.acts_for(who, at)
        seats = [seat for seat in task.seats if not seat.decision and seat.person in mine]
        if not seats:
            raise RuleBroken(f"{case.code}/{step.key}: not asked")
        seat = next((one for one in seats if one.person == who), seats[0])
        seat.decision, seat.comment, seat.decided_at, seat.decided_by = outcome, comment, at, who
        asked = [one for one in task.seats if one.forwarded_to is None]
        votes: Any = {one.person: one.decision for one in asked if one.decision}
        people: Any = {one.person for one in asked}
        result = approval_result(step.policy, votes, people, positive=positive_outcome(step))
        behalf = seat.person if seat.person != who else None
        self.engine.tell(
            case, "approval_decided", visibility="internal", task=task, step=step.key, outcome=outcome, comment=comment, acted_for=behalf
        )  # fmt: skip
        if result is None:
            return
        self.engine.finish_task(case, task, outcome=result, comment=comment)
        if case.answer is not None and case.answer[7] == "draft" and not outcome_of(step, result).needs_comment:
            case.answer[7], case.answer[10], case.answer[11] = "approved", who, at
        self.engine.leave(case, task.step, task.branch, result)

    def reassign(self, case: Case, task: Task, who: str, at: int, *, to: str, reason: str) -> None:
        self._begin(who, at, case)
        self._require_running(case, task)
        came_from = task.assignee
        self.engine.carry(came_from, -1)
        self.engine.carry(to, 1)
        task.assignee, task.taken_at, case.owner = to, None, to
        self.engine.touch(case)
        self.engine.tell(
            case, "task_reassigned", visibility="internal", task=task, step=task.step, to=to, came_from=came_from, reason=reason
        )  # fmt: skip
        self.engine.refresh_state(case)

    def end_wait(self, case: Case, task: Task, who: str | None, at: int) -> None:
        """The time is over (`who` is None), or somebody tells that what was waited for has happened."""
        self._begin(who, at, case)
        outcome = "timeout" if who is None else "event"
        self.engine.finish_task(case, task, outcome=outcome)
        self.engine.tell(case, "wait_ended", task=task, step=task.step, outcome=outcome)
        self.engine.leave(case, task.step, task.branch)

    # talk and pauses

    def ask(self, case: Case, who: str, at: int, *, text: str) -> None:
        self._begin(who, at, case)
        self._mark_reaction(case)
        self._write_message(case, text, internal=False, mentions=())
        self._stop_clock(case, "waiting_requester", reason="question", resume_on=None)
        self.engine.tell(case, "question_asked")

    def post(self, case: Case, who: str, at: int, *, text: str, internal: bool = False, mentions: Sequence[str] = ()) -> None:
        self._begin(who, at, case)
        self._write_message(case, text, internal=internal, mentions=mentions)
        mine = {who} | self.ground.acts_for(who, at)
        if case.requester not in mine:
            self.engine.tell(case, "note_written" if internal else "message_written", visibility="internal")
        elif case.state == "waiting_requester":
            self._start_clock(case)
        if case.requester not in mine and not internal and not case.is_closed:
            self._mark_reaction(case)

    def pause(self, case: Case, who: str, at: int, *, reason: str, resume_on: date | None) -> None:
        self._begin(who, at, case)
        self._mark_reaction(case)
        self._stop_clock(case, "paused", reason=reason, resume_on=resume_on)
        self.engine.tell(case, "case_paused", reason=reason, resume_on=resume_on)

    def resume(self, case: Case, who: str | None, at: int) -> None:
        self._begin(who, at, case)
        self._start_clock(case)

    def add_participant(self, case: Case, who: str, at: int, *, person: str) -> None:
        self._begin(who, at, case)
        part = "external" if "external" in self.ground.people[person].roles else "watcher"
        case.rows.setdefault("participant", []).append((case.id, person, part, who, at))
        self.engine.tell(case, "participant_added", visibility="internal", person=person, part=part)

    # what they have in common

    def _require_running(self, case: Case, task: Task) -> None:
        if case.is_closed or case.paused_at is not None or not task.is_open:
            raise RuleBroken(f"{case.number} {case.state}: {task.step} is {task.state}")

    def _mark_reaction(self, case: Case) -> None:
        engine = self.engine
        if case.reacted_at is None and engine.who is not None and engine.who != case.requester:
            case.reacted_at = engine.at
            case.reaction_minutes = case.service.hours.minutes(case.opened_at, engine.at)
            engine.touch(case)

    def _write(self, case: Case, step: Step, values: Mapping[str, Any], *, complete: bool) -> None:
        editable = {item.key: item for item in step.fields if item.edit}
        given = {key: value for key, value in values.items() if key in editable}
        if self.checks_forms:
            fields = [case.service.definition.field(key) for key in editable]
            if not complete:
                fields = [replace(field, required=False, required_if=None) for field in fields]
            merged = {key: value for key in editable if (value := given.get(key, case.fields.get(key))) is not None}
            required = [key for key, item in editable.items() if item.required] if complete else []
            clean = validate(
                fields, {**dict.fromkeys(given), **merged}, context=case.fields, required_extra=required,
                today=self.ground.day(self.engine.at)
            )
            given = {key: clean.get(key) for key in given}
        self.engine.set_fields(case, given)

    def _attach(self, case: Case, files: Files, attached: Mapping[str, Sequence[str]], *, by_form: bool) -> None:
        for key, ids in attached.items():
            sensitivity = case.service.definition.field(key).sensitivity
            visibility = {Sensitivity.SECURITY: "internal", Sensitivity.SHARED: "shared"}.get(sensitivity, "public")
            for identifier, plan in zip(ids, files[key], strict=True):
                content = self.shelf.lay(identifier, plan) if self.shelf else content_of(plan.kind, plan.variant)
                case.rows.setdefault("attachment", []).append((
                    identifier, case.id, None, key if by_form else "", plan.name, content.media_type, len(content.data), content.sha256,
                    visibility, self.engine.who, self.engine.at,
                ))  # fmt: skip

    def _write_message(self, case: Case, text: str, *, internal: bool, mentions: Sequence[str]) -> None:
        engine = self.engine
        behalf = case.owner if case.owner is not None and case.owner in self.ground.acts_for(engine.who, engine.at) else None
        case.rows.setdefault("message", []).append((
            self.ids.at(engine.at), case.id, engine.who, behalf, "internal" if internal else "public", text, engine.at, list(mentions)
        ))  # fmt: skip

    def _stop_clock(self, case: Case, state: str, *, reason: str, resume_on: date | None) -> None:
        engine = self.engine
        case.state_before_pause, case.state = case.state, state
        case.paused_at, case.resume_on, case.pause_reason, case.next_remind = engine.at, resume_on, reason, None
        for task in case.tasks:
            if task.state == "open":
                task.next_remind = None
        case.pauses.append([self.ids.at(engine.at), case.id, engine.at, None, resume_on, reason, engine.who, None])
        engine.touch(case)

    def _start_clock(self, case: Case) -> None:
        engine, hours, paused = self.engine, case.service.hours, case.paused_at
        if paused is None:
            raise RuleBroken(f"{case.number} does not stand")
        now = engine.at

        def shifted(moment: int) -> int:
            return moment if paused >= moment else hours.after(now, hours.between(paused, moment))

        case.due_at = shifted(case.due_at) if case.due_at is not None else None
        case.reminders = [shifted(one) for one in case.reminders]
        if case.reacted_at is None and case.reaction_due_at is not None:
            case.reaction_due_at = shifted(case.reaction_due_at)
        stood = hours.minutes(paused, now)
        case.paused_at = case.resume_on = None
        case.pause_reason, case.paused_minutes = "", case.paused_minutes + stood
        case.next_remind = next((one for one in case.reminders if one > now), None)
        case.state = case.state_before_pause or "in_work"
        for task in case.tasks:
            if task.state == "open":
                task.due_at = shifted(task.due_at) if task.due_at is not None else None
                task.reminders = [shifted(one) for one in task.reminders]
                task.next_remind = next((one for one in task.reminders if one > now), None)
        for row in case.pauses:
            if row[3] is None:
                row[3], row[7] = now, engine.who
        engine.touch(case)
        engine.tell(case, "case_resumed", minutes=stood)
        engine.refresh_state(case)
