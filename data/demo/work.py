"""How people work on the steps of a case: when they take it, what they decide, who else is drawn in."""

from __future__ import annotations

from data.demo import words
from data.demo.agenda import EVENTS, SHARES
from data.demo.decisions import Desk, decide
from data.demo.memory import Case, Task
from data.demo.talk import Talk
from models.processes.execution import positive_outcome


class Work(Talk):
    """Tasks, approvals, waiting."""

    def _plan_task(self, case: Case, task: Task) -> None:
        plan, rng = case.plan, self.rng
        if task.kind == "subcase":
            return
        if task.kind == "wait":
            self._plan_wait(case, task)
            return
        wait, work = SHARES[(case.code, task.step)]
        held = plan.hold and task.step == (plan.hold_step or task.step)
        if task.kind == "approval":
            if not (held and plan.hold == "approval"):
                self.plan(self._later(case, task, work), case, self._decide, case, task)
            return
        if held and plan.hold == "queue":
            return
        if not plan.hold and task.assignee and rng.random() < 0.012:
            self.plan(self._later(case, task, wait / 2), case, self._reassign, case, task)
        self.plan(max(self._later(case, task, wait), self._soon(case, 1, 15)), case, self._take, case, task)

    def _plan_wait(self, case: Case, task: Task) -> None:
        share = EVENTS.get(task.step)
        happens = self._later(case, task, share) if share is not None else None
        if task.wait_until is not None and (happens is None or happens >= task.wait_until):
            self.plan(task.wait_until + 20, case, self._end_wait, case, task, True)
        elif happens is not None and not (case.plan.hold == "wait" and case.plan.hold_step == task.step):
            self.plan(happens, case, self._end_wait, case, task, False)

    def _end_wait(self, case: Case, task: Task, by_clock: bool) -> None:
        if task.is_open:
            self.hub.end_wait(case, task, None if by_clock else self.worker(case, task), self.now)

    def _take(self, case: Case, task: Task) -> None:
        if not task.is_open:
            return
        plan, rng, who = case.plan, self.rng, self.worker(case, task)
        if task.taken_at is None:
            self.hub.take(case, task, who, self.now)
        if plan.facts.get("external") and task.step == "visit":
            self.plan(self._soon(case, 5, 40), case, self._share, case)
        work = SHARES[(case.code, task.step)][1]
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
        who = self.worker(case, task)
        made = decide(self._desk(case, task, who))
        self.hub.complete(case, task, who, self.now, outcome=made.outcome, values=made.values, files=made.files, comment=made.comment)

    def _save(self, case: Case, task: Task) -> None:
        if not task.is_open:
            return
        who = self.worker(case, task)
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

    def _desk(self, case: Case, task: Task, who: str) -> Desk:
        return Desk(self.rng, self.inventory, self.ground, case, task, who, self._wall(), self.now)
