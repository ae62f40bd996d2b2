"""How people go about cases: what they order, how a story goes, what comes after its end. It sets one thing after another on the agenda and
never looks at how things are kept: the hub may be memory or the real operations."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from data.demo import words
from data.demo.agenda import Hub
from data.demo.forms import ASKING_UNITS, FORMS, Asking, Form
from data.demo.ground import Ground, Who
from data.demo.inventory import Inventory
from data.demo.memory import Case, Plan
from data.demo.mood import SERVICES, Mood
from data.demo.work import Work


class Conduct(Work):
    """The whole bank: orders come in, go their way, are rated. `on_opened` and `on_finished` are told of every story."""

    def __init__(self, ground: Ground, hub: Hub, mood: Mood, *, rng: Random, inventory: Inventory) -> None:
        super().__init__(ground, hub, mood, rng=rng, inventory=inventory)
        self.on_finished: Callable[[Case], None] = lambda case: None
        self.on_opened: Callable[[Case], None] = lambda case: None
        self._stands |= {self._reply, self._resume, self._resume_by_date, self._rate, self._withdraw, self._thank}
        self._after_end |= {self._rate, self._thank}

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

    def order(self, at: int, service: str = "", plan: Plan | None = None, who: str = "", anonymous: bool | None = None) -> None:
        """Put an order on the agenda; what is not given is drawn when the time comes."""
        self.plan(at, None, self._order, service, plan, who, anonymous)

    def _order(
        self, service: str, plan: Plan | None, login: str, anonymous: bool | None, form: Form | None = None, resubmits: Case | None = None
    ) -> None:
        rng = self.rng
        service = service or rng.choices(list(SERVICES), list(SERVICES.values()))[0]
        who = self.ground.logins[login] if login else self._requester(service)
        plan = plan or self.draw_plan(service)
        form = form or self.draw_form(service, who)
        plan.facts = form.facts | plan.facts
        plan.pools["form"] = form
        if anonymous is None:
            anonymous = service == "incident_report" and rng.random() < 0.12
        case = self.hub.open_case(
            service, who.id, self.now, values=form.values, files=form.files, plan=plan, anonymous=anonymous, resubmits=resubmits
        )
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
        plan.asks, plan.pauses = rng.random() < 0.2, rng.random() < 0.1
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
        """A sub-case goes its own way. An incident's clock, which runs day and night, is stopped while it is investigated."""
        parent = child.parent
        assert parent is not None
        child.plan = Plan(self.mood.pace(self.now, self.rng), parent.plan.risk, reworks=self.rng.random() < 0.05,
        hold=parent.plan.pools.get("child_hold", ""))
        child.plan.hold_step = parent.plan.pools.get("child_hold_step", "")
        self.on_opened(child)
        if child.code in words.CHILD_PAUSES:
            self.plan(self.now + self.rng.randint(120, 500), parent, self._pause_for_child, parent, child)

    def _withdraw(self, case: Case) -> None:
        if case.requester is not None:
            self.hub.withdraw(case, case.requester, self.now, reason=self.rng.choice(words.WITHDRAWALS))

    def _plan_after_end(self, case: Case) -> None:
        rng, plan = self.rng, case.plan
        if case.parent is not None:
            if not case.parent.is_closed and case.code in words.CHILD_PAUSES:
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
        self.plan(self._soon(case, 30, 500), None, self._order, case.code, plan, login, False, again, case)

    def _rate(self, case: Case) -> None:
        stars = case.plan.stars or self._stars(case)
        self.hub.rate(case, str(case.requester), self.now, stars=stars, comment=self.rng.choice(words.RATING_WORDS[stars]))
        self._finish(case)

    def _stars(self, case: Case) -> int:
        if case.sla_met is False:
            return self.rng.choices((1, 2, 3, 4, 5), (14, 26, 30, 20, 10))[0]
        if case.state == "refused":
            return self.rng.choices((2, 3, 4), (40, 40, 20))[0]
        better = self.mood.progress(self.now)
        return self.rng.choices((3, 4, 5), (14 - 8 * better, 38 - 10 * better, 48 + 18 * better))[0]

    def _thank(self, case: Case) -> None:
        self.hub.post(case, str(case.requester), self.now, text=self._said(str(case.requester), words.THANKS))
        self._finish(case)
