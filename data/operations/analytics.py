"""Keep the prepared figures fresh, set their targets, keep the reports that were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Date, LargeBinary, Text, cast, delete, func, insert, literal, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from data.operations.audit import record
from data.operations.closed_labour import refresh_closed_labour
from data.operations.workforce.labour_days import refresh_labour_days
from data.queries.analytics.closed_labour import WORKED
from data.queries.analytics.measures import (
    CASE_MEASURES,
    TASK_MEASURES,
    bank_zone,
    days_of_marks,
    facts,
    first_and_last_day,
)
from data.queries.workforce.labour_days import LABOUR
from data.session import Session
from data.tables.analytics import dirty, figure_target, rollup, rollup_state
from models.access.permissions import Permission, require
from models.analytics.period import instant, month_after, months_between
from models.errors import InvalidInput

_ADVISORY_LOCK = 5_672_305  # any number: one refresh at a time among all processes
_NAMES = {"cases": CASE_MEASURES, "task": TASK_MEASURES}


class WrongTarget(InvalidInput):
    """A target of a share lies between 0 and 1."""

    code: ClassVar[str] = "wrong_target"


def refresh_rollups(session: Session, *, wait: bool = False) -> int:
    """Count the changed days again. Returns how many months they lie in; 0 when another process is at it (`wait`: then wait for it).

    Exact and repeatable: a day is thrown away and counted anew, and so are the sums of its month. What commits while this
    runs leaves its own mark for the next time.
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
    closed = [row.day for row in marks if row.name in ("cases", WORKED)]
    refresh_closed_labour(session, closed, everything=everything, zone=zone)
    counted += refresh_labour_days(session, [row.day for row in marks if row.name == LABOUR])
    session.execute(delete(rollup_state))
    session.execute(insert(rollup_state).values(zone=zone.key, refreshed_at=session.now))
    if counted:
        session.changed("figures")
    return counted


def _refresh_kind(session: Session, kind: str, marks: Iterable[date | None], *, everything: bool, zone: ZoneInfo) -> int:
    days = None if everything else days_of_marks(marks, zone)
    of_kind = rollup.c.name.in_(_NAMES[kind])
    if days is None:
        session.execute(delete(rollup).where(of_kind))
        between = first_and_last_day(session)
        months = list(months_between(*between)) if between else []
        for month in months:
            _count_days(session, kind, month, month_after(month, 1), zone=zone)
    else:
        months = sorted({day.replace(day=1) for day in days})
        session.execute(delete(rollup).where(of_kind, rollup.c.day.in_(days) | (rollup.c.day.is_(None) & rollup.c.month.in_(months))))
        for day in sorted(days):
            _count_days(session, kind, day, day + timedelta(days=1), zone=zone)
    _sum_months(session, kind, months)
    return len(months)


_PLACE = ("name", "source", "service", "group_id", "unit_id", "line_id", "step")
_NARROW = ("name", "source", "service", "step")
_TOGETHER = func.string_agg(rollup.c.packed, literal(b"", LargeBinary))


def _count_days(session: Session, kind: str, begin: date, end: date, *, zone: ZoneInfo) -> None:
    """The days from `begin` up to `end` from the cases, then without group, unit and business line."""
    source = facts(kind, instant(begin, zone), instant(end, zone))
    month = cast(func.date_trunc("month", source.c.day), Date)
    full = select(literal("full", Text), month, source.c.day, *(source.c[name] for name in _PLACE), source.c.n, source.c.packed)
    session.execute(insert(rollup).from_select(["grain", "month", "day", *_PLACE, "n", "packed"], full))
    kept = [rollup.c.month, rollup.c.day, *(rollup.c[name] for name in _NARROW)]
    narrow = (
        select(literal("narrow", Text), *kept, func.sum(rollup.c.n), _TOGETHER)
        .where(rollup.c.grain == "full", rollup.c.day >= begin, rollup.c.day < end, rollup.c.name.in_(_NAMES[kind]))
        .group_by(*kept)
    )
    session.execute(insert(rollup).from_select(["grain", "month", "day", *_NARROW, "n", "packed"], narrow))


def _sum_months(session: Session, kind: str, months: Sequence[date]) -> None:
    """Whole months from their days, in both grains."""
    kept = [rollup.c.grain, rollup.c.month, *(rollup.c[name] for name in _PLACE)]
    begin_end = [(rollup.c.day >= month) & (rollup.c.day < month_after(month, 1)) for month in months]
    if not begin_end:
        return
    summed = (
        select(*kept, func.sum(rollup.c.n), _TOGETHER)
        .where(rollup.c.grain.in_(["full", "narrow"]), or_(*begin_end), rollup.c.name.in_(_NAMES[kind]))
        .group_by(*kept)
    )
    session.execute(insert(rollup).from_select(["grain", "month", *_PLACE, "n", "packed"], summed))


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
