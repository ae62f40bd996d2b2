"""An allocation adds up to its pool, whatever the drivers, shares and roundings."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.allocation import (
    IDLE,
    NO_UNIT,
    Driver,
    Drivers,
    Share,
    SharesAreWrong,
    WeightsAreWrong,
    allocate,
    check_key,
    price_of,
    share_out,
    total_of,
)

POOLS = st.integers(-(10**13), 10**13)
KEYS = st.sampled_from([NO_UNIT, "corporate", "retail", "risk", "hr", "operations"])
SERVICES = st.sampled_from(["company_check", "person_check", "field_visit"])
CELLS = st.dictionaries(st.tuples(KEYS, SERVICES), st.integers(0, 10**6), max_size=18)
DRIVERS = st.builds(Drivers, minutes=CELLS, requests=CELLS, capacity_minutes=st.integers(0, 10**7))
WEIGHTS = st.dictionaries(SERVICES, st.decimals("0.01", "99", places=2).map(str), max_size=3)


@st.composite
def fixed_shares(draw: st.DrawFn) -> dict[str, str]:
    parts = draw(st.lists(st.integers(1, 1000), min_size=1, max_size=5))
    cuts = [part * 10_000 // sum(parts) or 1 for part in parts]
    cuts[0] += 10_000 - sum(cuts)
    return {f"unit{place}": f"{cut / 10_000:.4f}" for place, cut in enumerate(cuts) if cut > 0} if min(cuts) > 0 else {"unit0": "1"}


@given(POOLS, DRIVERS, st.sampled_from(Driver), WEIGHTS, fixed_shares())
def test_the_sum_is_the_pool_to_the_kopeck(pool: int, drivers: Drivers, driver: Driver, weights: dict[str, str], shares: dict[str, str]) -> None:
    found = allocate(pool, driver, {"weights": weights, "shares": shares}, drivers)
    assert total_of(found) == pool
    assert len({(one.unit, one.service) for one in found}) == len(found)


@given(POOLS, CELLS, st.randoms(use_true_random=False))
def test_the_order_in_which_quantities_come_changes_nothing(pool: int, cells: dict[tuple[str, str], int], dice: random.Random) -> None:
    shuffled = list(cells.items())
    dice.shuffle(shuffled)
    for driver in (Driver.HOURS, Driver.REQUESTS, Driver.TWO_STEP):
        one, other = Drivers(cells, cells, 10**6), Drivers(dict(shuffled), dict(shuffled), 10**6)
        assert {(a.unit, a.service): a.kopecks for a in allocate(pool, driver, {}, one)} == {
            (a.unit, a.service): a.kopecks for a in allocate(pool, driver, {}, other)
        }


@given(st.integers(0, 10**12), st.dictionaries(KEYS, st.integers(1, 10**6).map(Fraction), min_size=1))
def test_no_share_is_off_by_more_than_a_kopeck_or_below_nothing(pool: int, quantities: dict[str, Fraction]) -> None:
    total = sum(quantities.values())
    for key, kopecks in share_out(pool, quantities).items():
        assert abs(kopecks - pool * quantities[key] / total) < 1
        assert kopecks >= 0


def test_a_pool_is_shared_as_on_paper() -> None:
    drivers = Drivers(minutes={("corporate", "check"): 600, ("retail", "check"): 300, ("retail", "visit"): 100}, capacity_minutes=2000,
                      requests={("corporate", "check"): 3, ("retail", "check"): 1, ("retail", "visit"): 2})  # fmt: skip
    assert allocate(100_00, Driver.HOURS, {}, drivers) == [
        Share(IDLE, "", Fraction(1000), 50_00), Share("corporate", "", Fraction(600), 30_00), Share("retail", "", Fraction(400), 20_00),
    ]  # fmt: skip
    assert [(one.unit, one.kopecks) for one in allocate(100_01, Driver.REQUESTS, {}, drivers)] == [("corporate", 50_01), ("retail", 50_00)]
    weighted = allocate(100_00, Driver.WEIGHTED, {"weights": {"visit": "3"}}, drivers)  # 3 against 1 + 2 × 3
    assert [(one.unit, one.kopecks) for one in weighted] == [("corporate", 30_00), ("retail", 70_00)]
    fixed = allocate(100_00, Driver.FIXED, {"shares": {"corporate": "0.6", "retail": "0.4"}}, drivers)
    assert [(one.unit, one.kopecks) for one in fixed] == [("corporate", 60_00), ("retail", 40_00)]
    two = {(one.unit, one.service): one.kopecks for one in allocate(100_00, Driver.TWO_STEP, {}, drivers)}
    # Half idle; check 45 %, of it three quarters corporate; visit 5 %, all retail.
    assert two == {(IDLE, ""): 50_00, ("corporate", "check"): 33_75, ("retail", "check"): 11_25, ("retail", "visit"): 5_00}


def test_what_nobody_used_is_pushed_on_nobody() -> None:
    nothing = Drivers()
    for driver in (Driver.HOURS, Driver.REQUESTS, Driver.WEIGHTED, Driver.TWO_STEP):
        assert [(one.unit, one.kopecks) for one in allocate(7, driver, {}, nothing)] == [(IDLE, 7)]
    asked_by_none = Drivers(minutes={("corporate", "check"): 60})
    assert [(one.unit, one.service, one.kopecks) for one in allocate(7, Driver.TWO_STEP, {}, asked_by_none)] == [(NO_UNIT, "check", 7)]


@given(POOLS, DRIVERS)
def test_work_of_no_unit_is_no_idling(pool: int, drivers: Drivers) -> None:
    shares = {one.unit: one for one in allocate(pool, Driver.HOURS, {}, drivers)}
    worked = sum(drivers.minutes.values())
    of_none = sum(n for (unit, _service), n in drivers.minutes.items() if unit == NO_UNIT)
    assert (shares[NO_UNIT].quantity if NO_UNIT in shares else 0) == of_none
    assert (shares[IDLE].quantity if IDLE in shares else 0) == max(0, drivers.capacity_minutes - worked)


def test_work_of_no_service_belongs_to_no_unit() -> None:
    drivers = Drivers(minutes={("corporate", ""): 60, ("corporate", "check"): 60}, requests={("corporate", "check"): 1}, capacity_minutes=240)
    assert [(one.unit, one.service, one.quantity, one.kopecks) for one in allocate(400, Driver.TWO_STEP, {}, drivers)] == [
        (IDLE, "", 120, 200), ("corporate", "check", 1, 100), (NO_UNIT, "", 60, 100),
    ]  # fmt: skip


def test_overtime_leaves_nothing_idle() -> None:
    assert [one.unit for one in allocate(7, Driver.HOURS, {}, Drivers({("hr", "check"): 600}, {}, 480))] == ["hr"]


@pytest.mark.parametrize("shares", [{}, {"a": "0.5"}, {"a": "0.5", "b": "0.6"}, {"a": "1.5", "b": "-0.5"}, {"a": "x"}, {"a": "NaN"}])
def test_fixed_shares_that_are_no_whole_are_refused(shares: dict[str, Any]) -> None:
    with pytest.raises(SharesAreWrong) as refused:
        check_key(Driver.FIXED, {"shares": shares})
    assert refused.value.field == "shares"


@pytest.mark.parametrize("weights", [{"a": "0"}, {"a": "-1"}, {"a": "heavy"}, {"a": "Infinity"}])
def test_weights_that_are_no_weights_are_refused(weights: dict[str, Any]) -> None:
    with pytest.raises(WeightsAreWrong):
        check_key(Driver.WEIGHTED, {"weights": weights})


def test_the_price_of_a_share_is_for_one_of_its_driver() -> None:
    assert price_of(Share("hr", "", Fraction(60), 300_00)) == 500
    assert price_of(Share(IDLE, "", Fraction(0), 5)) is None
