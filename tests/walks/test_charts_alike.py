"""Every chart of the catalogue looks the same on screen and on paper: both come from one figure, and their pictures are compared.

A picture becomes a grid of shares of data ink, cut to where that ink is, so that margins, letters and the resolution do not matter. Ink is what has
the colour of a trace. Two grids are compared by the cosine of their angle: 1 is the same drawing.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from models.analytics.reports import REPORTS
from pages.paper.charts import render_chart_as_picture
from pages.paper.model import Chart
from pages.tokens import palette
from tests.pages.analytics.test_report import model
from tests.walks.conftest import Visitor, opened

pytestmark = pytest.mark.walk
Visit = Callable[..., Visitor]
Grid = npt.NDArray[np.float64]
WIDTH, HEIGHT = 720, 300  # pixels of the screen
MM_OF_PIXEL = 25.4 / 96
COLUMNS, ROWS = 24, 12
ALIKE, OTHER = 0.9, 0.8
_NEAR = 40  # how far a channel may be from the colour of the trace: edges are soft

_DRAW = """(figure) => new Promise((done) => {
    document.getElementById("alike")?.remove();
    const place = document.createElement("div");
    place.id = "alike";
    Object.assign(place.style, {position: "fixed", left: 0, top: 0, zIndex: 99999, background: "#fff", width: figure.width + "px", height: figure.height + "px"});
    document.body.append(place);
    window.Plotly.newPlot(place, figure.data, figure.layout, {displayModeBar: false, staticPlot: true}).then(() => requestAnimationFrame(() => done()));
})"""


def catalogue() -> dict[str, Chart]:
    """Every chart of every ready report, by report and title."""
    found: dict[str, Chart] = {}
    for kind in REPORTS:
        for section in model(kind, lang="en").sections:
            found |= {f"{kind}: {block.title}": block for block in section.blocks if isinstance(block, Chart)}
    return found


CHARTS = catalogue()


def on_paper(figure: Mapping[str, Any]) -> Image.Image:
    bare = {**figure, "layout": {**figure["layout"], "showlegend": False}}  # the key stands beside the chart on screen
    drawn = Image.open(io.BytesIO(render_chart_as_picture(bare, width_mm=WIDTH * MM_OF_PIXEL, height_mm=HEIGHT * MM_OF_PIXEL)))
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn.convert("RGBA")).convert("RGB")


def on_screen(page: Any, figure: Mapping[str, Any]) -> Image.Image:
    page.evaluate(_DRAW, {**figure, "width": WIDTH, "height": HEIGHT})
    return Image.open(io.BytesIO(page.locator("#alike").screenshot())).convert("RGB")


def colours_of(figure: Mapping[str, Any]) -> list[tuple[int, int, int]]:
    """The colours of the traces as red, green and blue."""
    names = set(_named(figure["data"]))
    return [(int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)) for name in sorted(names) if (code := palette().get(name, "")).startswith("#")]


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, str) and node.startswith("var(--k-"):
        yield node.removeprefix("var(--k-").removesuffix(")")
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key not in {"customdata", "text", "hovertemplate", "textfont"}:
                yield from _named(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _named(value)


def ink(picture: Image.Image, figure: Mapping[str, Any]) -> Grid:
    """Shares of ink in the cells of a grid over the place where ink is."""
    pixels = np.asarray(picture, dtype=np.int16)
    mask = np.zeros(pixels.shape[:2], dtype=bool)
    for colour in colours_of(figure):
        mask |= (np.abs(pixels - np.array(colour, dtype=np.int16)) <= _NEAR).all(axis=2)
    ys, xs = np.nonzero(mask)
    assert len(ys) > 50, "nothing is drawn"
    counted, _y, _x = np.histogram2d(ys, xs, bins=(ROWS, COLUMNS), range=((ys.min(), ys.max() + 1), (xs.min(), xs.max() + 1)))
    grid: Grid = counted / counted.sum()
    return grid


def likeness(one: Grid, other: Grid) -> float:
    return float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()))


def test_every_chart_of_the_catalogue_is_the_same_drawing_on_screen_and_on_paper(visitor: Visit) -> None:
    page = opened(visitor(lang="en", theme="light"), "orlov", "/dashboards/operations?period=all", ".js-plotly-plot .main-svg")
    told = {name: likeness(ink(on_screen(page, chart.figure), chart.figure), ink(on_paper(chart.figure), chart.figure)) for name, chart in CHARTS.items()}
    assert len(told) >= 10
    assert {name: round(value, 3) for name, value in told.items() if value < ALIKE} == {}


def test_another_drawing_is_noticed(visitor: Visit) -> None:
    """The measure is worth something: with its values turned round, a chart is not alike."""
    page = opened(visitor(lang="en", theme="light"), "orlov", "/dashboards/operations?period=all", ".js-plotly-plot .main-svg")
    name = next(name for name in CHARTS if name.startswith("prevented-loss"))
    figure = CHARTS[name].figure
    turned = copy.deepcopy(dict(figure))
    turned["data"][0]["y"] = list(reversed(turned["data"][0]["y"]))
    assert likeness(ink(on_screen(page, figure), figure), ink(on_paper(turned), figure)) < OTHER
