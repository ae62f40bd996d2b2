"""The agenda of the whole bank in the order of time, and working time as its people feel it."""

from __future__ import annotations

import heapq
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, Protocol

from data.demo.ground import Ground
from data.demo.inventory import Inventory
from data.demo.memory import Case, Task
from data.demo.mood import Mood

# Step → shares of the promised time of the whole case: until it is taken, and until it is done.
SHARES: dict[tuple[str, str], tuple[float, float]] = {
    ("company_check", "check"): (0.11, 0.60), ("company_check", "approval"): (0.0, 0.22), ("company_check", "large_approval"): (0.0, 0.08),
    ("person_check", "check"): (0.10, 0.62), ("person_check", "approval"): (0.0, 0.24),
    ("account_opening", "screening"): (0.08, 0.33), ("account_opening", "profile"): (0.09, 0.40),
    ("account_opening", "decision"): (0.05, 0.28), ("account_opening", "approval"): (0.0, 0.17),
    ("field_visit", "plan"): (0.08, 0.12), ("field_visit", "visit"): (0.05, 0.52), ("field_visit", "approval"): (0.0, 0.18),
    ("incident_report", "triage"): (0.03, 0.06), ("incident_report", "contain"): (0.06, 0.55), ("incident_report", "count_loss"): (0.10,
    0.42),
    ("incident_report", "approval"): (0.0, 0.20),
    ("investigation", "appoint"): (0.0, 0.04), ("investigation", "planning"): (0.01, 0.05), ("investigation", "ask_explanation"): (0.01,
    0.02),
    ("investigation", "record_explanation"): (0.01, 0.02), ("investigation", "collect"): (0.03, 0.26), ("investigation",
    "conclude"): (0.02, 0.12),
    ("investigation", "expert_approval"): (0.0, 0.05), ("investigation", "approval"): (0.0, 0.06), ("investigation", "verify"): (0.01,
    0.04),
    ("consultation", "reply"): (0.20, 0.55), ("consultation", "expert"): (0.08, 0.22),
    ("unit_request", "send"): (0.03, 0.06), ("unit_request", "reply"): (0.04, 0.16), ("unit_request", "approval"): (0.0, 0.07),
}  # fmt: skip
EVENTS = {"wait_explanation": 0.07, "wait_reply": 0.55, "wait_recommendations": 0.22}  # what is waited for happens after such a share
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
    def open_case(self, *given: Any, **more: Any) -> Case: ...
    def take(self, *given: Any, **more: Any) -> None: ...
    def save_fields(self, *given: Any, **more: Any) -> None: ...
    def complete(self, *given: Any, **more: Any) -> None: ...
    def decide(self, *given: Any, **more: Any) -> None: ...
    def reassign(self, *given: Any, **more: Any) -> None: ...
    def end_wait(self, *given: Any, **more: Any) -> None: ...
    def ask(self, *given: Any, **more: Any) -> None: ...
    def post(self, *given: Any, **more: Any) -> None: ...
    def pause(self, *given: Any, **more: Any) -> None: ...
    def resume(self, *given: Any, **more: Any) -> None: ...
    def withdraw(self, *given: Any, **more: Any) -> None: ...
    def rate(self, *given: Any, **more: Any) -> None: ...
    def add_participant(self, *given: Any, **more: Any) -> None: ...


Action = Callable[..., None]


class Agenda(ABC):
    """What is going to be done when, and by which hub. People's habits come in the classes above."""

    def __init__(self, ground: Ground, hub: Hub, mood: Mood, *, rng: Random, inventory: Inventory) -> None:
        self.ground, self.hub, self.mood, self.rng, self.inventory = ground, hub, mood, rng, inventory
        self._agenda: list[tuple[int, int, Case | None, Action, tuple[Any, ...]]] = []
        self._count = 0
        self.now = 0
        self._stands: set[Action] = set()  # what may be done while the clock of a case stands
        self._after_end: set[Action] = set()  # and after its end

    def plan(self, at: int, case: Case | None, action: Action, *arguments: Any) -> None:
        self._count += 1
        heapq.heappush(self._agenda, (max(at, self.now), self._count, case, action, arguments))

    def run(self, until: int) -> None:
        """Let everything happen that is due before `until`."""
        while self._agenda and self._agenda[0][0] < until:
            at, _number, case, action, arguments = heapq.heappop(self._agenda)
            self.now = at
            if case is not None and case.is_closed and action not in self._after_end:
                continue
            if case is not None and case.paused_at is not None and action not in self._stands:
                case.deferred.append((action, arguments))
                continue
            action(*arguments)
            self._follow_up()

    @abstractmethod
    def _follow_up(self) -> None:
        """Look at what came of the last action."""

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
        again = _AGAIN if task.visit > 1 and task.step not in EVENTS else 1.0
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
