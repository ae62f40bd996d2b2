"""The dashboard of allocations: what the service cost, which unit bears how much of it and why, what nobody used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from data.queries.access import bank_day
from data.queries.analytics.costs import MonthOfCosts, PoolOfMonth, month_of_costs, months_with_costs
from data.queries.analytics.filters import UnknownFilter
from data.session import Session
from data.tables.access import unit
from data.tables.costs import cost_entry
from models.access.permissions import Permission, may, require
from models.analytics.allocation import IDLE, NO_UNIT, NOBODY, Share, price_of
from models.analytics.period import Period, month_after, months_between, parse_period, previous_period, so_far

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class AllocationFigures:
    """`figures` is the JSON of `figures allocations`; all money in kopecks. `is_part`: the reader sees only his own units."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    where: Mapping[str, tuple[str, ...]]
    data_as_of: datetime
    figures: Mapping[str, Any]
    units: Mapping[str, Mapping[str, str]]
    is_part: bool


def allocation_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str]) -> AllocationFigures:
    """All figures of a period; a unit's head gets that unit and what is under it. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`."""
    require(session.actor, Permission.SEE_ALLOCATIONS)
    today, known = bank_day(session.now), months_with_costs(session)
    everything = (known[0], month_after(max(known[-1], today.replace(day=1)), 1)) if known else (today, today)
    period = parse_period(period_code, everything=everything)
    seen, is_part = _seen_units(session)
    chosen = _chosen(where, seen)
    shown = [code for code in seen if not chosen or code in chosen]
    until = min(period.end, month_after(today.replace(day=1), 1))
    months = [month_of_costs(session, month) for month in months_between(period.start, until) if month in known]
    earlier = previous_period(period)
    before = (earlier.start, month_after(earlier.start, len(list(months_between(period.start, until))))) if earlier else None
    previous = [month_of_costs(session, month) for month in months_between(*before) if month in known] if before else []
    whole = not is_part and not chosen
    figures = {
        **_sums(months, shown, whole=whole),
        "previous": _sums(previous, shown, whole=whole)["kopecks"] if before else None,
        "by_unit": _by_unit(months, previous, shown, whole=whole),
        "by_month": _by_month(session, months, shown, until, whole=whole),
        "months": [{"month": f"{one.month:%Y-%m}", "closed_at": one.closed_at} for one in months],
    }
    return AllocationFigures(
        period=period, stretch=so_far(period, today), compared=before, where={"unit": chosen} if chosen else {}, data_as_of=session.now,
        figures=figures, units=seen, is_part=is_part,
    )  # fmt: skip


def _seen_units(session: Session) -> tuple[dict[str, Mapping[str, str]], bool]:
    """Units this reader may see the costs of, with their names; does he see only a part of the bank?"""
    actor = session.actor
    is_part = not may(actor, Permission.SEE_DASHBOARDS)
    query = select(unit.c.id, unit.c.code, unit.c.name).order_by(unit.c.code)
    rows = session.rows(query.where(unit.c.id.in_(actor.unit_ids)) if is_part else query)
    return {row.code: row.name for row in rows}, is_part


def _chosen(where: Mapping[str, Iterable[str] | str], seen: Mapping[str, Any]) -> tuple[str, ...]:
    for key in where:
        if key != "unit":
            raise UnknownFilter(key, field=key, given=key, known="unit")
    given = where.get("unit", ())
    chosen = tuple(one.strip() for one in (given.split(",") if isinstance(given, str) else given) if one.strip())
    for code in chosen:
        if code not in seen:
            raise UnknownFilter(code, field="unit", given=code)
    return chosen


def _sums(months: list[MonthOfCosts], shown: list[str], *, whole: bool) -> dict[str, Any]:
    """`kopecks`: costs of the service, or of these units. Idle, of no unit and not shared stand apart, and only in the whole."""
    shares = [share for month in months for pool in month.pools for share in pool.shares]
    allocated = sum(share.kopecks for share in shares if share.unit in shown)
    if not whole:
        return {"kopecks": allocated, "allocated": allocated, "idle": None, "without_unit": None, "unshared": None}
    total = sum(month.kopecks for month in months)
    idle = sum(share.kopecks for share in shares if share.unit == IDLE)
    of_none = sum(share.kopecks for share in shares if share.unit == NO_UNIT)
    unshared = total - allocated - idle - of_none
    return {"kopecks": total, "allocated": allocated, "idle": idle, "without_unit": of_none, "unshared": unshared}


def _by_unit(months: list[MonthOfCosts], previous: list[MonthOfCosts], shown: list[str], *, whole: bool) -> list[dict[str, Any]]:
    before: dict[str, int] = {}
    for month in previous:
        for pool in month.pools:
            for share in pool.shares:
                before[share.unit] = before.get(share.unit, 0) + share.kopecks
    found: dict[str, list[dict[str, Any]]] = {}
    for month in months:
        for pool in month.pools:
            for share in pool.shares:
                found.setdefault(share.unit, []).append(_part(month, pool, share))
    units = [code for code in [*shown, *(NOBODY if whole else ())] if code in found or code in before]
    rows = []
    for code in units:
        parts = found.get(code, [])
        kopecks = sum(part["kopecks"] for part in parts)
        rows.append({"unit": code, "kopecks": kopecks, "previous": before.get(code, 0), "parts": parts})
    return sorted(rows, key=lambda row: (row["unit"] in NOBODY, -row["kopecks"], row["unit"]))


def _part(month: MonthOfCosts, pool: PoolOfMonth, share: Share) -> dict[str, Any]:
    """One share with its why: driver, quantity, price in kopecks."""
    price = price_of(share)
    return {
        "month": f"{month.month:%Y-%m}", "pool": pool.code, "name": dict(pool.name), "driver": pool.driver, "service": share.service,
        "quantity": round(float(share.quantity), 6), "price": None if price is None else round(float(price), 6),
        "kopecks": share.kopecks, "words": pool.words, "correction": share.correction,
    }  # fmt: skip


def _by_month(session: Session, months: list[MonthOfCosts], shown: list[str], until: date, *, whole: bool) -> list[dict[str, Any]]:
    """Twelve months up to the end of the period; for a part of the bank each month's shares are asked."""
    first = month_after(until, -MONTHS_SHOWN)
    if whole:
        total = cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks")
        rows = session.rows(select(cost_entry.c.month, total).where(cost_entry.c.month >= first).group_by(cost_entry.c.month))
        sums = {row.month: row.kopecks for row in rows}
    else:
        have = {one.month: one for one in months}
        sums = {}
        for month in months_between(first, until):
            found = have.get(month) or month_of_costs(session, month)
            sums[month] = sum(share.kopecks for pool in found.pools for share in pool.shares if share.unit in shown)
    return [{"month": f"{month:%Y-%m}", "kopecks": sums.get(month, 0)} for month in months_between(first, until)]
