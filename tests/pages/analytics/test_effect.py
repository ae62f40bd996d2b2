"""The dashboards of effect and return without a database: their charts, sentences and words."""

from __future__ import annotations

from typing import Any

import pytest

from models.analytics.cash_flow import CashMonth, cash_figures, cumulative
from models.analytics.effect import UNITS, Measure
from pages.analytics.address import Asked, read_address
from pages.analytics.effect_body import body
from pages.analytics.effect_charts import cash_flow, cash_summary, left_of_baseline, left_summary
from pages.analytics.effect_view import EffectView, change_text, doubt_words, sentences, value_text
from pages.analytics.roi_body import body as roi_body
from pages.analytics.roi_view import RoiView, months_text
from pages.analytics.roi_view import sentences as roi_sentences
from pages.paper.chart_schema import check_printable
from pages.paths import Path
from pages.translations import use_language

HEAD: dict[str, Any] = {
    "period": {"code": "2026-10", "first_day": "2026-10-01", "day_after": "2026-11-01", "kind": "month", "is_over": True},
    "compared_with": None, "data_as_of": "2026-11-18T11:00:00+00:00", "where_names": [], "services": {}, "rules": [],
}  # fmt: skip


def row(measure: Measure, before: float | None, now: float | None, *, rows: int = 100, doubts: tuple[str, ...] = ()) -> dict[str, Any]:
    change = now / before - 1 if before and now is not None else None
    speed = before / now - 1 if before and now else None
    return {
        "measure": measure.value, "service": "", "unit": UNITS[measure], "before": before, "now": now, "previous": None, "rows": rows,
        "change": change, "speed_up": speed, "baseline": None, "doubts": list(doubts),
    }  # fmt: skip


def roi_figures(months: list[CashMonth], **changed: Any) -> dict[str, Any]:
    told = cash_figures(months, 0)
    figures = {name: getattr(told, name) for name in told.__slots__}
    rows = [
        {"month": f"2026-{place:02}", "cost": one.cost, "benefit": one.benefit, "cumulative": total, "as_planned": total, "is_ahead": one.is_ahead}
        for place, (one, total) in enumerate(zip(months, cumulative(months), strict=True), start=1)
    ]  # fmt: skip
    scenario = {"benefit": 100, "cost": 100, "delay": 0, "rate": 15}
    facts = {"months_told": 1, "planned_cost": 1, "actual_cost": 1, "planned_benefit": 0, "actual_benefit": 0}
    one = {"code": "hub", "name": {"ru": "Хаб", "en": "Hub"}, "sources": [{"kind": "pool", "ref": "p", "share": 0.5}], **facts, **figures}
    return {
        "scenario": scenario, "base": scenario, "rate": {"percent": 15, "first_day": None, "source": ""}, "losses": False, "initiative": "", "together": figures, "as_planned": figures, "months": rows,
        "initiatives": [one], "waiting": 0, "prevented": 0, "months_over": 1, "months_told": 1, "months_ahead": 2, "planned_cost": 1,
        "actual_cost": 1, "planned_benefit": 0, "actual_benefit": 0, **changed,
    }  # fmt: skip


FLOW = [CashMonth(100_000_000, 0), CashMonth(0, 60_000_000, is_ahead=True), CashMonth(0, 60_000_000, is_ahead=True)]


def effect_document() -> dict[str, Any]:
    values = {Measure.HANDLING: (4.5, 2.0), Measure.REACTION: (15.5, None), Measure.REPORT_TIME: (480.0, 0.7), Measure.REPORT_CLICKS: (340.0, 3.0)}
    measures = [row(one, *values.get(one, (None, None)), doubts=("nothing_now",) if one is Measure.REACTION else ()) for one in Measure]
    months = [{"month": f"2026-{place:02}", **{one.value: 0.9 - place / 20 if one is Measure.HANDLING else None for one in Measure}} for place in range(1, 11)]
    return {**HEAD, "figures": {"measures": measures, "services": [], "by_month": months, "initiatives": roi_figures(FLOW)}}


def roi_document() -> dict[str, Any]:
    """With one initiative, of three months."""
    names = {"initiative": {"hub": {"ru": "Хаб", "en": "Hub"}}, "pool": {"p": {"ru": "Пул", "en": "Pool"}}}
    whole = {"code": "all", "first_day": "2026-01-01", "day_after": "2026-04-01", "kind": "all", "is_over": False}
    return {**HEAD, "period": whole, "names": names, "figures": roi_figures(FLOW)}


def effect() -> EffectView:
    return EffectView(effect_document())


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_charts_can_be_printed_and_say_what_they_show(lang: str) -> None:
    view = effect()
    with use_language(lang):
        left, cash = left_of_baseline(view), cash_flow(view.initiatives, view.initiatives["together"])
        words = left_summary(view), cash_summary(view.initiatives, view.initiatives["together"])
    check_printable(left)
    check_printable(cash)
    assert left["data"][0]["y"][-1] == 40.0
    assert all(words)
    lines = [trace["line"].get("dash", "solid") for trace in cash["data"] if trace["mode"] == "lines"]
    assert lines == ["4px,3px", "4px,3px"]  # one month is over: a single point is no line
    mark = cash["data"][-1]
    assert (mark["x"], mark["y"]) == ([pytest.approx(5 / 3, abs=1e-3)], [1.0])  # where the benefits meet the costs


def test_the_sentences_count_and_nothing_is_said_without_figures() -> None:
    with use_language("ru"):
        told = [one.text.replace("\u00a0", " ") for one in sentences(effect())]
        assert told[0] == "Дела решаются на **125 %** быстрее: **2,0 ч** вместо 4,5 ч."
        assert told[1] == "На отчёт уходит **42 с** и **3 нажатия** вместо 8 ч."
        empty = EffectView({**HEAD, "figures": {"measures": [row(one, None, None) for one in Measure], "services": [], "by_month": []}})
        assert sentences(empty) == []
        assert empty.is_empty


def test_less_is_better_and_a_missing_side_has_no_change() -> None:
    with use_language("en"):
        assert change_text(row(Measure.HANDLING, 4.0, 2.0)) == ("−50%", "good")
        assert change_text(row(Measure.HANDLING, 2.0, 4.0)) == ("+100%", "bad")
        assert change_text(row(Measure.BUDGET, None, 4.0)) == ("", "same")
        assert value_text(Measure.REPORT_CLICKS, 1.0).replace("\u00a0", " ") == "1 click"
        assert doubt_words(row(Measure.REACTION, 15.5, None, doubts=("nothing_now",))) == [
            "Kordon keeps no incidents yet, so there is nothing to compare."
        ]


def test_a_scenario_lives_in_the_address() -> None:
    asked = read_address("initiative=hub&benefit=70&rate=20&nonsense=1", path=Path.ROI)
    assert asked.href == "/dashboards/roi?initiative=hub&benefit=70&rate=20"
    assert asked.supposing(benefit="", losses="1").href == "/dashboards/roi?initiative=hub&rate=20&losses=1"


def test_return_is_told_with_its_pay_back_and_what_it_rests_on() -> None:
    document = roi_document()
    with use_language("ru"):
        told = [one.text.replace("\u00a0", " ") for one in roi_sentences(RoiView(document))]
        assert told[0] == "Затраты 1 млн ₽ дают **1,2 млн ₽**: окупаемость вложений **20 %**, срок — **3 месяца**."
        assert (months_text(None), months_text(0), months_text(2.1).replace("\u00a0", " ")) == ("—", "сразу", "3 месяца")
        assert roi_body(RoiView(document), Asked(path=Path.ROI))
        assert body(effect(), Asked("2026-10", path=Path.EFFECT))
        nothing = {**document, "figures": roi_figures([], initiatives=[])}
        assert "Подтверждённых инициатив пока нет" in str(roi_body(RoiView(nothing), Asked(path=Path.ROI)))
