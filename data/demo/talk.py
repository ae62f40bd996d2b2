"""How people talk about a case, and when they stop its clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.demo import words
from data.demo.agenda import Agenda
from data.demo.inventory import pick
from data.demo.memory import Case, Task


class Talk(Agenda):
    """Greetings, questions and replies, notes for colleagues, pauses."""

    def worker(self, case: Case, task: Task) -> str:
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

    def _said(self, who: str, texts: words.Texts, **values: str) -> str:
        """One of the texts, in the mouth of this person."""
        return pick(self.rng, texts, a="а" if self.ground.people[who].is_woman else "", **values)

    def _greet(self, case: Case, task: Task) -> None:
        who = self.worker(case, task)
        self.hub.post(case, who, self.now, text=self._said(who, words.ON_TAKING))

    def _note(self, case: Case, task: Task) -> None:
        other = case.plan.facts.get("other") or self.inventory.company().name
        who = self.worker(case, task)
        group = self.ground.codes[task.group] if task.group else ""
        leads = [one for one in self.ground.leads.get(group, []) if one != who]
        mentions = leads[:1] if self.rng.random() < 0.25 else []
        self.hub.post(case, who, self.now, text=self._said(who, words.INNER[case.code], other=other), internal=True, mentions=mentions)

    def _hurry(self, case: Case) -> None:
        if case.requester is None:
            return
        self.hub.post(case, case.requester, self.now, text=self._said(case.requester, words.HURRY))
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
        questions = words.QUESTIONS[case.code]
        case.plan.pools["question"] = number = self.rng.randrange(len(questions))
        self.hub.ask(case, self.worker(case, task), self.now, text=questions[number].format(name=first))
        if case.plan.hold != "ask":
            self.plan(self._soon(case, 20, 2_600), case, self._reply, case)

    def _reply(self, case: Case) -> None:
        if case.requester is None:
            return
        fitting = words.REPLIES[case.code][case.plan.pools["question"]]
        text = self._said(case.requester, (fitting,), phone=self.inventory.phone())
        self.hub.post(case, case.requester, self.now, text=text)
        self._take_up_again(case)

    def _pause(self, case: Case, task: Task) -> None:
        plan = case.plan
        day = plan.facts.get("resume_on") or self._wall().date() + timedelta(days=self.rng.randint(2, 14))
        morning = int(datetime(day.year, day.month, day.day, 6, 0, 12, tzinfo=self.ground.zone).timestamp())
        reason = self.rng.choice(words.PAUSES)
        self.hub.pause(case, self.worker(case, task), self.now, reason=reason, resume_on=day)
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
