"""Our figure dicts as native charts of a presentation: a speaker can edit them and see their numbers.

What a native chart cannot show (heat maps, filled areas) becomes a picture drawn by the same printer as the PDF. Loaded in the printing
process only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from pages.paper.chart_schema import check_printable
from pages.paper.charts import render_chart_as_picture
from pages.paper.packing import with_fixed_dates
from pages.tokens import colour_of
from pages.translations import _

FONT = "Arial"
_MM_OF_EMU = 36_000
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    values: Sequence[float | None]
    colour: str
    is_mark: bool = False  # a target or a plan


def draw_chart(slide: Any, figure: Mapping[str, Any], *, alt: str, place: tuple[int, int, int, int]) -> None:
    """Put the figure on the slide; `place` is left, top, width, height in EMU. Raises `ChartNotPrintable`."""
    check_printable(figure)
    traces = [trace for trace in figure["data"] if trace.get("visible", True) is True]
    kinds = {trace.get("type", "scatter") for trace in traces}
    is_filled = any(trace.get("fill", "none") != "none" for trace in traces)
    if kinds == {"bar"} or (kinds == {"scatter"} and not is_filled and all("lines" in (trace.get("mode") or "lines") for trace in traces)):
        frame = _native(slide, figure, traces, is_bar=kinds == {"bar"}, place=place)
    else:
        picture = render_chart_as_picture(figure, width_mm=place[2] / _MM_OF_EMU, height_mm=place[3] / _MM_OF_EMU)
        frame = slide.shapes.add_picture(io.BytesIO(picture), *place)
    frame._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def _native(
    slide: Any, figure: Mapping[str, Any], traces: list[Mapping[str, Any]], *, is_bar: bool, place: tuple[int, int, int, int]
) -> Any:
    lying = is_bar and traces[0].get("orientation") == "h"
    base, values = ("y", "x") if lying else ("x", "y")
    layout = figure.get("layout") or {}
    points = list(traces[0][base])
    series = [_Series(_name(trace), list(trace[values]), _colour(trace, at)) for at, trace in enumerate(traces)]
    marks = [] if lying else _marks(layout, points)
    if is_bar and marks:
        series += marks
    elif marks:
        series += [mark for mark in marks if all(value is not None for value in mark.values)]
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = _categories(layout, points, base)
    for one in series:
        data.add_series(one.name, one.values)
    frame = slide.shapes.add_chart(_kind(layout, is_bar=is_bar, lying=lying), *place, data)
    _dress(frame.chart, series, is_bar=is_bar, lying=lying, layout=layout)
    book = frame.chart.part.chart_workbook
    book.update_from_xlsx_blob(_without_clock(book.xlsx_part.blob))
    return frame


def _kind(layout: Mapping[str, Any], *, is_bar: bool, lying: bool) -> Any:
    if not is_bar:
        return XL_CHART_TYPE.LINE
    stacked = layout.get("barmode") in ("stack", "relative")
    if lying:
        return XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    return XL_CHART_TYPE.COLUMN_STACKED if stacked else XL_CHART_TYPE.COLUMN_CLUSTERED


def _categories(layout: Mapping[str, Any], points: list[Any], base: str) -> list[str]:
    """Names of the points: said by the figure, else its ticks, else the values themselves."""
    said = (layout.get("meta") or {}).get("categories")
    if said:
        return [str(name) for name in said]
    axis = layout.get(f"{base}axis") or {}
    ticks = dict(zip(axis.get("tickvals") or [], axis.get("ticktext") or [], strict=False))
    return [_TAG.sub(" ", str(ticks.get(point, point))) for point in points]


def _marks(layout: Mapping[str, Any], points: list[Any]) -> list[_Series]:
    """Level lines of the figure as a series: one value for every point that the line passes."""
    found: dict[str, list[float | None]] = {}
    for shape in layout.get("shapes") or []:
        if shape.get("type") != "line" or shape.get("y0") != shape.get("y1") or shape.get("xref", "x") != "x":
            continue
        values = found.setdefault(shape.get("name") or _("target"), [None] * len(points))
        for at, point in enumerate(points):
            if isinstance(point, int | float) and shape["x0"] <= point <= shape["x1"]:
                values[at] = round(shape["y0"], 4)
    return [_Series(name, values, "ink-3", is_mark=True) for name, values in found.items()]


def _name(trace: Mapping[str, Any]) -> str:
    return str(trace.get("name") or _("value"))


def _colour(trace: Mapping[str, Any], at: int) -> str:
    colour = (trace.get("line") or {}).get("color") or (trace.get("marker") or {}).get("color") or f"c{at % 6 + 1}"
    return str(colour if isinstance(colour, str) else colour[0])


def _dress(chart: Any, series: list[_Series], *, is_bar: bool, lying: bool, layout: Mapping[str, Any]) -> None:
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(12), FONT, paint("ink-2")
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    if is_bar:
        plot.gap_width = 60
    for drawn, one in zip(plot.series, series, strict=True):
        if is_bar:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = paint(one.colour)
        else:
            drawn.smooth = False
            drawn.format.line.color.rgb, drawn.format.line.width = paint(one.colour), Pt(1.25 if one.is_mark else 2.5)
            drawn.marker.style = XL_MARKER_STYLE.NONE
    values, base = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = paint("line")
    values.format.line.fill.background()
    base.format.line.color.rgb = paint("line-2")
    base.has_major_gridlines = False
    base.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    limits = (layout.get("xaxis" if lying else "yaxis") or {}).get("range")
    if is_bar and all(value is None or value >= 0 for one in series for value in one.values):
        values.minimum_scale = 0
    elif limits and not is_bar:
        values.minimum_scale, values.maximum_scale = float(limits[0]), float(limits[1])
    if lying:
        base.reverse_order = True


def paint(name: str) -> RGBColor:
    """A token as the colour of an office file; what is transparent on screen is mixed with white."""
    value = colour_of(name)
    if value.startswith("#"):
        return RGBColor.from_string(value[1:7].upper())
    red, green, blue, *rest = (float(part) for part in re.findall(r"[\d.]+", value))
    share = rest[0] if rest else 1.0
    return RGBColor(*(round(255 + (channel - 255) * share) for channel in (red, green, blue)))


def _without_clock(book: bytes) -> bytes:
    """The numbers behind a chart are a small workbook, which would tell the second it was made in."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as packed, zipfile.ZipFile(out, "w") as fixed:
        for name in packed.namelist():
            content = packed.read(name)
            fixed.writestr(name, _CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content) if name == "docProps/core.xml" else content)
    return with_fixed_dates(out.getvalue())
