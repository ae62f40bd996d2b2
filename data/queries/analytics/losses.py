"""Prevented loss in figures: by category against the period before and the plan, month by month, and the rows of every sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, cast, func, literal, select, tuple_

from data.queries.access import bank_day
from data.queries.analytics.annotations import annotations_between
from data.queries.analytics.filters import Scope, UnknownFilter, read_scope, text_of_id
from data.session import Session
from data.tables.access import business_line, unit
from data.tables.losses import loss_category, loss_plan, prevented_loss
from models.access.permissions import Permission, require
from models.analytics.period import Period, comparable, counted_until, month_after, parse_period, so_far
from models.analytics.prevented_loss import WAITING, LossState, loss_totals

FILTERS = ("category", "service", "unit", "business_line")
MONTHS_SHOWN = 12
IS_CONFIRMED = prevented_loss.c.state == LossState.CONFIRMED.value
IS_LOSS = prevented_loss.c.corrects_id.is_(None)


@dataclass(frozen=True, slots=True)
class LossFigures:
    """`figures` is the JSON of `figures prevented-loss`; all money in kopecks."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    where: Mapping[str, tuple[str, ...]]
    data_as_of: datetime
    figures: Mapping[str, Any]
    categories: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class LossFilter:
    """Which part of the register a sum is about."""

    scope: Scope
    categories: tuple[str, ...]

    def as_asked(self) -> dict[str, tuple[str, ...]]:
        """As people wrote it."""
        return {**self.scope.chosen, **({"category": self.categories} if self.categories else {})}

    def condition(self) -> ColumnElement[bool]:
        columns = {
            "source": literal(""), "group_id": literal(""), "service": prevented_loss.c.service,
            "unit_id": text_of_id(prevented_loss.c.unit_id), "line_id": text_of_id(prevented_loss.c.business_line_id),
        }  # fmt: skip
        chosen = [prevented_loss.c.category.in_(self.categories)] if self.categories else []
        return and_(self.scope.of_measures(columns), *chosen)


def loss_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str]) -> LossFigures:
    """All figures of a period. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    today = bank_day(session.now)
    period = parse_period(period_code, everything=loss_days(session, today))
    names = loss_categories(session)
    chosen = read_loss_filter(session, where, names)
    stretch, compared = so_far(period, today), comparable(period, today)
    sums = _grouped(session, chosen, stretch[0], counted_until(period, today))
    counted = sums["category"]
    before = _grouped(session, chosen, *compared)["category"] if compared else {}
    plan = _plan(session, chosen, period.start, min(period.end, month_after(today, 1)))
    rows = [
        {
            "category": code, "name": dict(name), **counted.get(code, _NOTHING),
            "previous_kopecks": before.get(code, _NOTHING)["kopecks"] if compared else None, "plan_kopecks": plan.get(code),
        }
        for code, name in names.items()
        if not chosen.categories or code in chosen.categories
    ]  # fmt: skip
    months = _by_month(session, chosen, period, stretch)
    figures = {
        **loss_totals(counted),
        "previous_kopecks": loss_totals(before)["kopecks"] if compared else None,
        "plan_kopecks": sum(plan.values()) if plan else None,
        "by_category": rows,
        "by_month": months,
        "annotations": annotations_between(session, _first_of(months), month_after(_last_of(months), 1)),
        "by_service": _largest_first(sums["service"]),
        "by_business_line": _largest_first(sums["business_line"]),
        **_waiting(session, chosen),
        **_decided_against(session, chosen, stretch),
    }  # fmt: skip
    return LossFigures(
        period=period, stretch=stretch, compared=compared, where=chosen.as_asked(), data_as_of=session.now, figures=figures,
        categories=names, names=_names(session),
    )  # fmt: skip


def loss_categories(session: Session) -> dict[str, Mapping[str, str]]:
    """Every category with its name, in the order of the register."""
    rows = session.rows(select(loss_category.c.code, loss_category.c.name).order_by(loss_category.c.position))
    return {row.code: row.name for row in rows}


_NOTHING: Mapping[str, int] = {"kopecks": 0, "losses": 0, "corrections": 0}


def read_loss_filter(session: Session, where: Mapping[str, Iterable[str] | str], names: Mapping[str, Any]) -> LossFilter:
    """Look the written values up. Raises `UnknownFilter`."""
    rest = dict(where)
    given = rest.pop("category", ())
    categories = tuple(one.strip() for one in (given.split(",") if isinstance(given, str) else given) if one.strip())
    for value in categories:
        if value not in names:
            raise UnknownFilter(value, field="category", given=value, known=", ".join(names))
    for key in rest:
        if key not in FILTERS:
            raise UnknownFilter(key, field=key, given=key, known=", ".join(FILTERS))
    return LossFilter(read_scope(session, rest), categories)


def loss_days(session: Session, today: date) -> tuple[date, date]:
    """What `all` stands for: from the first counted day to today or the last one; the end is not included."""
    edges = select(func.min(prevented_loss.c.counted_on).label("first"), func.max(prevented_loss.c.counted_on).label("last"))
    row = session.rows(edges)[0]
    return (row.first, max(row.last, today) + timedelta(days=1)) if row.first else (today, today + timedelta(days=1))


def _sums() -> list[ColumnElement[Any]]:
    return [
        cast(func.coalesce(func.sum(prevented_loss.c.loss_kopecks), 0), BigInteger).label("kopecks"),
        func.count().filter(IS_LOSS).label("losses"),
        cast(func.coalesce(func.sum(prevented_loss.c.loss_kopecks).filter(~IS_LOSS), 0), BigInteger).label("corrections"),
    ]


def counted_between(start: date, end: date) -> ColumnElement[bool]:
    return and_(prevented_loss.c.counted_on >= start, prevented_loss.c.counted_on < end)


def _grouped(session: Session, chosen: LossFilter, start: date, end: date) -> dict[str, dict[str, dict[str, int]]]:
    """Confirmed sums by category, by service and by business line (their codes, empty for none), in one look at the entries."""
    keys = {"category": prevented_loss.c.category, "service": prevented_loss.c.service, "business_line": prevented_loss.c.business_line_id}
    lines = {row.id: row.code for row in session.rows(select(business_line.c.id, business_line.c.code))}
    found: dict[str, dict[str, dict[str, int]]] = {name: {} for name in keys}
    for row in session.rows(
        select(func.grouping(*keys.values()).label("asked"), *(column.label(name) for name, column in keys.items()), *_sums())
        .where(IS_CONFIRMED, counted_between(start, end), chosen.condition())
        .group_by(func.grouping_sets(*(tuple_(column) for column in keys.values())))
    ):
        name = _GROUPED_BY[row.asked]
        key = lines.get(row.business_line, "") if name == "business_line" else getattr(row, name)
        found[name][key] = {"kopecks": row.kopecks, "losses": row.losses, "corrections": row.corrections}
    return found


_GROUPED_BY = {0b011: "category", 0b101: "service", 0b110: "business_line"}  # what GROUPING says: a bit for each that was not grouped by


def _largest_first(sums: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    rows = [{"key": key, "kopecks": row["kopecks"], "losses": row["losses"]} for key, row in sums.items()]
    return sorted(rows, key=lambda row: (-row["kopecks"], row["key"]))


def _plan(session: Session, chosen: LossFilter, start: date, end: date) -> dict[str, int]:
    """The plan of the months that have begun. It knows categories only, so under another filter there is none."""
    if chosen.scope.chosen:
        return {}
    wanted = loss_plan.c.month >= start.replace(day=1), loss_plan.c.month < end
    of_categories = [loss_plan.c.category.in_(chosen.categories)] if chosen.categories else []
    total = cast(func.sum(loss_plan.c.kopecks), BigInteger)
    rows = session.rows(select(loss_plan.c.category, total.label("kopecks")).where(*wanted, *of_categories).group_by(loss_plan.c.category))
    return {row.category: row.kopecks for row in rows}


def planned_losses(session: Session, month: date) -> dict[str, int]:
    """The plan of a month by category, in kopecks."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    return {row.category: row.kopecks for row in session.rows(select(loss_plan).where(loss_plan.c.month == month.replace(day=1)))}


def _by_month(session: Session, chosen: LossFilter, period: Period, stretch: tuple[date, date]) -> list[dict[str, Any]]:
    """The last twelve months up to the end of the period, each with its categories and its plan."""
    last = (stretch[1] - timedelta(days=1)).replace(day=1) if stretch[1] > stretch[0] else stretch[0].replace(day=1)
    months = [month_after(last, place - MONTHS_SHOWN + 1) for place in range(MONTHS_SHOWN)]
    month = cast(func.date_trunc("month", prevented_loss.c.counted_on), Date).label("month")
    found = session.rows(
        select(month, prevented_loss.c.category, *_sums())
        .where(IS_CONFIRMED, counted_between(months[0], max(stretch[1], months[-1])), chosen.condition())
        .group_by(month, prevented_loss.c.category)
    )
    sums: dict[date, dict[str, int]] = {one: {} for one in months}
    for row in found:
        sums.setdefault(row.month, {})[row.category] = row.kopecks
    planned = dict(
        (row.month, row.kopecks)
        for row in session.rows(
            select(loss_plan.c.month, cast(func.sum(loss_plan.c.kopecks), BigInteger).label("kopecks"))
            .where(loss_plan.c.month.in_(months), *([loss_plan.c.category.in_(chosen.categories)] if chosen.categories else []))
            .group_by(loss_plan.c.month)
        )
    )
    return [
        {
            "month": f"{one:%Y-%m}", "kopecks": sum(sums[one].values()), "by_category": sums[one],
            "plan_kopecks": None if chosen.scope.chosen else planned.get(one),
        }
        for one in months
    ]  # fmt: skip


def _first_of(months: list[dict[str, Any]]) -> date:
    return date.fromisoformat(f"{months[0]['month']}-01")


def _last_of(months: list[dict[str, Any]]) -> date:
    return date.fromisoformat(f"{months[-1]['month']}-01")


def _waiting(session: Session, chosen: LossFilter) -> dict[str, Any]:
    """What arose and is not decided yet, as of now."""
    kopecks = cast(func.coalesce(func.sum(prevented_loss.c.loss_kopecks), 0), BigInteger).label("kopecks")
    found = session.rows(
        select(prevented_loss.c.state, func.count().label("n"), kopecks, func.min(prevented_loss.c.created_at).label("since"))
        .where(prevented_loss.c.state.in_(sorted(WAITING)), chosen.condition())
        .group_by(prevented_loss.c.state)
    )
    rows = {row.state: row for row in found}
    told: dict[str, Any] = {}
    for state, name in ((LossState.CANDIDATE, "candidates"), (LossState.SUBMITTED, "submitted")):
        row = rows.get(state.value)
        told |= {name: row.n if row else 0, f"{name}_kopecks": row.kopecks if row else 0}
    return told


def _decided_against(session: Session, chosen: LossFilter, stretch: tuple[date, date]) -> dict[str, int]:
    states = (LossState.REJECTED, LossState.DOUBLE)
    found = session.rows(
        select(prevented_loss.c.state, func.count().label("n"))
        .where(prevented_loss.c.state.in_([one.value for one in states]), counted_between(*stretch), chosen.condition())
        .group_by(prevented_loss.c.state)
    )
    counts = {row.state: row.n for row in found}
    return {"rejected": counts.get("rejected", 0), "doubles": counts.get("double", 0)}


def _names(session: Session) -> dict[str, Mapping[str, Mapping[str, str]]]:
    tables = {"unit": unit, "business_line": business_line}
    return {key: {row.code: row.name for row in session.rows(select(table.c.code, table.c.name))} for key, table in tables.items()}
