"""Counted facts between two days: from rollups where they are fresh, from the cases themselves where something has just changed.

So a figure is exact at every moment: the job that refreshes rollups makes reading cheap, it does not make it true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Date,
    Integer,
    LargeBinary,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.filters import Scope, text_of_id
from data.session import Session
from data.settings import read_settings
from data.tables.analytics import dirty, rollup, rollup_state
from data.tables.processes import cases, task
from models.analytics.flow import Flow, values_from
from models.analytics.period import instant, month_after, months_between

CASE_MEASURES = ("opened", "reaction", "closed", "sla", "handling", "duration", "rating")
TASK_MEASURES = ("visit", "first_visit", "rework")
_KINDS = {"cases": CASE_MEASURES, "task": TASK_MEASURES}


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


def _fact(
    name: str, moment: ColumnElement[Any], *, value: ColumnElement[Any] | None = None, step: ColumnElement[Any] | None = None
) -> Select[Any]:
    """So many facts of one kind, by the bank's day of their moment and by everything one may filter or group by."""
    day = cast(func.timezone(bank_zone().key, moment), Date).label("day")
    packed = cast(null(), LargeBinary) if value is None else func.string_agg(func.int4send(cast(value, Integer)), literal(b"", LargeBinary))
    place = literal("", Text) if step is None else step
    columns = [literal(name, Text).label("name"), day, *_dimensions(), place.label("step")]
    grouped = [*columns[1:7], *([] if step is None else [step])]
    return select(*columns, func.count().label("n"), packed.label("packed")).group_by(*grouped)


def _seconds(begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.round(func.extract("epoch", end - begin))


def case_facts(
    start: datetime, end: datetime, *, names: Sequence[str] = CASE_MEASURES, only: ColumnElement[bool] | None = None
) -> Subquery:
    """Facts about cases (`only` these) opened or closed from `start` up to `end`, counted by everything one may filter or group by."""
    whose = true() if only is None else only
    opened = and_(cases.c.opened_at >= start, cases.c.opened_at < end, whose)
    closed = and_(cases.c.closed_at >= start, cases.c.closed_at < end, whose)
    duration = _seconds(cases.c.opened_at, cases.c.closed_at)
    reacted, handled = cases.c.reaction_minutes, cases.c.handling_minutes
    in_time = case((cases.c.sla_met, "met"), else_="broken")
    found = {
        "opened": _fact("opened", cases.c.opened_at).where(opened),
        "reaction": _fact("reaction", cases.c.opened_at, value=reacted).where(opened, reacted.is_not(None)),
        "closed": _fact("closed", cases.c.closed_at, step=cases.c.state).where(closed),
        "sla": _fact("sla", cases.c.closed_at, step=in_time).where(closed, cases.c.sla_met.is_not(None)),
        "handling": _fact("handling", cases.c.closed_at, value=handled).where(closed, handled.is_not(None)),
        "duration": _fact("duration", cases.c.closed_at, value=duration).where(closed),
        "rating": _fact("rating", cases.c.closed_at, value=cases.c.rating).where(closed, cases.c.rating.is_not(None)),
    }
    return union_all(*(found[name] for name in names)).subquery("facts")


def task_facts(start: datetime, end: datetime) -> Subquery:
    """Facts about tasks done from `start` up to `end`; they belong to the group and the unit of their case."""
    done = (task.c.done_at >= start) & (task.c.done_at < end) & (task.c.state == "done")
    worked = case((task.c.working_minutes.is_not(None), task.c.working_minutes * 60), else_=_seconds(task.c.entered_at, task.c.done_at))
    whose = task.join(cases, cases.c.id == task.c.case_id)
    return union_all(
        _fact("visit", task.c.done_at, step=task.c.step, value=worked).select_from(whose).where(done),
        _fact("first_visit", task.c.done_at, step=task.c.step).select_from(whose).where(done, task.c.visit == 1),
        _fact("rework", task.c.done_at, step=task.c.step).select_from(whose).where(done, task.c.visit > 1, task.c.kind == "task"),
    ).subquery("facts")


def facts(kind: str, start: datetime, end: datetime) -> Subquery:
    """`case_facts` or `task_facts` by the table whose changes make them stale."""
    return case_facts(start, end) if kind == "cases" else task_facts(start, end)


def stale_days(session: Session) -> Mapping[str, frozenset[date] | None]:
    """By kind of fact the days of the bank whose rollups cannot be trusted now; None: none of them can."""
    zone = bank_zone()
    if not zone_is_prepared(session):
        return dict.fromkeys(_KINDS)
    marks = session.rows(select(dirty.c.name, dirty.c.day).distinct())
    return {kind: days_of_marks([row.day for row in marks if row.name == kind], zone) for kind in _KINDS}


def zone_is_prepared(session: Session) -> bool:
    """Are the prepared days those of the bank's present zone?"""
    return bool(session.scalar(select(rollup_state.c.zone)) == bank_zone().key)


def days_of_marks(marks: Iterable[date | None], zone: ZoneInfo) -> frozenset[date] | None:
    """The days of the zone that these UTC days touch, one or two each; None for a mark without a day, which means all."""
    found: set[date] = set()
    for mark in marks:
        if mark is None:
            return None
        midnight = datetime(mark.year, mark.month, mark.day, tzinfo=UTC)
        found |= {(midnight + part).astimezone(zone).date() for part in (timedelta(0), timedelta(days=1, microseconds=-1))}
    return frozenset(found)


def flows(
    session: Session, start: date, end: date, *, scope: Scope, names: Sequence[str], by: Sequence[str] = ("service", "step"),
    stale: Mapping[str, frozenset[date] | None] | None = None,
) -> list[Flow]:  # fmt: skip
    """Facts of the days `start` … `end` (the end not included), grouped by any of `month`, `service`, `step`, `unit_id`.

    `stale` is `stale_days` where somebody asks more than once. Whole months without a stale day come from their sums, other parts of months
    day by day, and stale days from the cases themselves.
    """
    zone, known = bank_zone(), stale or stale_days(session)
    found: list[Flow] = []
    for kind, of_kind in _KINDS.items():
        wanted = [name for name in names if name in of_kind]
        changed = known[kind]
        if not wanted:
            continue
        prepared: list[ColumnElement[bool]] = []
        for month in months_between(start, end):
            begin, finish = max(start, month), min(end, month_after(month, 1))
            fresh, counted = _parts(begin, finish, changed)
            if fresh == [(month, month_after(month, 1))]:
                prepared.append((rollup.c.month == month) & rollup.c.day.is_(None))
            else:
                prepared += [(rollup.c.day >= first) & (rollup.c.day < beyond) for first, beyond in fresh]
            for first, beyond in counted:
                source = facts(kind, instant(first, zone), instant(beyond, zone)).c
                found += _read(session, source, source.name.in_(wanted), scope=scope, by=by, month=literal(month).label("month"))
        if prepared:
            rows = (rollup.c.grain == ("full" if "unit_id" in by else scope.grain)) & or_(*prepared) & rollup.c.name.in_(wanted)
            found += _read(session, rollup.c, rows, scope=scope, by=by, month=rollup.c.month)
    return found


def flows_of(
    session: Session, only: ColumnElement[bool], start: date, end: date, *, scope: Scope, names: Sequence[str],
    by: Sequence[str] = ("service", "step"),
) -> list[Flow]:  # fmt: skip
    """Facts of `only` these cases, counted from the cases themselves: for a few, which an index finds."""
    zone = bank_zone()
    counted = case_facts(instant(start, zone), instant(end, zone), names=names, only=only)
    source = select(counted, cast(func.date_trunc("month", counted.c.day), Date).label("month")).subquery().c
    return _read(session, source, true(), scope=scope, by=by, month=source.month)


def _parts(start: date, end: date, stale: frozenset[date] | None) -> tuple[list[tuple[date, date]], list[tuple[date, date]]]:
    """The stretches of these days that are prepared, and those that are not: (first day, day after the last) each."""
    if stale is None:
        return [], [(start, end)]
    fresh: list[tuple[date, date]] = []
    counted: list[tuple[date, date]] = []
    begin = start
    for day in sorted(day for day in stale if start <= day < end):
        if begin < day:
            fresh.append((begin, day))
        begin = day + timedelta(days=1)
        if counted and counted[-1][1] == day:
            counted[-1] = (counted[-1][0], begin)
        else:
            counted.append((day, begin))
    if begin < end:
        fresh.append((begin, end))
    return fresh, counted


def _read(
    session: Session, columns: Any, wanted: ColumnElement[bool], *, scope: Scope, by: Sequence[str], month: ColumnElement[Any]
) -> list[Flow]:
    """Facts of one kind from one place; the same group may come from two places, as two flows."""
    keys = [month if name == "month" else columns[name] for name in by]
    grouped = [columns.name, *(key for key in keys if key is not month or month is columns.get("month"))]
    together = func.string_agg(columns.packed, literal(b"", LargeBinary))
    query: Select[Any] = select(columns.name, func.sum(columns.n), together, *keys).group_by(*grouped)
    query = query.where(wanted, scope.of_measures(columns)).execution_options(packed=True)
    rows: Sequence[Any] = session.rows(query)
    return [Flow(name=row[0], n=int(row[1]), values=values_from(row[2]), **dict(zip(by, tuple(row)[3:], strict=True))) for row in rows]


def first_and_last_day(session: Session) -> tuple[date, date] | None:
    """The first day on which anything happened and the day after the last one, in the bank's zone; None when there are no cases."""
    zone = bank_zone()
    happened = (
        (cases.c.opened_at, literal(True)),
        (cases.c.closed_at, cases.c.closed_at.is_not(None)),
        (task.c.done_at, task.c.state == "done"),
    )
    # One look into an index each: an aggregate over a union would read all rows.
    looks = [select(edge(moment)).where(known).scalar_subquery() for edge in (func.min, func.max) for moment, known in happened]
    row = tuple(session.rows(select(*looks))[0])
    if row[0] is None:
        return None
    begin, end = min(filter(None, row[:3])), max(filter(None, row[3:]))
    return begin.astimezone(zone).date(), end.astimezone(zone).date() + timedelta(days=1)
