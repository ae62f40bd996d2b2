"""The figures of the operations dashboard, as they follow from counted facts.

`figure_rules.FIGURES` says the same in words, in both languages; that is what a reader sees behind the sign ƒ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from models.analytics.flow import Flow, mean, median, share, total, values_of

MINUTES_OF_AN_HOUR = 60
SECONDS_OF_AN_HOUR = 3600
# Days a case is open: upper bounds of the buckets, both ends included; the last bucket has none.
AGEING_BUCKETS: tuple[tuple[str, int, int | None], ...] = (
    ("0-1", 0, 1), ("2-3", 2, 3), ("4-7", 4, 7), ("8-14", 8, 14), ("15-30", 15, 30), ("31+", 31, None),
)  # fmt: skip

@dataclass(frozen=True, slots=True)
class Load:
    """Open work of a person or a group as of now. `key` is empty for work nobody has."""

    key: str
    name: Mapping[str, str]
    open: int
    overdue: int
    at_risk: int
    capacity: int | None


@dataclass(frozen=True, slots=True)
class Live:
    """What is open now: counts, ages, who carries it, and on which steps it stands ((service, step) → cases)."""

    open: int
    overdue: int
    at_risk: int
    ages: Mapping[str, int]
    officers: tuple[Load, ...]
    groups: tuple[Load, ...]
    on_step: Mapping[tuple[str, str], int]


def _named(flows: Iterable[Flow], name: str) -> list[Flow]:
    return [flow for flow in flows if flow.name == name]


def _hours(value: float | None, per_hour: int) -> float | None:
    return None if value is None else round(value / per_hour, 6)


def median_reaction_hours(flows: Iterable[Flow]) -> float | None:
    """Median of opening → first action in hours, over cases opened in the period and reacted to."""
    return _hours(median(values_of(_named(flows, "reaction"))), MINUTES_OF_AN_HOUR)


def median_handling_hours(flows: Iterable[Flow]) -> float | None:
    """Median of opening → resolution in hours without pauses, over cases closed in the period."""
    return _hours(median(values_of(_named(flows, "handling"))), MINUTES_OF_AN_HOUR)


def median_duration_hours(flows: Iterable[Flow]) -> float | None:
    """Median of opening → closing in hours by the clock, over cases closed in the period."""
    return _hours(median(values_of(_named(flows, "duration"))), SECONDS_OF_AN_HOUR)


def sla_figures(flows: Iterable[Flow]) -> dict[str, Any]:
    """Kept and broken deadlines of the cases closed in the period whose mark is known; shares are 0 … 1."""
    marked = _named(flows, "sla")
    kept, broken = (total(flow for flow in marked if flow.step == step) for step in ("met", "broken"))
    return {
        "sla_known": kept + broken,
        "sla_met": kept,
        "sla_broken": broken,
        "sla_compliance": share(kept, kept + broken),
        "sla_broken_share": share(broken, kept + broken),
    }


def flow_figures(flows: Sequence[Flow]) -> dict[str, Any]:
    """The figures of one stretch of time that follow from counted facts alone."""
    closed, ratings = _named(flows, "closed"), values_of(_named(flows, "rating"))
    return {
        "opened": total(_named(flows, "opened")),
        "closed": total(closed),
        "withdrawn": total(flow for flow in closed if flow.step == "withdrawn"),
        "refused": total(flow for flow in closed if flow.step == "refused"),
        **sla_figures(flows),
        "median_reaction_hours": median_reaction_hours(flows),
        "median_handling_hours": median_handling_hours(flows),
        "median_duration_hours": median_duration_hours(flows),
        "rating": mean(ratings),
        "rated": len(ratings),
        "rework": total(_named(flows, "rework")),
    }


def _by(flows: Iterable[Flow], key: Callable[[Flow], Any]) -> list[tuple[Any, list[Flow]]]:
    ordered = sorted(flows, key=key)
    return [(value, list(group)) for value, group in groupby(ordered, key=key)]


def service_figures(flows: Sequence[Flow]) -> list[dict[str, Any]]:
    """Every figure of a stretch per service, the services with most closed cases first."""
    rows = [{"service": service, **flow_figures(group)} for service, group in _by(flows, lambda flow: flow.service)]
    return sorted(rows, key=lambda row: (-row["closed"], -row["opened"], row["service"]))


def monthly_figures(flows: Sequence[Flow], months: Iterable[date]) -> list[dict[str, Any]]:
    """Opened, closed, deadlines and medians month by month; months without facts stay in the row with nulls and zeros."""
    found = dict(_by((flow for flow in flows if flow.month), lambda flow: flow.month))
    return [{"month": month.strftime("%Y-%m"), **_month_figures(found.get(month, []))} for month in months]


def _month_figures(flows: Sequence[Flow]) -> dict[str, Any]:
    return {
        "opened": total(_named(flows, "opened")), "closed": total(_named(flows, "closed")), **sla_figures(flows),
        "median_reaction_hours": median_reaction_hours(flows), "median_handling_hours": median_handling_hours(flows),
        "median_duration_hours": median_duration_hours(flows),
    }  # fmt: skip


def monthly_sla_by_service(flows: Sequence[Flow]) -> list[dict[str, Any]]:
    """Deadlines by service and month, only where something was closed with a mark."""
    marked = [flow for flow in flows if flow.name == "sla" and flow.month]
    return [
        {"service": service, "month": month.strftime("%Y-%m"), **sla_figures(group)}
        for (service, month), group in _by(marked, lambda flow: (flow.service, flow.month))
    ]


def funnel_figures(flows: Sequence[Flow], live: Live, order: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Per service and step: cases that first passed it, all visits, median hours per visit, cases standing there now.

    `order` is the place of a step in its process; steps nobody knows any more come last.
    """
    steps = {(flow.service, flow.step) for flow in flows if flow.name in {"visit", "first_visit"}} | set(live.on_step)
    by_step = dict(_by((flow for flow in flows if flow.name in {"visit", "first_visit"}), lambda flow: (flow.service, flow.step)))
    rows = []
    for service, step in sorted(steps, key=lambda key: (key[0], order.get(key, len(order)), key[1])):
        group = by_step.get((service, step), [])
        visits = _named(group, "visit")
        rows.append({
            "service": service, "step": step, "cases": total(_named(group, "first_visit")), "visits": total(visits),
            "median_hours": _hours(median(values_of(visits)), SECONDS_OF_AN_HOUR), "open_now": live.on_step.get((service, step), 0),
        })  # fmt: skip
    return rows


def ageing_bucket(days: int) -> str:
    """The bucket of a case that has been open for so many whole days."""
    return next(key for key, low, high in AGEING_BUCKETS if days >= low and (high is None or days <= high))


def live_figures(live: Live) -> dict[str, Any]:
    """What is open now, how old it is and who carries it."""
    return {
        "open": live.open,
        "overdue": live.overdue,
        "at_risk": live.at_risk,
        "ageing": [{"bucket": key, "cases": live.ages.get(key, 0)} for key, _low, _high in AGEING_BUCKETS],
        "workload_officers": [load_figures(load) for load in live.officers],
        "workload_groups": [load_figures(load) for load in live.groups],
    }


def load_figures(load: Load) -> dict[str, Any]:
    """One bar of the workload."""
    counts = {"open": load.open, "overdue": load.overdue, "at_risk": load.at_risk, "capacity": load.capacity}
    return {"key": load.key, "name": dict(load.name), **counts}
