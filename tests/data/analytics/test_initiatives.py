"""Initiatives count once a second person has confirmed them; their live sources are read, never stored, never counted twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
import pytest

from data.operations.initiatives import InitiativeForm, confirm_initiative, set_cash, set_source, stop_initiative, write_initiative
from data.operations.reports import ReportOrder, compute_report
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.roi import RoiFigures, roi_figures
from models.analytics.bookkeeping import SecondPersonNeeded, WrongAmount
from models.analytics.cash_flow import WrongHorizon, WrongScenario
from models.analytics.effect import (
    BaselineSourceNeeded,
    CashOutside,
    CountedTwice,
    FactAhead,
    InitiativeNotWaiting,
    Measure,
    WrongInitiative,
    WrongShare,
)
from models.analytics.period import UnknownPeriod
from models.errors import Conflict, Forbidden, NotFound
from tests.data.analytics.effect_desk import NOVEMBER, OCTOBER, SOURCE, EffectDesk, effect_desk

DECEMBER, MARCH = date(2026, 12, 1), date(2027, 3, 1)


@pytest.fixture
def desk(database: str) -> EffectDesk:
    return effect_desk()


def cash(desk: EffectDesk, made: UUID, month: date, *, source: str = "", who: str = "lead", **amounts: int) -> None:
    desk.do(who, lambda s: set_cash(s, made, month, amounts, source=source))


def roi(desk: EffectDesk, who: str = "executive", **where: str) -> dict[str, Any]:
    found: RoiFigures = desk.see(who, lambda s: roi_figures(s, where))
    return dict(found.figures)


def robot(desk: EffectDesk) -> UUID:
    """100 000 in October, then 60 000 a month of benefit: paid back in the third month."""
    made = desk.initiative(is_confirmed=False)
    cash(desk, made, OCTOBER, planned_cost=100_000_00)
    for month in (NOVEMBER, DECEMBER):
        cash(desk, made, month, planned_benefit=60_000_00)
    desk.confirm(made)
    return made


def test_return_and_pay_back_are_those_one_counts_by_hand(desk: EffectDesk) -> None:
    robot(desk)
    told = roi(desk, rate="0")["together"]
    assert (told["costs"], told["benefits"], told["roi"], told["present_value"]) == (100_000_00, 120_000_00, 0.2, 20_000_00)
    assert told["pay_back"] == pytest.approx(2 + 40 / 60, abs=1e-4)


def test_a_scenario_changes_what_is_ahead_and_leaves_the_past(desk: EffectDesk) -> None:
    made = robot(desk)
    cash(desk, made, OCTOBER, planned_cost=100_000_00, actual_cost=110_000_00, source=SOURCE)
    told = roi(desk, cost="200", benefit="50", rate="0")
    assert (told["together"]["costs"], told["together"]["benefits"]) == (110_000_00, 60_000_00)
    assert told["as_planned"]["benefits"] == 120_000_00
    assert [row["as_planned"] for row in told["months"]][-1] == 10_000_00
    assert roi(desk, delay="24", rate="0")["together"]["benefits"] == 0
    for wrong in ({"rate": "51"}, {"delay": "-1"}, {"benefit": "a"}):
        with pytest.raises(WrongScenario):
            roi(desk, **wrong)
    with pytest.raises(UnknownFilter):
        roi(desk, initiative="nothing")


def test_a_second_person_confirms_and_a_changed_plan_is_confirmed_anew(desk: EffectDesk) -> None:
    made = desk.initiative(is_confirmed=False)
    with pytest.raises(SecondPersonNeeded):
        desk.confirm(made, "lead")
    assert roi(desk)["initiatives"] == []
    desk.confirm(made)
    assert [one["code"] for one in roi(desk)["initiatives"]] == ["robot"]
    with pytest.raises(InitiativeNotWaiting):
        desk.confirm(made)
    cash(desk, made, OCTOBER, actual_cost=5_00, source=SOURCE)
    assert desk.one(made).row.state == "confirmed"  # a fact is not a plan
    cash(desk, made, OCTOBER, who="head", actual_cost=5_00, planned_cost=7_00, source=SOURCE)
    assert desk.one(made).row.state == "draft"
    with pytest.raises(SecondPersonNeeded):
        desk.confirm(made, "head")  # now he is its author
    desk.confirm(made, "lead")


def test_what_was_looked_at_is_what_is_confirmed(desk: EffectDesk) -> None:
    made = desk.initiative(is_confirmed=False)
    revision = desk.one(made).row.revision
    form = InitiativeForm({"ru": "Другое", "en": "Other"}, "", desk.desk.people["gusev"], OCTOBER, 12)
    desk.do("lead", lambda s: write_initiative(s, "robot", form, revision=revision))
    with pytest.raises(InitiativeNotWaiting):
        desk.do("head", lambda s: confirm_initiative(s, made, revision=revision))
    with pytest.raises(Conflict):
        desk.do("lead", lambda s: write_initiative(s, "robot", form, revision=revision))


def test_costs_of_a_pool_and_saved_labour_are_read_live(desk: EffectDesk) -> None:
    desk.closed(minutes=40)
    desk.closed(minutes=60)
    desk.baseline(Measure.LABOUR, "80", "check")
    made = desk.initiative(is_confirmed=False)
    desk.do("lead", lambda s: set_source(s, made, "pool", "licences", Decimal("0.5")))
    desk.do("lead", lambda s: set_source(s, made, "labour", "check", Decimal("0.25")))
    desk.confirm(made)
    october = desk.one(made).months[0]
    # 80 × 2 − 100 = 60 minutes at 1 200 roubles an hour, a quarter of it
    assert (october.live_cost, october.live_benefit) == (45_000_00, 300_00)
    cash(desk, made, OCTOBER, actual_benefit=100_00, source=SOURCE)
    told = roi(desk)
    assert (told["together"]["costs"], told["together"]["benefits"]) == (45_000_00, 400_00)
    assert (told["months_over"], told["months_told"]) == (1, 1)


def test_no_more_than_the_whole_of_a_source_is_given_away(desk: EffectDesk) -> None:
    first, second = desk.initiative("one"), desk.initiative("two")
    desk.do("lead", lambda s: set_source(s, first, "pool", "licences", Decimal("0.7")))
    with pytest.raises(CountedTwice) as fault:
        desk.do("lead", lambda s: set_source(s, second, "pool", "licences", Decimal("0.31")))
    assert fault.value.params["left"] == pytest.approx(30)
    desk.do("lead", lambda s: set_source(s, first, "pool", "licences", Decimal("0.6")))  # its own old share is no hindrance
    desk.do("lead", lambda s: set_source(s, second, "pool", "licences", Decimal("0.4")))
    stopped = desk.one(second).row
    desk.do("head", lambda s: stop_initiative(s, second, revision=stopped.revision))
    desk.do("lead", lambda s: set_source(s, first, "pool", "licences", Decimal(1)))
    other = desk.one(second).row
    form = InitiativeForm(other.name, "", other.owner_id, other.first_month, other.horizon)
    desk.do("lead", lambda s: write_initiative(s, "two", form, revision=other.revision))
    with pytest.raises(CountedTwice):
        desk.confirm(second)  # it was stopped, and its share belongs to the first one now
    with pytest.raises(NotFound):
        desk.do("lead", lambda s: set_source(s, first, "pool", "nothing", Decimal(1)))
    with pytest.raises(WrongShare):
        desk.do("lead", lambda s: set_source(s, first, "pool", "licences", Decimal("1.5")))


def test_cash_is_refused_outside_its_months_below_zero_and_without_a_document(desk: EffectDesk) -> None:
    made = desk.initiative(horizon=5)
    with pytest.raises(WrongInitiative):
        cash(desk, made, MARCH, planned_cost=1)
    with pytest.raises(WrongAmount):
        cash(desk, made, OCTOBER, planned_cost=-1)
    with pytest.raises(BaselineSourceNeeded):
        cash(desk, made, OCTOBER, actual_cost=1)
    with pytest.raises(WrongHorizon):
        desk.initiative("long", horizon=121)
    with pytest.raises(Forbidden):
        cash(desk, made, OCTOBER, who="executive", planned_cost=1)


def test_the_report_of_return_says_the_figures_under_its_scenario_and_needs_no_period(desk: EffectDesk) -> None:
    made = desk.initiative(horizon=4, is_confirmed=False)
    desk.do("lead", lambda s: set_cash(s, made, NOVEMBER, {"planned_cost": 100_00, "planned_benefit": 500_00}))
    desk.confirm(made)
    order = ReportOrder("roi", "2026-10", where={"benefit": ["50"], "initiative": ["robot"]})
    document = desk.see("head", lambda s: compute_report(s, order))
    told = desk.see("head", lambda s: roi_figures(s, {"benefit": "50", "initiative": "robot"})).figures
    assert document["parts"]["roi"]["figures"] == orjson.loads(orjson.dumps(told))
    assert told["together"]["benefits"] == 250_00
    assert (document["period"]["code"], document["where_names"][-1]) == ("all", ["initiative", [["robot", {"ru": "Робот", "en": "Robot"}]]])
    with pytest.raises(UnknownPeriod):
        desk.see("head", lambda s: compute_report(s, ReportOrder("roi", "some day")))
    with pytest.raises(WrongScenario):
        desk.see("head", lambda s: compute_report(s, ReportOrder("roi", where={"benefit": ["500"]})))
    with pytest.raises(Forbidden):
        desk.see("officer", lambda s: compute_report(s, ReportOrder("roi")))


def test_a_shorter_horizon_drops_no_cash_and_facts_wait_for_their_month(desk: EffectDesk) -> None:
    made = desk.initiative(horizon=6, is_confirmed=False)
    cash(desk, made, MARCH, planned_cost=100_00)
    form = InitiativeForm({"ru": "Робот", "en": "Robot"}, "", desk.desk.people["belova"], OCTOBER, 5)

    def shorten() -> None:
        revision = desk.one(made).row.revision
        desk.do("lead", lambda s: write_initiative(s, "robot", form, revision=revision))

    with pytest.raises(CashOutside) as fault:
        shorten()
    assert (fault.value.field, fault.value.params) == ("horizon", {"months": 1})
    with pytest.raises(FactAhead) as told:
        cash(desk, made, DECEMBER, actual_benefit=1, source=SOURCE)
    assert told.value.field == "actual_benefit"
    desk.do("lead", lambda s: set_cash(s, made, MARCH, {}))
    shorten()
    assert len(desk.one(made).months) == 5
