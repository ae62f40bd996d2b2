"""Small drawings that need no chart library: they are there with the page, print well and follow the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components import svg
from pages.formats import number


def spark_line(values: Sequence[float | None], *, width: int = 62, height: int = 24) -> Component:
    """The course of a figure without axes, its last point in the accent. Decoration: the tile says the change in words."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    low, high = min(value for _place, value in known), max(value for _place, value in known)
    inset, steps = 3, max(1, len(values) - 1)

    def at(place: int, value: float) -> tuple[float, float]:
        share = 0.5 if high == low else (value - low) / (high - low)
        return round(inset + (width - 2 * inset) * place / steps, 1), round(height - inset - (height - 2 * inset) * share, 1)

    points = [at(place, value) for place, value in known]
    line = svg.Polyline(
        points=" ".join(f"{x},{y}" for x, y in points),
        fill="none",
        stroke="var(--k-ink-3)",
        strokeWidth="1.4",
        strokeLinejoin="round",
        strokeLinecap="round",
    )
    dot = svg.Circle(cx=points[-1][0], cy=points[-1][1], r=2.5, fill="var(--k-accent)")
    return svg.Svg([line, dot], width=width, height=height, viewBox=f"0 0 {width} {height}", focusable="false", **{"aria-hidden": "true"})


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries: late and soon are parts of `total`."""

    total: int
    late: int = 0
    soon: int = 0
    capacity: int | None = None


def load_bar(load: Load, *, scale: int, label: str) -> Component:
    """Open cases against capacity (the tick). `scale` is the number that fills the whole width, the same for all rows of a list."""
    full = max(1, scale)

    def part(count: int, colour: str) -> Component:
        return html.I(style={"width": f"{count / full:.1%}", "background": f"var(--k-{colour})"})

    bars = [part(load.late, "sla-late-fill"), part(load.soon, "sla-soon-fill"), part(load.total - load.late - load.soon, "c-prev")]
    counts = (load.late, load.soon, load.total - load.late - load.soon)
    drawn: list[Component] = [bar for bar, count in zip(bars, counts, strict=True) if count > 0]
    if load.capacity is not None:
        drawn.append(html.Span(className="cap", style={"left": f"{min(load.capacity, full) / full:.1%}"}))
    return html.Span(drawn, className="lbar", role="img", **{"aria-label": label})


def legend(entries: Sequence[tuple[str, str]]) -> Component:
    """Colour and word: `[("sla-late-fill", "late")]`."""
    return html.Span(
        [html.Span([html.I(style={"background": f"var(--k-{colour})"}), text], className="lg") for colour, text in entries],
        className="row-f lg-row",
    )


def progress_bar(done: int, total: int | None, *, label: str) -> Component:
    """How far a long work has come; without a total it only moves."""
    if not total:
        return html.Span(html.I(), className="prog prog-busy", role="progressbar", **{"aria-label": label})
    share = max(0.0, min(1.0, done / total))
    return html.Span(
        html.I(style={"width": f"{share:.1%}"}),
        className="prog",
        role="progressbar",
        **{
            "aria-label": label,
            "aria-valuemin": "0",
            "aria-valuemax": str(total),
            "aria-valuenow": str(done),
            "aria-valuetext": f"{number(done)} / {number(total)}",
        },
    )
