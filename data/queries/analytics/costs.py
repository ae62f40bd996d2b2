"""What the security service cost in a month and who bears it: frozen in a closed month, computed from the drivers in an open one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Row, Select, cast, func, select, union

from data.queries.access import bank_day
from data.queries.analytics.filters import Scope
from data.queries.analytics.measures import flows
from data.queries.workforce.days import absences_of, norms
from data.queries.workforce.labour_days import minutes_by_unit
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person, unit
from data.tables.costs import allocation, allocation_correction, allocation_key, closed_month, cost_entry, cost_pool
from models.analytics.allocation import IDLE, NO_UNIT, Driver, Drivers, Share, allocate
from models.analytics.period import month_after
from models.workforce.absence import owed


@dataclass(frozen=True, slots=True)
class PoolOfMonth:
    """A pool in a month: what it costs, the key in force (None: nobody has published one), and its shares; they add up to `kopecks`."""

    id: UUID
    code: str
    name: Mapping[str, str]
    kopecks: int
    key_id: UUID | None
    driver: Driver | None
    words: str
    shares: tuple[Share, ...]
    has_costs: bool = True  # without, only corrections of earlier months stand here


@dataclass(frozen=True, slots=True)
class MonthOfCosts:
    """`closed_at` is None while the month is open; its shares are then a preview."""

    month: date
    closed_at: datetime | None
    pools: tuple[PoolOfMonth, ...]

    @property
    def kopecks(self) -> int:
        return sum(pool.kopecks for pool in self.pools)


def month_of_costs(session: Session, month: date, *, instead: Mapping[UUID, Any] | None = None) -> MonthOfCosts:
    """Everything about one month. Rights are the caller's: this is what all views and the closing begin with.

    `instead`: pool → a key to look at instead of the one in force (only an open month has shares to compute).
    """
    first = month.replace(day=1)
    closed = session.scalar(select(closed_month.c.closed_at).where(closed_month.c.month == first))
    pools = session.rows(_pools(first))
    if closed is not None:
        return MonthOfCosts(first, closed, _frozen(session, first, pools))
    keys = {**keys_in_force(session, first), **(instead or {})}
    drivers = drivers_of(session, first) if pools else Drivers()
    corrections = _corrections(session, first)
    found = []
    for pool in pools:
        key = keys.get(pool.id)
        shares = tuple(allocate(pool.kopecks, Driver(key.driver), key.parameters, drivers)) if key and pool.has_costs else ()
        found.append(_pool(pool, key, (*shares, *corrections.get(pool.id, ()))))
    return MonthOfCosts(first, None, tuple(found))


def _pools(first: date) -> Select[Any]:
    """Pools with costs in the month, and those that only have corrections of earlier months."""
    costs = (
        select(cost_entry.c.pool_id, cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks"))
        .where(cost_entry.c.month == first)
        .group_by(cost_entry.c.pool_id)
        .subquery()
    )
    corrected = select(allocation_correction.c.pool_id).where(allocation_correction.c.month == first)
    return (
        select(
            cost_pool.c.id, cost_pool.c.code, cost_pool.c.name, func.coalesce(costs.c.kopecks, 0).label("kopecks"),
            costs.c.pool_id.is_not(None).label("has_costs"),
        )
        .outerjoin(costs, costs.c.pool_id == cost_pool.c.id)
        .where(costs.c.pool_id.is_not(None) | cost_pool.c.id.in_(corrected))
        .order_by(cost_pool.c.position, cost_pool.c.code)
    )  # fmt: skip


def _corrections(session: Session, month: date) -> dict[UUID, list[Share]]:
    """What disputes have moved in this month, by pool: off one unit, onto another or nobody; together nothing."""
    off, onto = unit.alias(), unit.alias()
    found: dict[UUID, list[Share]] = {}
    for row in session.rows(
        select(allocation_correction, off.c.code.label("off"), onto.c.code.label("onto"))
        .join(off, off.c.id == allocation_correction.c.unit_id)
        .outerjoin(onto, onto.c.id == allocation_correction.c.onto_unit_id)
        .where(allocation_correction.c.month == month)
        .order_by(allocation_correction.c.id)
    ):
        found.setdefault(row.pool_id, []).extend([
            Share(row.off, "", Fraction(0), -row.kopecks, str(row.id)),
            Share(row.onto or NO_UNIT, "", Fraction(0), row.kopecks, str(row.id)),
        ])  # fmt: skip
    return found


def _pool(pool: Row[Any], key: Any, shares: tuple[Share, ...]) -> PoolOfMonth:
    driver = Driver(key.driver) if key else None
    return PoolOfMonth(
        pool.id, pool.code, pool.name, pool.kopecks, key.id if key else None, driver, key.words if key else "", shares, pool.has_costs
    )


def _frozen(session: Session, month: date, pools: Sequence[Row[Any]]) -> tuple[PoolOfMonth, ...]:
    rows = session.rows(
        select(allocation, unit.c.code.label("unit"))
        .outerjoin(unit, unit.c.id == allocation.c.unit_id)
        .where(allocation.c.month == month)
        .order_by(allocation.c.correction_id.nulls_first(), unit.c.code, allocation.c.service)
    )
    used = {row.key_id for row in rows if row.key_id}
    keys = {key.id: key for key in session.rows(select(allocation_key).where(allocation_key.c.id.in_(used)))}
    found = []
    for pool in pools:
        own = [row for row in rows if row.pool_id == pool.id]
        shares = tuple(
            Share(
                row.unit or (IDLE if row.is_idle else NO_UNIT), row.service, Fraction(row.quantity), row.kopecks,
                str(row.correction_id or ""),
            )
            for row in own
        )  # fmt: skip
        found.append(_pool(pool, next((keys[row.key_id] for row in own if row.key_id in keys), None), shares))
    return tuple(found)


def keys_in_force(session: Session, month: date) -> dict[UUID, Row[Any]]:
    """By pool the published key whose first month is the latest not after this one."""
    rows = session.rows(
        select(allocation_key)
        .where(allocation_key.c.state != "draft", allocation_key.c.first_month <= month)
        .order_by(allocation_key.c.pool_id, allocation_key.c.first_month, allocation_key.c.number)
    )
    return {row.pool_id: row for row in rows}


def drivers_of(session: Session, month: date) -> Drivers:
    """Minutes and closed cases of a month by unit and service, and what the staff could have worked: calendar less leave."""
    first, beyond = month.replace(day=1), month_after(month, 1)
    codes = {row.id: row.code for row in session.rows(select(unit.c.id, unit.c.code))}
    worked = minutes_by_unit(session, first, beyond)
    return Drivers(
        minutes={(codes.get(row.unit_id, NO_UNIT), row.service): row.minutes for row in worked},
        requests=_closed(session, first, beyond, {str(key): code for key, code in codes.items()}),
        capacity_minutes=_capacity(session, first, beyond),
    )  # fmt: skip


def _closed(session: Session, first: date, beyond: date, codes: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """Cases closed, by unit and service; those of imported logs are nobody's costs."""
    closed = flows(session, first, beyond, scope=Scope(source=("kordon",)), names=("closed",), by=("unit_id", "service"))
    found: dict[tuple[str, str], int] = {}
    for flow in closed:
        key = (codes.get(flow.unit_id, NO_UNIT), flow.service)
        found[key] = found.get(key, 0) + flow.n
    return found


def _capacity(session: Session, first: date, beyond: date) -> int:
    last = beyond - timedelta(days=1)
    people = [row.id for row in session.rows(select(person.c.id).where(in_service(), person.c.is_active))]
    days = norms(session, first, last)
    away = absences_of(session, people, first, last)
    return len(people) * sum(days.values()) - sum(days[day] - owed(days[day], kind) for (_person, day), kind in away.items())


def months_with_costs(session: Session) -> list[date]:
    """Every month that has costs or corrections, the earliest first."""
    months = union(select(cost_entry.c.month), select(allocation_correction.c.month)).subquery()
    return [row.month for row in session.rows(select(months.c.month).order_by(months.c.month))]


def first_open_month(session: Session) -> date:
    """The month after the last closed one; the earliest there is when none is closed."""
    last: date | None = session.scalar(select(func.max(closed_month.c.month)))
    return month_after(last, 1) if last else date.min.replace(day=1)


def month_that_hinders(session: Session, found: MonthOfCosts) -> date | None:
    """The month because of which this one cannot be closed: an earlier open one, or itself (not over, empty, a key missing, closed)."""
    open_from = first_open_month(session)
    earlier = [one for one in months_with_costs(session) if open_from <= one < found.month]
    if earlier:
        return earlier[0]
    is_over = month_after(found.month, 1) <= bank_day(session.now)
    whole = bool(found.pools) and all(pool.key_id is not None for pool in found.pools if pool.has_costs)
    return None if is_over and whole and found.month >= open_from else found.month


def cost_pools(session: Session) -> Sequence[Row[Any]]:
    return session.rows(select(cost_pool).order_by(cost_pool.c.position, cost_pool.c.code))
