"""Everything the operations dashboard and its report say, for one period and one part of the bank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from data.queries.analytics.annotations import annotations_between
from data.queries.analytics.filters import Scope, read_scope
from data.queries.analytics.live import live_counts
from data.queries.analytics.measures import CASE_MEASURES, TASK_MEASURES, bank_zone, first_and_last_day, flows, stale_days
from data.session import Session
from data.tables.analytics import figure_target
from data.tables.processes import process, process_version
from models.access.permissions import Permission, require
from models.analytics.flow import Flow
from models.analytics.operations import (
    flow_figures,
    funnel_figures,
    live_figures,
    monthly_figures,
    monthly_sla_by_service,
    service_figures,
)
from models.analytics.period import Period, PeriodKind, comparable, counted_until, month_after, parse_period, so_far

LONGEST_SERIES = 24  # months on a chart
SHORTEST_SERIES = 12
_SERIES = ("opened", "closed", "sla", "reaction", "handling", "duration")
_EVERYTHING = (*CASE_MEASURES, *TASK_MEASURES)

ServiceNames = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class OperationsFigures:
    """`figures` is the JSON of `figures operations`; `previous` the same flow figures for the comparable stretch before."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    scope: Scope
    data_as_of: datetime
    figures: Mapping[str, Any]
    previous: Mapping[str, Any] | None
    services: ServiceNames
    steps: Mapping[tuple[str, str], Mapping[str, str]]
    targets: Mapping[str, float] = field(default_factory=dict)


def find_period(session: Session, code: str) -> Period:
    """The period people wrote; `all` is everything that was ever opened or closed."""
    today = session.now.astimezone(bank_zone()).date()
    return parse_period(code, everything=first_and_last_day(session) or (today, today + timedelta(days=1)))


def figure_targets(session: Session) -> dict[str, float]:
    """What the bank aims at, by figure."""
    return {row.figure: float(row.value) for row in session.rows(select(figure_target.c.figure, figure_target.c.value))}


def operations_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str]) -> OperationsFigures:
    """All figures of a period. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`."""
    require(session.actor, Permission.SEE_DASHBOARDS)
    today, between, stale = session.now.astimezone(bank_zone()).date(), first_and_last_day(session), stale_days(session)
    period, scope = parse_period(period_code, everything=between or (today, today + timedelta(days=1))), read_scope(session, where)
    stretch, compared = so_far(period, today), comparable(period, today)
    # Whole months, because those are prepared; before the first case and after the last one there is nothing to count.
    since, until = period.start.replace(day=1), counted_until(period, today)
    if period.kind is PeriodKind.ALL:
        until = month_after(period.end - timedelta(days=1), 1)
    series_start, series_end = _series_of(period, (stretch[0], until))
    together = (series_start, series_end) == (since, until)  # then the charts and the tiles are read at once
    names_of_series = _EVERYTHING if together else _SERIES
    read = flows(session, series_start, series_end, scope=scope, names=names_of_series, by=("month", "service", "step"), stale=stale)
    by_month = [flow for flow in read if flow.name in _SERIES]
    counted = read if together else flows(session, since, until, scope=scope, names=_EVERYTHING, stale=stale)

    def open_at(day: date) -> int:
        """Cases in work when this day begins: everything opened before less everything closed before."""
        if between is None or between[0] >= day:
            return 0
        before = flows(session, between[0].replace(day=1), day, scope=scope, names=("opened", "closed"), by=(), stale=stale)
        return sum(flow.n if flow.name == "opened" else -flow.n for flow in before)

    names, steps, order = _service_words(session)
    live = live_counts(session, scope)
    months = [month for month in _months_with_facts(by_month) if series_start <= month < series_end]
    figures = {
        **flow_figures(counted),
        "open_at_end": open_at(until),
        **live_figures(live),
        "by_service": [{**row, "name": dict(names.get(row["service"], {}))} for row in service_figures(counted)],
        "by_month": monthly_figures(by_month, months),
        "annotations": annotations_between(session, months[0], series_end) if months else [],
        "sla_by_service_month": monthly_sla_by_service(by_month),
        "funnel": [
            {**row, "name": dict(steps.get((row["service"], row["step"]), {}))} for row in funnel_figures(counted, live, order)
        ],
    }  # fmt: skip
    previous = None
    if compared is not None:
        earlier = flows(session, *compared, scope=scope, names=_EVERYTHING, stale=stale)
        previous = {**flow_figures(earlier), "open_at_end": open_at(compared[1])}
    return OperationsFigures(
        period=period, stretch=stretch, compared=compared, scope=scope, data_as_of=session.now, figures=figures, previous=previous,
        services=names, steps=steps, targets=figure_targets(session),
    )  # fmt: skip


def _series_of(period: Period, stretch: tuple[date, date]) -> tuple[date, date]:
    """Charts by month show the period, at least a year back and at most two."""
    start, end = period.start.replace(day=1), stretch[1]
    last = (end - timedelta(days=1)).replace(day=1) if end > start else start
    earliest, latest = month_after(last, 1 - LONGEST_SERIES), month_after(last, 1 - SHORTEST_SERIES)
    return max(min(start, latest), earliest), end


def _months_with_facts(counted: Iterable[Flow]) -> list[date]:
    """From the first month that has any fact to the last one, without holes."""
    found = sorted({flow.month for flow in counted if flow.month})
    if not found:
        return []
    months = [found[0]]
    while months[-1] < found[-1]:
        months.append(month_after(months[-1], 1))
    return months


def _service_words(
    session: Session,
) -> tuple[dict[str, Mapping[str, str]], dict[tuple[str, str], Mapping[str, str]], dict[tuple[str, str], int]]:
    """Names of services, names of their steps, and the place of each step: of the published versions, older ones filling the gaps."""
    document = process_version.c.definition
    versions = (
        select(process.c.code, document["case_name"].label("name"), document["steps"].label("steps"))
        .join(process_version, process_version.c.process_id == process.c.id)
        .where(process_version.c.state != "draft")
        .order_by(process.c.code, (process_version.c.id == process.c.published_id).desc(), process_version.c.number.desc())
    )
    names: dict[str, Mapping[str, str]] = {}
    steps: dict[tuple[str, str], Mapping[str, str]] = {}
    order: dict[tuple[str, str], int] = {}
    for row in session.rows(versions):
        names.setdefault(row.code, row.name or {})
        for place, step in enumerate(row.steps or []):
            steps.setdefault((row.code, step["key"]), step.get("name") or {})
            order.setdefault((row.code, step["key"]), place)
    return names, steps, order
