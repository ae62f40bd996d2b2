"""Keep the prepared figures fresh, set their targets, keep the reports that were made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import LargeBinary, Text, delete, func, insert, literal, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.queries.analytics.measures import (
    CASE_MEASURES,
    TASK_MEASURES,
    bank_zone,
    facts,
    first_and_last_day,
    months_of_days,
)
from data.session import Session
from data.tables.analytics import dirty, figure_target, report_run, rollup, rollup_state
from models.access.permissions import Permission, require
from models.analytics.period import instant, month_after, months_between
from models.errors import InvalidInput

_ADVISORY_LOCK = 5_672_305  # any number: one refresh at a time among all processes
_NAMES = {"cases": CASE_MEASURES, "task": TASK_MEASURES}


class WrongTarget(InvalidInput):
    """A target of a share lies between 0 and 1."""

    code: ClassVar[str] = "wrong_target"


def refresh_rollups(session: Session, *, wait: bool = False) -> int:
    """Count the changed months again. Returns how many; 0 when another process is at it (`wait`: then wait for it).

    Exact and repeatable: a month is thrown away and counted anew. What commits while this runs leaves its own mark for the next time.
    """
    lock = "SELECT pg_advisory_xact_lock(:number)" if wait else "SELECT pg_try_advisory_xact_lock(:number)"
    if session.scalar(text(lock), {"number": _ADVISORY_LOCK}) is False:
        return 0
    zone = bank_zone()
    marks = session.rows(delete(dirty).returning(dirty.c.name, dirty.c.day))
    everything = session.scalar(select(rollup_state.c.zone)) != zone.key
    counted = 0
    for kind in _NAMES:
        days = [row.day for row in marks if row.name == kind]
        counted += _refresh_kind(session, kind, days, everything=everything, zone=zone)
    session.execute(delete(rollup_state))
    session.execute(insert(rollup_state).values(zone=zone.key, refreshed_at=session.now))
    if counted:
        session.changed("figures")
    return counted


def _refresh_kind(session: Session, kind: str, days: Iterable[date | None], *, everything: bool, zone: ZoneInfo) -> int:
    marked = list(days)
    if everything or None in marked:
        session.execute(delete(rollup).where(rollup.c.name.in_(_NAMES[kind])))
        between = first_and_last_day(session)
        months = set(months_between(*between)) if between else set()
    else:
        months = months_of_days([day for day in marked if day], zone)
        session.execute(delete(rollup).where(rollup.c.name.in_(_NAMES[kind]), rollup.c.month.in_(months)))
    for month in sorted(months):
        _count_month(session, kind, month, zone=zone)
    return len(months)


def _count_month(session: Session, kind: str, month: date, *, zone: ZoneInfo) -> None:
    source = facts(kind, instant(month, zone), instant(month_after(month, 1), zone))
    dimensions = ["name", "source", "service", "group_id", "unit_id", "line_id", "step", "n", "packed"]
    full = select(literal("full", Text), literal(month), *(source.c[name] for name in dimensions))
    session.execute(insert(rollup).from_select(["grain", "month", *dimensions], full))
    kept = [rollup.c.name, rollup.c.source, rollup.c.service, rollup.c.step]
    together = func.string_agg(rollup.c.packed, literal(b"", LargeBinary))
    narrow = (
        select(literal("narrow", Text), literal(month), *kept, func.sum(rollup.c.n), together)
        .where(rollup.c.grain == "full", rollup.c.month == month, rollup.c.name.in_(_NAMES[kind]))
        .group_by(*kept)
    )
    session.execute(insert(rollup).from_select(["grain", "month", "name", "source", "service", "step", "n", "packed"], narrow))


def set_target(session: Session, figure: str, value: float) -> None:
    """Change what the service aims at, a share of 1. Its head does it; the trail keeps both values. Raises `WrongTarget`, `Forbidden`."""
    require(session.actor, Permission.SET_TARGETS)
    if not 0 < value <= 1:
        raise WrongTarget(str(value), field="value", given=value)
    before = session.scalar(select(figure_target.c.value).where(figure_target.c.figure == figure))
    values = {"value": Decimal(str(value)), "changed_by": session.actor.user_id, "changed_at": session.now}
    session.execute(upsert(figure_target).values(figure=figure, **values).on_conflict_do_update(index_elements=["figure"], set_=values))
    record(
        session, "target_changed", subject_kind="figure", subject_id=figure,
        before=None if before is None else {"value": float(before)}, after={"value": value},
    )  # fmt: skip
    session.changed("figures")


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A finished report: what it was asked for, everything it was made of, and the file itself."""

    kind: str
    period: str
    lang: str
    format: str
    filters: Mapping[str, Any]
    input: Mapping[str, Any]
    file_name: str
    content: bytes
    data_as_of: datetime


def keep_report(session: Session, report: MadeReport) -> UUID:
    """Store a report with its input and hash, so that it can be opened, checked and rendered again."""
    require(session.actor, Permission.EXPORT_REPORTS)
    number = new_id()
    digest = hashlib.sha256(report.content).digest()
    session.execute(insert(report_run).values(
        id=number, kind=report.kind, period=report.period, lang=report.lang, format=report.format, filters=dict(report.filters),
        input=dict(report.input), sha256=digest, size=len(report.content), file_name=report.file_name, content=report.content,
        made_by=session.actor.user_id, made_by_name=session.actor.name, made_at=session.now, data_as_of=report.data_as_of,
    ))  # fmt: skip
    record(
        session, "report_made", subject_kind="report", subject_id=number, subject_name=report.file_name,
        after={"kind": report.kind, "period": report.period, "filters": dict(report.filters), "sha256": digest.hex()},
    )  # fmt: skip
    session.changed("figures")
    return number
