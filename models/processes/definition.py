"""A process as data: what is asked, who does what, in which order, by when.

A definition is one JSON document (canonical: sorted keys, so that its hash names it). It is parsed into the frozen shapes below;
whatever cannot be right is refused with the path of the offending value. Texts are `{"ru": …, "en": …}`.
How a definition *runs* is `models/processes/execution.py`; whether it can get stuck is `models/processes/soundness.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Text = Mapping[str, str]          # {"ru": ..., "en": ...}
Condition = Mapping[str, Any]     # see models/processes/condition.py


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"               # integer kopecks
    DATE = "date"                 # ISO yyyy-mm-dd
    DATETIME = "datetime"         # ISO, bank's zone
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    INN = "inn"
    OGRN = "ogrn"
    SNILS = "snils"
    BIK_ACCOUNT = "bik_account"   # {"bik": "...", "account": "..."}
    PERSON = "person"             # {"name": "...", "birth_date": "...", "inn": "..."}
    COMPANY = "company"           # {"name": "...", "inn": "...", "ogrn": "..."}
    EMPLOYEE = "employee"         # user id
    UNIT = "unit"                 # organisation unit id
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    FILE = "file"                 # list of attachment ids
    FINDING = "finding"           # {"result": "clear|attention|hit", "note": "..."}


class Sensitivity(StrEnum):
    NORMAL = "normal"
    SECURITY = "security"         # security service only
    SHARED = "shared"             # may also be shown to an external participant


class StepKind(StrEnum):
    TASK = "task"                 # a person of a group works
    APPROVAL = "approval"         # a person decides about somebody else's work
    DECIDE = "decide"             # decision table → fields
    SET = "set"                   # set fields
    SCORE = "score"               # registered scorer → fields
    COMPOSE = "compose"           # answer from template
    NOTIFY = "notify"
    SUBCASE = "subcase"           # open a case of another process, wait for it or not
    WAIT = "wait"                 # for time or for a named event
    SPLIT = "split"               # all branches start
    JOIN = "join"                 # all branches arrived
    END = "end"                   # with outcome


class Assign(StrEnum):
    QUEUE = "queue"               # stays in the group's queue until somebody takes it
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    FIELD = "field"               # the person named in `assign_field`
    OWNER = "owner"               # the owner of the case


class ApprovalPolicy(StrEnum):
    ONE = "one"                   # one of the group's approvers
    ALL = "all"                   # all named approvers
    FIELD = "field"               # the person named in `assign_field`
    UNIT_HEAD = "unit_head"       # head of the requester's unit


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    type: FieldType
    label: Text
    section: str = ""
    help: Text = field(default_factory=dict)
    required: bool = False
    required_if: Condition | None = None
    visible_if: Condition | None = None
    options: tuple[Option, ...] = ()
    sensitivity: Sensitivity = Sensitivity.NORMAL
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task or an approval may end. `needs_comment`: the reason is compulsory (returns, refusals)."""

    key: str
    name: Text
    style: str = "secondary"      # primary | secondary | danger
    needs_comment: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """The step may not be completed while `unless` is false; `outcomes` empty = for every outcome."""

    unless: Condition
    message: Text
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepField:
    key: str
    edit: bool = True
    required: bool = False


@dataclass(frozen=True, slots=True)
class Sla:
    """Working minutes by the calendar. `remind_at`: shares of the time after which people are reminded."""

    reaction_minutes: int | None = None
    resolution_minutes: int | None = None
    remind_at: tuple[float, ...] = (0.8,)
    escalate_to: str = "lead"     # lead | head


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    kind: StepKind
    name: Text
    group: str = ""                           # code of the group (task, approval)
    assign: Assign = Assign.QUEUE
    assign_field: str = ""
    policy: ApprovalPolicy = ApprovalPolicy.ONE
    fields: tuple[StepField, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    guards: tuple[Guard, ...] = ()
    sla: Sla | None = None
    status: str = ""                          # word of the status shown to the requester (key of STATUS texts)
    table: str = ""                           # decide: name of the decision table
    values: Mapping[str, Any] = field(default_factory=dict)      # set: field → value
    scorer: str = ""
    template: str = ""                        # compose: key of the answer template
    notify: str = ""                          # notify: requester | owner | lead | head | group:CODE
    message: Text = field(default_factory=dict)
    process: str = ""                         # subcase
    copy_fields: Mapping[str, str] = field(default_factory=dict)  # subcase: own field → field there
    wait_for: bool = True                     # subcase
    minutes: int | None = None                # wait: working minutes
    calendar_minutes: int | None = None       # wait: minutes by the clock
    event: str = ""                           # wait: named event
    event_name: Text = field(default_factory=dict)   # wait: what people say when it has happened
    outcome: str = ""                         # end: outcome key
    optional_close: bool = False              # task: the requester sees it as waiting for him


@dataclass(frozen=True, slots=True)
class Route:
    source: str
    target: str
    outcome: str = ""                         # of a task or an approval
    when: Condition | None = None             # first true by priority wins; None = otherwise
    priority: int = 0


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How a case may end. `negative`: the service advises against (counts for prevented loss later)."""

    key: str
    name: Text
    negative: bool = False
    refused: bool = False                     # the request itself was refused, may be resubmitted


@dataclass(frozen=True, slots=True)
class AnswerTemplate:
    key: str
    subject: Text
    body: Text                                # paragraphs; {field} and {field:label} are filled from the case


@dataclass(frozen=True, slots=True)
class Rule:
    when: tuple[Any, ...]                     # one cell per input: None = any, else {"op": …, "value": …}
    then: tuple[Any, ...]                     # one value per output


@dataclass(frozen=True, slots=True)
class DecisionTable:
    key: str
    name: Text
    hit: str                                  # first | unique | collect_sum
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    code: str
    prefix: str                               # of the case number: ПЮ
    category: str
    name: Text                                # in the reader's words: «Проверить компанию»
    case_name: Text                           # the kind of case: «Проверка юрлица»
    summary: Text
    icon: str
    group: str                                # group that owns the service
    calendar: str
    sla: Sla
    sections: tuple[Section, ...]
    fields: tuple[Field, ...]
    start_fields: tuple[str, ...]
    title_fields: tuple[str, ...]
    first_step: str
    steps: tuple[Step, ...]
    routes: tuple[Route, ...]
    outcomes: tuple[CaseOutcome, ...]
    tables: tuple[DecisionTable, ...] = ()
    templates: tuple[AnswerTemplate, ...] = ()
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order_roles: tuple[str, ...] = ()         # empty = every employee
    listed: bool = True                       # in the catalogue, or only opened by other processes
    anonymous_allowed: bool = False
    amount_field: str = ""                    # money field shown in lists and summed in figures
    priority_field: str = ""                  # filled by a decision table: low | normal | high | critical

    def step(self, key: str) -> Step:
        """The step with this key (KeyError if there is none: definitions are validated on parsing)."""
        return next(step for step in self.steps if step.key == key)

    def field(self, key: str) -> Field:
        return next(item for item in self.fields if item.key == key)

    def routes_from(self, key: str) -> tuple[Route, ...]:
        """Outgoing routes by priority."""
        return tuple(sorted((route for route in self.routes if route.source == key), key=lambda route: route.priority))
