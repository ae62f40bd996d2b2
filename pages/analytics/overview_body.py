"""The body of the overview: the first figures, sentences and charts of every source, told by the same blocks as the management report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.address import Asked
from pages.analytics.blocks import BLOCKS, Source
from pages.analytics.findings import Sentence
from pages.analytics.overview import chart_id
from pages.analytics.report_model import ReportView, strongest
from pages.analytics.sentences import sentence_list
from pages.components.charts import graph
from pages.components.figures import Change, Explanation, Figure, Verdict, strip
from pages.components.icons import Icon
from pages.components.page import section
from pages.components.states import empty
from pages.paper.model import Chart, Tile
from pages.paths import Path
from pages.translations import _

# How many of the first tiles of a source, five in all; where its dashboard is; which blocks give a chart.
_TILES: Mapping[str, int] = {"prevented-loss": 2, "allocations": 1, "operations": 2}
_PATHS: Mapping[str, Path] = {"prevented-loss": Path.LOSSES, "allocations": Path.ALLOCATIONS, "operations": Path.OPERATIONS}
_CHARTS = ("prevented-loss.months", "operations.deadlines", "allocations.months", "operations.speed")
_VERDICTS: Mapping[str, Verdict] = {"good": "good", "bad": "bad", "neutral": "same"}
_SENTENCES = 3
_CHART_HEIGHT = 146


def body(view: ReportView, asked: Asked) -> list[Component]:
    """Everything under the filters."""
    parts = view.parts()
    tiles = [_tile(tile, source, part, asked) for source, part in parts for tile in source.tiles(part)[: _TILES.get(source.key, 1)]]
    charts = [chart for chart in (_chart(key, place, view, asked) for place, key in enumerate(_CHARTS)) if chart is not None]
    blocks = html.Div(charts, className="quad") if charts else empty(_("Nothing has happened in this period yet."), sign=Icon.REPORT)
    return [strip(tiles, key="overview"), _sentences(view, asked), blocks]


def _tile(tile: Tile, source: Source, part: Any, asked: Asked) -> Figure:
    definition = next((one for one in source.definitions(part) if one.term == tile.label or one.is_general), None)
    href = address_of(source.key, asked)
    behind = None
    if definition is not None:
        behind = Explanation(title=definition.term, sentence=definition.text, href=href, link=_("Open the dashboard"))
    base = tile.target or tile.base
    return Figure(
        label=tile.label,
        value=tile.value,
        unit=tile.unit,
        change=Change(tile.change, base, _VERDICTS[tile.mood]),
        href=href,
        explanation=behind,
    )


def address_of(source: str, asked: Asked) -> str:
    """The dashboard of a source, asked the same."""
    return Asked(path=_PATHS[source], period=asked.period, where=asked.where).href


def _sentences(view: ReportView, asked: Asked) -> Component:
    doubts = [Sentence(note, "bad") for note in view.notes()]
    return sentence_list([*doubts, *strongest(view.parts(), _SENTENCES)])


def _chart(key: str, place: int, view: ReportView, asked: Asked) -> Component | None:
    """The last chart of a block: of speed, how long things take rather than how old they are."""
    source = key.partition(".")[0]
    part = dict((one.key, own) for one, own in view.parts()).get(source)
    drawn = BLOCKS[key].draw(part) if part is not None else None
    charts = [block for block in drawn.blocks if isinstance(block, Chart)] if drawn is not None else []
    if not charts:
        return None
    chart = charts[-1]
    more = dcc.Link(_("Dashboard"), href=address_of(source, asked), className="as-link")
    return html.Section(
        [
            section([chart.title], small=chart.unit or None, aside=more),
            graph(chart.figure, summary=chart.summary, id=chart_id(place), height=_CHART_HEIGHT),
        ]
    )
