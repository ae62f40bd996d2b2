"""A case as made-up history carries it in memory: the columns of its rows, and what its makers have in mind for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from data.demo.ground import Service

Deferred = tuple[Callable[..., None], tuple[Any, ...]]


@dataclass(slots=True)
class Plan:
    """How a case is going to go. `pace`: the share of the promised time it takes; `risk`: what the checks will find.

    `hold` is where it stands at the end of the story, for cases that are open today: "" (goes on), queue, work, ask, pause, wait, approval.
    """

    pace: float
    risk: str = "clear"  # clear | attention | hit
    ending: str = ""  # refuse | withdraw | another ending that the service knows
    hold: str = ""
    hold_step: str = ""
    officer: str = ""  # login of who takes it
    asks: bool = False
    pauses: bool = False
    reworks: bool = False
    chats: bool = True
    rates: bool = True
    stars: int = 0
    facts: dict[str, Any] = field(default_factory=dict)  # what the texts of this case speak of
    pools: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Seat:
    """A place at the table of an approval."""

    id: str
    person: str
    decision: str = ""
    comment: str = ""
    decided_at: int | None = None
    decided_by: str | None = None
    forwarded_to: str | None = None


@dataclass(slots=True)
class Task:
    id: str
    step: str
    kind: str
    branch: str
    visit: int
    entered_at: int
    group: str | None = None  # id
    assignee: str | None = None
    due_at: int | None = None
    reminders: list[int] = field(default_factory=list)
    next_remind: int | None = None
    escalate_to: str = "lead"
    state: str = "open"
    taken_at: int | None = None
    done_at: int | None = None
    done_by: str | None = None
    outcome: str = ""
    comment: str = ""
    minutes: int | None = None
    wait_until: int | None = None
    wait_event: str = ""
    child: str | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(slots=True)
class Case:
    """Times are whole seconds since 1970 (UTC), people and groups are ids."""

    id: str
    number: str
    service: Service
    plan: Plan
    opened_at: int
    requester: str | None = None
    unit: str | None = None
    line: str | None = None
    group: str | None = None
    anonymous: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    search_text: str = ""
    state: str = "new"
    outcome: str = ""
    negative: bool = False
    owner: str | None = None
    priority: int = 1
    risk_level: str = ""
    amount: int | None = None
    due_at: int | None = None
    reaction_due_at: int | None = None
    reacted_at: int | None = None
    reaction_minutes: int | None = None
    handling_minutes: int | None = None
    sla_met: bool | None = None
    closed_at: int | None = None
    paused_at: int | None = None
    resume_on: Any = None
    pause_reason: str = ""
    paused_minutes: int = 0
    extended_minutes: int = 0
    state_before_pause: str = ""
    reminders: list[int] = field(default_factory=list)
    next_remind: int | None = None
    escalate_to: str = "lead"
    parent: Case | None = None
    parent_task: Task | None = None
    resubmits: str | None = None
    rating: int | None = None
    rating_comment: str = ""
    revision: int = 1
    changed_at: int = 0
    tasks: list[Task] = field(default_factory=list)
    arrivals: dict[tuple[str, str], int] = field(default_factory=dict)  # (join, branch) → when
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)  # of the other tables, ready to be written
    answer: list[Any] | None = None  # the newest version, as its row
    answers: list[list[Any]] = field(default_factory=list)
    pauses: list[list[Any]] = field(default_factory=list)
    children: list[Case] = field(default_factory=list)
    deferred: list[Deferred] = field(default_factory=list)  # what people wanted to do while the clock stood
    is_over: bool = False  # closed, and nobody is going to rate it or say thanks

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def code(self) -> str:
        return self.service.definition.code

    def open_tasks(self) -> list[Task]:
        return [one for one in self.tasks if one.state == "open"]

    def descendants(self) -> Iterator[Case]:
        """Sub-cases and theirs."""
        for child in self.children:
            yield child
            yield from child.descendants()

    @property
    def root(self) -> Case:
        return self if self.parent is None else self.parent.root
