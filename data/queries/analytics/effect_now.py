"""What is measured now, for comparison with what was before the hub: by the days of a stretch, and month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, select, text

from data.queries.analytics.closed_labour import Worked, worked_on_closed
from data.queries.analytics.filters import Scope
from data.queries.analytics.measures import bank_zone, flows, stale_days
from data.queries.workforce.labour_days import changed_labour_days
from data.session import Session
from data.tables.costs import cost_entry
from models.analytics.effect import Measure
from models.analytics.flow import Flow, median, values_of
from models.analytics.period import month_after

MINUTES_OF_HOUR = 60


@dataclass(frozen=True, slots=True)
class Now:
    """A measured value in the unit of its measure and how many rows it rests on; None when there is nothing to measure."""

    value: float | None = None
    rows: int = 0


Key = tuple[Measure, str]  # measure and service, empty for those of the whole
_NOTHING = Now()


def measured_on(session: Session, stretches: Sequence[tuple[date, date]]) -> list[dict[Key, Now]]:
    """Everything that can be measured on the days of each stretch (its end not included), by a fixed number of questions.

    What is not in it was not measured.
    """
    spans = {"firsts": [one[0] for one in stretches], "afters": [one[1] for one in stretches], "zone": bank_zone().key}
    of_the_whole = (Measure.REPORT_TIME, Measure.REPORT_CLICKS, Measure.REPORT_ERRORS, Measure.BUDGET)
    found: list[dict[Key, Now]] = [{(measure, ""): _NOTHING for measure in of_the_whole} for _stretch in stretches]
    for row in session.rows(_REPORTS, spans):
        found[row.place - 1][Measure.REPORT_TIME, ""] = Now(round(row.seconds / 60, 4), row.n)
        found[row.place - 1][Measure.REPORT_CLICKS, ""] = Now(round(float(row.clicks), 4), row.n)
    for row in session.rows(_ERRORS, spans):
        if row.checked:
            found[row.place - 1][Measure.REPORT_ERRORS, ""] = Now(round(row.failed / row.checked, 8), int(row.checked))
    for row in session.rows(_BUDGET, spans):
        found[row.place - 1][Measure.BUDGET, ""] = Now(round(int(row.kopecks) / row.months, 2), row.months)
    for own, handled, worked in zip(found, _handling(session, stretches), worked_on_closed(session, stretches), strict=True):
        own |= {**handled, **{(Measure.LABOUR, service): _labour(one) for service, one in worked.items()}}
    return found


def _labour(worked: Worked) -> Now:
    """Minutes of work a closed case. Not the handling time: that is time that passes, this is time somebody works."""
    return Now(round(worked.minutes / worked.cases, 4), worked.told) if worked.told else _NOTHING


def _handling(session: Session, stretches: Sequence[tuple[date, date]]) -> list[dict[Key, Now]]:
    """Median hours from opening to resolution by service, of cases closed in these days: as on the dashboard of deadlines. Whole months
    are read together."""
    stale = stale_days(session)
    months = [first for first, after in stretches if first.day == 1 and after == month_after(first, 1)]
    by_month: dict[date, list[Flow]] = defaultdict(list)
    if months:
        span = min(months), month_after(max(months), 1)
        for flow in flows(session, *span, scope=Scope(), names=("handling",), by=("month", "service"), stale=stale):
            by_month[flow.month or span[0]].append(flow)
    return [
        _medians(by_month[first] if first in months and after == month_after(first, 1)
                 else flows(session, first, after, scope=Scope(), names=("handling",), by=("service",), stale=stale))
        for first, after in stretches
    ]  # fmt: skip


def _medians(found: Iterable[Flow]) -> dict[Key, Now]:
    by_service: dict[str, list[Flow]] = defaultdict(list)
    for flow in found:
        by_service[flow.service].append(flow)
    told: dict[Key, Now] = {}
    for service, parts in by_service.items():
        values = values_of(parts)
        middle = median(values)
        told[Measure.HANDLING, service] = _NOTHING if middle is None else Now(round(middle / MINUTES_OF_HOUR, 4), len(values))
    return told


# The stretches as rows: their place, their first moment and the moment after the last one in the bank's zone.
_SPANS = """
    FROM (SELECT place, first, after, first::timestamp AT TIME ZONE :zone AS start, after::timestamp AT TIME ZONE :zone AS beyond
          FROM unnest(CAST(:firsts AS date[]), CAST(:afters AS date[])) WITH ORDINALITY u(first, after, place)) s
"""
_REPORTS = text(
    "SELECT s.place, count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.seconds) AS seconds,"
    " percentile_cont(0.5) WITHIN GROUP (ORDER BY r.clicks) AS clicks"
    + _SPANS
    + "JOIN report_preparation r ON r.at >= s.start AND r.at < s.beyond GROUP BY s.place"
)
# Broken rows and checked rows of the reconciliations of these days, over all runs.
_ERRORS = text(
    "SELECT s.place, sum(r.checked)::bigint AS checked, sum(r.failed)::bigint AS failed"
    + _SPANS
    + "JOIN reconciliation_run r ON r.at >= s.start AND r.at < s.beyond GROUP BY s.place"
)
# Mean costs of a month over the months that have any.
_BUDGET = text(
    "SELECT s.place, count(DISTINCT e.month) AS months, sum(e.kopecks)::bigint AS kopecks"
    + _SPANS
    + "JOIN cost_entry e ON e.month >= s.first AND e.month < s.after GROUP BY s.place"
)


# `rated`: from which day to which a person's hour costs how much; the days on which the grade or the rate of the grade changes part them.
_PRICE = text("""
    WITH rated AS MATERIALIZED (
        SELECT person_id, day AS first, lead(day) OVER (PARTITION BY person_id ORDER BY day) AS after, (
            SELECT r.kopecks_per_hour FROM grade_rate r WHERE r.first_day <= p.day AND r.grade_id = (
                SELECT g.grade_id FROM person_grade g WHERE g.person_id = p.person_id AND g.first_day <= p.day
                ORDER BY g.first_day DESC LIMIT 1
            ) ORDER BY r.first_day DESC LIMIT 1) AS rate
        FROM (
            SELECT person_id, first_day AS day FROM person_grade
            UNION SELECT g.person_id, r.first_day FROM person_grade g JOIN grade_rate r ON r.grade_id = g.grade_id
        ) p
    )
    SELECT date_trunc('month', d.day)::date AS month, d.service, sum(d.minutes)::bigint AS minutes,
           round(sum(d.minutes::bigint * r.rate) / 60.0)::bigint AS kopecks
    FROM (
        SELECT day, person_id, service, minutes FROM labour_day
        WHERE day >= :start AND day < :stop AND service = ANY(:services) AND day <> ALL(CAST(:stale AS date[]))
        UNION ALL
        SELECT day, person_id, service, minutes FROM effort
        WHERE day = ANY(CAST(:stale AS date[])) AND service = ANY(:services) AND cancelled_at IS NULL
    ) d JOIN rated r ON r.person_id = d.person_id AND d.day >= r.first AND (r.after IS NULL OR d.day < r.after)
    WHERE r.rate IS NOT NULL GROUP BY 1, 2
""")


def price_of_labour(session: Session, start: date, end: date, services: Iterable[str]) -> dict[tuple[date, str], tuple[int, int]]:
    """(month, service) → kopecks and minutes of the labour that has a rate, at the grades and rates of its days: what an hour costs on the
    whole, rounded once (`cost_of_effort` rounds every entry). Sums only, no people."""
    spans = {"start": start, "stop": end, "services": sorted(services), "stale": changed_labour_days(session, start, end)}
    return {(row.month, row.service): (int(row.kopecks), int(row.minutes)) for row in session.rows(_PRICE, spans)}


def costs_of_pools(session: Session, codes: Mapping[Any, str]) -> dict[tuple[date, str], int]:
    """(month, pool) → kopecks as the books count them. `codes`: pool id → code."""
    total = cast(func.sum(cost_entry.c.kopecks), BigInteger).label("kopecks")
    rows = session.rows(
        select(cost_entry.c.pool_id, cost_entry.c.month, total)
        .where(cost_entry.c.pool_id.in_(list(codes)))
        .group_by(cost_entry.c.pool_id, cost_entry.c.month)
    )
    return {(row.month, codes[row.pool_id]): int(row.kopecks) for row in rows}
