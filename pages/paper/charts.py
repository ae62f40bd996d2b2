"""Our figures on paper: a plain figure dict in, an SVG of a size in millimetres out.

The same dict is drawn by plotly on screen. Here matplotlib draws it, because a browser is too heavy and too slow to keep for
printing. The same figure always gives the same bytes. Matplotlib is imported only when something is drawn, and that happens in
the printing process (`pages.paper.sandbox`), never in one that serves pages.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import lru_cache
from html import unescape
from typing import Any

from pages.paper.chart_axes import Axis, axis_of, show_axis, show_limits
from pages.paper.chart_schema import ChartNotPrintable, Node, check_printable
from pages.paper.chart_traces import FONT_PT, PT_OF_PX, SYMBOLS, dash_of, draw_bars, draw_heat_map, draw_line, main_colour, paint, width_of
from pages.paper.fonts import FONT_FAMILY, FONT_FOLDER
from pages.tokens import UnknownColour, colour_of

__all__ = ["ChartNotPrintable", "render_chart", "render_chart_as_picture"]

PICTURE_DPI = 220
MM_OF_INCH = 25.4
_LOOK = {
    "svg.hashsalt": "kordon",  # else every rendering invents new ids
    "svg.fonttype": "none",  # letters stay letters, so the text of the report can be searched
    "font.family": FONT_FAMILY,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
_TAGS = re.compile(r"</?(?:b|br\s*/?)>|</?[a-zA-Z][^>]*>")


def render_chart(figure: Node, *, width_mm: float, height_mm: float) -> str:
    """The figure as SVG. Raises `ChartNotPrintable` when paper would show something else than the screen."""
    return _draw(figure, width_mm=width_mm, height_mm=height_mm, form="svg").decode()


def render_chart_as_picture(figure: Node, *, width_mm: float, height_mm: float) -> bytes:
    """The figure as PNG, for documents that cannot hold its drawing. Raises `ChartNotPrintable`."""
    return _draw(figure, width_mm=width_mm, height_mm=height_mm, form="png")


def _draw(figure: Node, *, width_mm: float, height_mm: float, form: str) -> bytes:
    check_printable(figure)
    try:
        return _drawn(figure, width_mm=width_mm, height_mm=height_mm, form=form)
    except UnknownColour as fault:
        raise ChartNotPrintable(f"colour {fault}") from fault


def _drawn(figure: Node, *, width_mm: float, height_mm: float, form: str) -> bytes:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    _use_our_font()
    traces = [trace for trace in figure["data"] if trace.get("visible", True) is True]
    layout: Node = figure.get("layout") or {}
    with mpl.rc_context(_LOOK):
        drawing = Figure(
            figsize=(width_mm / MM_OF_INCH, height_mm / MM_OF_INCH),
            layout=ConstrainedLayoutEngine(w_pad=0.01, h_pad=0.015, wspace=0, hspace=0),
        )
        (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(drawing)
        drawing.patch.set_visible(False)
        axes = drawing.add_subplot()
        axes.patch.set_visible(False)
        x, y = axis_of("x", traces, layout), axis_of("y", traces, layout)
        lying = _draw_traces(axes, traces, x, y, layout=layout)
        _draw_frame(axes, traces, x, y, lying=lying, size_pt=(width_mm * 72 / MM_OF_INCH, height_mm * 72 / MM_OF_INCH))
        for shape in layout.get("shapes") or []:
            _draw_shape(axes, shape, x, y)
        for annotation in layout.get("annotations") or []:
            _draw_annotation(axes, annotation, x, y)
        _draw_key(drawing, traces, layout)
        out = io.BytesIO()
        silent = {"Date": None, "Creator": None, "Format": None, "Type": None} if form == "svg" else {"Software": None}
        drawing.savefig(out, format=form, transparent=True, dpi=PICTURE_DPI, metadata=silent)
    return out.getvalue()


@lru_cache(maxsize=1)
def _use_our_font() -> None:
    from matplotlib.font_manager import fontManager

    for path in sorted(FONT_FOLDER.glob("*.ttf")):
        if "Italic" not in path.name:
            fontManager.addfont(path)
            # One variable file holds all weights; matplotlib knows a file by one weight only and would complain.
            fontManager.ttflist.append(replace(fontManager.ttflist[-1], weight=600))


def _draw_traces(axes: Any, traces: list[Node], x: Axis, y: Axis, *, layout: Node) -> bool:
    kinds = [trace.get("type", "scatter") for trace in traces]
    if kinds == ["heatmap"]:
        draw_heat_map(axes, traces[0], x, y)
        return False
    bars = [(at, trace) for at, trace in enumerate(traces) if kinds[at] == "bar"]
    others = [trace for at, trace in enumerate(traces) if kinds[at] == "scatter"]
    lying = draw_bars(axes, bars, others, x, y, layout=layout) if bars else False
    for at, trace in enumerate(traces):
        if kinds[at] == "scatter":
            draw_line(axes, at, trace, x, y)
    return lying


def _draw_frame(axes: Any, traces: list[Node], x: Axis, y: Axis, *, lying: bool, size_pt: tuple[float, float]) -> None:
    """Hairlines instead of a box: a grid across the values, one line under them."""
    kinds = {trace.get("type", "scatter") for trace in traces}
    heat, bars = kinds == {"heatmap"}, "bar" in kinds
    filled = any(trace.get("fill") == "tozeroy" for trace in traces)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    base, values = ("left", "x") if lying else ("bottom", "y")
    base_axis = y if lying else x
    if not heat and base_axis.spec.get("showline", True) is not False:
        axes.spines[base].set(visible=True, color=colour_of("c-axis"), linewidth=0.6, zorder=6)
    for letter, axis in (("x", x), ("y", y)):
        shown = axis.spec.get("visible", True) is not False
        grid = axis.spec.get("showgrid", letter == values) and letter == values and not heat and shown
        if grid:
            axes.grid(visible=True, axis=letter, color=colour_of("c-grid"), linewidth=0.6, zorder=0)
        zero = (bars and letter == values) or (filled and letter == "y")
        show_limits(axis, letter, axes, from_zero=zero, room=_room(letter, kinds, lying))
        if zero and axis.kind == "linear":
            _draw_zero(axes, letter)
        show_axis(axis, letter, axes, length_pt=size_pt[letter == "y"] * 0.86, font_pt=FONT_PT)
    if x.spec.get("side") == "top":
        axes.xaxis.tick_top()
    axes.set_axisbelow(True)
    axes.tick_params(length=0, pad=4, labelsize=FONT_PT, labelcolor=colour_of("ink-3"))
    axes.tick_params(axis="y" if lying or heat else "x", labelcolor=colour_of("ink-2"))
    axes.xaxis.label.set_color(colour_of("ink-3"))
    axes.yaxis.label.set_color(colour_of("ink-3"))


def _draw_zero(axes: Any, letter: str) -> None:
    """Where values go below zero, zero is a line of its own."""
    low, high = sorted(axes.get_xlim() if letter == "x" else axes.get_ylim())
    if low < 0 < high:
        (axes.axvline if letter == "x" else axes.axhline)(0, color=colour_of("c-target"), linewidth=0.6, zorder=3.5)


def _room(letter: str, kinds: set[str], lying: bool) -> float:
    if "bar" in kinds:
        return 0.07 if (letter == "x") == lying else 0.0
    return 0.015 if letter == "x" else 0.08


def _draw_shape(axes: Any, shape: Node, x: Axis, y: Axis) -> None:
    from matplotlib.patches import Rectangle

    line = shape.get("line") or {}
    xs, ys = _ends(shape, "x", x), _ends(shape, "y", y)
    where = _ground(axes, shape)
    under = shape.get("layer") == "below"
    if shape["type"] == "line":
        axes.plot(
            xs, ys, transform=where, color=paint(line.get("color", "c-target")), linewidth=width_of(line, 1.5), linestyle=dash_of(line),
            alpha=shape.get("opacity"), zorder=1.5 if under else 5.5, scalex=False, scaley=False, clip_on=False,
        )  # fmt: skip
        return
    axes.add_patch(
        Rectangle(
            (xs[0], ys[0]), xs[1] - xs[0], ys[1] - ys[0], transform=where, alpha=shape.get("opacity"),
            facecolor=paint(shape.get("fillcolor", "transparent")), edgecolor=paint(line.get("color", "transparent")),
            linewidth=width_of(line, 0), zorder=0.5 if under else 5.5,
        )
    )  # fmt: skip


def _draw_annotation(axes: Any, note: Node, x: Axis, y: Axis) -> None:
    font = note.get("font") or {}
    text, bold = _plain(str(note.get("text", "")))
    ground, pointing = _ground(axes, note), note.get("showarrow", True)
    point = (_end(note, "x", x), _end(note, "y", y))
    shift = (float(note.get("xshift", 0)) * PT_OF_PX, float(note.get("yshift", 0)) * PT_OF_PX)
    if pointing:
        shift = (shift[0] + float(note.get("ax", -10)) * PT_OF_PX, shift[1] - float(note.get("ay", -30)) * PT_OF_PX)
    size = float(font["size"]) * PT_OF_PX if font.get("size") else FONT_PT
    arrow = {"arrowstyle": "-", "color": paint(note.get("arrowcolor", "c-axis")), "linewidth": 0.6, "shrinkA": 1, "shrinkB": 2}
    axes.annotate(
        text, point, xycoords=ground, xytext=shift, textcoords="offset points", annotation_clip=False, zorder=8,
        ha=_anchor(note, "x", ("left", "center", "right"), pointing), va=_anchor(note, "y", ("bottom", "center", "top"), pointing),
        fontsize=size, fontweight="semibold" if bold or int(font.get("weight") or 400) >= 560 else "normal",
        color=paint(font.get("color", "ink-2")), arrowprops=arrow if pointing else None,
    )  # fmt: skip


def _draw_key(drawing: Any, traces: list[Node], layout: Node) -> None:
    """What the colours mean, in one line above the chart, unless the figure writes the names itself."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    named = [(at, trace) for at, trace in enumerate(traces) if trace.get("name") and trace.get("showlegend", True)]
    written = " ".join(str(note.get("text", "")) for note in layout.get("annotations") or [])
    shown = layout.get("showlegend", len(named) > 1 and not all(str(trace["name"]) in written for _at, trace in named))
    if not shown or not named or any(trace.get("type") == "heatmap" for _at, trace in named):
        return
    handles = []
    for at, trace in named:
        colour, line = paint(main_colour(trace, at)), trace.get("line") or {}
        if trace.get("type", "scatter") == "bar":
            handles.append(Patch(facecolor=colour, label="·"))
        elif "lines" in (trace.get("mode") or "lines"):
            handles.append(Line2D([], [], color=colour, linewidth=width_of(line, 2), linestyle=dash_of(line), label="·"))
        else:
            symbol = SYMBOLS.get(str((trace.get("marker") or {}).get("symbol", "circle")).removesuffix("-open"), "o")
            handles.append(Line2D([], [], color=colour, marker=symbol, markersize=5, markeredgewidth=1.3, linestyle="", label="·"))
    key = drawing.legend(
        handles=handles, loc="outside upper left", ncols=len(handles), frameon=False, fontsize=FONT_PT, labelcolor=colour_of("ink-2"),
        handlelength=1.1, handleheight=0.7, handletextpad=0.5, columnspacing=1.4, borderpad=0, borderaxespad=0.2,
    )  # fmt: skip
    # The names come last: matplotlib leaves out a series whose label begins with an underscore.
    for text, (_at, trace) in zip(key.get_texts(), named, strict=True):
        text.set_text(str(trace["name"]))


def _ground(axes: Any, node: Node) -> Any:
    from matplotlib.transforms import blended_transform_factory

    return blended_transform_factory(
        axes.transData if node.get("xref", "x") == "x" else axes.transAxes,
        axes.transData if node.get("yref", "y") == "y" else axes.transAxes,
    )


def _end(node: Node, key: str, axis: Axis) -> float:
    letter = key[0]
    return axis.place(node[key]) if node.get(f"{letter}ref", letter) == letter else float(node[key])


def _ends(node: Node, letter: str, axis: Axis) -> tuple[float, float]:
    return _end(node, f"{letter}0", axis), _end(node, f"{letter}1", axis)


def _anchor(note: Node, letter: str, names: tuple[str, str, str], pointing: bool) -> str:
    given = str(note.get(f"{letter}anchor", "auto"))
    if given != "auto":
        return {"middle": "center"}.get(given, given)
    if pointing or note.get(f"{letter}ref", letter) == letter:
        return "center"
    at = float(note[letter])
    return names[0] if at < 1 / 3 else names[1] if at <= 2 / 3 else names[2]


def _plain(text: str) -> tuple[str, bool]:
    """Plotly's texts may carry <b> and <br>; everything else would be lost on paper."""
    for tag in _TAGS.findall(text):
        if not re.fullmatch(r"</?b>|<br\s*/?>", tag):
            raise ChartNotPrintable(f"{tag} in a text")
    return unescape(re.sub(r"</?b>", "", re.sub(r"<br\s*/?>", "\n", text))), "<b>" in text
