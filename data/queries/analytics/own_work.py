"""What one person has closed, how punctually, how fast beside everybody, where his hours went, what his findings have prevented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select

from data.queries.analytics.annotations import annotations_between
from data.queries.analytics.filters import Scope, UnknownFilter, read_scope
from data.queries.analytics.live import own_counts
from data.queries.analytics.measures import bank_zone, flows, flows_of
from data.queries.analytics.operations import figure_targets, find_period
from data.queries.workforce.labour_days import minutes_by_service
from data.queries.workforce.workload import labour_of
from data.session import Session
from data.tables.losses import prevented_loss
from data.tables.processes import cases
from models.access.permissions import Permission, require
from models.analytics.flow import Flow
from models.analytics.operations import flow_figures, live_figures, monthly_figures, service_figures
from models.analytics.period import Period, comparable, month_after, so_far

FILTERS = ("service",)
MONTHS = 12
_CLOSED = ("closed", "sla", "handling", "duration", "rating")


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """Everything the dashboard of own work shows, of the actor alone; what stands beside it is of everybody and names nobody."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    scope: Scope
    data_as_of: datetime
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    targets: Mapping[str, float] = field(default_factory=dict)


def own_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str]) -> OwnFigures:
    """All own figures of a period. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`, `CalendarYearNotLoaded`."""
    require(session.actor, Permission.WORK_CASES)
    for key in where:
        if key not in FILTERS:
            raise UnknownFilter(key, field=key, given=key, known=", ".join(FILTERS))
    today, scope, period = session.now.astimezone(bank_zone()).date(), read_scope(session, where), find_period(session, period_code)
    stretch, compared = so_far(period, today), comparable(period, today)
    months = _months_up_to(stretch[1])
    closed, labour = _own(session, *stretch, scope=scope), labour_of(session, _me(session), *stretch)
    figures: dict[str, Any] = {
        **flow_figures(closed), **live_figures(own_counts(session, scope)), **labour.totals(),
        "by_month": monthly_figures(_own(session, months[0], stretch[1], scope=scope, by=("month", "step")), months),
        "annotations": annotations_between(session, months[0], stretch[1]),
        "by_week": labour.by_week(),
        "by_service": _by_service(session, closed, stretch, scope),
        **_prevented(session, stretch),
    }  # fmt: skip
    previous = None
    if compared is not None:
        earlier, spent = flow_figures(_own(session, *compared, scope=scope)), labour_of(session, _me(session), *compared).totals()
        previous = {**earlier, **spent, **_prevented(session, compared)}
    return OwnFigures(period, stretch, compared, scope, session.now, figures, previous, figure_targets(session))


def _own(session: Session, start: date, end: date, *, scope: Scope, by: Sequence[str] = ("service", "step")) -> list[Flow]:
    return flows_of(session, cases.c.owner_id == session.actor.user_id, start, end, scope=scope, names=_CLOSED, by=by)


def _months_up_to(end: date) -> list[date]:
    """The months of a chart: a year that ends with this day not included."""
    last = month_after(end.replace(day=1), -1) if end.day == 1 else end.replace(day=1)
    return [month_after(last, place - MONTHS + 1) for place in range(MONTHS)]


def _me(session: Session) -> list[UUID]:
    return [session.actor.user_id] if session.actor.user_id else []


def _by_service(session: Session, closed: Sequence[Flow], stretch: tuple[date, date], scope: Scope) -> list[dict[str, Any]]:
    """Own figures of each service with what they are for everybody, and the minutes of labour."""
    own = {row["service"]: row for row in service_figures(closed)}
    spent = minutes_by_service(session, _me(session), *stretch)
    wanted = [code for code in dict.fromkeys([*own, *spent]) if code and (not scope.service or code in scope.service)]
    everybody: Mapping[str, Mapping[str, Any]] = {}
    if wanted:
        of_all = flows(session, *stretch, scope=Scope(service=tuple(wanted)), names=("sla", "handling"))
        everybody = {row["service"]: row for row in service_figures(of_all)}
    nothing = flow_figures([])
    return [
        {
            "service": code, **own.get(code, nothing), "minutes": spent.get(code, 0),
            "everybody_median_handling_hours": everybody.get(code, nothing)["median_handling_hours"],
            "everybody_sla_compliance": everybody.get(code, nothing)["sla_compliance"],
        }
        for code in wanted
    ]  # fmt: skip


def _prevented(session: Session, stretch: tuple[date, date]) -> dict[str, Any]:
    """What another person has confirmed of the losses this one handed in, by the day they count on. Kopecks."""
    own, at = prevented_loss.c.submitted_by == session.actor.user_id, prevented_loss.c.counted_on
    confirmed = prevented_loss.c.state == "confirmed"
    kopecks = cast(func.coalesce(func.sum(prevented_loss.c.loss_kopecks), 0), BigInteger).label("kopecks")
    first = func.count().filter(prevented_loss.c.corrects_id.is_(None)).label("n")
    row = session.rows(select(first, kopecks).where(own, confirmed, at >= stretch[0], at < stretch[1]))[0]
    return {"prevented": row.n, "prevented_kopecks": row.kopecks}
