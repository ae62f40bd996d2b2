"""Return and pay-back match cases computed by hand, and keep the laws of arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.cash_flow import (
    CashMonth,
    Scenario,
    WrongScenario,
    cash_figures,
    cumulative,
    discounted_pay_back,
    internal_rate,
    month_of,
    pay_back,
    present_value,
    read_scenario,
    roi,
    together,
    under,
)

KOPECKS = st.integers(0, 10**12)
FLOWS = st.lists(st.builds(CashMonth, KOPECKS, KOPECKS, st.just(True)), min_size=1, max_size=36)
SCENARIOS = st.builds(Scenario, st.integers(0, 200), st.integers(0, 200), st.integers(0, 24), st.integers(0, 50))


def flow(*pairs: tuple[int, int], ahead: int = 0) -> list[CashMonth]:
    """(roubles spent, roubles gained) by month; the last `ahead` are still to come."""
    return [CashMonth(cost * 100, benefit * 100, place >= len(pairs) - ahead) for place, (cost, benefit) in enumerate(pairs)]


# 1,200 at once, then 100 a month of costs against 500 of benefits: 400 a month comes back.
ROBOT = flow((1200, 0), (100, 500), (100, 500), (100, 500), (100, 500))


def test_a_return_computed_by_hand() -> None:
    assert roi(ROBOT) == Fraction(2000 - 1600, 1600) == Fraction(1, 4)
    assert cumulative(ROBOT) == [-120_000, -80_000, -40_000, 0, 40_000]


def test_a_pay_back_computed_by_hand_ends_with_the_month_or_lies_within_it() -> None:
    assert pay_back(ROBOT) == 4  # minus 400 before the fourth month, which brings exactly 400
    assert pay_back(flow((1000, 0), (0, 400), (0, 400), (0, 400))) == Fraction(7, 2)  # 200 of the 400 of the fourth month
    assert pay_back(flow((100, 300))) == 0
    assert pay_back(flow((1000, 0), (0, 400))) is None


def test_what_falls_below_zero_again_has_not_paid_back_before_it_stays_above() -> None:
    assert pay_back(flow((100, 0), (0, 200), (300, 0), (0, 400))) == Fraction(7, 2)


def test_a_present_value_computed_by_hand() -> None:
    year = flow((1000, 0), *[(0, 0)] * 11, (0, 1210))
    assert present_value(year, 0) == 210_00
    assert present_value(year, 21) == 0  # 1,210 in a year are 1,000 today
    assert internal_rate(year) == pytest.approx(0.21, abs=1e-6)
    assert present_value(year, 10) == 100_00  # 1210 / 1.1 − 1000


def test_a_discounted_pay_back_computed_by_hand() -> None:
    later = flow((1000, 0), *[(0, 0)] * 11, (0, 1375))
    assert float(discounted_pay_back(later, 10) or 0) == pytest.approx(12.8)  # 1375 / 1.1 = 1250; 1000 of it are four fifths of month 13
    assert discounted_pay_back(later, 40) is None  # 1375 / 1.4 is less than 1000


def test_no_single_rate_is_told_when_the_sign_changes_twice_or_never() -> None:
    assert internal_rate(flow((1000, 0), (0, 2300), (1320, 0))) is None
    assert internal_rate(flow((0, 100), (0, 100))) is None
    assert internal_rate(flow((100, 0), (100, 0))) is None


def test_what_cannot_be_computed_is_absent_with_a_word_why() -> None:
    assert cash_figures([], 0).why == dict.fromkeys(["roi", "pay_back", "discounted_pay_back", "internal_rate", "present_value"], "no_cash")
    assert cash_figures(flow((0, 10)), 0).why == dict.fromkeys(["roi", "pay_back", "discounted_pay_back", "internal_rate"], "no_costs")
    lost = cash_figures(flow((10, 0), (0, 5)), 0)
    assert (lost.roi, lost.pay_back, lost.why["pay_back"]) == (-0.5, None, "not_paid_back")


def test_a_scenario_changes_only_what_is_ahead() -> None:
    plan = flow((1000, 0), (0, 300), (100, 300), (100, 300), ahead=2)
    worse = under(plan, Scenario(benefit=50, cost=120, delay=1))
    assert [(one.cost, one.benefit) for one in worse] == [(100_000, 0), (0, 30_000), (12_000, 0), (12_000, 15_000)]


def test_a_month_that_is_over_takes_facts_and_one_ahead_its_plan() -> None:
    assert month_of(planned=(10, 20), actual=(11, None), is_over=True) == CashMonth(11, 20)
    assert month_of(planned=(10, None), actual=(3, 4), is_over=False) == CashMonth(10, 0, is_ahead=True)
    assert month_of(planned=(10, 20), actual=(0, 0), is_over=True) == CashMonth(0, 0)


def test_flows_that_begin_at_different_months_are_added_month_by_month() -> None:
    sums = together([(0, flow((10, 0), (0, 5))), (1, flow((20, 0), (0, 7), ahead=1))])
    assert [(one.cost, one.benefit, one.is_ahead) for one in sums] == [(1000, 0, False), (2000, 500, False), (0, 700, True)]


@pytest.mark.parametrize("wrong", [{"benefit": "-1"}, {"cost": "201"}, {"delay": "x"}, {"rate": "51"}, {"rate": "1.5"}, {"delay": "²"}])
def test_a_scenario_beyond_its_limits_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(WrongScenario):
        read_scenario(wrong)


@given(FLOWS)
def test_the_usual_scenario_changes_nothing(months: list[CashMonth]) -> None:
    assert under(months, read_scenario({})) == months


@given(FLOWS, SCENARIOS)
def test_no_scenario_makes_money_out_of_a_delay(months: list[CashMonth], scenario: Scenario) -> None:
    late = under(months, scenario)
    at_once = under(months, Scenario(scenario.benefit, scenario.cost, 0, scenario.rate))
    assert len(late) == len(months)
    assert all(one <= other for one, other in zip(cumulative(late), cumulative(at_once), strict=True))


@given(FLOWS)
def test_a_pay_back_lies_within_the_horizon_and_means_that_the_whole_is_not_a_loss(months: list[CashMonth]) -> None:
    found = pay_back(months)
    if found is not None:
        assert 0 <= found <= len(months)
        assert cumulative(months)[-1] >= 0
        assert (roi(months) or 0) >= 0


@given(FLOWS)
def test_without_a_rate_discounting_changes_nothing(months: list[CashMonth]) -> None:
    assert present_value(months, 0) == cumulative(months)[-1]
    assert discounted_pay_back(months, 0) == pay_back(months)


@given(FLOWS)
def test_at_its_internal_rate_a_flow_is_worth_nothing(months: list[CashMonth]) -> None:
    rate = internal_rate(months)
    if rate is not None:
        worth = sum(month.net / (1 + rate) ** (place / 12) for place, month in enumerate(months))
        size = sum(abs(month.net) / (1 + rate) ** (place / 12) for place, month in enumerate(months))
        assert abs(worth) <= 1e-3 * size + 1
