"""Bars, lines and heat maps of a printed chart. Every function draws one kind of trace on given axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pages import formats
from pages.paper.chart_axes import Axis
from pages.paper.chart_schema import ChartNotPrintable, Node
from pages.tokens import colour_of, palette

PT_OF_PX = 2 / 3  # a 12 px label of the screen is 8 pt on paper
COLOURWAY = ("c1", "c2", "c3", "c4", "c5", "c6")
FONT_PT = 7.6
SYMBOLS = {"circle": "o", "circle-open": "o", "square": "s", "diamond": "D", "line-ns": "|", "line-ew": "_", "triangle-up": "^"}
_DASHES = {"solid": "-", "dot": (0, (1, 2)), "dash": (0, (4, 3)), "longdash": (0, (8, 3)), "dashdot": (0, (4, 2, 1, 2))}


def paint(name: str) -> Any:
    """A colour as matplotlib takes it; `rgba(…)` becomes four numbers."""
    if name == "transparent":
        return (0, 0, 0, 0)
    value = colour_of(name)
    if not value.startswith("rgb"):
        return value
    parts = [float(part) for part in value[value.index("(") + 1 : -1].split(",")]
    return (*(part / 255 for part in parts[:3]), parts[3] if len(parts) > 3 else 1.0)


def dash_of(line: Node) -> Any:
    dash = str(line.get("dash") or "solid")
    if dash in _DASHES:
        return _DASHES[dash]
    try:
        return (0, tuple(float(part) for part in dash.replace("px", "").replace(",", " ").split()))
    except ValueError:
        raise ChartNotPrintable(f"dash {dash!r}") from None


def width_of(line: Node, usual: float) -> float:
    return float(line.get("width", usual)) * PT_OF_PX


def main_colour(trace: Node, at: int) -> str:
    """The colour a trace is known by, in the key and at its end."""
    for node in (trace.get("line") or {}, trace.get("marker") or {}):
        if isinstance(node.get("color"), str):
            return str(node["color"])
    return COLOURWAY[at % len(COLOURWAY)]


def draw_bars(axes: Any, bars: Sequence[tuple[int, Node]], others: Sequence[Node], x: Axis, y: Axis, *, layout: Node) -> bool:
    """All bars together, because they share the room of a category. Returns whether they lie."""
    lying = any(trace.get("orientation") == "h" for _at, trace in bars)
    if lying and not all(trace.get("orientation") == "h" for _at, trace in bars):
        raise ChartNotPrintable("standing and lying bars together")
    along, across = (y, x) if lying else (x, y)
    mode = layout.get("barmode", "group")
    piled = mode in ("stack", "relative")
    groups = 1 if piled or mode == "overlay" else len(bars)
    room = 1 - float(layout.get("bargap", 0.35))
    step = room / groups
    thick = step * (1 - float(layout.get("bargroupgap", 0.1 if groups > 1 else 0)))
    tops: dict[tuple[float, bool], float] = {}
    ticks = _reference_ticks(others, along, across, lying=lying)
    for order, (at, trace) in enumerate(bars):
        sizes = across.places(trace["x" if lying else "y"])
        places = along.places(trace["y" if lying else "x"])
        spread = _unit(along)
        shift = 0.0 if groups == 1 else (order - (groups - 1) / 2) * step
        bases = trace.get("base", 0)
        starts = [float(base) for base in bases] if isinstance(bases, list | tuple) else [float(bases)] * len(sizes)
        if piled:
            starts = []
            for place, size in zip(places, sizes, strict=True):
                starts.append(tops.get((place, size < 0), 0.0))
                tops[place, size < 0] = starts[-1] + (0 if math.isnan(size) else size)
        marker = trace.get("marker") or {}
        colour = marker.get("color", COLOURWAY[at % len(COLOURWAY)])
        own = [paint(one) for one in colour] if isinstance(colour, list | tuple) else paint(colour)
        width = trace.get("width") or thick
        middle = [place + shift * spread for place in places]
        alpha = trace.get("opacity", marker.get("opacity"))
        edge = {"edgecolor": colour_of("sheet"), "linewidth": 0.5} if piled else {"linewidth": 0}
        if lying:
            axes.barh(middle, sizes, height=width * spread, left=starts, color=own, alpha=alpha, zorder=3, **edge)
        else:
            axes.bar(middle, sizes, width=width * spread, bottom=starts, color=own, alpha=alpha, zorder=3, **edge)
        _write_on_bars(axes, trace, list(zip(middle, starts, sizes, strict=True)), lying=lying, inside=own, ticks=ticks)
    return lying


def draw_line(axes: Any, at: int, trace: Node, x: Axis, y: Axis) -> None:
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    xs, ys = x.places(_along(trace, "x", "y")), y.places(_along(trace, "y", "x"))
    mode = trace.get("mode") or ("lines+markers" if len(xs) < 20 else "lines")
    if not set(mode.split("+")) <= {"lines", "markers", "text", "none"}:
        raise ChartNotPrintable(f"mode {mode!r}")
    styles = {"linear": "default", "hv": "steps-post", "vh": "steps-pre"}
    if line.get("shape", "linear") not in styles:
        raise ChartNotPrintable(f"line shape {line['shape']!r}")
    if trace.get("connectgaps"):
        kept = [(a, b) for a, b in zip(xs, ys, strict=True) if not (math.isnan(a) or math.isnan(b))]
        xs, ys = [a for a, _b in kept], [b for _a, b in kept]
    colour, alpha = paint(main_colour(trace, at)), trace.get("opacity")
    fill = trace.get("fill") or "none"
    if fill not in ("none", "tozeroy"):
        raise ChartNotPrintable(f"fill {fill!r}")
    if fill == "tozeroy":
        soft = trace.get("fillcolor")
        shade = {"color": paint(soft)} if soft else {"color": colour, "alpha": 0.10}
        axes.fill_between(xs, ys, 0, step={"hv": "post", "vh": "pre"}.get(line.get("shape")), linewidth=0, zorder=2, **shade)
    if "lines" in mode:
        axes.plot(
            xs, ys, color=colour, alpha=alpha, zorder=4, linewidth=width_of(line, 2), linestyle=dash_of(line),
            drawstyle=styles[line.get("shape", "linear")], solid_capstyle="round", solid_joinstyle="round",
        )  # fmt: skip
    if "markers" in mode:
        _draw_markers(axes, marker, xs, ys, colour=colour, alpha=alpha)
    if "text" in mode and trace.get("text") is not None:
        _write_at_points(axes, trace, xs, ys, colour=colour)


def draw_heat_map(axes: Any, trace: Node, x: Axis, y: Axis) -> None:
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.patches import Rectangle

    rows = [[math.nan if value is None else float(value) for value in row] for row in trace["z"]]
    known = [value for row in rows for value in row if not math.isnan(value)] or [0.0]
    low, high = trace.get("zmin", min(known)), trace.get("zmax", max(known))
    if trace.get("zmid") is not None:
        reach = max(abs(high - trace["zmid"]), abs(low - trace["zmid"]))
        low, high = trace["zmid"] - reach, trace["zmid"] + reach
    scale = LinearSegmentedColormap.from_list("heat", _colour_scale(trace))
    norm = Normalize(low, high if high > low else low + 1)
    texts = trace.get("text") if trace.get("texttemplate") != "%{z}" else [[formats.number(value) for value in row] for row in trace["z"]]
    xs = x.places(trace["x"] if trace.get("x") is not None else range(len(rows[0])))
    ys = y.places(trace["y"] if trace.get("y") is not None else range(len(rows)))
    for j, row in enumerate(rows):
        for i, value in enumerate(row):
            colour = colour_of("hover") if math.isnan(value) else scale(norm(value))
            axes.add_patch(
                Rectangle((xs[i] - 0.5, ys[j] - 0.5), 1, 1, facecolor=colour, edgecolor=colour_of("sheet"), linewidth=0.8, zorder=3)
            )
            if texts is not None and texts[j][i] not in (None, ""):
                ink = colour_of("ink-2") if math.isnan(value) else _ink_on(colour)
                axes.text(xs[i], ys[j], str(texts[j][i]), ha="center", va="center", fontsize=FONT_PT - 0.6, color=ink, zorder=5)
    axes.set_xlim(min(xs) - 0.5, max(xs) + 0.5)
    axes.set_ylim(min(ys) - 0.5, max(ys) + 0.5)


def _along(trace: Node, letter: str, other: str) -> Any:
    return trace[letter] if trace.get(letter) is not None else range(len(trace[other]))


def _reference_ticks(others: Sequence[Node], along: Axis, across: Axis, *, lying: bool) -> dict[float, float]:
    """Where a mark of the former period stands on each bar, so that the figure is written behind it and not across it."""
    marks: dict[float, float] = {}
    for trace in others:
        if "markers" in (trace.get("mode") or ""):
            places, values = along.places(trace["y" if lying else "x"]), across.places(trace["x" if lying else "y"])
            marks |= dict(zip(places, values, strict=True))
    return marks


def _unit(axis: Axis) -> float:
    """The room of one bar: one category, one number, or the shortest step between the dates."""
    steps = [later - earlier for earlier, later in zip(axis.days, axis.days[1:], strict=False)]
    return min(steps, default=1.0)


def _draw_markers(axes: Any, marker: Node, xs: list[float], ys: list[float], *, colour: Any, alpha: float | None) -> None:
    symbol = str(marker.get("symbol", "circle"))
    if symbol.removesuffix("-open") not in SYMBOLS and symbol not in SYMBOLS:
        raise ChartNotPrintable(f"marker symbol {symbol!r}")
    sizes = marker.get("size", 6)
    areas = [(float(size) * PT_OF_PX) ** 2 for size in (sizes if isinstance(sizes, list | tuple) else [sizes] * len(xs))]
    given, edge = marker.get("color"), marker.get("line") or {}
    faces = [paint(one) for one in given] if isinstance(given, list | tuple) else paint(given) if given else colour
    if symbol.startswith("line"):
        rim = paint(edge["color"]) if isinstance(edge.get("color"), str) else faces
        strokes: dict[str, Any] = {"color": rim, "linewidths": width_of(edge, 2)}
        shape = SYMBOLS[symbol.removesuffix("-open")]
        # A rim of the sheet's colour, so that the mark is seen on a bar as well.
        axes.scatter(xs, ys, s=areas, marker=shape, color=colour_of("sheet"), linewidths=strokes["linewidths"] + 1.6, zorder=5.8)
        axes.scatter(xs, ys, s=areas, marker=shape, alpha=alpha, zorder=6, **strokes)
        return
    opened = symbol.endswith("-open")
    rim = paint(edge["color"]) if isinstance(edge.get("color"), str) else faces
    axes.scatter(
        xs, ys, s=areas, marker=SYMBOLS[symbol.removesuffix("-open")], alpha=marker.get("opacity", alpha), zorder=5,
        facecolors=[colour_of("sheet")] * len(xs) if opened else faces, edgecolors=rim, linewidths=width_of(edge, 2 if opened else 0),
    )  # fmt: skip


def _write_on_bars(
    axes: Any, trace: Node, bars: list[tuple[float, float, float]], *, lying: bool, inside: Any, ticks: dict[float, float]
) -> None:
    texts, where = trace.get("text"), trace.get("textposition", "auto")
    if texts is None or where == "none":
        return
    texts = [texts] * len(bars) if isinstance(texts, str) else texts
    longest = max((abs(start + size) for _place, start, size in bars if not math.isnan(size)), default=0.0)
    for at, ((place, start, size), text) in enumerate(zip(bars, texts, strict=True)):
        if text in (None, "") or math.isnan(size):
            continue
        below = size < 0
        if where == "inside":
            colour = inside[at] if isinstance(inside, list) else inside
            point, offset, ink, align = start + size / 2, 0, _ink_on(colour), "center"
        else:
            point, offset, ink, align = start + size, -3 if below else 3, colour_of("ink"), "left" if not below else "right"
            if point <= ticks.get(place, -math.inf) < point + longest * 0.1:
                point, offset = ticks[place], 5
        axes.annotate(
            str(text), (point, place) if lying else (place, point), xytext=(offset, 0) if lying else (0, offset),
            textcoords="offset points", fontsize=FONT_PT, color=ink, zorder=7,
            ha=align if lying else "center", va="center_baseline" if lying or align == "center" else ("top" if below else "bottom"),
        )  # fmt: skip


def _write_at_points(axes: Any, trace: Node, xs: list[float], ys: list[float], *, colour: Any) -> None:
    where = str(trace.get("textposition", "middle center"))
    texts = [trace["text"]] * len(xs) if isinstance(trace["text"], str) else trace["text"]
    vertical, horizontal = [*where.split(), "center"][:2]
    dx, ha = {"left": (-5, "right"), "right": (5, "left")}.get(horizontal, (0, "center"))
    dy, va = {"top": (4, "bottom"), "bottom": (-4, "top")}.get(vertical, (0, "center_baseline"))
    ink = (trace.get("textfont") or {}).get("color")
    for a, b, text in zip(xs, ys, texts, strict=True):
        if text in (None, "") or math.isnan(a) or math.isnan(b):
            continue
        axes.annotate(
            str(text), (a, b), xytext=(dx, dy), textcoords="offset points", ha=ha, va=va, fontsize=FONT_PT,
            color=paint(ink) if isinstance(ink, str) else colour, zorder=7,
        )  # fmt: skip


def _colour_scale(trace: Node) -> list[tuple[float, Any]]:
    given = trace.get("colorscale") or "sequential"
    if isinstance(given, str):
        letter, steps = {"sequential": ("s", 6), "diverging": ("d", 7)}.get(given, ("", 0))
        if not letter:
            raise ChartNotPrintable(f"colorscale {given!r}")
        stops = [(at / (steps - 1), palette()[f"{letter}{at + 1}"]) for at in range(steps)]
    else:
        stops = [(float(at), paint(name)) for at, name in given]
    return [(1 - at, colour) for at, colour in reversed(stops)] if trace.get("reversescale") else stops


def _ink_on(colour: Any) -> str:
    """Dark or white letters, whichever is read better on this ground."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return colour_of("ink") if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.3 else colour_of("sheet")
