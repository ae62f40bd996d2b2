"""From a share of costs to the cases that made its quantity: what a unit had closed, or what was worked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Text, case, cast, func, literal, select
from sqlalchemy.sql.elements import ColumnElement

from data.queries.analytics.costs import PoolOfMonth, month_of_costs
from data.queries.analytics.measures import bank_zone
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import unit
from data.tables.costs import allocation_key
from data.tables.processes import cases
from data.tables.workforce import effort
from models.access.permissions import Permission, may, require
from models.analytics.allocation import Driver, read_weights
from models.analytics.period import instant, month_after
from models.errors import NotFound

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A case, or work for no case. `number` and `title` are empty where the reader may not open it. `quantity`: minutes, or its weight."""

    number: str
    title: str
    service: str
    day: date
    quantity: float


@dataclass(frozen=True, slots=True)
class ShareRows:
    """One page, the largest first. `quantity` is that of all rows; `frozen` what the share was computed with."""

    rows: tuple[ShareRow, ...]
    total: int
    quantity: float
    frozen: float
    kopecks: int
    driver: Driver
    next_after: str


def share_rows(
    session: Session, month: date, unit_code: str, pool_code: str, service: str, *, after: str = "", limit: int = 50
) -> ShareRows:
    """The rows of a share; agreed shares have none. Raises `NotFound` for a share there is not, or of somebody else's unit."""
    require(session.actor, Permission.SEE_ALLOCATIONS)
    place = session.scalar(select(unit.c.id).where(unit.c.code == unit_code))
    if place is None or not (may(session.actor, Permission.SEE_DASHBOARDS) or place in session.actor.unit_ids):
        raise NotFound(what="share")
    pool = next((one for one in month_of_costs(session, month).pools if one.code == pool_code), None)
    if pool is None or pool.driver is None or pool.driver is Driver.FIXED:
        raise NotFound(what="share")
    share = next((one for one in pool.shares if (one.unit, one.service, one.correction) == (unit_code, service, "")), None)
    if share is None:
        raise NotFound(what="share")
    counted = _worked(session, month, place) if pool.driver is Driver.HOURS else _closed(session, month, place, pool, service)
    source = counted.subquery("counted")
    total = func.coalesce(func.sum(source.c.quantity), 0).label("quantity")
    sums = session.rows(select(func.count().label("n"), total).select_from(source))[0]
    offset = int(after) if after.isdecimal() else 0
    size = min(max(limit, 1), LARGEST_PAGE)
    page = session.rows(select(source).order_by(source.c.quantity.desc(), source.c.day, source.c.key).offset(offset).limit(size + 1))
    rows = tuple(ShareRow(row.number, row.title, row.service, row.day, float(row.quantity)) for row in page[:size])
    following = str(offset + size) if len(page) > size else ""
    return ShareRows(rows, sums.n, float(sums.quantity), float(share.quantity), share.kopecks, pool.driver, following)


def _shown(session: Session) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Number and title as far as the reader may open the case."""
    readable = readable_cases(session.actor)
    return case((readable, cases.c.number), else_=""), case((readable, cases.c.title), else_="")


def _day(moment: ColumnElement[datetime]) -> ColumnElement[date]:
    return cast(func.timezone(bank_zone().key, moment), Date)


def _closed(session: Session, month: date, place: Any, pool: PoolOfMonth, service: str) -> Any:
    weights: dict[str, float] = {}
    if pool.driver is Driver.WEIGHTED:
        parameters = session.scalar(select(allocation_key.c.parameters).where(allocation_key.c.id == pool.key_id))
        weights = {code: float(weight) for code, weight in read_weights(parameters or {}).items()}
    one: ColumnElement[Any] = literal(1.0)
    quantity = case(*((cases.c.service == code, literal(weight)) for code, weight in weights.items()), else_=one) if weights else one
    number, title = _shown(session)
    start, beyond = (instant(day, bank_zone()) for day in (month, month_after(month, 1)))
    found = select(
        cast(cases.c.id, Text).label("key"), number.label("number"), title.label("title"), cases.c.service,
        _day(cases.c.closed_at).label("day"), quantity.label("quantity"),
    ).where(cases.c.closed_at >= start, cases.c.closed_at < beyond, cases.c.unit_id == place, cases.c.source == "kordon")  # fmt: skip
    return found.where(cases.c.service == service) if service else found


def _worked(session: Session, month: date, place: Any) -> Any:
    """Minutes by case; work for no case is one row."""
    number, title = _shown(session)
    minutes = cast(func.sum(effort.c.minutes), BigInteger).label("n")
    spent = (
        select(effort.c.case_id, effort.c.service, func.min(effort.c.day).label("day"), minutes)
        .where(effort.c.day >= month, effort.c.day < month_after(month, 1), effort.c.cancelled_at.is_(None), effort.c.unit_id == place)
        .group_by(effort.c.case_id, effort.c.service)
        .subquery("spent")
    )
    return select(
        func.coalesce(cast(spent.c.case_id, Text), "").label("key"), func.coalesce(number, "").label("number"),
        func.coalesce(title, "").label("title"), spent.c.service, spent.c.day, spent.c.n.label("quantity"),
    ).select_from(spent.outerjoin(cases, cases.c.id == spent.c.case_id))  # fmt: skip
