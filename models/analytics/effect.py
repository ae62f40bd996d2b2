"""Measured effect: what was before the hub against what is now. Both are measured; what is not measured is absent, with a word why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from models.analytics.bookkeeping import LARGEST_AMOUNT
from models.errors import Conflict, InvalidInput

FEW_ROWS = 30  # below it a median says little: the usual rule of thumb for a sample
SHORTEST_DAYS = 28  # a baseline of less than four weeks knows no end of a month
_LONGEST_SOURCE, _SHORTEST_SOURCE = 500, 10
_EARLIEST = date(1990, 1, 1)
_LARGEST_VALUE = Decimal(10) ** 9


class Measure(StrEnum):
    """What is compared. Those of `BY_SERVICE` belong to a service, the others to the whole."""

    HANDLING = "handling"                # hours, opening → resolution
    REACTION = "reaction"                # hours, opening → first action on an incident
    LABOUR = "labour"                    # minutes of work a closed case
    REPORT_ERRORS = "report_errors"      # share of checked rows that break a rule
    REPORT_TIME = "report_time"          # minutes from opening the page to the file
    REPORT_CLICKS = "report_clicks"      # clicks on the way
    BUDGET = "budget"                    # kopecks a month


AMOUNTS = ("planned_cost", "planned_benefit", "actual_cost", "actual_benefit")  # of a month of an initiative
BY_SERVICE = frozenset({Measure.HANDLING, Measure.LABOUR})
UNITS: Mapping[Measure, str] = {
    Measure.HANDLING: "hours", Measure.REACTION: "hours", Measure.LABOUR: "minutes", Measure.REPORT_ERRORS: "share",
    Measure.REPORT_TIME: "minutes", Measure.REPORT_CLICKS: "clicks", Measure.BUDGET: "kopecks",
}  # fmt: skip


class WrongBaseline(InvalidInput):
    """A baseline has a measure, its service where there is one, a value above zero, days that are over, and whence it is known."""

    code: ClassVar[str] = "wrong_baseline"


class BaselineSourceNeeded(InvalidInput):
    """Without a source a baseline is an opinion: the document, log or measurement it comes from, in ten letters or more."""

    code: ClassVar[str] = "baseline_source_needed"


class WrongInitiative(InvalidInput):
    """An initiative has a name in both languages, an owner and a first month."""

    code: ClassVar[str] = "wrong_initiative"


class CashOutside(InvalidInput):
    """Months that have cash lie outside of the horizon that is asked for: nothing entered is dropped silently."""

    code: ClassVar[str] = "cash_outside"


class FactAhead(InvalidInput):
    """What really was is told once its month has begun."""

    code: ClassVar[str] = "fact_ahead"


class WrongShare(InvalidInput):
    """A share lies above 0 and up to 100 %."""

    code: ClassVar[str] = "wrong_share"


class CountedTwice(InvalidInput):
    """What initiatives take of one pool, service or category is not more than the whole."""

    code: ClassVar[str] = "counted_twice"


class InitiativeNotWaiting(Conflict):
    """It is confirmed already, or has changed since it was looked at."""

    code: ClassVar[str] = "initiative_not_waiting"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A value in the unit of its measure, with the days it was measured on; `rows`: how many cases, reports … it rests on, if known."""

    measure: Measure
    service: str
    value: Decimal
    source: str
    first_day: date
    last_day: date
    rows: int | None = None


def check_baseline(given: Baseline, *, services: Iterable[str], today: date) -> Baseline:
    """The baseline as it is kept. Raises `WrongBaseline` with the field that is wrong, `BaselineSourceNeeded`."""
    by_service = given.measure in BY_SERVICE
    if by_service != bool(given.service) or (given.service and given.service not in set(services)):
        raise WrongBaseline(field="service")
    highest = Decimal(1) if given.measure is Measure.REPORT_ERRORS else _LARGEST_VALUE
    highest = Decimal(LARGEST_AMOUNT) if given.measure is Measure.BUDGET else highest
    if not (given.value.is_finite() and 0 < given.value <= highest):
        raise WrongBaseline(str(given.value), field="value")
    if not _EARLIEST <= given.first_day <= given.last_day <= today:
        raise WrongBaseline(field="last_day")
    if given.rows is not None and not 0 < given.rows < 10**9:
        raise WrongBaseline(field="rows")
    source = " ".join(given.source.split())[:_LONGEST_SOURCE]
    if len(source) < _SHORTEST_SOURCE:
        raise BaselineSourceNeeded(field="source")
    return Baseline(given.measure, given.service, given.value, source, given.first_day, given.last_day, given.rows)


def read_value(measure: Measure, typed: str) -> Decimal:
    """A value as people write it: hours and minutes as they are, a share in per cent, a budget in roubles. Raises `WrongBaseline`."""
    bare = "".join(typed.split()).replace("\u00a0", "").removesuffix("%").removesuffix("₽").replace(",", ".")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise WrongBaseline(typed[:40], field="value") from None
    if not value.is_finite() or abs(value) > LARGEST_AMOUNT:
        raise WrongBaseline(typed[:40], field="value")
    if measure is Measure.REPORT_ERRORS:
        return value / 100
    return (value * 100).quantize(Decimal(1)) if measure is Measure.BUDGET else value


def change(before: float | Decimal | None, now: float | Decimal | None) -> float | None:
    """Change against the baseline: (now − baseline) / baseline; −0.9 is 90 % less. None when one is not known or nothing was before."""
    if before is None or now is None or not before:
        return None
    return round(float(Decimal(str(now)) / Decimal(str(before)) - 1), 6)


def speed_up(before: float | Decimal | None, now: float | Decimal | None) -> float | None:
    """By how much it is faster: baseline / now − 1; 0.55 is 55 % faster. None when one of them is not known or no time passes now."""
    return None if before is None or not now else round(float(Decimal(str(before)) / Decimal(str(now)) - 1), 6)


class Doubt(StrEnum):
    """Why a comparison is to be taken with care."""

    NO_BASELINE = "no_baseline"
    NOTHING_NOW = "nothing_now"
    FEW_ROWS = "few_rows"
    FEW_BASELINE_ROWS = "few_baseline_rows"
    BASELINE_ROWS_UNKNOWN = "baseline_rows_unknown"
    SHORT_BASELINE = "short_baseline"


def doubts(baseline: Baseline | None, *, value: float | None, rows: int, fewest: int = FEW_ROWS) -> tuple[Doubt, ...]:
    """Everything that makes a comparison thin; empty when both sides rest on enough. `fewest`: rows from which a side is enough."""
    found: list[Doubt] = []
    if value is None:
        found.append(Doubt.NOTHING_NOW)
    elif rows < fewest:
        found.append(Doubt.FEW_ROWS)
    if baseline is None:
        return (*found, Doubt.NO_BASELINE)
    if baseline.rows is None:
        found.append(Doubt.BASELINE_ROWS_UNKNOWN)
    elif baseline.rows < fewest:
        found.append(Doubt.FEW_BASELINE_ROWS)
    if (baseline.last_day - baseline.first_day).days + 1 < SHORTEST_DAYS:
        found.append(Doubt.SHORT_BASELINE)
    return tuple(found)


def fewest_rows(measure: Measure) -> int:
    """Rows from which a measured side is enough: months of costs are few by nature, everything else follows the rule of thumb."""
    return 3 if measure is Measure.BUDGET else FEW_ROWS


def mean_of_services(values: Iterable[tuple[float, int]]) -> float | None:
    """Several services as one: the mean of their (value, cases now), each with the weight of its cases. None without cases."""
    known = list(values)
    cases = sum(weight for _value, weight in known)
    return round(sum(value * weight for value, weight in known) / cases, 4) if cases else None


def saved_minutes(per_case: Decimal, *, cases: int, minutes: int) -> Fraction:
    """Minutes saved on closed cases of a service: baseline minutes a case × cases − minutes worked. Negative when it takes longer."""
    return Fraction(per_case) * cases - minutes


def worth_of_minutes(saved: Fraction, *, kopecks: int, minutes: int) -> int | None:
    """What saved minutes are worth now: minutes saved × (kopecks of the labour of this service / its minutes with a rate).

    The rates are those of the grades of the people who worked on it, each on its day. Half a kopeck up; None without such minutes.
    """
    if minutes <= 0:
        return None
    exact = saved * kopecks / minutes
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def part_of(kopecks: int, share: Decimal) -> int:
    """A share of a sum, half a kopeck up."""
    exact = kopecks * Fraction(share)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def check_share(share: Decimal, taken: Decimal) -> Decimal:
    """`taken`: what other initiatives have of the same; the error says in per cent what is `left`. Raises `WrongShare`, `CountedTwice`."""
    if not (share.is_finite() and 0 < share <= 1):
        raise WrongShare(field="share")
    if taken + share > 1:
        raise CountedTwice(field="share", left=float(100 * (1 - taken)))
    return share


LONGEST_PREPARATION, MOST_CLICKS = 4 * 3600, 1000


@dataclass(frozen=True, slots=True)
class Preparation:
    """From opening the page, or the menu of reports, to the order: seconds and clicks as the browser measured them."""

    seconds: int
    clicks: int


def read_preparation(given: object) -> Preparation | None:
    """What the browser sent as `{"seconds": 12.4, "clicks": 2}`; None for anything that cannot be a measurement.

    A wrong measurement keeps nobody from his report, so nothing is raised. A page left open overnight was not a preparation either.
    """
    if not isinstance(given, Mapping):
        return None
    seconds, clicks = given.get("seconds"), given.get("clicks")
    if isinstance(seconds, bool) or isinstance(clicks, bool) or not isinstance(seconds, int | float) or not isinstance(clicks, int):
        return None
    if not 0 <= seconds <= LONGEST_PREPARATION or not 1 <= clicks <= MOST_CLICKS:
        return None
    return Preparation(round(seconds), clicks)
