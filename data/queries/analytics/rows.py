"""From a figure to the cases behind it, as far as the one who asks may see them.

A figure is named as on the dashboard: `opened`, `sla_broken`, `ageing:8-14`, `officer:<id>`, `group:<code>`, `step:<service>:<step>`;
a part of a load is `officer:<id>:overdue`. Whoever may see figures but not cases gets rows without titles and people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Text, and_, cast, exists, func, literal, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.filters import NOBODY, read_scope
from data.queries.analytics.live import is_at_risk, is_open, is_overdue
from data.queries.analytics.measures import bank_zone
from data.queries.analytics.operations import find_period
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import person, work_group
from data.tables.processes import cases, task
from models.access.permissions import Permission, may, require
from models.analytics.operations import AGEING_BUCKETS
from models.analytics.period import counted_until, instant
from models.errors import NotFound

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Behind:
    """A case behind a figure. Titles and people are empty for readers without the right to open cases; `id` is then None."""

    key: UUID
    id: UUID | None
    number: str
    title: str
    service: str
    state: str
    owner: str
    owner_en: str
    group: Mapping[str, str]
    priority: int
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    paused: bool
    sla_met: bool | None
    reaction_minutes: int | None
    handling_minutes: int | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """One page of rows, newest first. `total` is what the figure counts (cases), `closed_to_reader` those of them he may not open."""

    rows: tuple[Behind, ...]
    total: int
    closed_to_reader: int
    next_after: str


@dataclass(frozen=True, slots=True)
class _Window:
    session: Session
    start: datetime
    end: datetime

    @property
    def opened(self) -> ColumnElement[bool]:
        return and_(cases.c.opened_at >= self.start, cases.c.opened_at < self.end)

    @property
    def closed(self) -> ColumnElement[bool]:
        return and_(cases.c.closed_at >= self.start, cases.c.closed_at < self.end)

    @property
    def done(self) -> ColumnElement[bool]:
        return and_(task.c.case_id == cases.c.id, task.c.state == "done", task.c.done_at >= self.start, task.c.done_at < self.end)

    def age(self, bucket: str) -> ColumnElement[bool]:
        known = {key: (low, high) for key, low, high in AGEING_BUCKETS}
        if bucket not in known:
            raise NotFound(bucket)
        low, high = known[bucket]
        # Whole days as the chart counts them; a case dated into the future is in the first bucket.
        youngest = cases.c.opened_at <= self.session.now - timedelta(days=low) if low else literal(True)
        oldest = cases.c.opened_at > self.session.now - timedelta(days=high + 1) if high is not None else literal(True)
        return and_(is_open, youngest, oldest)


_SIMPLE: Mapping[str, Callable[[_Window], ColumnElement[bool]]] = {
    "opened": lambda w: w.opened,
    "closed": lambda w: w.closed,
    "sla_known": lambda w: and_(w.closed, cases.c.sla_met.is_not(None)),
    "sla_met": lambda w: and_(w.closed, cases.c.sla_met.is_(True)),
    "sla_broken": lambda w: and_(w.closed, cases.c.sla_met.is_(False)),
    "withdrawn": lambda w: and_(w.closed, cases.c.state == "withdrawn"),
    "refused": lambda w: and_(w.closed, cases.c.state == "refused"),
    "median_reaction": lambda w: and_(w.opened, cases.c.reaction_minutes.is_not(None)),
    "median_handling": lambda w: and_(w.closed, cases.c.handling_minutes.is_not(None)),
    "median_duration": lambda w: w.closed,
    "rating": lambda w: and_(w.closed, cases.c.rating.is_not(None)),
    "rework": lambda w: exists().where(w.done, task.c.visit > 1, task.c.kind == "task"),
    "open_at_end": lambda w: and_(cases.c.opened_at < w.end, or_(is_open, cases.c.closed_at >= w.end)),
    "open": lambda w: is_open,
    "overdue": lambda w: is_overdue(w.session),
    "at_risk": lambda w: is_at_risk(w.session),
}
# A figure that is a quotient opens the cases it was computed over.
_ALSO = {"sla_compliance": "sla_known", "sla_broken_share": "sla_broken", "ageing": "open", "workload": "open"}
_PARTS = ("open", "overdue", "at_risk")


def _condition(figure: str, window: _Window) -> ColumnElement[bool]:
    figure = _ALSO.get(figure, figure)
    if figure in _SIMPLE:
        return _SIMPLE[figure](window)
    kind, _colon, rest = figure.partition(":")
    if kind == "ageing":
        return window.age(rest)
    if kind in {"officer", "group"} and rest:
        key, _colon, part = rest.rpartition(":") if rest.rpartition(":")[2] in _PARTS else (rest, "", "open")
        if kind == "officer":
            require(window.session.actor, Permission.DRILL_TO_CASES)
        return and_(_SIMPLE[part](window), _whose(kind, key))
    service, _colon, step = rest.partition(":")
    if kind == "step" and step:
        return and_(cases.c.service == service, exists().where(window.done, task.c.step == step, task.c.visit == 1))
    if kind == "standing" and step:
        standing = exists().where(task.c.case_id == cases.c.id, task.c.state == "open", task.c.step == step)
        return and_(is_open, cases.c.service == service, standing)
    raise NotFound(figure)


def _whose(kind: str, key: str) -> ColumnElement[bool]:
    column = cases.c.owner_id if kind == "officer" else cases.c.group_id
    if key == NOBODY:
        return column.is_(None)
    if kind == "officer":
        return cast(column, Text) == key
    return column == select(work_group.c.id).where(work_group.c.code == key).scalar_subquery()


def rows_behind(
    session: Session, figure: str, filters: Mapping[str, Any], *, after: str = "", limit: int = 50
) -> RowsBehind:
    """The cases a figure counts. `filters` as for the figures, with `period`; `after` is `next_after` of the page before.

    Raises `NotFound` for a figure nobody draws, `Forbidden` without the right to see figures.
    """
    require(session.actor, Permission.SEE_DASHBOARDS)
    return _rows(session, _wanted(session, figure, filters), after, limit, opens=may(session.actor, Permission.DRILL_TO_CASES))


def own_rows_behind(
    session: Session, figure: str, filters: Mapping[str, Any], *, after: str = "", limit: int = 50
) -> RowsBehind:
    """The actor's own cases that a figure of his dashboard counts. Raises as `rows_behind`."""
    require(session.actor, Permission.WORK_CASES)
    own = and_(cases.c.owner_id == session.actor.user_id, _wanted(session, figure, filters))
    return _rows(session, own, after, limit, opens=True)


def _wanted(session: Session, figure: str, filters: Mapping[str, Any]) -> ColumnElement[bool]:
    where = dict(filters)
    period = find_period(session, str(where.pop("period", "all")))
    scope = read_scope(session, where)
    zone = bank_zone()
    until = counted_until(period, session.now.astimezone(zone).date())
    window = _Window(session, instant(period.start, zone), instant(until, zone))
    return and_(_condition(figure, window), scope.of_cases())


def _rows(session: Session, wanted: ColumnElement[bool], after: str, limit: int, *, opens: bool) -> RowsBehind:
    session.plan_for_values()
    readable = readable_cases(session.actor) if opens else literal(True)
    numbers = select(func.count().label("total"), func.count().filter(readable).label("readable")).select_from(cases).where(wanted)
    counts = session.rows(numbers)[0]
    size = min(max(limit, 1), LARGEST_PAGE)
    page = _page(session, and_(wanted, readable), after=after, limit=size)
    shown = page[:size]
    return RowsBehind(
        rows=tuple(_row(row, opens=opens) for row in shown), total=counts.total, closed_to_reader=counts.total - counts.readable,
        next_after=f"{shown[-1].opened_at.isoformat()}~{shown[-1].id}" if len(page) > size else "",
    )  # fmt: skip


_SHOWN = [cases.c[name] for name in (
    "id", "number", "title", "service", "state", "priority", "opened_at", "due_at", "closed_at", "paused_at", "sla_met", "reaction_minutes",
    "handling_minutes", "rating",
)]  # fmt: skip


def _page(session: Session, wanted: ColumnElement[bool], *, after: str, limit: int) -> list[Any]:
    query = (
        select(*_SHOWN, person.c.full_name, person.c.full_name_en, work_group.c.name.label("group_name"))
        .select_from(
            cases.outerjoin(person, person.c.id == cases.c.owner_id).outerjoin(work_group, work_group.c.id == cases.c.group_id)
        )
        .where(wanted)
        .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
        .limit(limit + 1)
    )
    if after:
        at, _tilde, key = after.partition("~")
        try:
            place = (datetime.fromisoformat(at), UUID(key))
        except ValueError:
            raise NotFound(after) from None
        query = query.where(tuple_(cases.c.opened_at, cases.c.id) < tuple_(*place))
    return list(session.rows(query))


def _row(row: Any, *, opens: bool) -> Behind:
    return Behind(
        key=row.id, id=row.id if opens else None, number=row.number, title=row.title if opens else "", service=row.service, state=row.state,
        owner=(row.full_name or "") if opens else "", owner_en=(row.full_name_en or row.full_name or "") if opens else "",
        group=dict(row.group_name or {}), priority=row.priority, opened_at=row.opened_at, due_at=row.due_at, closed_at=row.closed_at,
        paused=row.paused_at is not None, sla_met=row.sla_met, reaction_minutes=row.reaction_minutes, handling_minutes=row.handling_minutes,
        rating=row.rating,
    )  # fmt: skip
