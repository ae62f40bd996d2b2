"""Every sum of the dashboard is the sum of its rows, and shows a reader no more than he may see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.operations.loss_methods import set_loss_plan
from data.operations.prevented_loss import correct_loss
from data.queries.analytics.filters import UnknownFilter
from data.queries.analytics.loss_register import RegisterFilter, loss_card, loss_methods, losses_behind, register_counts, register_page
from data.queries.analytics.losses import LossFigures, loss_figures
from models.errors import Forbidden, NotFound
from tests.data.analytics.desk import NOW
from tests.data.analytics.loss_desk import LossDesk, loss_desk


@pytest.fixture
def register(database: str) -> LossDesk:
    """November: two confirmed, one of them corrected, one handed in, one candidate; October and an October of last year: one each."""
    made = loss_desk()
    lines, units = made.desk.lines, made.desk.units
    made.confirmed(inn="1", amount=4_000_000_00, business_line_id=lines["retail"], unit_id=units["branch"])
    second = made.confirmed(inn="2", days_ago=10, purpose="supplier")
    made.confirmed(inn="3", days_ago=30, amount=10_000_000_00)
    made.confirmed(inn="4", days_ago=400)
    correction = made.do("lead", lambda s: correct_loss(s, second, at_stake_kopecks=2_000_000_00, reason="Сумма договора иная"))
    made.confirm(correction)
    waiting = made.bad_end(inn="5")
    made.bad_end(inn="6", group_id=made.desk.groups["secret"])
    made.gather()
    made.submit(made.loss_of(waiting).id)
    made.do("head", lambda s: set_loss_plan(s, "corporate_lending", date(2026, 11, 1), 200_000_00))
    return made


def figures(register: LossDesk, period: str = "2026-11", where: dict[str, str] | None = None, who: str = "head") -> LossFigures:
    found: LossFigures = register.see(who, lambda s: loss_figures(s, period, where or {}))
    return found


def rows(register: LossDesk, figure: str, who: str = "head", **filters: Any) -> list[Any]:
    """Page after page, one at a time."""
    found, after = [], ""
    while True:
        page = register.see(who, lambda s, after=after: losses_behind(s, figure, {"period": "2026-11", **filters}, after=after, limit=1))
        found.extend(page.rows)
        after = page.next_after
        if not after:
            return found


def test_a_month_is_told_by_category_against_before_and_plan(register: LossDesk) -> None:
    told = figures(register).figures
    assert told["kopecks"] == 216_000_00 + 162_000_00 - 54_000_00
    assert (told["losses"], told["corrections"], told["previous_kopecks"], told["plan_kopecks"]) == (2, -54_000_00, 0, 200_000_00)
    lending = next(row for row in told["by_category"] if row["category"] == "corporate_lending")
    assert (lending["kopecks"], lending["previous_kopecks"], lending["plan_kopecks"]) == (216_000_00, 0, 200_000_00)
    assert [row["category"] for row in told["by_category"]] == [
        "investment", "retail", "external_fraud", "corporate_lending", "retail_lending", "security",
    ]  # fmt: skip
    assert (told["candidates"], told["submitted"]) == (1, 1)
    whole = figures(register, "2026-10").figures
    assert whole["kopecks"] == 540_000_00


@pytest.mark.parametrize("where", [{}, {"category": "corporate_lending"}, {"business_line": "retail"}, {"unit": "bank"}, {"service": "company_check"}])
@pytest.mark.parametrize("period", ["2026-11", "2026-10", "2026", "all"])
def test_every_sum_is_the_sum_of_its_rows(register: LossDesk, period: str, where: dict[str, str]) -> None:
    told = figures(register, period, where).figures
    confirmed = rows(register, "confirmed", period=period, **where)
    assert sum(row.loss_kopecks for row in confirmed) == told["kopecks"]
    assert sum(not row.is_correction for row in confirmed) == told["losses"]
    assert sum(row.loss_kopecks for row in rows(register, "corrections", period=period, **where)) == told["corrections"]
    for breakdown in ("by_category", "by_service", "by_business_line"):
        assert sum(row["kopecks"] for row in told[breakdown]) == told["kopecks"]
    for name in ("candidates", "submitted"):
        assert sum(row.loss_kopecks for row in rows(register, name, period=period, **where)) == told[f"{name}_kopecks"]


def test_the_months_of_the_chart_are_the_months_of_the_register(register: LossDesk) -> None:
    months = figures(register).figures["by_month"]
    assert [row["month"] for row in months][-2:] == ["2026-10", "2026-11"]
    for row in months:
        assert row["kopecks"] == sum(row["by_category"].values()) == figures(register, row["month"]).figures["kopecks"]
    assert months[-1]["plan_kopecks"] == 200_000_00


def test_an_executive_sees_sums_and_rows_without_names(register: LossDesk) -> None:
    assert figures(register, who="executive").figures["kopecks"] == figures(register).figures["kopecks"]
    for row in rows(register, "confirmed", who="executive"):
        assert (row.id, row.object_name, row.case_number) == (None, "", "")
    for who in ("officer", "requester", "designer"):
        with pytest.raises(Forbidden):
            figures(register, who=who)


def test_rows_of_closed_groups_are_counted_but_not_shown_to_a_lead_outside(register: LossDesk) -> None:
    page = register.see("lead", lambda s: losses_behind(s, "candidates", {"period": "2026-11"}))
    assert (page.total, page.closed_to_reader, len(page.rows)) == (1, 1, 0)
    assert register.see("head", lambda s: losses_behind(s, "candidates", {"period": "2026-11"})).closed_to_reader == 0


def test_unknown_figures_and_filters_are_refused(register: LossDesk) -> None:
    with pytest.raises(NotFound):
        rows(register, "nonsense")
    with pytest.raises(NotFound):
        register.see("head", lambda s: losses_behind(s, "confirmed", {}, after="x~y"))
    for where in ({"category": "nonsense"}, {"group": "duty"}, {"colour": "red"}):
        with pytest.raises(UnknownFilter):
            figures(register, where=where)


def test_the_register_lists_by_state_and_finds_by_number_and_name(register: LossDesk) -> None:
    counts = register.see("head", register_counts)
    assert counts == {"candidates": 1, "submitted": 1, "confirmed": 5, "declined": 0, "all": 7}
    assert register.see("lead", register_counts)["candidates"] == 0
    for tab, count in counts.items():
        assert len(register.see("head", lambda s, tab=tab: register_page(s, RegisterFilter(tab)))) == count
    one = register.see("head", lambda s: register_page(s, RegisterFilter("confirmed")))[0]
    assert [row.number for row in register.see("head", lambda s: register_page(s, RegisterFilter("all", search=one.number.lower())))] == [one.number]
    assert len(register.see("head", lambda s: register_page(s, RegisterFilter("all", search="ромашка")))) == 7
    assert register.see("head", lambda s: register_page(s, RegisterFilter("all", search="100%"))) == []
    with pytest.raises(Forbidden):
        register.see("executive", lambda s: register_page(s, RegisterFilter()))


def test_a_card_tells_who_what_and_how(register: LossDesk) -> None:
    corrected = next(row for row in rows(register, "confirmed") if not row.is_correction and row.loss_kopecks == 162_000_00)
    card = register.see("head", lambda s: loss_card(s, corrected.id))
    assert (card.submitter, card.decider, card.method.number) == ("Lead", "Head", 1)
    assert card.counted_kopecks == 108_000_00
    assert [one.loss_kopecks for one in card.corrections] == [-54_000_00]
    assert card.method.wording["ru"].startswith("Ожидаемые")
    secret = next(row for row in rows(register, "candidates"))
    with pytest.raises(NotFound):
        register.see("officer", lambda s: loss_card(s, secret.id))


def test_methods_are_listed_by_category(register: LossDesk) -> None:
    listed = register.see("designer", loss_methods)
    assert [one.category for one in listed] == ["external_fraud", "corporate_lending", "security"]
    assert {(one.author, one.publisher, one.state) for one in listed} == {("Designer", "Head", "published")}
    assert listed[0].first_day < NOW.date()
