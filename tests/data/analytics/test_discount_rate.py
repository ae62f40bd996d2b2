"""The rate of discounting is the bank's decision with a day and a source; until there is one the usual rate holds and says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.operations.discount_rate import set_discount_rate
from data.queries.analytics.discount_rate import discount_rate, other_discount_rates
from data.queries.analytics.roi import roi_figures
from models.analytics.cash_flow import CashMonth, present_value
from models.analytics.discount_rate import USUAL, DiscountRate, WrongDiscountRate, read_percent
from models.analytics.effect import BaselineSourceNeeded, Measure
from models.errors import Forbidden
from tests.data.analytics.effect_desk import NOVEMBER, OCTOBER, SOURCE, EffectDesk, effect_desk
from tests.data.analytics.test_initiatives import cash

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def desk(database: str) -> EffectDesk:
    return effect_desk()


def decide(desk: EffectDesk, percent: int, day: date, source: str = SOURCE, who: str = "lead") -> None:
    desk.do(who, lambda s: set_discount_rate(s, percent, day, source=source))


def known(desk: EffectDesk) -> DiscountRate:
    found: DiscountRate = desk.see("executive", discount_rate)
    return found


def test_the_latest_decision_that_holds_by_now_counts_and_one_of_tomorrow_waits(desk: EffectDesk) -> None:
    assert known(desk) == USUAL
    decide(desk, 18, OCTOBER)
    decide(desk, 12, date(2025, 1, 1))  # entered later, holds from earlier
    decide(desk, 25, DECEMBER)
    assert known(desk) == DiscountRate(18, OCTOBER, SOURCE)
    decide(desk, 20, OCTOBER, source="Решение комитета № 2, исправлено")
    assert known(desk).percent == 20


def test_present_value_is_discounted_at_the_rate_and_a_scenario_may_ask_for_another(desk: EffectDesk) -> None:
    made = desk.initiative(is_confirmed=False, horizon=3)
    cash(desk, made, OCTOBER, planned_cost=100_000_00)
    cash(desk, made, DECEMBER, planned_benefit=150_000_00)
    desk.confirm(made)
    flow = [CashMonth(100_000_00, 0), CashMonth(0, 0), CashMonth(0, 150_000_00)]

    def told(**where: str) -> dict[str, Any]:
        return dict(desk.see("head", lambda s: roi_figures(s, where)).figures)

    assert told()["together"]["present_value"] == present_value(flow, USUAL.percent)
    decide(desk, 24, NOVEMBER)
    figures = told()
    assert figures["together"]["present_value"] == present_value(flow, 24) == figures["as_planned"]["present_value"]
    assert (figures["base"]["rate"], figures["rate"]["source"]) == (24, SOURCE)
    assert told(rate="10")["together"]["present_value"] == present_value(flow, 10)


@pytest.mark.parametrize(("percent", "day", "source", "field"), [
    (51, OCTOBER, SOURCE, "percent"), (-1, OCTOBER, SOURCE, "percent"), (10, date(1999, 1, 1), SOURCE, "first_day"),
    (10, date(2029, 1, 1), SOURCE, "first_day"), (10, OCTOBER, "так решили", ""), (10, OCTOBER, "  сказали  ", "source"),
])  # fmt: skip
def test_a_rate_that_cannot_be_is_refused_at_its_field(desk: EffectDesk, percent: int, day: date, source: str, field: str) -> None:
    if not field:  # ten letters are a source
        decide(desk, percent, day, source)
        return
    with pytest.raises((WrongDiscountRate, BaselineSourceNeeded)) as fault:
        decide(desk, percent, day, source)
    assert fault.value.field == field


@pytest.mark.parametrize("typed", ["", "12,5", "много", "-3", "²", "1000"])
def test_a_rate_is_typed_as_whole_per_cent(typed: str) -> None:
    assert read_percent(" 18 % ") == 18
    with pytest.raises(WrongDiscountRate):
        read_percent(typed)


def test_only_who_keeps_the_effect_decides_and_nothing_kept_is_ever_changed(desk: EffectDesk) -> None:
    for who in ("executive", "officer"):
        with pytest.raises(Forbidden):
            decide(desk, 10, OCTOBER, who=who)
    decide(desk, 10, OCTOBER, who="head")
    desk.baseline(Measure.REPORT_TIME, "480")
    for change in ("UPDATE discount_rate SET percent = 1", "DELETE FROM effect_baseline", "UPDATE effect_baseline SET value = 1"):
        with pytest.raises(DBAPIError, match="append-only"):
            desk.do("system", lambda s, words=change: s.execute(text(words)))


def test_decisions_that_do_not_hold_are_told_beside_the_one_that_does(desk: EffectDesk) -> None:
    for percent, day in ((18, OCTOBER), (25, DECEMBER), (18, date(2025, 1, 1))):
        decide(desk, percent, day)
    others = desk.see("lead", lambda s: other_discount_rates(s, discount_rate(s)))
    assert [(one.percent, one.first_day) for one in others] == [(25, DECEMBER), (18, date(2025, 1, 1))]
