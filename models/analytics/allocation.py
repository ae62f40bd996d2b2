"""Sharing a pool of costs: to the kopeck, by drivers, with idle capacity apart.

Roundings are cumulative: after each share the sum of all so far is the exact sum rounded, so the last one closes the pool and no share is
off by more than a kopeck. Shares follow the order of their keys, so the order in which quantities come changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from models.errors import Conflict, InvalidInput

IDLE = ""  # the key of what the staff could have worked and nobody used
NO_UNIT = "~"  # the key of work and cases that belong to no unit: nobody is charged, yet it was no idling
NOBODY = (IDLE, NO_UNIT)
Quantities = Mapping[str, Fraction]
Cells = Mapping[tuple[str, str], int]  # (unit, service) → minutes or requests


class Driver(StrEnum):
    """By what a pool is shared. `HOURS`: minutes of work. `REQUESTS`: closed cases. `WEIGHTED`: closed cases × the weight of their service.
    `FIXED`: agreed shares. `TWO_STEP`: over services by minutes, then each service over units by its closed cases."""

    HOURS = "hours"
    REQUESTS = "requests"
    WEIGHTED = "weighted"
    FIXED = "fixed"
    TWO_STEP = "two_step"


class SharesAreWrong(InvalidInput):
    """Fixed shares are above 0 and add up to 100 %."""

    code: ClassVar[str] = "shares_are_wrong"


class WeightsAreWrong(InvalidInput):
    """A weight of a service is a number above 0."""

    code: ClassVar[str] = "weights_are_wrong"


class MonthClosed(Conflict):
    """The month is closed: what comes now counts in a later one."""

    code: ClassVar[str] = "month_closed"


class MonthNotClosable(Conflict):
    """A month is closed when it is over, after the one before it, and when every pool with costs has a key in force."""

    code: ClassVar[str] = "month_not_closable"


class MonthChanged(Conflict):
    """The costs are other ones than those that were looked at."""

    code: ClassVar[str] = "month_changed"


class WrongPool(InvalidInput):
    """A pool has names in both languages and a code of its own in small Latin letters."""

    code: ClassVar[str] = "wrong_pool"


class KeyNotDraft(Conflict):
    """Only a draft of a key is published, by a second person, for a month that is not closed."""

    code: ClassVar[str] = "key_not_draft"


class KeyDraftThere(Conflict):
    """Somebody else's draft for this pool waits: it is published or thrown away first, never silently replaced."""

    code: ClassVar[str] = "key_draft_there"


class DisputeThere(Conflict):
    """This share is disputed already: it is answered first."""

    code: ClassVar[str] = "dispute_there"


class ClaimNeeded(InvalidInput):
    """What is wrong with a share is said in ten letters or more; so is the answer."""

    code: ClassVar[str] = "claim_needed"


class DisputeAnswered(Conflict):
    """It has been answered, or has changed since it was looked at."""

    code: ClassVar[str] = "dispute_answered"


class WrongCorrection(InvalidInput):
    """What is taken off a share is above zero and no more than is left of it; somebody else bears it, or nobody."""

    code: ClassVar[str] = "wrong_correction"


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit bears of a pool. `service`: where the driver goes by services; `unit`: `IDLE` or `NO_UNIT` where none is charged.

    `quantity` is in the unit of the driver: minutes, cases, weighted cases, a share of 1. A correction of an earlier month has the id of
    its decision and no quantity.
    """

    unit: str
    service: str
    quantity: Fraction
    kopecks: int
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Drivers:
    """Quantities of a month: minutes and closed cases by (unit, service), and the minutes the staff could have worked."""

    minutes: Cells = field(default_factory=dict)
    requests: Cells = field(default_factory=dict)
    capacity_minutes: int = 0


def share_out(pool: int, quantities: Quantities) -> dict[str, int]:
    """Kopecks by key, adding up to the pool exactly. Empty when there is nothing to share by."""
    total = sum(quantities.values(), Fraction(0))
    if total <= 0:
        return {}
    shares: dict[str, int] = {}
    passed, given = Fraction(0), 0
    for key in sorted(quantities):
        passed += quantities[key]
        until = _rounded(pool * passed / total)
        shares[key], given = until - given, until
    return shares


def _rounded(exact: Fraction) -> int:
    """To the nearest whole, halves up."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def allocate(pool: int, driver: Driver, parameters: Mapping[str, Any], drivers: Drivers) -> list[Share]:
    """Every share of a pool of a month, the idle one included; their sum is the pool. Raises `SharesAreWrong`, `WeightsAreWrong`."""
    if driver is Driver.HOURS:
        return _one_step(pool, _with_idle(_by_unit(drivers.minutes), drivers))
    if driver is Driver.REQUESTS:
        return _one_step(pool, _by_unit(drivers.requests))
    if driver is Driver.WEIGHTED:
        weights = read_weights(parameters)
        return _one_step(pool, _sums((unit, n * weights.get(service, Fraction(1))) for (unit, service), n in drivers.requests.items()))
    if driver is Driver.FIXED:
        return _one_step(pool, read_shares(parameters))
    return _two_step(pool, drivers)


def _one_step(pool: int, quantities: Quantities) -> list[Share]:
    shares = share_out(pool, quantities)
    if not shares:
        return [Share(IDLE, "", Fraction(0), pool)]  # nobody used it: it stands apart and is pushed on no one
    return [Share(unit, "", quantities[unit], kopecks) for unit, kopecks in shares.items()]


def _two_step(pool: int, drivers: Drivers) -> list[Share]:
    """Work of no service, and of a service nobody had a closed case of in this month, belongs to no unit."""
    worked = _with_idle(_sums((service or NO_UNIT, Fraction(minutes)) for (_unit, service), minutes in drivers.minutes.items()), drivers)
    found: list[Share] = []
    for key, kopecks in (share_out(pool, worked) or {IDLE: pool}).items():
        requests = {unit: Fraction(n) for (unit, of), n in drivers.requests.items() if of == key and n}
        shares = share_out(kopecks, requests) if key not in NOBODY else {}
        if shares:
            found += [Share(unit, key, requests[unit], amount) for unit, amount in shares.items()]
        elif key in NOBODY:
            found.append(Share(key, "", worked.get(key, Fraction(0)), kopecks))
        else:
            found.append(Share(NO_UNIT, key, worked[key], kopecks))
    return found


def _with_idle(used: Quantities, drivers: Drivers) -> Quantities:
    """The minutes nobody used beside the used ones; overtime leaves none."""
    idle = drivers.capacity_minutes - sum(used.values(), Fraction(0))
    return {**used, IDLE: idle} if idle > 0 else used


def _by_unit(cells: Cells) -> Quantities:
    return _sums((unit, Fraction(n)) for (unit, _service), n in cells.items())


def _sums(pairs: Any) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    for key, quantity in pairs:
        if quantity:
            found[key] = found.get(key, Fraction(0)) + quantity
    return found


def read_shares(parameters: Mapping[str, Any]) -> dict[str, Fraction]:
    """{"shares": {unit: "0.25", …}} → shares of 1. Raises `SharesAreWrong` unless each is above 0 and they add up to 1."""
    shares = {unit: _number(value, SharesAreWrong(field="shares")) for unit, value in dict(parameters.get("shares") or {}).items()}
    if not shares or any(share <= 0 for share in shares.values()) or sum(shares.values()) != 1:
        raise SharesAreWrong(field="shares")
    return shares


def read_weights(parameters: Mapping[str, Any]) -> dict[str, Fraction]:
    """{"weights": {service: "2.5", …}}; a service that is not named weighs 1. Raises `WeightsAreWrong`."""
    given = dict(parameters.get("weights") or {})
    weights = {service: _number(value, WeightsAreWrong(field="weights")) for service, value in given.items()}
    if any(weight <= 0 for weight in weights.values()):
        raise WeightsAreWrong(field="weights")
    return weights


def _number(value: Any, wrong: InvalidInput) -> Fraction:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    return Fraction(number)


def check_key(driver: Driver, parameters: Mapping[str, Any]) -> None:
    """Raises what `allocate` would raise for such a key."""
    if driver is Driver.FIXED:
        read_shares(parameters)
    elif driver is Driver.WEIGHTED:
        read_weights(parameters)


def price_of(share: Share) -> Fraction | None:
    """Kopecks for one minute or one case; None where nothing was used."""
    return Fraction(share.kopecks) / share.quantity if share.quantity else None


def total_of(shares: Sequence[Share]) -> int:
    return sum(share.kopecks for share in shares)
