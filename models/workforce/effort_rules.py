"""How many minutes an action is worth: what Kordon ships, and which of several rules counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from models.errors import Conflict, InvalidInput
from models.workforce.effort import EFFORT_EVENTS, MINUTES_OF_A_DAY

SHIPPED_FIRST_DAY = date(2000, 1, 1)

# (event, service, step, minutes). An empty word means any. The bank edits them; a rule of zero minutes says "this is not labour".
SHIPPED_RULES: tuple[tuple[str, str, str, int], ...] = (
    ("task_taken", "", "", 4),
    ("task_completed", "", "", 25),
    ("task_completed", "company_check", "check", 90),
    ("task_completed", "person_check", "check", 60),
    ("task_completed", "account_opening", "screening", 30),
    ("task_completed", "account_opening", "profile", 40),
    ("task_completed", "account_opening", "decision", 25),
    ("task_completed", "field_visit", "plan", 60),
    ("task_completed", "field_visit", "visit", 240),
    ("task_completed", "incident_report", "triage", 30),
    ("task_completed", "incident_report", "contain", 120),
    ("task_completed", "incident_report", "count_loss", 90),
    ("task_completed", "investigation", "planning", 120),
    ("task_completed", "investigation", "ask_explanation", 40),
    ("task_completed", "investigation", "record_explanation", 90),
    ("task_completed", "investigation", "collect", 420),
    ("task_completed", "investigation", "conclude", 300),
    ("task_completed", "unit_request", "send", 35),
    ("task_completed", "unit_request", "reply", 60),
    ("task_completed", "consultation", "", 45),
    ("task_reassigned", "", "", 3),
    ("fields_changed", "", "", 10),
    ("question_asked", "", "", 10),
    ("message_written", "", "", 5),
    ("note_written", "", "", 5),
    ("answer_edited", "", "", 12),
    ("approval_decided", "", "", 20),
    ("approval_forwarded", "", "", 5),
    ("documents_added", "", "", 5),
    ("participant_added", "", "", 3),
    ("case_paused", "", "", 3),
)


class EffortEventUnknown(InvalidInput):
    """No labour stands behind this kind of event."""

    code: ClassVar[str] = "effort_event_unknown"


class RuleMinutesWrong(InvalidInput):
    """A rule gives from zero minutes to a day."""

    code: ClassVar[str] = "rule_minutes_wrong"


class RuleStepWithoutService(InvalidInput):
    """Steps are called the same in different services: a step needs its service."""

    code: ClassVar[str] = "rule_step_without_service"


class RuleTaken(Conflict):
    """There is a rule for the same event, service and step from the same day."""

    code: ClassVar[str] = "rule_taken"


class RuleChangedMeanwhile(Conflict):
    """Somebody else has changed this rule since it was opened."""

    code: ClassVar[str] = "rule_changed_meanwhile"


class RuleDayNotAfter(InvalidInput):
    """A new value holds from a day after the first day of the one before it."""

    code: ClassVar[str] = "rule_day_not_after"


@dataclass(frozen=True, slots=True)
class Rule:
    """So many minutes for events of this kind from the first to the last day (None: until further notice)."""

    event: str
    service: str
    step: str
    minutes: int
    first_day: date = SHIPPED_FIRST_DAY
    last_day: date | None = None


AnyRule = TypeVar("AnyRule", bound=Rule)


def check_rule(rule: Rule) -> Rule:
    """Raises `EffortEventUnknown`, `RuleStepWithoutService`, `RuleMinutesWrong`."""
    if rule.event not in EFFORT_EVENTS:
        raise EffortEventUnknown(field="event")
    if rule.step and not rule.service:
        raise RuleStepWithoutService(field="step")
    if not 0 <= rule.minutes <= MINUTES_OF_A_DAY:
        raise RuleMinutesWrong(field="minutes", given=rule.minutes)
    return rule


def rule_for(rules: Iterable[AnyRule], *, event: str, service: str, step: str, day: date) -> AnyRule | None:
    """The most exact rule valid on this day: service and step, then service, then any; of equals the one that began last."""
    fitting = [
        rule for rule in rules
        if rule.event == event and rule.service in ("", service) and rule.step in ("", step)
        and rule.first_day <= day and (rule.last_day is None or day <= rule.last_day)
    ]  # fmt: skip
    return max(fitting, key=lambda rule: (bool(rule.service), bool(rule.step), rule.first_day), default=None)
