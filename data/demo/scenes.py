"""What is open today: so many cases at each place of their way, so many of them close to their promise or past it, and something to do for
every role that signs in to look around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from data.demo.clock import Hours
from data.demo.conduct import Conduct
from data.demo.ground import Ground
from data.demo.memory import Plan
from data.operations.processes import save_draft

_DAY = 8 * 3600  # seconds of a working day


@dataclass(frozen=True, slots=True)
class Scene:
    """`count` cases of a service that stand at a step: in the queue, in work, asked about, paused or waiting for approval.

    `used`: the shares of the promised time that have gone by. For a clock that stands: `stood` working days ago it was stopped.
    """

    service: str
    hold: str
    step: str
    count: float
    used: tuple[float, float]
    stood: tuple[float, float] = (0.0, 0.0)
    officer: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


# In time: before the first reminder. Counts are for a bank of some fifteen thousand cases.
_CALM = (
    Scene("company_check", "queue", "check", 5, (0.05, 0.35)), Scene("company_check", "work", "check", 6, (0.15, 0.42), officer="belova"),
    Scene("company_check", "work", "check", 3, (0.15, 0.42), officer="titova"), Scene("company_check", "approval", "approval", 4, (0.36, 0.46)),
    Scene("person_check", "queue", "check", 2, (0.05, 0.3)), Scene("person_check", "work", "check", 7, (0.15, 0.7)),
    Scene("person_check", "approval", "approval", 3, (0.5, 0.75)), Scene("account_opening", "work", "profile", 4, (0.15, 0.42)),
    Scene("account_opening", "work", "decision", 2, (0.4, 0.46)), Scene("consultation", "queue", "reply", 2, (0.05, 0.4)),
    Scene("consultation", "work", "reply", 2, (0.2, 0.7)), Scene("field_visit", "queue", "plan", 2, (0.02, 0.1)),
    Scene("field_visit", "work", "visit", 6, (0.2, 0.7)), Scene("field_visit", "approval", "approval", 2, (0.6, 0.75)),
    Scene("unit_request", "queue", "send", 2, (0.02, 0.08)), Scene("unit_request", "wait", "wait_reply", 9, (0.1, 0.55)),
    Scene("unit_request", "work", "reply", 3, (0.5, 0.75)), Scene("incident_report", "work", "contain", 3, (0.06, 0.2)),
    Scene("incident_report", "queue", "triage", 1, (0.01, 0.03)), Scene("investigation", "approval", "appoint", 1, (0.02, 0.04)),
    Scene("investigation", "work", "collect", 4, (0.1, 0.4)), Scene("investigation", "work", "conclude", 1, (0.3, 0.45)),
    Scene("investigation", "wait", "wait_recommendations", 1, (0.3, 0.45)), Scene("investigation", "approval", "approval", 1, (0.3, 0.45)),
)  # fmt: skip
_AT_RISK = (
    Scene("company_check", "work", "check", 3, (0.6, 0.9), officer="belova"), Scene("company_check", "approval", "approval", 1, (0.8, 0.94)),
    Scene("account_opening", "work", "decision", 1, (0.65, 0.9)), Scene("person_check", "work", "check", 2, (0.83, 0.94)),
    Scene("field_visit", "work", "visit", 1, (0.83, 0.94)), Scene("unit_request", "work", "reply", 1, (0.83, 0.94)),
)  # fmt: skip
_LATE = (
    Scene("company_check", "work", "check", 1, (1.1, 1.3), officer="belova"), Scene("person_check", "approval", "approval", 1, (1.2, 1.6)),
    Scene("unit_request", "work", "reply", 1, (1.1, 1.3)), Scene("company_check", "queue", "check", 1, (1.05, 1.15)),
)  # fmt: skip
_STANDING = (
    Scene("company_check", "ask", "check", 6, (0.3, 0.5), (0.2, 4)), Scene("person_check", "ask", "check", 5, (0.3, 0.5), (0.2, 3)),
    Scene("account_opening", "ask", "screening", 3, (0.3, 0.5), (0.1, 2)), Scene("field_visit", "ask", "plan", 2, (0.1, 0.2), (0.3, 3)),
    Scene("company_check", "pause", "check", 8, (0.3, 0.5), (1, 9)), Scene("person_check", "pause", "check", 4, (0.3, 0.5), (1, 7)),
    Scene("account_opening", "pause", "screening", 3, (0.3, 0.5), (1, 5)), Scene("unit_request", "pause", "reply", 2, (0.6, 0.7), (1, 4)),
    Scene("company_check", "visit", "visit", 4, (0.3, 0.5), (0.4, 1.4), facts={"visit": True}),
)  # fmt: skip
_SCENES = (*_CALM, *_AT_RISK, *_LATE, *_STANDING)


class Today:
    """Puts the open cases on the agenda so that at `now` each stands where it should. A night or a weekend shows the end of the last day."""

    def __init__(self, conduct: Conduct, now: int, rng: Random, *, scale: float) -> None:
        self.conduct, self.ground, self.rng, self.scale = conduct, conduct.ground, rng, scale
        self.real_now, self.now = now, conduct.ground.desk.last_moment(now)

    def plan(self) -> int:
        """Order them all; returns how many."""
        count = 0
        for scene in _SCENES:
            for _ in range(self._many(scene)):
                self._order(scene)
                count += 1
        for scene, login in self._personal():
            self._order(scene, login)
            count += 1
        return count

    def _many(self, scene: Scene) -> int:
        """Rounded by chance, but at least the few that are late, and one of each larger crowd."""
        wanted = scene.count * self.scale
        low = int(wanted)
        return max(1 if scene.count >= 3 or scene in _LATE[:3] else 0, low + (self.rng.random() < wanted - low))

    def _personal(self) -> Iterator[tuple[Scene, str]]:
        """For those who look around: a question to answer, an answer to rate, a refusal, a visit that is shared."""
        yield Scene("company_check", "ask", "check", 1, (0.3, 0.4), (0.4, 0.5), "belova"), "zaitseva"
        yield Scene("company_check", "work", "check", 1, (0.2, 0.3), officer="belova"), "zaitseva"
        yield Scene("company_check", "done", "", 1, (2.6, 2.8), officer="belova"), "zaitseva"
        yield Scene("person_check", "done", "", 1, (7, 8)), "zaitseva"
        yield Scene("company_check", "refuse", "", 1, (3.2, 3.6), officer="titova"), "zaitseva"
        yield Scene("consultation", "approval", "", 1, (2.5, 3.0)), "zaitseva"
        yield Scene("field_visit", "work", "visit", 1, (0.4, 0.5), facts={"external": True}), "ermakova"
        yield Scene("field_visit", "work", "visit", 1, (0.3, 0.6), facts={"external": True}), "kotova"
        yield Scene("investigation", "approval", "appoint", 1, (0.02, 0.04)), "grachev"
        yield Scene("incident_report", "work", "contain", 1, (0.08, 0.2), facts={"anonymous": True}), "vlasova"
        yield Scene("investigation", "approval", "expert_approval", 1, (0.3, 0.4), facts={"expert_login": "morozov"}), "baranov"

    def _order(self, scene: Scene, login: str = "") -> None:
        conduct, rng = self.conduct, self.rng
        service = self.ground.services[scene.service]
        hours = self.ground.duty if scene.service == "incident_report" else service.hours
        promised = (service.definition.sla.resolution_minutes or 480) * 60
        used, stood = rng.uniform(*scene.used), rng.uniform(*scene.stood) * _DAY
        plan = Plan(pace=0.72 * used, risk="attention" if rng.random() < 0.3 else "clear", hold=scene.hold, hold_step=scene.step, officer=scene.officer)
        plan.facts = dict(scene.facts)
        if scene.service == "person_check" and scene.hold == "approval":
            plan.risk = "attention"  # without a remark nobody is asked
        if scene.hold == "done":
            plan = Plan(pace=rng.uniform(0.3, 0.5), officer=scene.officer, rates=False, chats=False)
        elif scene.hold == "refuse":
            plan = Plan(pace=0.4, officer=scene.officer, ending="refuse", rates=False, facts={"no_again": True})
        elif scene.hold == "approval" and not scene.step:
            plan = Plan(pace=0.4, rates=False)
        elif scene.hold == "visit":  # the parent is paused while its field visit is under way
            plan.hold, plan.hold_step = "", ""
            plan.pools["child_hold"], plan.pools["child_hold_step"] = "work", "visit"
            plan.risk, plan.pace = "attention", 0.3
        elif scene.hold in {"ask", "pause"}:
            plan.pace = 0.35
            plan.facts["resume_on"] = self._resume_day() if scene.hold == "pause" else None
        if "expert_login" in plan.facts:
            plan.facts["expert_id"] = self.ground.logins[plan.facts["expert_login"]].id
            plan.risk = "attention"
        at = self._opening(hours, scene, promised * used + stood)
        conduct.order(at, scene.service, plan, login, anonymous=bool(scene.facts.get("anonymous")))

    def _opening(self, hours: Hours, scene: Scene, seconds: float) -> int:
        if scene.service == "incident_report":
            return hours.before(self.real_now, seconds)
        return hours.before(self.now, seconds)

    def _resume_day(self) -> date:
        """A working day after today."""
        today = datetime.fromtimestamp(self.real_now, self.ground.zone).date()
        noon = datetime(today.year, today.month, today.day, 10, tzinfo=self.ground.zone) + timedelta(days=self.rng.randint(1, 11))
        return self.ground.day(self.ground.desk.next_moment(int(noon.timestamp())))


def keep_drafts(conduct: Conduct, ground: Ground, live: Any, at: int) -> None:
    """An order begun and not sent."""
    company = conduct.inventory.company()
    content = {"values": {"company": {"name": company.name, "inn": company.inn}, "purpose": "tenant", "subject": "Аренда помещения под офис"}, "files": {}}
    save_draft(live.acting(ground.logins["zaitseva"].id, at), "order", "company_check", content=content)
