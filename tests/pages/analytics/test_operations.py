"""The dashboard's charts, words and report, without a database."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import pytest

from models.analytics.figure_rules import FIGURES
from pages.analytics import figures
from pages.analytics.address import Asked, read_address
from pages.analytics.findings import findings
from pages.analytics.operations_body import body
from pages.analytics.view import View, change_text, hours_text, value_text
from pages.paper.chart_schema import ChartNotPrintable, check_printable
from pages.translations import use_language
from tests.pages.analytics.sample import MONTHS, document

CHARTS = (figures.sla_by_month, figures.times_by_month, figures.ageing_bars)
EMPTY = {"by_month": [], "ageing": [{"bucket": bucket, "cases": 0} for bucket in ("0-1", "2-3", "4-7", "8-14", "15-30", "31+")]}
HOLES = {"by_month": [{**row, "sla_compliance": None, "median_reaction_hours": None, "median_handling_hours": None} for row in document()["figures"]["by_month"]]}


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("changed", [{}, EMPTY, HOLES], ids=["usual", "empty", "nulls"])
def test_every_chart_is_sound_plotly_and_can_be_printed_unless_it_is_blank(chart: Any, lang: str, changed: dict[str, Any]) -> None:
    with use_language(lang):
        drawn = chart(View(document(**changed)))
    go.Figure({"data": drawn["data"], "layout": _in_plain_colours(drawn["layout"])}).to_plotly_json()
    if any(value is not None for trace in drawn["data"] for value in trace["y"]):
        check_printable(drawn)
    else:
        with pytest.raises(ChartNotPrintable, match="without a single value"):
            check_printable(drawn)


def _in_plain_colours(node: Any) -> Any:
    """Plotly checks colours, and ours are names of tokens until the browser draws them."""
    if isinstance(node, dict):
        return {key: _in_plain_colours(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_in_plain_colours(value) for value in node]
    return "#123456" if isinstance(node, str) and node.startswith("var(--k-") else node


@pytest.fixture(autouse=True)
def _plain_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = go.Figure.__init__
    monkeypatch.setattr(go.Figure, "__init__", lambda self, figure, *rest, **more: plain(self, _in_plain_colours(figure), *rest, **more))


def test_a_chart_shows_what_the_figures_say() -> None:
    drawn = figures.sla_by_month(View(document()), links=[f"#{month}" for month in MONTHS])
    assert drawn["data"][0]["y"] == [round((0.9 + place / 200) * 100, 2) for place in range(len(MONTHS))]
    assert [point[0] for point in drawn["data"][0]["customdata"]] == [f"#{month}" for month in MONTHS]
    assert drawn["layout"]["shapes"][0]["y0"] == 95


@pytest.mark.parametrize(("key", "now", "before", "words", "verdict"), [
    ("sla_compliance", 0.964, 0.946, "+1,8 п. п.", "good"), ("sla_compliance", 0.9, 0.95, "−5,0 п. п.", "bad"),
    ("median_handling", 8.0, 10.0, "−20 %", "good"), ("closed", 10, 12, "−2", "bad"), ("closed", 120, 100, "+20 %", "good"),
    ("overdue", 5, 3, "+2", "bad"), ("opened", 7, 7, "без изменений", "same"), ("rating", 4.5, None, "", "same"),
])  # fmt: skip
def test_a_change_says_how_much_and_whether_it_is_good(key: str, now: float, before: float | None, words: str, verdict: str) -> None:
    assert (change_text(key, now, before)[0].replace("\u00a0", " "), change_text(key, now, before)[1]) == (words, verdict)


def test_values_are_written_as_people_write_them() -> None:
    assert [hours_text(value) for value in (0.44, 5.84, 173.925, 1204.4, None)] == ["0,4", "5,8", "173,9", "1\u00a0204", "—"]
    assert value_text("sla_compliance", 0.964) == ("96,4", "%")
    assert value_text("open", 1234) == ("1\u00a0234", "")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_sentence_is_finished_and_its_rows_can_be_opened(lang: str) -> None:
    with use_language(lang):
        found = findings(View(document()))
    assert len(found) == 4
    for sentence in found:
        assert sentence.text.endswith(".")
        assert ".." not in sentence.text
        assert sentence.text.count("**") % 2 == 0
        assert sentence.rows
        assert sentence.count


def test_nothing_is_said_about_what_there_is_no_data_for() -> None:
    nothing = dict.fromkeys(("opened", "closed", "overdue", "sla_broken"), 0) | {"sla_compliance": None, "by_service": [], "workload_officers": []}
    assert findings(View(document(**nothing))) == []


def test_an_address_is_read_as_it_was_written() -> None:
    asked = Asked("2026-Q1", {"service": ("a", "b"), "unit": ("x",)}, "ageing:31+", "2026-02", "a")
    assert read_address(asked.search()) == asked
    assert read_address("?colour=red&period=2026") == Asked("2026")
    assert Asked("2026").toggled("service", "a").toggled("service", "b").toggled("service", "a").where == {"service": ("b",)}
    assert Asked("2026").toggled("service", "a").without("service") == Asked("2026")
    assert asked.row_filters() == {"service": "a", "unit": "x", "period": "2026-02"}


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_body_is_drawn_for_readers_who_see_people_and_for_those_who_do_not(lang: str) -> None:
    with use_language(lang):
        assert "Белова" in str(body(View(document()), Asked("2026-11"))) or lang == "en"
        without = str(body(View(document(workload_officers=[])), Asked("2026-11")))
    assert "Белова" not in without
    assert "Belova" not in without


def test_every_tile_explains_itself_and_leads_to_its_rows() -> None:
    drawn = str(body(View(document()), Asked("2026-11")))
    for key in ("open_at_end", "overdue", "sla_compliance", "median_reaction", "median_handling"):
        assert f"rows={key}" in drawn
        assert FIGURES[key].formula["ru"] in drawn
