"""What is measured now, for comparison with what was before the hub: by the days of a stretch, and month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, select, text

from data.queries.analytics.filters import Scope
from data.queries.analytics.measures import bank_zone, flows
from data.session import Session
from data.tables.analytics import reconciliation_run
from data.tables.costs import cost_entry
from data.tables.effect import report_preparation
from models.analytics.effect import Measure
from models.analytics.flow import median, values_of
from models.analytics.period import instant, month_after

MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Now:
    """A measured value in the unit of its measure and how many rows it rests on; None when there is nothing to measure."""

    value: float | None = None
    rows: int = 0


Key = tuple[Measure, str]  # measure and service, empty for those of the whole
_NOTHING = Now()


def measured(session: Session, start: date, end: date) -> dict[Key, Now]:
    """Everything that can be measured on the days from `start` up to `end` (not included). What is not in it was not measured."""
    found = {**_handling(session, start, end), **_labour(session, start, end), **_reports(session, start, end)}
    return {**found, (Measure.REPORT_ERRORS, ""): _errors(session, start, end), (Measure.BUDGET, ""): _budget(session, start, end)}


def measured_by_month(session: Session, months: Iterable[date]) -> dict[date, dict[Key, Now]]:
    """The same for whole months."""
    return {month: measured(session, month, month_after(month, 1)) for month in months}


def _handling(session: Session, start: date, end: date) -> dict[Key, Now]:
    """Median hours from opening to resolution by service, of cases closed in these days: as on the dashboard of deadlines."""
    by_service: dict[str, list[Any]] = defaultdict(list)
    for flow in flows(session, start, end, scope=Scope(), names=("handling",), by=("service",)):
        by_service[flow.service].append(flow)
    found: dict[Key, Now] = {}
    for service, parts in by_service.items():
        values = values_of(parts)
        middle = median(values)
        found[Measure.HANDLING, service] = _NOTHING if middle is None else Now(round(middle / MINUTES_OF_HOUR, 4), len(values))
    return found


_CLOSED = """
    WITH closed AS MATERIALIZED (
        SELECT id, service FROM cases WHERE closed_at >= :start AND closed_at < :beyond AND source = 'kordon'
    ),
    worked AS (
        SELECT c.service, sum(e.minutes)::bigint AS minutes, count(DISTINCT c.id) AS told
        FROM closed c JOIN effort e ON e.case_id = c.id AND e.cancelled_at IS NULL GROUP BY c.service
    )
    SELECT n.service, n.cases, coalesce(w.minutes, 0) AS minutes, coalesce(w.told, 0) AS told
    FROM (SELECT service, count(*) AS cases FROM closed GROUP BY service) n LEFT JOIN worked w USING (service)
"""


@dataclass(frozen=True, slots=True)
class Worked:
    """Cases of a service that were closed, and the minutes that anybody ever worked on them; `told`: cases with any minutes."""

    cases: int
    minutes: int
    told: int


def worked_on_closed(session: Session, start: date, end: date) -> dict[str, Worked]:
    """By service, for the cases closed on these days."""
    zone = bank_zone()
    rows = session.rows(text(_CLOSED), {"start": instant(start, zone), "beyond": instant(end, zone)})
    return {row.service: Worked(int(row.cases), int(row.minutes), int(row.told)) for row in rows}


def _labour(session: Session, start: date, end: date) -> dict[Key, Now]:
    """Minutes of work a closed case. Not the handling time: that is time that passes, this is time somebody works."""
    return {
        (Measure.LABOUR, service): Now(round(one.minutes / one.cases, 4), one.told) if one.told else _NOTHING
        for service, one in worked_on_closed(session, start, end).items()
    }


def _reports(session: Session, start: date, end: date) -> dict[Key, Now]:
    zone = bank_zone()
    middle = func.percentile_cont(0.5)
    row = session.rows(
        select(
            func.count().label("n"), middle.within_group(report_preparation.c.seconds).label("seconds"),
            middle.within_group(report_preparation.c.clicks).label("clicks"),
        ).where(report_preparation.c.at >= instant(start, zone), report_preparation.c.at < instant(end, zone))
    )[0]  # fmt: skip
    if not row.n:
        return {(Measure.REPORT_TIME, ""): _NOTHING, (Measure.REPORT_CLICKS, ""): _NOTHING}
    return {
        (Measure.REPORT_TIME, ""): Now(round(row.seconds / 60, 4), row.n),
        (Measure.REPORT_CLICKS, ""): Now(round(float(row.clicks), 4), row.n),
    }


def _errors(session: Session, start: date, end: date) -> Now:
    """The error rate of the reconciliations of these days: broken rows / checked rows, over all runs."""
    zone = bank_zone()
    sums = [cast(func.coalesce(func.sum(reconciliation_run.c[name]), 0), BigInteger).label(name) for name in ("checked", "failed")]
    row = session.rows(
        select(*sums).where(reconciliation_run.c.at >= instant(start, zone), reconciliation_run.c.at < instant(end, zone))
    )[0]
    return Now(round(row.failed / row.checked, 8), row.checked) if row.checked else _NOTHING


def _budget(session: Session, start: date, end: date) -> Now:
    """Mean costs of a month over the months that have any; `rows` counts months."""
    first = start if start.day == 1 else month_after(start, 1)
    row = session.rows(
        select(
            func.count(func.distinct(cost_entry.c.month)).label("months"),
            cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks"),
        ).where(cost_entry.c.month >= first, cost_entry.c.month < end)
    )[0]  # fmt: skip
    return Now(round(row.kopecks / row.months, 2), row.months) if row.months else _NOTHING


_PRICE = text("""
    WITH spent AS MATERIALIZED (
        SELECT service, person_id, day, minutes, count(*) AS n FROM effort
        WHERE day >= :start AND day < :stop AND cancelled_at IS NULL AND service = ANY(:services) GROUP BY 1, 2, 3, 4
    ),
    priced AS MATERIALIZED (
        SELECT d.person_id, d.day, r.kopecks_per_hour AS rate
        FROM (SELECT DISTINCT person_id, day FROM spent) d
        CROSS JOIN LATERAL (SELECT grade_id FROM person_grade g WHERE g.person_id = d.person_id AND g.first_day <= d.day
                            ORDER BY g.first_day DESC LIMIT 1) g
        CROSS JOIN LATERAL (SELECT kopecks_per_hour FROM grade_rate r WHERE r.grade_id = g.grade_id AND r.first_day <= d.day
                            ORDER BY r.first_day DESC LIMIT 1) r
    )
    SELECT date_trunc('month', day)::date AS month, service, sum(minutes * n)::bigint AS minutes,
           sum((minutes * rate + 30) / 60 * n)::bigint AS kopecks
    FROM spent JOIN priced USING (person_id, day) GROUP BY 1, 2
""")


def price_of_labour(session: Session, start: date, end: date, services: Iterable[str]) -> dict[tuple[date, str], tuple[int, int]]:
    """(month, service) → kopecks and minutes of the labour that has a rate, at the grades and rates of its days. Sums only, no people."""
    rows = session.rows(_PRICE, {"start": start, "stop": end, "services": sorted(services)})
    return {(row.month, row.service): (int(row.kopecks), int(row.minutes)) for row in rows}


def costs_of_pools(session: Session, codes: Mapping[Any, str]) -> dict[tuple[date, str], int]:
    """(month, pool) → kopecks as the books count them. `codes`: pool id → code."""
    total = cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks")
    rows = session.rows(
        select(cost_entry.c.pool_id, cost_entry.c.month, total)
        .where(cost_entry.c.pool_id.in_(list(codes)))
        .group_by(cost_entry.c.pool_id, cost_entry.c.month)
    )
    return {(row.month, codes[row.pool_id]): int(row.kopecks) for row in rows}


