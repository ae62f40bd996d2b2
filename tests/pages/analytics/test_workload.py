"""The dashboard of labour without a database: its charts, its sentences, what each reader is offered."""

from __future__ import annotations

from typing import Any

import pytest

from pages.analytics.address import Asked
from pages.analytics.blocks.workload import SOURCE
from pages.analytics.workload_body import body, rows_title
from pages.analytics.workload_charts import ahead_chart, ahead_summary, days_chart, days_summary, weeks_chart, weeks_summary
from pages.analytics.workload_view import WorkloadView, expected_load, sentences
from pages.paper.chart_schema import check_printable
from pages.paths import Path
from pages.translations import use_language

_TOTALS = {
    "minutes": 1200, "owed_minutes": 1440, "norm_minutes": 1920, "project_minutes": 240, "routine_minutes": 960, "project_share": 0.2, "load": 1200 / 1440,
    "absent_days": 1, "overfull_days": 1,
}  # fmt: skip


def person(login: str, minutes: int, owed: int) -> dict[str, Any]:
    return {**_TOTALS, "login": login, "name": {"ru": f"{login} И. О.", "en": login}, "minutes": minutes, "owed_minutes": owed, "load": minutes / owed if owed else None}


def document(*, first_day: str = "2026-11-16", **changed: Any) -> dict[str, Any]:
    """Two days of two people: one worked too much, the other was ill on the second day."""
    days = [
        {"login": "a", "day": "2026-11-16", "minutes": 600, "on_projects": 240, "norm": 480, "owed": 480, "absence": None},
        {"login": "a", "day": "2026-11-17", "minutes": 540, "on_projects": 0, "norm": 480, "owed": 480, "absence": None},
        {"login": "b", "day": "2026-11-16", "minutes": 60, "on_projects": 0, "norm": 480, "owed": 480, "absence": None},
        {"login": "b", "day": "2026-11-17", "minutes": 0, "on_projects": 0, "norm": 480, "owed": 0, "absence": "sick"},
    ]  # fmt: skip
    week = {"first_day": "2026-11-23", "day_after": "2026-11-30", "carried_minutes": 900, "arriving_minutes": 300, "capacity_minutes": 1000}
    ahead = {
        "since": "2026-08-01", "for_cases": 0.8, "open_cases": 12, "unknown_cases": 0, "open_minutes": 900, "days_of_work": 4.4,
        "weeks": [week, {**week, "first_day": "2026-11-30", "day_after": "2026-12-07", "carried_minutes": 0}],
        "by_service": [{"service": "check", "open": 12, "minutes": 900, "minutes_per_case": 75.0, "median_days": 3.0, "arrivals_per_week": 9.0}],
    }  # fmt: skip
    figures = {
        **_TOTALS, "by_week": [{**_TOTALS, "monday": "2026-11-16"}], "people": [person("a", 1140, 960), person("b", 60, 480)], "days": days,
        "by_service": [{"service": "check", "minutes": 960}, {"service": "", "minutes": 240}], "ahead": ahead,
    }  # fmt: skip
    return {
        "period": {"code": "2026-11", "first_day": first_day, "day_after": "2026-11-18", "kind": "month", "is_over": False}, "compared_with": None,
        "data_as_of": "2026-11-17T11:00:00+00:00", "where": {}, "where_names": [], "previous": None, "figures": {**figures, **changed},
        "services": {"check": {"ru": "Проверка", "en": "Check"}}, "rules": [],
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("chart", "summary"), [(weeks_chart, weeks_summary), (ahead_chart, ahead_summary), (days_chart, days_summary)])
def test_every_chart_can_be_printed_and_says_what_it_shows(lang: Any, chart: Any, summary: Any) -> None:
    view = WorkloadView(document())
    with use_language(lang):
        check_printable(chart(view))
        assert summary(view)


def test_the_heat_map_shows_load_absence_and_work_on_free_days() -> None:
    told = document(first_day="2026-11-15")
    told["figures"]["days"].append({"login": "b", "day": "2026-11-15", "minutes": 30, "on_projects": 0, "norm": 0, "owed": 0, "absence": None})
    with use_language("en"):
        trace = days_chart(WorkloadView(told), {("a", "2026-11-16"): "/there", ("b", ""): "/b"})["data"][0]
    assert trace["z"] == [[None, 1.25, 1.125], [2.0, 0.125, None]]
    assert trace["text"] == [["", "10", "9"], ["1", "1", "–"]]
    assert [cell[0] for cell in trace["customdata"][0]] == ["", "/there", ""]
    assert [cell[0] for cell in trace["customdata"][1]] == ["/b", "/b", "/b"]


def test_a_long_period_is_shown_by_week() -> None:
    with use_language("en"):
        trace = days_chart(WorkloadView(document(first_day="2026-09-01")))["data"][0]
    assert len(trace["x"]) == 12
    assert trace["z"][0][-1] == pytest.approx(1140 / 960, abs=0.001)
    assert trace["z"][1][-1] == 0.125  # 60 of 480: the day of illness is not owed


def said(**changed: Any) -> list[str]:
    with use_language("ru"):
        return [sentence.text.replace("\u00a0", " ") for sentence in sentences(WorkloadView(document(**changed)))]


def test_sentences_name_who_is_overloaded_and_what_will_be_too_full() -> None:
    over, full, few = said()
    assert over == "У **1 человека** больше 110 % положенного времени: a И. О., **119 %**."
    assert "перегрузка: дела потребуют **120 %**" in full
    assert few == "**1 человек** учёл меньше 50 % положенного времени."
    calm = said(people=[], days=[], ahead={**document()["figures"]["ahead"], "weeks": document()["figures"]["ahead"]["weeks"][1:]})
    assert len(calm) == 1
    assert "по силам: не больше **30 %**" in calm[0]


def test_a_week_without_a_crew_has_no_load() -> None:
    assert expected_load({"carried_minutes": 5, "arriving_minutes": 5, "capacity_minutes": 0}) is None


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_reader_of_sums_gets_no_heat_map(lang: Any) -> None:
    asked = Asked("2026-11", path=Path.WORKLOAD)
    with use_language(lang):
        assert "person:a" in str(body(WorkloadView(document()), asked))
        assert "person:" not in str(body(WorkloadView(document(people=[], days=[])), asked))
        assert rows_title("service:", WorkloadView(document()))
        assert "a" in rows_title("day:a:2026-11-16", WorkloadView(document()))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_blocks_leave_out_what_is_not_there(lang: Any) -> None:
    empty = document(
        minutes=0, people=[], days=[], by_service=[], by_week=[], ahead={**document()["figures"]["ahead"], "weeks": [], "open_minutes": 0, "days_of_work": None}
    )
    with use_language(lang):
        assert [block.draw(WorkloadView(empty)) for block in SOURCE.blocks] == [None] * 5
        assert all(block.draw(WorkloadView(document())) is not None for block in SOURCE.blocks)
        assert len(SOURCE.sheets(WorkloadView(document()))) == 5
        assert len(SOURCE.sheets(WorkloadView(empty))) == 3
