"""Return and pay-back of the hub and of each initiative, under a scenario; prevented loss apart unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from data.queries.access import bank_day
from data.queries.analytics.discount_rate import discount_rate
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.initiatives import Initiative, initiatives, source_names
from data.session import Session
from models.access.permissions import Permission, require
from models.analytics.cash_flow import CashMonth, Scenario, cash_figures, cumulative, read_scenario, together, under
from models.analytics.period import Period, month_after, parse_period

SCENARIO = ("benefit", "cost", "delay", "rate")
FILTERS = ("initiative", "losses", *SCENARIO)
ALL = ""


@dataclass(frozen=True, slots=True)
class RoiFigures:
    """`figures` is the JSON of `figures roi`; all money in kopecks, times in months, rates as shares of 1 a year."""

    period: Period
    stretch: tuple[date, date]
    where: Mapping[str, tuple[str, ...]]
    data_as_of: datetime
    figures: Mapping[str, Any]
    names: Mapping[str, Mapping[str, Mapping[str, str]]]
    compared: tuple[date, date] | None = None


def roi_figures(session: Session, where: Mapping[str, Iterable[str] | str] | None = None) -> RoiFigures:
    """All figures. `where`: `initiative` (a code; else all that are confirmed), `losses` (1: counted in), the scenario.

    Raises `UnknownFilter`, `WrongScenario`, `Forbidden`.
    """
    require(session.actor, Permission.SEE_EFFECT)
    asked = _read(where or {})
    rate = discount_rate(session)
    base = Scenario(rate=rate.percent)  # what people find first: everything as planned
    scenario, with_losses = read_scenario(asked, base=base), asked.get("losses") == "1"
    known = initiatives(session)
    counted = [one for one in known if one.row.state == "confirmed"]
    code = asked.get("initiative", ALL)
    if code and code not in {one.row.code for one in counted}:
        raise UnknownFilter(code, field="initiative", given=code, known=", ".join(one.row.code for one in counted))
    chosen = [one for one in counted if one.row.code == code] if code else counted
    begin, flow = joined(chosen, scenario, with_losses=with_losses)
    _begin, plain = joined(chosen, base, with_losses=with_losses)
    figures = {
        "scenario": asdict(scenario), "base": asdict(base), "rate": asdict(rate), "losses": with_losses, "initiative": code,
        "together": asdict(cash_figures(flow, scenario.rate)),
        "as_planned": asdict(cash_figures(plain, base.rate)),
        "months": _months(begin, flow, plain),
        "initiatives": [_one(one, scenario, with_losses=with_losses) for one in counted],
        "waiting": sum(one.row.state == "draft" for one in known),
        "prevented": sum(month.prevented for one in chosen for month in one.months),
        **_told(chosen),
    }  # fmt: skip
    today = bank_day(session.now)
    first = begin or today.replace(day=1)
    period = parse_period("all", everything=(first, month_after(first, max(1, len(flow)))))
    given = {key: (value,) for key, value in asked.items()}
    names = {
        "initiative": {one.row.code: one.row.name for one in known},
        **source_names(session),
    }
    return RoiFigures(period, (period.start, period.end), given, session.now, figures, names)


def _read(where: Mapping[str, Iterable[str] | str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, given in where.items():
        value = given if isinstance(given, str) else ",".join(given)
        if key not in FILTERS or (key == "losses" and value not in ("", "0", "1")):
            raise UnknownFilter(key, field=key, given=value if key in FILTERS else key, known=", ".join(FILTERS))
        if value and (key, value) != ("losses", "0"):
            found[key] = value
    return found


def joined(chosen: Sequence[Initiative], scenario: Scenario, *, with_losses: bool) -> tuple[date | None, list[CashMonth]]:
    """The flow of several initiatives under a scenario, and its first month."""
    begin = min((one.row.first_month for one in chosen), default=None)
    if begin is None:
        return None, []
    flows = [(_between(begin, one.row.first_month), under(flow_of(one, with_losses=with_losses), scenario)) for one in chosen]
    return begin, together(flows)


def flow_of(one: Initiative, *, with_losses: bool) -> list[CashMonth]:
    return [month.in_flow(with_losses=with_losses) for month in one.months]


def _between(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def _months(begin: date | None, flow: Sequence[CashMonth], plain: Sequence[CashMonth]) -> list[dict[str, Any]]:
    """Month by month: cost, benefit, the sum up to its end, and that sum as planned (the two differ under a scenario)."""
    if begin is None:
        return []
    return [
        {
            "month": f"{month_after(begin, place):%Y-%m}", "cost": month.cost, "benefit": month.benefit, "cumulative": total,
            "as_planned": planned, "is_ahead": month.is_ahead,
        }
        for place, (month, total, planned) in enumerate(zip(flow, cumulative(flow), cumulative(plain), strict=True))
    ]  # fmt: skip


def _one(one: Initiative, scenario: Scenario, *, with_losses: bool) -> dict[str, Any]:
    flow = under(flow_of(one, with_losses=with_losses), scenario)
    return {
        "code": one.row.code, "name": dict(one.row.name), "owner": one.row.owner, "first_month": f"{one.row.first_month:%Y-%m}",
        "horizon": one.row.horizon, "sources": [{"kind": each.kind, "ref": each.ref, "share": float(each.share)} for each in one.sources],
        "prevented": sum(month.prevented for month in one.months), **_told([one]), **asdict(cash_figures(flow, scenario.rate)),
    }  # fmt: skip


def _told(chosen: Sequence[Initiative]) -> dict[str, Any]:
    """How much of it has happened, and plan against fact over the months that are over and told."""
    over = [month for one in chosen for month in one.months if month.is_over]
    told = [month for month in over if month.is_told]
    facts = [month.in_flow(with_losses=False) for month in told]
    return {
        "months_over": len(over), "months_told": len(told),
        "months_ahead": sum(not month.is_over for one in chosen for month in one.months),
        "planned_cost": sum(month.planned_cost or 0 for month in told), "actual_cost": sum(month.cost for month in facts),
        "planned_benefit": sum(month.planned_benefit or 0 for month in told), "actual_benefit": sum(month.benefit for month in facts),
    }  # fmt: skip
