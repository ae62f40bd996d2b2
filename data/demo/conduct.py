"""How people go about cases: when they take them, what they ask, when they pause, who decides. It sets one thing after another on the agenda
and never looks at how things are kept: the hub may be memory or the real operations."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

from data.demo import words
from data.demo.decisions import Desk, decide
from data.demo.forms import ASKING_UNITS, FORMS, Asking, Form
from data.demo.ground import Ground, Who
from data.demo.inventory import Inventory, pick
from data.demo.memory import Case, Plan, Task
from data.demo.mood import SERVICES, Mood
from models.processes.execution import positive_outcome

# Step → shares of the promised time of the whole case: until it is taken, and until it is done.
_SHARES: dict[tuple[str, str], tuple[float, float]] = {
    ("company_check", "check"): (0.11, 0.60), ("company_check", "approval"): (0.0, 0.22), ("company_check", "large_approval"): (0.0, 0.08),
    ("person_check", "check"): (0.10, 0.62), ("person_check", "approval"): (0.0, 0.24),
    ("account_opening", "screening"): (0.08, 0.33), ("account_opening", "profile"): (0.09, 0.40),
    ("account_opening", "decision"): (0.05, 0.28), ("account_opening", "approval"): (0.0, 0.17),
    ("field_visit", "plan"): (0.08, 0.12), ("field_visit", "visit"): (0.05, 0.52), ("field_visit", "approval"): (0.0, 0.18),
    ("incident_report", "triage"): (0.03, 0.06), ("incident_report", "contain"): (0.06, 0.55), ("incident_report", "count_loss"): (0.10, 0.42),
    ("incident_report", "approval"): (0.0, 0.20),
    ("investigation", "appoint"): (0.0, 0.04), ("investigation", "planning"): (0.01, 0.05), ("investigation", "ask_explanation"): (0.01, 0.02),
    ("investigation", "record_explanation"): (0.01, 0.02), ("investigation", "collect"): (0.03, 0.26), ("investigation", "conclude"): (0.02, 0.12),
    ("investigation", "expert_approval"): (0.0, 0.05), ("investigation", "approval"): (0.0, 0.06), ("investigation", "verify"): (0.01, 0.04),
    ("consultation", "reply"): (0.20, 0.55), ("consultation", "expert"): (0.08, 0.22),
    ("unit_request", "send"): (0.03, 0.06), ("unit_request", "reply"): (0.04, 0.16), ("unit_request", "approval"): (0.0, 0.07),
}  # fmt: skip
_EVENTS = {"wait_explanation": 0.07, "wait_reply": 0.55, "wait_recommendations": 0.22}  # what is waited for happens after such a share
_AGAIN = 0.4  # what comes back takes less
_DUTY_DAY = 14 / 24  # promises of incidents run around the clock, people work fourteen hours of it


class Hub(Protocol):
    """Where things are done: `SimulatedHub` or `LiveHub`."""

    @property
    def fresh(self) -> list[tuple[Case, Task]]: ...
    @property
    def opened(self) -> list[Case]: ...
    @property
    def ended(self) -> list[Case]: ...

    def load_of(self, person: str) -> int: ...
    def open_case(self, service: str, who: str, at: int, **more: Any) -> Case: ...
    def take(self, case: Case, task: Task, who: str, at: int) -> None: ...
    def save_fields(self, case: Case, task: Task, who: str, at: int, **more: Any) -> None: ...
    def complete(self, case: Case, task: Task, who: str, at: int, **more: Any) -> None: ...
    def decide(self, case: Case, task: Task, who: str, at: int, **more: Any) -> None: ...
    def reassign(self, case: Case, task: Task, who: str, at: int, **more: Any) -> None: ...
    def end_wait(self, case: Case, task: Task, who: str | None, at: int) -> None: ...
    def ask(self, case: Case, who: str, at: int, *, text: str) -> None: ...
    def post(self, case: Case, who: str, at: int, **more: Any) -> None: ...
    def pause(self, case: Case, who: str, at: int, **more: Any) -> None: ...
    def resume(self, case: Case, who: str | None, at: int) -> None: ...
    def withdraw(self, case: Case, who: str, at: int, *, reason: str) -> None: ...
    def rate(self, case: Case, who: str, at: int, **more: Any) -> None: ...
    def add_participant(self, case: Case, who: str, at: int, *, person: str) -> None: ...


Action = Callable[..., None]


class Conduct:
    """The agenda of the whole bank in the order of time, and the habits of its people."""

    def __init__(self, ground: Ground, hub: Hub, mood: Mood, *, rng: Random, inventory: Inventory) -> None:
        self.ground, self.hub, self.mood, self.rng, self.inventory = ground, hub, mood, rng, inventory
        self.on_finished: Callable[[Case], None] = lambda case: None
        self.on_opened: Callable[[Case], None] = lambda case: None
        self._agenda: list[tuple[int, int, Case | None, Action, tuple[Any, ...]]] = []
        self._count = 0
        self.now = 0

    # the agenda

    def plan(self, at: int, case: Case | None, action: Action, *arguments: Any) -> None:
        self._count += 1
        heapq.heappush(self._agenda, (max(at, self.now), self._count, case, action, arguments))

    def run(self, until: int) -> None:
        """Let everything happen that is due before `until`."""
        while self._agenda and self._agenda[0][0] < until:
            at, _number, case, action, arguments = heapq.heappop(self._agenda)
            self.now = at
            if case is not None and case.is_closed and action != self._rate and action != self._thank:
                continue
            if case is not None and case.paused_at is not None and action not in self._work_of_pauses():
                case.deferred.append((action, arguments))
                continue
            action(*arguments)
            self._follow_up()

    def _work_of_pauses(self) -> tuple[Action, ...]:
        return (self._reply, self._resume, self._resume_by_date, self._rate, self._withdraw, self._thank)

    def _follow_up(self) -> None:
        hub = self.hub
        for child in hub.opened:
            self._plan_child(child)
        hub.opened.clear()
        fresh, ended = list(hub.fresh), list(hub.ended)
        hub.fresh.clear()
        hub.ended.clear()
        for case, task in fresh:
            if task.is_open:
                self._plan_task(case, task)
        for case in ended:
            self._plan_after_end(case)

    # ordering

    def order(self, at: int, service: str = "", plan: Plan | None = None, who: str = "", form: Form | None = None, **more: Any) -> None:
        """Put an order on the agenda; what is not given is drawn when the time comes."""
        self.plan(at, None, self._order, service, plan, who, form, more)

    def _order(self, service: str, plan: Plan | None, login: str, form: Form | None, more: dict[str, Any]) -> None:
        rng = self.rng
        service = service or rng.choices(list(SERVICES), list(SERVICES.values()))[0]
        who = self.ground.logins[login] if login else self._requester(service)
        plan = plan or self.draw_plan(service)
        form = form or self.draw_form(service, who)
        plan.facts = form.facts | plan.facts
        plan.pools["form"] = form
        anonymous = more.pop("anonymous", service == "incident_report" and rng.random() < 0.12)
        case = self.hub.open_case(service, who.id, self.now, values=form.values, files=form.files, plan=plan, anonymous=anonymous, **more)
        self.on_opened(case)
        if plan.ending == "withdraw" and not anonymous:
            self.plan(self._after(case, plan.pace * rng.uniform(0.1, 0.45)), case, self._withdraw, case)
        if plan.chats and service != "consultation" and not plan.hold and not anonymous and plan.pace > 0.8 and rng.random() < 0.3:
            self.plan(self._after(case, 0.7 * plan.pace), case, self._hurry, case)

    def draw_form(self, service: str, who: Who) -> Form:
        return FORMS[service](Asking(self.rng, self.inventory, self.ground, who, self._wall()))

    def draw_plan(self, service: str) -> Plan:
        rng = self.rng
        dice = rng.random()
        risk = "hit" if dice < 0.065 else "attention" if dice < 0.29 else "clear"
        if service == "investigation":
            risk = "attention" if rng.random() < 0.7 else "clear"
        plan = Plan(self.mood.pace(self.now, rng), risk)
        plan.asks, plan.pauses = rng.random() < 0.11, rng.random() < 0.045
        plan.reworks = rng.random() < 0.10 - 0.05 * self.mood.progress(self.now)
        plan.ending = self._draw_ending(service)
        if service == "company_check" and not plan.ending and rng.random() < 0.05:
            plan.facts["visit"] = True
        if service == "incident_report" and not plan.ending and rng.random() < 0.06:
            plan.facts["investigate"] = True
        plan.facts["expert"] = service == "consultation" and rng.random() < 0.1
        plan.facts["slow"] = service == "unit_request" and plan.pace > 0.9
        return plan

    def _draw_ending(self, service: str) -> str:
        dice = self.rng.random()
        if service == "incident_report":
            return "not_incident" if dice < 0.14 else ""
        if dice < 0.024:
            return "withdraw"
        if dice < 0.06 and service != "account_opening":
            return "refuse"
        if service == "consultation" and dice < 0.10:
            return "incident"
        return "silent" if service == "unit_request" and dice < 0.11 else ""

    def _requester(self, service: str) -> Who:
        known = self.ground.requesters(self.rng.choice(ASKING_UNITS[service]))
        heads = [who for who in known if "unit_head" in who.roles]
        clients = [who for who in known if "unit_head" not in who.roles]
        chosen = heads if service == "investigation" else clients or heads
        return self.rng.choice(chosen or self.ground.requesters())

    def _plan_child(self, child: Case) -> None:
        """A sub-case goes its own way; its parent's clock is stopped meanwhile."""
        parent = child.parent
        assert parent is not None
        child.plan = Plan(self.mood.pace(self.now, self.rng), parent.plan.risk, reworks=self.rng.random() < 0.05, hold=parent.plan.pools.get("child_hold", ""))
        child.plan.hold_step = parent.plan.pools.get("child_hold_step", "")
        self.on_opened(child)
        self.plan(self.now + self.rng.randint(120, 500), parent, self._pause_for_child, parent, child)

    # tasks

    def _plan_task(self, case: Case, task: Task) -> None:
        plan, rng = case.plan, self.rng
        if task.kind == "subcase":
            return
        if task.kind == "wait":
            self._plan_wait(case, task)
            return
        wait, work = _SHARES[(case.code, task.step)]
        held = plan.hold and task.step == (plan.hold_step or task.step)
        if task.kind == "approval":
            if not (held and plan.hold == "approval"):
                self.plan(self._later(case, task, work), case, self._decide, case, task)
            return
        if held and plan.hold == "queue":
            return
        if not plan.hold and task.assignee and rng.random() < 0.012:
            self.plan(self._later(case, task, wait / 2), case, self._reassign, case, task)
        self.plan(max(self._later(case, task, wait), self.now + rng.randint(60, 900)), case, self._take, case, task)

    def _plan_wait(self, case: Case, task: Task) -> None:
        share = _EVENTS.get(task.step)
        happens = self._later(case, task, share) if share is not None else None
        if task.wait_until is not None and (happens is None or happens >= task.wait_until):
            self.plan(task.wait_until + 20, case, self._end_wait, case, task, True)
        elif happens is not None and not (case.plan.hold == "wait" and case.plan.hold_step == task.step):
            self.plan(happens, case, self._end_wait, case, task, False)

    def _end_wait(self, case: Case, task: Task, by_clock: bool) -> None:
        if task.is_open:
            self.hub.end_wait(case, task, None if by_clock else self._worker(case, task), self.now)

    def _take(self, case: Case, task: Task) -> None:
        if not task.is_open:
            return
        plan, rng, who = case.plan, self.rng, self._worker(case, task)
        if task.taken_at is None:
            self.hub.take(case, task, who, self.now)
        if plan.facts.get("external") and task.step == "visit":
            self.plan(self._soon(case, 5, 40), case, self._share, case)
        work = _SHARES[(case.code, task.step)][1]
        held = plan.hold and task.step == (plan.hold_step or task.step)
        done = self._later(case, task, work)
        asks_here = task.visit == 1 and case.requester is not None and task.step not in {"count_loss", "profile"}
        if plan.chats and asks_here and case.parent is None and rng.random() < 0.16:
            self.plan(self._soon(case, 1, 6), case, self._greet, case, task)
        if plan.chats and case.code in words.INNER and rng.random() < (0.5 if held else 0.13):
            self.plan(self._soon(case, 10, 60), case, self._note, case, task)
        if held and plan.hold in {"ask", "pause"}:
            self.plan(self._soon(case, 8, 40), case, self._ask if plan.hold == "ask" else self._pause, case, task)
            return
        if held and plan.hold == "work":
            if rng.random() < 0.6:
                self.plan(self._soon(case, 10, 45), case, self._save, case, task)
            return
        if asks_here and plan.asks and not plan.pools.get("asked"):
            plan.pools["asked"] = True
            self.plan(self._part(case, done, 0.35), case, self._ask, case, task)
        elif asks_here and plan.pauses and not plan.pools.get("paused"):
            plan.pools["paused"] = True
            self.plan(self._part(case, done, 0.4), case, self._pause, case, task)
        if rng.random() < 0.12 and task.step in {"check", "collect", "profile"} and not plan.ending:
            self.plan(self._part(case, done, 0.6), case, self._save, case, task)
        self.plan(done, case, self._complete, case, task)

    def _complete(self, case: Case, task: Task) -> None:
        if not task.is_open:
            return
        who = self._worker(case, task)
        made = decide(self._desk(case, task, who))
        self.hub.complete(case, task, who, self.now, outcome=made.outcome, values=made.values, files=made.files, comment=made.comment)

    def _save(self, case: Case, task: Task) -> None:
        if not task.is_open:
            return
        who = self._worker(case, task)
        made = decide(self._desk(case, task, who))
        keys = [key for key in made.values if isinstance(made.values[key], dict)]
        values = {key: made.values[key] for key in keys[: max(1, len(keys) // 2)]}
        if values:
            self.hub.save_fields(case, task, who, self.now, values=values)

    def _decide(self, case: Case, task: Task) -> None:
        seats = [seat for seat in task.seats if not seat.decision]
        if not task.is_open or not seats:
            return
        seat, plan, step = seats[0].person, case.plan, case.service.definition.step(task.step)
        who = self.ground.stand_in(seat, self.now) or seat
        outcome, comment = positive_outcome(step), ""
        keys = {item.key for item in step.outcomes}
        if task.step == "appoint" and plan.ending == "refuse":
            outcome, comment = "decline", self.rng.choice(words.REFUSALS["investigation"])
        elif plan.reworks and "rework" in keys and not plan.pools.get("reworked"):
            outcome, comment = "rework", self.rng.choice(words.REWORKS)
            plan.pools["reworked"] = True
        elif case.code == "unit_request":
            comment = "Закрываем без ответа, сообщаем заявителю и руководителю подразделения."
        self.hub.decide(case, task, who, self.now, outcome=outcome, comment=comment)
        if task.is_open:
            self.plan(self._soon(case, 20, 120), case, self._decide, case, task)

    def _reassign(self, case: Case, task: Task) -> None:
        if not task.is_open or task.taken_at is not None or not task.group:
            return
        code = self.ground.codes[task.group]
        leads = self.ground.present(self.ground.leads[code], self.now)
        others = [one for one in self.ground.present(self.ground.workers[code], self.now) if one != task.assignee]
        if leads and others:
            self.hub.reassign(case, task, leads[0], self.now, to=self.rng.choice(others), reason=self.rng.choice(words.REASSIGNS))

    def _worker(self, case: Case, task: Task) -> str:
        """Who does it now: the assignee or who stands in, else somebody of the group who has time."""
        ground, rng = self.ground, self.rng
        if task.assignee:
            return ground.stand_in(task.assignee, self.now) or task.assignee
        if case.plan.officer and case.plan.officer in ground.logins:
            return ground.logins[case.plan.officer].id
        code = ground.codes[task.group] if task.group else case.service.definition.group
        if task.kind != "task" and case.owner:
            return ground.stand_in(case.owner, self.now) or case.owner
        there = ground.present(ground.workers[code], self.now) or ground.workers[code] or ground.leads[code]
        return min(rng.sample(there, k=min(2, len(there))), key=self.hub.load_of)

    def _desk(self, case: Case, task: Task, who: str) -> Desk:
        return Desk(self.rng, self.inventory, self.ground, case, task, who, self._wall(), self.now)

    # talk and pauses

    def _greet(self, case: Case, task: Task) -> None:
        who = self._worker(case, task)
        texts = words.ON_TAKING if self.ground.people[who].is_woman else words.ON_TAKING_MEN
        self.hub.post(case, who, self.now, text=self.rng.choice(texts))

    def _note(self, case: Case, task: Task) -> None:
        other = case.plan.facts.get("other") or self.inventory.company().name
        who = self._worker(case, task)
        group = self.ground.codes[task.group] if task.group else ""
        leads = [one for one in self.ground.leads.get(group, []) if one != who]
        mentions = leads[:1] if self.rng.random() < 0.25 else []
        self.hub.post(case, who, self.now, text=pick(self.rng, words.INNER[case.code], other=other), internal=True, mentions=mentions)

    def _hurry(self, case: Case) -> None:
        if case.requester is None:
            return
        self.hub.post(case, case.requester, self.now, text=self.rng.choice(words.HURRY))
        if case.owner and not case.plan.hold:
            self.plan(self._soon(case, 5, 45), case, self._calm, case)

    def _calm(self, case: Case) -> None:
        if case.owner:
            who = self.ground.stand_in(case.owner, self.now) or case.owner
            self.hub.post(case, who, self.now, text=self.rng.choice(words.CALM))

    def _ask(self, case: Case, task: Task) -> None:
        if not task.is_open or case.requester is None or case.code not in words.QUESTIONS:
            return
        first = self.ground.people[case.requester].name.split(" ")[1]
        self.hub.ask(case, self._worker(case, task), self.now, text=pick(self.rng, words.QUESTIONS[case.code], name=first))
        if case.plan.hold != "ask":
            self.plan(self._soon(case, 12, 420), case, self._reply, case)

    def _reply(self, case: Case) -> None:
        if case.requester is None:
            return
        text = pick(self.rng, words.REPLIES[case.code], phone=self.inventory.phone())
        self.hub.post(case, case.requester, self.now, text=text)
        self._take_up_again(case)

    def _pause(self, case: Case, task: Task) -> None:
        plan = case.plan
        day = plan.facts.get("resume_on") or self._wall().date() + timedelta(days=self.rng.randint(1, 6))
        morning = int(datetime(day.year, day.month, day.day, 6, 0, 12, tzinfo=self.ground.zone).timestamp())
        reason = self.rng.choice(words.PAUSES)
        self.hub.pause(case, self._worker(case, task), self.now, reason=reason, resume_on=day)
        if plan.hold != "pause":
            self.plan(morning, case, self._resume_by_date, case)

    def _pause_for_child(self, parent: Case, child: Case) -> None:
        if child.is_closed or parent.owner is None:
            return
        who = self.ground.stand_in(parent.owner, self.now) or parent.owner
        self.hub.pause(parent, who, self.now, reason=words.CHILD_PAUSES[child.code], resume_on=None)

    def _resume_by_date(self, case: Case) -> None:
        self.hub.resume(case, None, self.now)
        self._take_up_again(case)

    def _resume(self, case: Case) -> None:
        if case.owner is None or case.paused_at is None:
            return
        self.hub.resume(case, self.ground.stand_in(case.owner, self.now) or case.owner, self.now)
        self._take_up_again(case)

    def _take_up_again(self, case: Case) -> None:
        """What was not possible while the clock stood is done now, one thing after another."""
        waiting, case.deferred = case.deferred, []
        hours, at = self.ground.hours_of(case.code), self.now
        for action, arguments in waiting:
            at = hours.after(max(at, hours.next_moment(at)), self.rng.randint(400, 3000))
            self.plan(at, case, action, *arguments)

    def _share(self, case: Case) -> None:
        outside = next((who.id for who in self.ground.people.values() if "external" in who.roles), None)
        if outside and case.owner:
            self.hub.add_participant(case, self.ground.stand_in(case.owner, self.now) or case.owner, self.now, person=outside)

    # ends

    def _withdraw(self, case: Case) -> None:
        if case.requester is not None:
            self.hub.withdraw(case, case.requester, self.now, reason=self.rng.choice(words.WITHDRAWALS))

    def _plan_after_end(self, case: Case) -> None:
        rng, plan = self.rng, case.plan
        if case.parent is not None:
            if not case.parent.is_closed:
                self.plan(self._soon(case.parent, 4, 40), case.parent, self._resume, case.parent)
            self._settle(case.root)
            return
        if case.state == "refused" and case.requester and not plan.hold and not plan.facts.get("no_again") and rng.random() < 0.45:
            self._order_again(case)
        if plan.rates and case.requester and case.state != "withdrawn" and rng.random() < 0.4:
            self.plan(self._soon(case, 10, 900), case, self._rate, case)
        elif plan.chats and case.requester and case.state == "done" and rng.random() < 0.06:
            self.plan(self._soon(case, 5, 90), case, self._thank, case)
        else:
            self._finish(case)

    def _finish(self, case: Case) -> None:
        """Nothing more is going to happen to this case itself."""
        case.is_over = True
        self._settle(case)

    def _settle(self, root: Case) -> None:
        """A story has ended when the case and everything that came out of it has."""
        if root.is_over and all(one.is_closed for one in root.descendants()):
            self.on_finished(root)

    def _order_again(self, case: Case) -> None:
        old: Form = case.plan.pools["form"]
        values = dict(old.values)
        if "comment" in {item.key for item in case.service.definition.fields}:
            values["comment"] = self.rng.choice(words.RESUBMIT)
        values.pop("needed_by", None) if case.code != "unit_request" else None
        if values.get("ground") == "regulator":
            values["ground"] = "check"
            values.pop("needed_by", None)
        plan = self.draw_plan(case.code)
        plan.ending, plan.facts["visit"] = "", False
        again = Form(values, old.files, dict(old.facts))
        login = self.ground.people[str(case.requester)].login
        self.plan(self._soon(case, 30, 500), None, self._order, case.code, plan, login, again, {"resubmits": case, "anonymous": False})

    def _rate(self, case: Case) -> None:
        stars = case.plan.stars or self._stars(case)
        self.hub.rate(case, str(case.requester), self.now, stars=stars, comment=self.rng.choice(words.RATING_WORDS[stars]))
        self._finish(case)

    def _stars(self, case: Case) -> int:
        if not case.sla_met:
            return self.rng.choices((1, 2, 3, 4, 5), (14, 26, 30, 20, 10))[0]
        if case.state == "refused":
            return self.rng.choices((2, 3, 4), (40, 40, 20))[0]
        better = self.mood.progress(self.now)
        return self.rng.choices((3, 4, 5), (14 - 8 * better, 38 - 10 * better, 48 + 18 * better))[0]

    def _thank(self, case: Case) -> None:
        self.hub.post(case, str(case.requester), self.now, text=self.rng.choice(words.THANKS))
        self._finish(case)

    # time

    def _wall(self) -> datetime:
        return datetime.fromtimestamp(self.now, self.ground.zone)

    def _promised(self, case: Case) -> float:
        minutes = case.service.definition.sla.resolution_minutes or 480
        return minutes * 60 * (_DUTY_DAY if case.code == "incident_report" else 1)

    def _after(self, case: Case, share: float) -> int:
        hours = self.ground.hours_of(case.code)
        return hours.after(hours.next_moment(self.now), self._promised(case) * share)

    def _later(self, case: Case, task: Task, share: float) -> int:
        """When so much of the promised time has gone by, at the pace of this case and with the day's ups and downs."""
        again = _AGAIN if task.visit > 1 and task.step not in _EVENTS else 1.0
        return self._after(case, share * again * case.plan.pace * self.rng.uniform(0.75, 1.25))

    def _soon(self, case: Case, low: int, high: int) -> int:
        """Some working minutes from now; short times are commoner."""
        hours = self.ground.hours_of(case.code)
        minutes = low + (high - low) * self.rng.random() ** 2
        return hours.after(hours.next_moment(self.now), minutes * 60)

    def _part(self, case: Case, until: int, share: float) -> int:
        hours = self.ground.hours_of(case.code)
        begin = hours.next_moment(self.now)
        return hours.after(begin, hours.between(begin, until) * share)
