"""Cash flows of an initiative month by month: return, pay-back, present value, internal rate, scenarios over what is still ahead.

Money is whole kopecks. The first month of a flow is not discounted, month k is by (1 + yearly rate)^((k − 1) / 12).
Textbook definitions (Brealey, Myers, Allen: Principles of Corporate Finance, chapters on NPV and other investment criteria).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from models.errors import InvalidInput

MONTHS_OF_A_YEAR = 12
LONGEST_HORIZON = 120  # months
LARGEST_PERCENT, LONGEST_DELAY, HIGHEST_RATE = 200, 24, 50
_LOWEST_RETURN, _HIGHEST_RETURN = Decimal("-0.99"), Decimal(1000)  # a year; beyond these a rate of return says nothing
_STEPS = 120  # halvings of the interval an internal rate lies in
_DIGITS = 40


class WrongScenario(InvalidInput):
    """Benefits and costs are scaled by 0 … 200 %, benefits are delayed by 0 … 24 months, the yearly rate is 0 … 50 %."""

    code: ClassVar[str] = "wrong_scenario"


class WrongHorizon(InvalidInput):
    """A horizon is 1 … 120 months."""

    code: ClassVar[str] = "wrong_horizon"


@dataclass(frozen=True, slots=True)
class CashMonth:
    """Costs and benefits of one month. `is_ahead`: the month is not over, its sums are planned."""

    cost: int
    benefit: int
    is_ahead: bool = False

    @property
    def net(self) -> int:
        return self.benefit - self.cost


Flow = Sequence[CashMonth]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What if. Whole per cent, whole months; `rate` is yearly, in per cent. What has happened stays as it is."""

    benefit: int = 100
    cost: int = 100
    delay: int = 0
    rate: int = 0


LIMITS: Mapping[str, tuple[int, int]] = {
    "benefit": (0, LARGEST_PERCENT), "cost": (0, LARGEST_PERCENT), "delay": (0, LONGEST_DELAY), "rate": (0, HIGHEST_RATE),
}  # fmt: skip


def read_scenario(typed: Mapping[str, str], *, base: Scenario | None = None) -> Scenario:
    """From an address: `benefit`, `cost`, `delay`, `rate`; what is missing is that of `base`. Raises `WrongScenario`."""
    known = base or Scenario()
    values: dict[str, int] = {}
    for name, (low, high) in LIMITS.items():
        text = str(typed.get(name, "")).strip() or str(getattr(known, name))
        if not (text.isascii() and text.isdecimal() and low <= int(text[:6]) <= high):
            raise WrongScenario(text[:20], field=name)
        values[name] = int(text)
    return Scenario(**values)


def check_horizon(months: int) -> int:
    """Raises `WrongHorizon`."""
    if not 1 <= months <= LONGEST_HORIZON:
        raise WrongHorizon(str(months), field="horizon")
    return months


def month_of(*, planned: tuple[int | None, int | None], actual: tuple[int | None, int | None], is_over: bool) -> CashMonth:
    """(costs, benefits) of a month. One that is over takes what really was, and the plan only for what nobody has told yet; one that is
    not over takes its plan, because half a month of facts would look like a bad one."""
    chosen = [(real if is_over and real is not None else plan) or 0 for plan, real in zip(planned, actual, strict=True)]
    return CashMonth(chosen[0], chosen[1], is_ahead=not is_over)


def under(flow: Flow, scenario: Scenario) -> list[CashMonth]:
    """The flow under a scenario: months ahead have costs and benefits scaled (half a kopeck up), their benefits come `delay` months later;
    what is pushed beyond the horizon is outside of it."""
    first = next((place for place, month in enumerate(flow) if month.is_ahead), len(flow))
    ahead = [_scaled(month.benefit, scenario.benefit) for month in flow[first:]]
    late = ([0] * scenario.delay + ahead)[: len(ahead)]
    return [
        *flow[:first],
        *(CashMonth(_scaled(month.cost, scenario.cost), benefit, is_ahead=True) for month, benefit in zip(flow[first:], late, strict=True)),
    ]


def _scaled(kopecks: int, percent: int) -> int:
    return (2 * kopecks * percent + 100) // 200


def together(flows: Sequence[tuple[int, Flow]]) -> list[CashMonth]:
    """Several flows as one: (number of months by which it begins later than the earliest, flow)."""
    length = max((offset + len(flow) for offset, flow in flows), default=0)
    months: list[CashMonth] = []
    for place in range(length):
        parts = [flow[place - offset] for offset, flow in flows if 0 <= place - offset < len(flow)]
        is_ahead = any(part.is_ahead for part in parts)
        months.append(CashMonth(sum(part.cost for part in parts), sum(part.benefit for part in parts), is_ahead))
    return months


def cumulative(flow: Flow) -> list[int]:
    """Benefits less costs from the beginning up to the end of each month."""
    sums: list[int] = []
    for month in flow:
        sums.append((sums[-1] if sums else 0) + month.net)
    return sums


def roi(flow: Flow) -> Fraction | None:
    """Return on investment over the horizon: (benefits − costs) / costs. None without costs: there is nothing to return."""
    costs, benefits = sum(month.cost for month in flow), sum(month.benefit for month in flow)
    return Fraction(benefits - costs, costs) if costs > 0 else None


def pay_back(flow: Flow) -> Fraction | None:
    """Months until the cumulative sum comes to zero and stays there or above up to the horizon, the month of the crossing taken as even.

    1½ means the middle of the second month; 0: it never was below zero. None without costs, or when it does not come back.
    """
    return _crossing([Decimal(month.net) for month in flow]) if any(month.cost for month in flow) else None


def discounted_pay_back(flow: Flow, yearly_rate: int) -> Fraction | None:
    """The same of discounted sums; `yearly_rate` in per cent."""
    return _crossing(_discounted(flow, yearly_rate)) if any(month.cost for month in flow) else None


def _crossing(nets: Sequence[Decimal]) -> Fraction | None:
    total = Fraction(0)
    sums = [total := total + Fraction(net) for net in nets]
    below = next((place for place in range(len(sums) - 1, -1, -1) if sums[place] < 0), None)
    if below is None:
        return Fraction(0)
    if below == len(sums) - 1:
        return None
    return Fraction(below + 1) + -sums[below] / Fraction(nets[below + 1])


def _discounted(flow: Flow, yearly_rate: int) -> list[Decimal]:
    with localcontext() as context:
        context.prec = _DIGITS
        factor = (1 + Decimal(yearly_rate) / 100) ** (Decimal(1) / MONTHS_OF_A_YEAR)
        return [Decimal(month.net) / factor**place for place, month in enumerate(flow)]


def present_value(flow: Flow, yearly_rate: int) -> int:
    """Net present value in kopecks: the sum of the discounted monthly differences of benefits and costs, rounded half away from zero."""
    with localcontext() as context:
        context.prec = _DIGITS
        return int(sum(_discounted(flow, yearly_rate), Decimal(0)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def internal_rate(flow: Flow) -> float | None:
    """Internal rate of return: the yearly rate (0.25 is 25 %) at which the present value is zero.

    None unless the monthly differences change their sign exactly once, from costs to benefits: only then there is one such rate
    (Descartes' rule of signs); nor when it lies below −99 % or above 100,000 % a year.
    """
    signs = [month.net > 0 for month in flow if month.net]
    changes = sum(one != other for one, other in pairwise(signs))
    if changes != 1 or signs[0]:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        exponent = Decimal(1) / MONTHS_OF_A_YEAR

        def value_at(rate: Decimal) -> Decimal:
            factor, power, total = (1 + rate) ** -exponent, Decimal(1), Decimal(0)
            for month in flow:
                total += month.net * power
                power *= factor
            return total

        low, high = _LOWEST_RETURN, _HIGHEST_RETURN
        if value_at(low) < 0 or value_at(high) > 0:
            return None
        for _step in range(_STEPS):
            middle = (low + high) / 2
            if value_at(middle) > 0:
                low = middle
            else:
                high = middle
        return round(float((low + high) / 2), 6)


@dataclass(frozen=True, slots=True)
class CashFigures:
    """Everything about a flow under a scenario; what is None does not exist, `why` says why by the name of the figure."""

    costs: int
    benefits: int
    roi: float | None
    pay_back: float | None
    discounted_pay_back: float | None
    present_value: int | None
    internal_rate: float | None
    why: Mapping[str, str]


def cash_figures(flow: Flow, rate: int) -> CashFigures:
    """The figures of a flow that has been put under its scenario; `rate` is yearly, in per cent."""
    costs, benefits = sum(month.cost for month in flow), sum(month.benefit for month in flow)
    found = {"roi": roi(flow), "pay_back": pay_back(flow), "discounted_pay_back": discounted_pay_back(flow, rate)}
    inner = internal_rate(flow)
    reason = "no_cash" if not any(month.cost or month.benefit for month in flow) else "no_costs" if costs <= 0 else ""
    why = {name: reason or "not_paid_back" for name, value in found.items() if value is None}
    if inner is None:
        why["internal_rate"] = reason or "no_single_rate"
    if reason == "no_cash":
        why["present_value"] = reason
    told = {name: None if value is None else round(float(value), 4) for name, value in found.items()}
    return CashFigures(
        costs, benefits, told["roi"], told["pay_back"], told["discounted_pay_back"],
        None if reason == "no_cash" else present_value(flow, rate), inner, why,
    )  # fmt: skip
