"""Initiatives with their months of cash and the sources that are read live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Date, Row, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from data.queries.access import bank_day
from data.queries.access_names import shown_name
from data.queries.analytics.closed_labour import worked_on_closed
from data.queries.analytics.effect_now import costs_of_pools, price_of_labour
from data.queries.analytics.filters import filter_choices
from data.queries.analytics.losses import IS_CONFIRMED
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.costs import cost_pool
from data.tables.effect import effect_baseline, initiative, initiative_cash, initiative_source
from data.tables.losses import loss_category, prevented_loss
from models.access.permissions import Permission, require
from models.analytics.cash_flow import CashMonth, month_of
from models.analytics.effect import AMOUNTS, Measure, part_of, saved_minutes, worth_of_minutes
from models.analytics.period import month_after, months_between


@dataclass(frozen=True, slots=True)
class CashOfMonth:
    """Kopecks of a month. `live_cost`, `live_benefit` and `prevented` come from the sources, the rest was entered; None: not told."""

    month: date
    planned_cost: int | None
    planned_benefit: int | None
    actual_cost: int | None
    actual_benefit: int | None
    live_cost: int | None
    live_benefit: int | None
    prevented: int
    source: str
    is_over: bool

    @property
    def is_told(self) -> bool:
        """Does anybody or any source say what it really was?"""
        return any(one is not None for one in (self.actual_cost, self.actual_benefit, self.live_cost, self.live_benefit))

    def in_flow(self, *, with_losses: bool) -> CashMonth:
        """What it is in the flow of cash."""
        cost, benefit = _sum(self.actual_cost, self.live_cost), _sum(self.actual_benefit, self.live_benefit)
        month = month_of(planned=(self.planned_cost, self.planned_benefit), actual=(cost, benefit), is_over=self.is_over)
        more = self.prevented if with_losses and self.is_over else 0
        return CashMonth(month.cost, month.benefit + more, month.is_ahead)


def _sum(entered: int | None, live: int | None) -> int | None:
    return None if entered is None and live is None else (entered or 0) + (live or 0)


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative: the row, its sources, and a month of cash for each month of its horizon."""

    row: Row[Any]
    sources: tuple[Row[Any], ...]
    months: tuple[CashOfMonth, ...]


def initiatives(session: Session) -> list[Initiative]:
    """All of them, those that count first. Raises `Forbidden`."""
    require(session.actor, Permission.SEE_EFFECT)
    author, confirmer = person.alias("author"), person.alias("confirmer")
    rows = session.rows(
        select(
            initiative, shown_name(session.actor.lang).label("owner"), author.c.full_name.label("author"),
            confirmer.c.full_name.label("confirmer"),
        )
        .join(person, person.c.id == initiative.c.owner_id)
        .join(author, author.c.id == initiative.c.author_id)
        .outerjoin(confirmer, confirmer.c.id == initiative.c.confirmed_by)
        .order_by(initiative.c.state, initiative.c.first_month, initiative.c.code)
    )  # fmt: skip
    sources: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for one in session.rows(select(initiative_source).order_by(initiative_source.c.kind, initiative_source.c.ref)):
        sources[one.initiative_id].append(one)
    cash = {(one.initiative_id, one.month): one for one in session.rows(select(initiative_cash))}
    live = _Live(session, [one for own in sources.values() for one in own], first=min((row.first_month for row in rows), default=None))
    this = bank_day(session.now).replace(day=1)
    found = []
    for row in rows:
        own = tuple(sources[row.id])
        months = [month_after(row.first_month, place) for place in range(row.horizon)]
        found.append(
            Initiative(row, own, tuple(_month(month, cash.get((row.id, month)), own, live, is_over=month < this) for month in months))
        )
    return found


def owners(session: Session) -> list[tuple[str, str]]:
    """Who can answer for an initiative: the people of the security service, id and name."""
    require(session.actor, Permission.MANAGE_EFFECT)
    name = shown_name(session.actor.lang).label("name")
    people = session.rows(select(person.c.id, name).where(in_service(), person.c.is_active).order_by(name))
    return [(str(row.id), row.name) for row in people]


def source_names(session: Session) -> dict[str, dict[str, Mapping[str, str]]]:
    """What can be read live: kind → ref → name in both languages."""
    services = dict(filter_choices(session)["service"])
    return {
        "pool": {row.code: row.name for row in session.rows(select(cost_pool.c.code, cost_pool.c.name).order_by(cost_pool.c.position))},
        "labour": {code: services.get(code, {}) for code in sorted(services)},
        "prevented": {row.code: row.name for row in session.rows(select(loss_category).order_by(loss_category.c.position))},
    }


def _month(month: date, entered: Row[Any] | None, sources: Sequence[Row[Any]], live: _Live, *, is_over: bool) -> CashOfMonth:
    def told(kind: str) -> int | None:
        worth = [(live.worth(kind, one.ref, month), one.share) for one in sources if one.kind == kind]
        parts = [part_of(kopecks, share) for kopecks, share in worth if kopecks is not None]
        return sum(parts) if parts and is_over else None

    amounts: list[int | None] = [getattr(entered, name) if entered else None for name in AMOUNTS]
    words = entered.source if entered else ""
    return CashOfMonth(month, *amounts, told("pool"), told("labour"), told("prevented") or 0, words, is_over)  # type: ignore[call-arg,arg-type]


class _Live:
    """What the sources are worth in a month, in kopecks; read once for all initiatives."""

    def __init__(self, session: Session, sources: Sequence[Row[Any]], *, first: date | None) -> None:
        refs: dict[str, set[str]] = defaultdict(set)
        for one in sources:
            refs[one.kind].add(one.ref)
        this = bank_day(session.now).replace(day=1)
        start = first or this
        self._found: dict[str, Mapping[tuple[date, str], int]] = {
            "pool": costs_of_pools(session, _pools(session, refs["pool"])) if refs["pool"] else {},
            "labour": saved_labour(session, start, this, refs["labour"]) if refs["labour"] else {},
            "prevented": _prevented(session, start, this, refs["prevented"]) if refs["prevented"] else {},
        }

    def worth(self, kind: str, ref: str, month: date) -> int | None:
        return self._found[kind].get((month, ref))


def _pools(session: Session, codes: set[str]) -> dict[Any, str]:
    rows = session.rows(select(cost_pool.c.id, cost_pool.c.code).where(cost_pool.c.code.in_(sorted(codes))))
    return {row.id: row.code for row in rows}


def saved_labour(session: Session, start: date, end: date, services: set[str]) -> dict[tuple[date, str], int]:
    """(month, service) → what the minutes saved against the baseline are worth, for whole months from `start` up to `end`.

    Negative when cases take longer than before. Without a baseline, or without labour that has a rate, there is nothing to tell.
    """
    rows = session.rows(
        select(effect_baseline.c.service, effect_baseline.c.value)
        .where(effect_baseline.c.measure == Measure.LABOUR.value, effect_baseline.c.service.in_(sorted(services)))
        .ext(distinct_on(effect_baseline.c.service))
        .order_by(effect_baseline.c.service, effect_baseline.c.entered_at.desc(), effect_baseline.c.id.desc())
    )
    before: dict[str, Decimal] = {row.service: row.value for row in rows}
    if not before or start >= end:
        return {}
    prices = price_of_labour(session, start, end, before)
    found: dict[tuple[date, str], int] = {}
    months = list(months_between(start, end))
    for month, worked in zip(months, worked_on_closed(session, [(month, month_after(month, 1)) for month in months]), strict=True):
        for service, one in worked.items():
            kopecks, minutes = prices.get((month, service), (0, 0))
            if service in before and one.told:
                saved: Fraction = saved_minutes(before[service], cases=one.cases, minutes=one.minutes)
                worth = worth_of_minutes(saved, kopecks=kopecks, minutes=minutes)
                if worth is not None:
                    found[month, service] = worth
    return found


def _prevented(session: Session, start: date, end: date, categories: set[str]) -> dict[tuple[date, str], int]:
    """(month, category) → confirmed prevented loss."""
    month = cast(func.date_trunc("month", prevented_loss.c.counted_on), Date).label("month")
    total = cast(func.sum(prevented_loss.c.loss_kopecks), BigInteger).label("kopecks")
    rows = session.rows(
        select(month, prevented_loss.c.category, total)
        .where(
            IS_CONFIRMED, prevented_loss.c.counted_on >= start, prevented_loss.c.counted_on < end,
            prevented_loss.c.category.in_(sorted(categories)),
        )
        .group_by(month, prevented_loss.c.category)
    )  # fmt: skip
    return {(row.month, row.category): int(row.kopecks) for row in rows}
