"""The rows behind a measure of effect: cases with their minutes, prepared reports, reconciliations, months of costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal, select

from data.queries.access import bank_day
from data.queries.access_names import shown_name
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.measures import bank_zone, first_and_last_day
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import person
from data.tables.analytics import reconciliation_run
from data.tables.costs import cost_entry, cost_pool
from data.tables.effect import report_preparation
from data.tables.processes import cases
from data.tables.workforce import effort
from models.access.permissions import Permission, may, require
from models.analytics.effect import Measure
from models.analytics.period import counted_until, instant, parse_period

MOST = 100  # shown; `total` counts all


@dataclass(frozen=True, slots=True)
class EffectRow:
    """`name` in both languages or one; `value` in the unit of the measure, `of` what it is a part of (checked rows), if anything."""

    name: str | Mapping[str, str]
    value: float
    at: datetime | None = None
    month: date | None = None
    case_number: str = ""
    of: int | None = None


@dataclass(frozen=True, slots=True)
class EffectRows:
    """The newest or greatest `MOST` rows of `total`."""

    total: int
    rows: tuple[EffectRow, ...]


def effect_behind(session: Session, measure: str, period_code: str, *, service: str = "") -> EffectRows:
    """Raises `UnknownFilter` for a measure that has no rows of its own, `UnknownPeriod`, `Forbidden`."""
    require(session.actor, Permission.SEE_EFFECT)
    today = bank_day(session.now)
    period = parse_period(period_code, everything=first_and_last_day(session) or (today, today))
    if measure not in ROWS:
        raise UnknownFilter(measure, field="rows", given=measure, known=", ".join(ROWS))
    return ROWS[measure](session, period.start, counted_until(period, today), service)


def _between(column: ColumnElement[datetime], start: date, end: date) -> ColumnElement[bool]:
    zone = bank_zone()
    return (column >= instant(start, zone)) & (column < instant(end, zone))


def _labour(session: Session, start: date, end: date, service: str) -> EffectRows:
    """Closed cases with the minutes anybody worked on them, the longest first. Who may not open cases sees no numbers and titles."""
    opens = readable_cases(session.actor) if may(session.actor, Permission.DRILL_TO_CASES) else literal(False)
    closed = _between(cases.c.closed_at, start, end) & (cases.c.source == "kordon") & ((cases.c.service == service) if service else True)
    minutes = cast(func.sum(effort.c.minutes), BigInteger).label("minutes")
    found = (
        select(cases.c.number, cases.c.title, opens.label("opens"), cases.c.closed_at, minutes, func.count().over().label("total"))
        .join(effort, (effort.c.case_id == cases.c.id) & effort.c.cancelled_at.is_(None))
        .where(closed)
        .group_by(cases.c.id)
        .order_by(minutes.desc(), cases.c.number)
        .limit(MOST)
    )
    rows = session.rows(found)
    told = (
        EffectRow(row.title if row.opens else "", float(row.minutes), row.closed_at, case_number=row.number if row.opens else "")
        for row in rows
    )
    return EffectRows(rows[0].total if rows else 0, tuple(told))


def _preparations(session: Session, start: date, end: date, *, clicks: bool) -> EffectRows:
    names = may(session.actor, Permission.DRILL_TO_CASES)
    rows = session.rows(
        select(report_preparation, shown_name(session.actor.lang).label("who"), func.count().over().label("total"))
        .join(person, person.c.id == report_preparation.c.person_id)
        .where(_between(report_preparation.c.at, start, end))
        .order_by(report_preparation.c.at.desc(), report_preparation.c.id)
        .limit(MOST)
    )
    told = (EffectRow(row.who if names else "", float(row.clicks) if clicks else row.seconds / 60, row.at) for row in rows)
    return EffectRows(rows[0].total if rows else 0, tuple(told))


def _runs(session: Session, start: date, end: date) -> EffectRows:
    rows = session.rows(
        select(reconciliation_run, func.count().over().label("total"))
        .where(_between(reconciliation_run.c.at, start, end))
        .order_by(reconciliation_run.c.at.desc())
        .limit(MOST)
    )
    told = (EffectRow("", row.failed / row.checked if row.checked else 0.0, row.at, of=row.checked) for row in rows)
    return EffectRows(rows[0].total if rows else 0, tuple(told))


def _costs(session: Session, start: date, end: date) -> EffectRows:
    """Pools by month: what the mean of the months is made of."""
    total = cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks")
    rows = session.rows(
        select(cost_entry.c.month, cost_pool.c.name, total, func.count().over().label("total"))
        .join(cost_pool, cost_pool.c.id == cost_entry.c.pool_id)
        .where(cost_entry.c.month >= start, cost_entry.c.month < end)
        .group_by(cost_entry.c.month, cost_pool.c.id)
        .order_by(cost_entry.c.month.desc(), cost_pool.c.position)
        .limit(MOST)
    )
    return EffectRows(rows[0].total if rows else 0, tuple(EffectRow(row.name, float(row.kopecks), month=row.month) for row in rows))


ROWS: Mapping[str, Callable[[Session, date, date, str], EffectRows]] = {
    Measure.LABOUR.value: _labour,
    Measure.REPORT_TIME.value: lambda session, start, end, _service: _preparations(session, start, end, clicks=False),
    Measure.REPORT_CLICKS.value: lambda session, start, end, _service: _preparations(session, start, end, clicks=True),
    Measure.REPORT_ERRORS.value: lambda session, start, end, _service: _runs(session, start, end),
    Measure.BUDGET.value: lambda session, start, end, _service: _costs(session, start, end),
}
