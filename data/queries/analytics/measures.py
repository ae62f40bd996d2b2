"""Counted facts between two days: from rollups where they are fresh, from the cases themselves where something has just changed.

So a figure is exact at every moment: the job that refreshes rollups makes reading cheap, it does not make it true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Integer, Select, Subquery, Text, case, cast, func, literal, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.filters import Scope, text_of_id
from data.session import Session
from data.settings import read_settings
from data.tables.analytics import dirty, rollup, rollup_state
from data.tables.processes import cases, task
from models.analytics.flow import Flow
from models.analytics.period import instant, month_after, months_between

CASE_MEASURES = ("opened", "reaction", "closed", "sla", "handling", "duration", "rating")
TASK_MEASURES = ("visit", "first_visit", "rework")
_KINDS = {"cases": CASE_MEASURES, "task": TASK_MEASURES}
_GROUPED = ("source", "service", "group_id", "unit_id", "line_id", "step", "value")


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def bank_zone() -> ZoneInfo:
    """The zone in which the bank's months begin."""
    return _zone(read_settings().zone)


def _dimensions() -> list[ColumnElement[Any]]:
    return [
        cases.c.source, cases.c.service, text_of_id(cases.c.group_id).label("group_id"), text_of_id(cases.c.unit_id).label("unit_id"),
        text_of_id(cases.c.business_line_id).label("line_id"),
    ]  # fmt: skip


def _fact(name: str, *, value: ColumnElement[Any] | None = None, step: ColumnElement[Any] | None = None) -> Select[Any]:
    shown = cast(null(), BigInteger) if value is None else cast(value, BigInteger)
    place = literal("", Text) if step is None else step
    columns = [literal(name, Text).label("name"), *_dimensions(), place.label("step"), shown.label("value")]
    grouped = [*columns[1:6], *([] if step is None else [step]), *([] if value is None else [value])]
    return select(*columns, func.count().label("n")).group_by(*grouped)


def _seconds(begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.round(func.extract("epoch", end - begin))


def case_facts(start: datetime, end: datetime) -> Subquery:
    """Facts about cases opened or closed from `start` up to `end`, counted by everything one may filter or group by."""
    opened = (cases.c.opened_at >= start) & (cases.c.opened_at < end)
    closed = (cases.c.closed_at >= start) & (cases.c.closed_at < end)
    duration = _seconds(cases.c.opened_at, cases.c.closed_at)
    return union_all(
        _fact("opened").where(opened),
        _fact("reaction", value=cases.c.reaction_minutes).where(opened, cases.c.reaction_minutes.is_not(None)),
        _fact("closed", step=cases.c.state).where(closed),
        _fact("sla", value=cast(cases.c.sla_met, Integer)).where(closed, cases.c.sla_met.is_not(None)),
        _fact("handling", value=cases.c.handling_minutes).where(closed, cases.c.handling_minutes.is_not(None)),
        _fact("duration", value=duration).where(closed),
        _fact("rating", value=cases.c.rating).where(closed, cases.c.rating.is_not(None)),
    ).subquery("facts")


def task_facts(start: datetime, end: datetime) -> Subquery:
    """Facts about tasks done from `start` up to `end`; they belong to the group and the unit of their case."""
    done = (task.c.done_at >= start) & (task.c.done_at < end) & (task.c.state == "done")
    worked = case((task.c.working_minutes.is_not(None), task.c.working_minutes * 60), else_=_seconds(task.c.entered_at, task.c.done_at))
    whose = task.join(cases, cases.c.id == task.c.case_id)
    return union_all(
        _fact("visit", step=task.c.step, value=worked).select_from(whose).where(done),
        _fact("first_visit", step=task.c.step).select_from(whose).where(done, task.c.visit == 1),
        _fact("rework", step=task.c.step).select_from(whose).where(done, task.c.visit > 1, task.c.kind == "task"),
    ).subquery("facts")


def facts(kind: str, start: datetime, end: datetime) -> Subquery:
    """`case_facts` or `task_facts` by the table whose changes make them stale."""
    return case_facts(start, end) if kind == "cases" else task_facts(start, end)


def stale_months(session: Session, kind: str, zone: ZoneInfo) -> set[date] | None:
    """Months whose rollups cannot be trusted now; None: none of them can."""
    rolled = session.scalar(select(rollup_state.c.zone))
    if rolled != zone.key:
        return None
    days = [row.day for row in session.rows(select(dirty.c.day).where(dirty.c.name == kind).distinct())]
    return None if None in days else months_of_days(days, zone)


def months_of_days(days: Iterable[date], zone: ZoneInfo) -> set[date]:
    """The months of the zone that these UTC days touch: one, or two at the turn of a month."""
    midnight = [datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC")) for day in days]
    moments = [moment + part for moment in midnight for part in (timedelta(0), timedelta(days=1, microseconds=-1))]
    return {moment.astimezone(zone).date().replace(day=1) for moment in moments}


def flows(
    session: Session, start: date, end: date, *, scope: Scope, names: Sequence[str], by: Sequence[str] = ("service", "step")
) -> list[Flow]:
    """Facts of the days `start` … `end` (the end not included), grouped by value and by any of `month`, `service`, `step`."""
    zone = bank_zone()
    counted: Counter[tuple[Any, ...]] = Counter()
    for kind, of_kind in _KINDS.items():
        wanted = [name for name in names if name in of_kind]
        if not wanted:
            continue
        stale = stale_months(session, kind, zone)
        fresh: list[date] = []
        for month in months_between(start, end):
            whole = start <= month and month_after(month, 1) <= end
            if whole and stale is not None and month not in stale:
                fresh.append(month)
                continue
            begin, finish = max(start, month), min(end, month_after(month, 1))
            source = facts(kind, instant(begin, zone), instant(finish, zone))
            counted_now = select(*_columns(source.c, by, literal(month).label("month")))
            _add(counted, session, counted_now, columns=source.c, scope=scope, names=wanted, by=by)
        if fresh:
            prepared = select(*_columns(rollup.c, by, rollup.c.month)).where(rollup.c.grain == scope.grain, rollup.c.month.in_(fresh))
            _add(counted, session, prepared, columns=rollup.c, scope=scope, names=wanted, by=by)
    return [Flow(name=key[0], value=key[1], n=n, **dict(zip(by, key[2:], strict=True))) for key, n in counted.items()]


def _columns(columns: Any, by: Sequence[str], month: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [columns.name, columns.value, *(month if name == "month" else columns[name] for name in by), func.sum(columns.n).label("n")]


def _add(
    counted: Counter[tuple[Any, ...]],
    session: Session,
    query: Select[Any],
    *,
    columns: Any,
    scope: Scope,
    names: Sequence[str],
    by: Sequence[str],
) -> None:
    grouped = [columns.name, columns.value, *(columns[name] for name in by if name != "month" or "month" in columns)]
    for row in session.rows(query.where(columns.name.in_(names), scope.of_measures(columns)).group_by(*grouped)):
        counted[tuple(row)[:-1]] += int(row.n)


def first_and_last_day(session: Session) -> tuple[date, date] | None:
    """The first day on which anything happened and the day after the last one, in the bank's zone; None when there are no cases."""
    zone = bank_zone()
    happened = (
        (cases.c.opened_at, literal(True)),
        (cases.c.closed_at, cases.c.closed_at.is_not(None)),
        (task.c.done_at, task.c.state == "done"),
    )
    # One look into an index each: an aggregate over a union would read all rows.
    first = [session.scalar(select(func.min(moment)).where(known)) for moment, known in happened]
    if first[0] is None:
        return None
    last = [session.scalar(select(func.max(moment)).where(known)) for moment, known in happened]
    begin, end = min(filter(None, first)), max(filter(None, last))
    return begin.astimezone(zone).date(), end.astimezone(zone).date() + timedelta(days=1)
