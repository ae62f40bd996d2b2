"""Which figures can be printed.

The printer knows a part of the plotly schema. What it does not know it refuses: a chart on paper that quietly lacks a line
is worse than none. Keys that only a screen has (hover, click, selection) are known and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Node = Mapping[str, Any]


class ChartNotPrintable(ValueError):
    """The figure uses something that the printer cannot draw as the screen does; the message says what."""


_SCREEN_ONLY = {
    "customdata", "hoverinfo", "hoverlabel", "hovertemplate", "hovertext", "ids", "legendgroup", "meta", "selected", "selectedpoints",
    "uid", "unselected", "cliponaxis", "uirevision", "hoveron", "legendrank", "hovertemplatefallback",
}  # fmt: skip
_TRACE = {"type", "name", "x", "y", "opacity", "visible", "showlegend", "text", "textposition", "textfont", "texttemplate"} | _SCREEN_ONLY
_TRACES = {
    "bar": _TRACE | {"orientation", "marker", "base", "width", "textangle", "insidetextanchor", "constraintext", "offsetgroup"},
    "scatter": _TRACE | {"mode", "line", "marker", "fill", "fillcolor", "connectgaps"},
    "heatmap": _TRACE | {"z", "zmin", "zmax", "zmid", "colorscale", "reversescale", "showscale", "xgap", "ygap", "hoverongaps", "colorbar"},
}
_LAYOUT = {
    "xaxis", "yaxis", "barmode", "bargap", "bargroupgap", "shapes", "annotations", "showlegend", "separators", "font",
    # Size, colours of the sheet and behaviour belong to the screen; paper brings its own.
    "template", "height", "width", "autosize", "margin", "paper_bgcolor", "plot_bgcolor", "colorway", "legend", "hovermode",
    "hoverlabel", "hoverdistance", "spikedistance", "dragmode", "clickmode", "selectdirection", "uirevision", "transition", "meta",
    "barcornerradius", "modebar", "datarevision", "title",
}  # fmt: skip
_AXIS = {
    "title", "range", "rangemode", "autorange", "type", "tickvals", "ticktext", "tickmode", "tickformat", "tickprefix", "ticksuffix",
    "visible", "showgrid", "showticklabels", "showline", "categoryorder", "categoryarray", "side", "nticks", "dtick", "tick0",
    # The look of the axis is the template's.
    "gridcolor", "gridwidth", "griddash", "linecolor", "linewidth", "zeroline", "zerolinecolor", "zerolinewidth", "tickfont", "ticks",
    "ticklen", "tickcolor", "tickwidth", "tickangle", "ticklabelposition", "ticklabelstandoff", "automargin", "fixedrange", "hoverformat",
    "showspikes", "spikecolor", "spikedash", "spikemode", "spikesnap", "spikethickness", "constrain", "domain", "anchor", "layer",
    "separatethousands", "ticklabelmode", "color",
}  # fmt: skip
_MARKER = {"color", "size", "symbol", "line", "opacity", "cornerradius"}
_LINE = {"color", "width", "dash", "shape", "simplify"}
_SHAPE = {"type", "x0", "x1", "y0", "y1", "xref", "yref", "line", "fillcolor", "opacity", "layer", "name"}
_ANNOTATION = {
    "text", "x", "y", "xref", "yref", "showarrow", "font", "xanchor", "yanchor", "xshift", "yshift", "align", "ax", "ay", "arrowcolor",
    "arrowwidth", "arrowhead", "arrowsize", "standoff", "bgcolor", "borderpad", "borderwidth", "bordercolor", "opacity", "name",
    "hovertext", "captureevents", "startstandoff",
}  # fmt: skip


def check_printable(figure: Node) -> None:
    """Raise `ChartNotPrintable` for anything that the printer would have to leave out."""
    traces, layout = figure.get("data") or [], figure.get("layout") or {}
    if not traces:
        raise ChartNotPrintable("a figure without traces")
    _refuse("figure", figure, {"data", "layout", "config"})
    for trace in traces:
        kind = trace.get("type", "scatter")
        if kind not in _TRACES:
            raise ChartNotPrintable(f"trace type {kind!r}")
        _refuse(kind, trace, _TRACES[kind])
        _refuse("marker", trace.get("marker"), _MARKER)
        _refuse("line", trace.get("line"), _LINE)
        if trace.get("texttemplate") not in (None, "%{text}", "%{z}"):
            raise ChartNotPrintable(f"texttemplate {trace['texttemplate']!r}: give the texts themselves")
    kinds = {trace.get("type", "scatter") for trace in traces}
    if "heatmap" in kinds and len(traces) > 1:
        raise ChartNotPrintable("a heat map together with other traces")
    _refuse("layout", layout, _LAYOUT)
    _refuse("xaxis", layout.get("xaxis"), _AXIS)
    _refuse("yaxis", layout.get("yaxis"), _AXIS)
    _one_of("barmode", layout.get("barmode", "group"), ("group", "stack", "relative", "overlay"))
    for name in ("xaxis", "yaxis"):
        axis = layout.get(name) or {}
        _one_of(f"{name}.type", axis.get("type", "-"), ("-", "linear", "category", "date"))
        _one_of(f"{name}.autorange", axis.get("autorange", True), (True, False, "reversed"))
    for shape in layout.get("shapes") or []:
        _refuse("shape", shape, _SHAPE)
        _refuse("line", shape.get("line"), _LINE)
        _one_of("shape", shape.get("type"), ("line", "rect"))
        _references(shape)
    for annotation in layout.get("annotations") or []:
        _refuse("annotation", annotation, _ANNOTATION)
        _references(annotation)
    if not any(_has_points(trace) for trace in traces):
        raise ChartNotPrintable("a figure without a single value: leave the chart out and say why")


def _has_points(trace: Node) -> bool:
    """Is there anything to see? An empty frame on paper looks like a fault, and mostly is one."""
    if trace.get("visible", True) is not True:
        return False
    if trace.get("type") == "heatmap":
        return any(one is not None for row in trace.get("z") or () for one in row)
    return any(one is not None for one in trace.get("x" if trace.get("orientation") == "h" else "y") or ())


def _references(node: Node) -> None:
    _one_of("xref", node.get("xref", "x"), ("x", "paper", "x domain"))
    _one_of("yref", node.get("yref", "y"), ("y", "paper", "y domain"))


def _refuse(what: str, node: Node | None, known: Iterable[str]) -> None:
    unknown = sorted(set(node or {}) - set(known))
    if unknown:
        raise ChartNotPrintable(f"{what}: {', '.join(unknown)}")


def _one_of(what: str, value: object, known: tuple[object, ...]) -> None:
    if value not in known:
        raise ChartNotPrintable(f"{what} {value!r}")
