"""Effort rules: what an installation starts with, and how the bank changes them. A rule is never overwritten: it ends, another begins."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.workforce import effort_rule
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.workforce.effort_rules import (
    SHIPPED_FIRST_DAY,
    SHIPPED_RULES,
    Rule,
    RuleChangedMeanwhile,
    RuleDayNotAfter,
    RuleTaken,
    check_rule,
)

_ADVISORY_LOCK = 5_672_342


def install_shipped_rules(session: Session) -> None:
    """Put the shipped rules into a database that has none; the bank's own stay as they are."""
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    if session.first(select(effort_rule.c.id).limit(1)) is not None:
        return
    session.execute(
        insert(effort_rule),
        [
            {"id": new_id(), "event_kind": event, "service": service, "step": step, "minutes": minutes,
             "first_day": SHIPPED_FIRST_DAY, "changed_at": session.now}
            for event, service, step, minutes in SHIPPED_RULES
        ],
    )  # fmt: skip


def add_rule(session: Session, rule: Rule) -> UUID:
    """A new rule from its first day on. Raises what `check_rule` raises, `RuleTaken`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    check_rule(rule)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    same = select(effort_rule.c.id).where(
        effort_rule.c.event_kind == rule.event, effort_rule.c.service == rule.service, effort_rule.c.step == rule.step,
        effort_rule.c.last_day.is_(None) | (effort_rule.c.last_day >= rule.first_day),
    )  # fmt: skip
    if session.first(same) is not None:
        raise RuleTaken(field="event")
    return _insert(session, rule)


def change_rule(session: Session, rule_id: UUID, *, minutes: int, from_day: date, revision: int) -> UUID:
    """From this day on the same event is worth other minutes; days before keep what they had. Returns the rule that holds from then on.

    Raises `RuleChangedMeanwhile`, `RuleDayNotAfter` (not after the rule's own first day), `RuleMinutesWrong`.
    """
    require(session.actor, Permission.MANAGE_LABOUR)
    row = session.first(select(effort_rule).where(effort_rule.c.id == rule_id).with_for_update())
    if row is None:
        raise NotFound(what="rule")
    if row.revision != revision or row.last_day is not None:
        raise RuleChangedMeanwhile
    rule = check_rule(Rule(row.event_kind, row.service, row.step, minutes, from_day))
    if from_day <= row.first_day:
        raise RuleDayNotAfter(field="first_day", day=row.first_day)
    session.execute(update(effort_rule).where(effort_rule.c.id == rule_id).values(
        last_day=from_day - timedelta(days=1), revision=effort_rule.c.revision + 1, changed_by=session.actor.user_id,
        changed_at=session.now,
    ))  # fmt: skip
    return _insert(session, rule, before={"minutes": row.minutes, "first_day": row.first_day})


def _insert(session: Session, rule: Rule, *, before: dict[str, object] | None = None) -> UUID:
    rule_id = new_id()
    session.execute(insert(effort_rule).values(
        id=rule_id, event_kind=rule.event, service=rule.service, step=rule.step, minutes=rule.minutes, first_day=rule.first_day,
        last_day=rule.last_day, changed_by=session.actor.user_id, changed_at=session.now,
    ))  # fmt: skip
    after = {key: value for key, value in asdict(rule).items() if value is not None}
    record(session, "effort_rule_set", subject_kind="effort_rule", subject_id=rule_id, subject_name=rule.event, before=before, after=after)
    return rule_id
