"""The same figure on paper: what is drawn, that it is drawn alike each time, and what is refused."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.paper.charts import ChartNotPrintable, render_chart
from pages.tokens import palette
from pages.translations import use_language
from tests.pages.paper import sample

FIGURES = {
    "lying bars": sample.prevented_by_category(),
    "lines": sample.on_time(),
    "filled": sample.pay_back(),
    "heat map": sample.arrivals(),
    "stacked bars": sample.costs(),
}


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    with use_language("ru"):
        yield


def drawn(figure: dict[str, Any], *, width: float = 120, height: float = 60) -> str:
    return render_chart(figure, width_mm=width, height_mm=height)


def texts_of(svg: str) -> list[str]:
    return ["".join(node.itertext()).strip() for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def bars(**more: Any) -> dict[str, Any]:
    return {"data": [{"type": "bar", "x": ["А", "Б", "В"], "y": [5, -3, 2], **more}], "layout": {}}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_alike_each_time(name: str) -> None:
    assert drawn(copy.deepcopy(FIGURES[name])) == drawn(copy.deepcopy(FIGURES[name]))


@pytest.mark.parametrize("name", FIGURES)
def test_a_chart_has_the_size_it_was_asked_for(name: str) -> None:
    root = ElementTree.fromstring(drawn(FIGURES[name], width=127, height=50.8))
    assert (float(root.get("width").removesuffix("pt")), float(root.get("height").removesuffix("pt"))) == pytest.approx((360, 144))


@pytest.mark.parametrize("name", FIGURES)
def test_a_chart_holds_only_colours_of_the_look(name: str) -> None:
    svg = drawn(FIGURES[name])
    used = {colour.upper() for colour in re.findall(r"(?:fill|stroke): (#[0-9a-fA-F]{6})", svg)}
    steps = used if name == "heat map" else set()  # between two steps of a scale lies everything
    assert used - steps <= {colour.upper() for colour in palette().values()}
    assert used


def test_a_figure_is_not_changed_by_being_drawn() -> None:
    figure = copy.deepcopy(FIGURES["lying bars"])
    drawn(figure)
    assert figure == FIGURES["lying bars"]


def test_names_and_figures_are_searchable_text() -> None:
    texts = texts_of(drawn(FIGURES["lying bars"]))
    assert {"Корпоративные кредиты", "86,2", "ноябрь", "октябрь"} <= set(texts)


def test_a_chart_does_not_say_when_it_was_drawn() -> None:
    assert "date" not in drawn(FIGURES["lines"]).lower().replace("update", "")


def test_months_are_written_in_the_language_of_the_report() -> None:
    assert "янв" in texts_of(drawn(sample.on_time()))
    with use_language("en"):
        assert "Jan" in texts_of(drawn(sample.on_time(False)))


def test_ticks_are_written_as_the_language_writes_numbers() -> None:
    figure = {"data": [{"type": "bar", "x": ["А", "Б"], "y": [4500, -3000]}]}
    assert "−2\u00a0000" in texts_of(drawn(figure))
    with use_language("en"):
        assert "−2,000" in texts_of(drawn(figure))


def test_a_share_is_written_as_a_percentage() -> None:
    figure = {"data": [{"type": "scatter", "x": [1, 2], "y": [0.2, 0.4]}], "layout": {"yaxis": {"tickformat": ".0%", "range": [0, 0.5]}}}
    assert "40\u00a0%" in texts_of(drawn(figure))


def test_the_first_category_stands_on_top_when_the_axis_is_reversed() -> None:
    svg = drawn(FIGURES["lying bars"])
    heights = {
        "".join(node.itertext()).strip(): float(
            re.search(r"translate\([\d.-]+ ([\d.-]+)\)|", node.get("transform", ""))[1] or node.get("y")
        )
        for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    }
    assert heights["Корпоративные кредиты"] < heights["Розничный бизнес"]


def test_a_missing_value_leaves_a_gap() -> None:
    figure = {"data": [{"type": "scatter", "mode": "lines", "x": [1, 2, 3, 4, 5], "y": [1, 2, None, 4, 5]}]}
    assert drawn(figure) != drawn({"data": [{"type": "scatter", "mode": "lines", "x": [1, 2, 3, 4, 5], "y": [1, 2, 3, 4, 5]}]})


def test_a_hidden_trace_is_not_drawn() -> None:
    shown = {
        "data": [
            {"type": "bar", "x": ["А"], "y": [1], "text": ["видно"]},
            {"type": "bar", "x": ["А"], "y": [2], "text": ["нет"], "visible": False},
        ]
    }
    assert "нет" not in texts_of(drawn(shown))


def test_the_words_of_an_annotation_lose_their_marks() -> None:
    figure = bars() | {"layout": {"annotations": [{"text": "<b>важно</b>", "x": "А", "y": 5, "showarrow": False}]}}
    assert "важно" in texts_of(drawn(figure))


@pytest.mark.parametrize("name", ["x < y & $z^2$ #typst()", "_скрытое", "%{x}"])
def test_words_that_look_like_markup_stay_words(name: str) -> None:
    figure = bars(name=name) | {"layout": {"showlegend": True}}
    assert name in texts_of(drawn(figure))


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ({"data": []}, "without traces"),
        ({"data": [{"type": "pie", "values": [1]}]}, "pie"),
        ({"data": [{"type": "scatter3d"}]}, "scatter3d"),
        (bars(error_y={"array": [1]}), "error_y"),
        (bars(marker={"colorscale": "Viridis"}), "colorscale"),
        (bars(marker={"color": "hotpink"}), "hotpink"),
        (bars(texttemplate="%{y:.1f}"), "texttemplate"),
        (bars(yaxis="y2"), "yaxis"),
        (bars() | {"layout": {"barmode": "nonsense"}}, "barmode"),
        (bars() | {"layout": {"yaxis2": {}}}, "yaxis2"),
        (bars() | {"layout": {"yaxis": {"type": "log"}}}, "log"),
        (bars() | {"layout": {"yaxis": {"tickformat": "~s"}}}, "tickformat"),
        (bars() | {"layout": {"shapes": [{"type": "path", "path": "M0,0"}]}}, "path"),
        (bars() | {"layout": {"annotations": [{"text": "<img src=x>", "x": 0, "y": 0}]}}, "img"),
        ({"data": [{"type": "scatter", "x": [1, 2], "y": [1, 2], "line": {"shape": "spline"}}]}, "spline"),
        ({"data": [{"type": "scatter", "x": [1, 2], "y": [1, 2], "fill": "toself"}]}, "toself"),
        ({"data": [{"type": "scatter", "x": [1], "y": [1], "mode": "markers", "marker": {"symbol": "star"}}]}, "star"),
        ({"data": [{"type": "heatmap", "z": [[1]], "colorscale": "Viridis"}]}, "Viridis"),
        ({"data": [{"type": "bar", "x": {"bdata": "AA==", "dtype": "i1"}, "y": [1]}]}, "packed"),
    ],
)
def test_what_paper_cannot_show_is_refused(figure: dict[str, Any], told: str) -> None:
    with pytest.raises(ChartNotPrintable, match=re.escape(told)):
        drawn(figure)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=30).filter(any), st.sampled_from(["group", "stack", "overlay"]))
def test_any_numbers_can_be_drawn(values: list[float | None], mode: str) -> None:
    names = [f"строка {at}" for at in range(len(values))]
    figure = {"data": [{"type": "bar", "x": names, "y": values}, {"type": "bar", "x": names, "y": values}], "layout": {"barmode": mode}}
    ElementTree.fromstring(drawn(figure))
