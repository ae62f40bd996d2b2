"""Measured effect: the newest baselines against what is measured now, with the doubts of each comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on

from data.queries.access import bank_day
from data.queries.access_names import shown_name
from data.queries.analytics.effect_now import Key, Now, measured_on
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.measures import first_and_last_day
from data.queries.analytics.roi import roi_figures
from data.session import Session
from data.tables.access import person
from data.tables.effect import effect_baseline
from models.access.permissions import Permission, require
from models.analytics.effect import BY_SERVICE, UNITS, Baseline, Doubt, Measure, change, doubts, fewest_rows, mean_of_services, speed_up
from models.analytics.period import Period, comparable, counted_until, month_after, parse_period, so_far

MONTHS_SHOWN = 12
FILTERS = ("service",)


@dataclass(frozen=True, slots=True)
class EffectFigures:
    """`figures` is the JSON of `figures effect`. Values are in the units of their measures (`UNITS`)."""

    period: Period
    stretch: tuple[date, date]
    compared: tuple[date, date] | None
    where: Mapping[str, tuple[str, ...]]
    data_as_of: datetime
    figures: Mapping[str, Any]


def newest_baselines(session: Session) -> dict[Key, Row[Any]]:
    """By measure and service the baseline that counts."""
    require(session.actor, Permission.SEE_EFFECT)
    rows = session.rows(
        select(effect_baseline, shown_name(session.actor.lang).label("entered_by_name"))
        .outerjoin(person, person.c.id == effect_baseline.c.entered_by)
        .ext(distinct_on(effect_baseline.c.measure, effect_baseline.c.service))
        .order_by(effect_baseline.c.measure, effect_baseline.c.service, effect_baseline.c.entered_at.desc(), effect_baseline.c.id.desc())
    )
    return {(Measure(row.measure), row.service): row for row in rows}


def all_baselines(session: Session) -> Sequence[Row[Any]]:
    """Everything that was ever entered, the newest first."""
    require(session.actor, Permission.MANAGE_EFFECT)
    return session.rows(
        select(effect_baseline, shown_name(session.actor.lang).label("entered_by_name"))
        .outerjoin(person, person.c.id == effect_baseline.c.entered_by)
        .order_by(effect_baseline.c.measure, effect_baseline.c.service, effect_baseline.c.entered_at.desc(), effect_baseline.c.id.desc())
    )


def effect_figures(session: Session, period_code: str, where: Mapping[str, Iterable[str] | str]) -> EffectFigures:
    """All comparisons of a period. Raises `UnknownPeriod`, `UnknownFilter`, `Forbidden`."""
    require(session.actor, Permission.SEE_EFFECT)
    today = bank_day(session.now)
    period = parse_period(period_code, everything=first_and_last_day(session) or (today, today + timedelta(days=1)))
    stretch, compared = so_far(period, today), comparable(period, today)
    baselines = newest_baselines(session)
    chosen = _services(where)
    until = counted_until(period, today)
    months = _months_up_to(stretch)
    spans = [(stretch[0], until), *((month, month_after(month, 1)) for month in months), *([compared] if compared else [])]
    now, *rest = measured_on(session, spans)
    of_months, before = rest[: len(months)], rest[-1] if compared else {}
    known = {service for measure, service in (*now, *baselines) if measure in BY_SERVICE}
    services = sorted(known & chosen if chosen else known)
    rows = [_comparison((measure, service), baselines, now, before) for measure in sorted(BY_SERVICE) for service in services]
    whole = [_whole(measure, rows) if measure in BY_SERVICE else _comparison((measure, ""), baselines, now, before) for measure in Measure]
    figures = {
        "measures": whole,
        "services": [row for row in rows if row["before"] is not None or row["now"] is not None],
        "by_month": [_month(month, one, baselines, services) for month, one in zip(months, of_months, strict=True)],
        "initiatives": roi_figures(session).figures,
    }
    told = {"service": tuple(sorted(chosen))} if chosen else {}
    return EffectFigures(period, stretch, compared, told, session.now, figures)


def _services(where: Mapping[str, Iterable[str] | str]) -> frozenset[str]:
    for key in where:
        if key not in FILTERS:
            raise UnknownFilter(key, field=key, given=key, known=", ".join(FILTERS))
    given = where.get("service", ())
    return frozenset(one.strip() for one in (given.split(",") if isinstance(given, str) else given) if one.strip())


def baseline_of(row: Row[Any]) -> Baseline:
    return Baseline(Measure(row.measure), row.service, row.value, row.source, row.first_day, row.last_day, row.rows)


def _comparison(key: Key, baselines: Mapping[Key, Row[Any]], now: Mapping[Key, Now], before: Mapping[Key, Now]) -> dict[str, Any]:
    """One measure of one service, or of the whole: what was, what is, how much that changes, and what makes it doubtful."""
    measure, service = key
    row, found, earlier = baselines.get(key), now.get(key, Now()), before.get(key, Now())
    known = baseline_of(row) if row is not None else None
    return {
        "measure": measure.value, "service": service, "unit": UNITS[measure],
        "before": float(known.value) if known else None, "now": found.value, "previous": earlier.value, "rows": found.rows,
        **_changes(measure, known.value if known else None, found.value),
        "baseline": _told(row) if row is not None else None,
        "doubts": [one.value for one in doubts(known, value=found.value, rows=found.rows, fewest=fewest_rows(measure))],
    }  # fmt: skip


def _changes(measure: Measure, before: float | Decimal | None, now: float | None) -> dict[str, Any]:
    is_time = UNITS[measure] in {"hours", "minutes"}
    return {"change": change(before, now), "speed_up": speed_up(before, now) if is_time else None}


def _told(row: Row[Any]) -> dict[str, Any]:
    return {
        "first_day": row.first_day, "last_day": row.last_day, "rows": row.rows, "source": row.source, "entered_at": row.entered_at,
        "entered_by": row.entered_by_name or "",
    }  # fmt: skip


def _whole(measure: Measure, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A measure of all services together: each service that has both sides, with the weight of its cases now."""
    own = [row for row in rows if row["measure"] == measure]
    both = [row for row in own if row["before"] is not None and row["now"] is not None]
    weights = [(row["before"], row["now"], row["previous"], row["rows"]) for row in both]
    before, now = (mean_of_services([(pair[side], pair[3]) for pair in weights]) for side in (0, 1))
    earlier = [(pair[2], pair[3]) for pair in weights if pair[2] is not None]
    found = sorted({one for row in both for one in row["doubts"]})
    if not both:
        found = sorted({Doubt.NO_BASELINE.value if all(row["before"] is None for row in own) else Doubt.NOTHING_NOW.value})
    return {
        "measure": measure.value, "service": "", "unit": UNITS[measure], "before": before, "now": now,
        "previous": mean_of_services(earlier) if len(earlier) == len(both) else None, "rows": sum(pair[3] for pair in weights),
        **_changes(measure, before, now), "baseline": None, "doubts": found, "services": [row["service"] for row in both],
    }  # fmt: skip


def _months_up_to(stretch: tuple[date, date]) -> list[date]:
    """Twelve months up to the end of the period."""
    last = (stretch[1] - timedelta(days=1)).replace(day=1) if stretch[1] > stretch[0] else stretch[0].replace(day=1)
    return [month_after(last, place) for place in range(1 - MONTHS_SHOWN, 1)]


def _month(month: date, now: Mapping[Key, Now], baselines: Mapping[Key, Row[Any]], services: Sequence[str]) -> dict[str, Any]:
    """What is left of each baseline: 0.45 is 45 % of it."""
    rows = [_comparison((measure, service), baselines, now, {}) for measure in sorted(BY_SERVICE) for service in services]
    told: dict[str, Any] = {"month": f"{month:%Y-%m}"}
    for measure in Measure:
        row = _whole(measure, rows) if measure in BY_SERVICE else _comparison((measure, ""), baselines, now, {})
        told[measure.value] = None if row["change"] is None else round(1 + row["change"], 6)
    return told
