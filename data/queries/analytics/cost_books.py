"""The books of costs for whoever keeps them: a month with its entries, preview and seal, and the keys of every pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from data.queries.access import bank_day
from data.queries.analytics.cost_seals import is_whole
from data.queries.analytics.costs import MonthOfCosts, cost_pools, first_open_month, month_of_costs, month_that_hinders, months_with_costs
from data.session import Session
from data.tables.access import person, unit
from data.tables.costs import allocation_key, closed_month, cost_entry, cost_pool
from models.access.permissions import Permission, require
from models.analytics.period import month_after
from models.errors import NotFound

MOST_ENTRIES = 100  # shown of a month, the latest first


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """A month beside the one before. `hinders`: the month because of which it cannot be closed. `is_whole`: None while it is open."""

    found: MonthOfCosts
    before: MonthOfCosts
    units: Mapping[str, Mapping[str, str]]
    hinders: date | None
    closed_by: str
    seal: str
    is_whole: bool | None
    entries: Sequence[Row[Any]]
    entries_count: int


def month_to_keep(session: Session) -> date:
    """The month to work on: the earliest open one with costs, or the one before this one."""
    first = first_open_month(session)
    waiting = [month for month in months_with_costs(session) if month >= first]
    return waiting[0] if waiting else month_after(bank_day(session.now).replace(day=1), -1)


def month_sheet(session: Session, month: date) -> MonthSheet:
    """Everything that stands on the sheet of a month. Raises `Forbidden`."""
    require(session.actor, Permission.MANAGE_COSTS)
    first = month.replace(day=1)
    found = month_of_costs(session, first)
    frozen = session.first(
        select(closed_month.c.seal, person.c.full_name)
        .outerjoin(person, person.c.id == closed_month.c.closed_by)
        .where(closed_month.c.month == first)
    )
    entries = session.rows(
        select(cost_entry, cost_pool.c.name.label("pool"), person.c.full_name.label("by"))
        .join(cost_pool, cost_pool.c.id == cost_entry.c.pool_id)
        .outerjoin(person, person.c.id == cost_entry.c.entered_by)
        .where(cost_entry.c.month == first)
        .order_by(cost_entry.c.entered_at.desc(), cost_pool.c.position, cost_entry.c.id)
        .limit(MOST_ENTRIES)
    )
    return MonthSheet(
        found=found, before=month_of_costs(session, month_after(first, -1)),
        units={row.code: row.name for row in session.rows(select(unit.c.code, unit.c.name))},
        hinders=None if frozen else month_that_hinders(session, found),
        closed_by=(frozen.full_name or "") if frozen else "", seal=bytes(frozen.seal).hex() if frozen else "",
        is_whole=is_whole(session, first) if frozen else None, entries=entries,
        entries_count=int(session.scalar(select(func.count()).where(cost_entry.c.month == first))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PoolKeys:
    """A pool with the versions of its key, the newest first."""

    pool: Row[Any]
    keys: tuple[Row[Any], ...]


def keys_of_pools(session: Session) -> list[PoolKeys]:
    """All pools with all versions. Raises `Forbidden`."""
    require(session.actor, Permission.MANAGE_COSTS)
    author, publisher = person.alias(), person.alias()
    rows = session.rows(
        select(allocation_key, author.c.full_name.label("author"), publisher.c.full_name.label("publisher"))
        .outerjoin(author, author.c.id == allocation_key.c.author_id)
        .outerjoin(publisher, publisher.c.id == allocation_key.c.publisher_id)
        .order_by(allocation_key.c.number.desc())
    )
    return [PoolKeys(pool, tuple(row for row in rows if row.pool_id == pool.id)) for pool in cost_pools(session)]


def preview_of_key(session: Session, key_id: Any, month: date) -> tuple[MonthOfCosts, MonthOfCosts] | None:
    """The month with this key instead of the one in force, and as it is; None when there is no such key."""
    require(session.actor, Permission.MANAGE_COSTS)
    row = session.first(select(allocation_key).where(allocation_key.c.id == key_id))
    return None if row is None else (month_of_costs(session, month, instead={row.pool_id: row}), month_of_costs(session, month))




def share_names(session: Session, unit_code: str, pool_code: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What a unit and a pool are called. Raises `NotFound`."""
    found = session.first(
        select(unit.c.name, cost_pool.c.name.label("pool")).select_from(unit.join(cost_pool, cost_pool.c.code == pool_code))
        .where(unit.c.code == unit_code)
    )  # fmt: skip
    if found is None:
        raise NotFound(what="share")
    return found.name, found.pool
