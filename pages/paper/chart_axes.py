"""The axes of a printed chart: what kind they are, where their values lie and how their ticks are written."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, isfinite, nan
from numbers import Real
from typing import Any, Literal

from pages import formats
from pages.paper.chart_schema import ChartNotPrintable, Node

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?")
_TICK_FORMAT = re.compile(r",?\.?(?P<digits>\d)?(?P<kind>[fd%])")


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of the figure. Categories lie at 0, 1, 2 …, dates at their ordinal day."""

    kind: Literal["linear", "category", "date"]
    spec: Node
    categories: tuple[str, ...] = ()
    days: tuple[float, ...] = field(default=())

    def place(self, value: Any) -> float:
        """Where the value lies; a missing one is not a number and leaves a gap."""
        if value is None:
            return nan
        if self.kind == "category":
            if isinstance(value, Real) and not isinstance(value, bool) and str(value) not in self.categories:
                return float(value)
            return float(self.categories.index(str(value)))
        return _ordinal(value) if self.kind == "date" else float(value)

    def places(self, values: Iterable[Any]) -> list[float]:
        return [self.place(value) for value in values]


def axis_of(letter: Literal["x", "y"], traces: Sequence[Node], layout: Node) -> Axis:
    spec: Node = layout.get(f"{letter}axis") or {}
    series = [list(_values(trace, letter)) for trace in traces]
    values = [value for one in series for value in one if value is not None]
    kind = spec.get("type", "-")
    if kind == "-":
        if all(isinstance(value, Real) and not isinstance(value, bool) for value in values):
            kind = "linear"
        elif all(isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)) for value in values):
            kind = "date"
        else:
            kind = "category"
    if kind == "category":
        return Axis("category", spec, _ordered([str(value) for value in values], spec, letter, traces))
    return Axis(kind, spec, days=tuple(sorted({_ordinal(value) for value in values})) if kind == "date" else ())


def show_axis(axis: Axis, letter: Literal["x", "y"], axes: Any, *, length_pt: float, font_pt: float) -> None:
    """Put ticks, labels, limits and the title of this axis on the drawing."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

    side = axes.xaxis if letter == "x" else axes.yaxis
    spec = axis.spec
    labels: list[str] | None = None
    if spec.get("tickvals") is not None:
        places = axis.places(spec["tickvals"])
        labels = [str(text) for text in spec["ticktext"]] if spec.get("ticktext") else [str(value) for value in spec["tickvals"]]
    elif axis.kind == "category":
        places, labels = _category_ticks(axis, letter, length_pt=length_pt, font_pt=font_pt)
    elif axis.kind == "date":
        places, labels = _date_ticks(axis, length_pt=length_pt, font_pt=font_pt)
    if labels is not None:
        side.set_major_locator(FixedLocator(places))
        side.set_major_formatter(FuncFormatter(lambda _value, at: labels[at] if at is not None and at < len(labels) else ""))
    else:
        written = _number_format(spec)
        side.set_major_locator(MaxNLocator(nbins=min(int(spec.get("nticks") or 5), max(2, int(length_pt / 26))), steps=[1, 2, 2.5, 5, 10]))
        side.set_major_formatter(FuncFormatter(lambda value, _at: written(value)))
    side.set_minor_locator(NullLocator())
    if spec.get("showticklabels") is False or spec.get("visible") is False:
        side.set_ticklabels([])
    title = spec.get("title") or ""
    text = title if isinstance(title, str) else title.get("text") or ""
    if text:
        side.set_label_text(text, fontsize=font_pt)


def show_limits(axis: Axis, letter: Literal["x", "y"], axes: Any, *, from_zero: bool, room: float) -> None:
    """The stretch that is shown: the figure's own, or all of the data with a little room; bars always stand on zero."""
    low, high = axes.get_xlim() if letter == "x" else axes.get_ylim()
    if axis.spec.get("range") is not None:
        low, high = (axis.place(value) for value in axis.spec["range"])
    elif axis.kind == "category":
        low, high = -0.5, len(axis.categories) - 0.5
    elif axis.kind == "linear":
        data = (axes.dataLim.x0, axes.dataLim.x1) if letter == "x" else (axes.dataLim.y0, axes.dataLim.y1)
        zero = from_zero or axis.spec.get("rangemode") in ("tozero", "nonnegative")
        low, high = (min(0.0, data[0]), max(0.0, data[1])) if zero else data
        if not isfinite(high - low):  # nothing but gaps
            low, high = 0.0, 1.0
        span = (high - low) or 1.0
        low, high = (low if zero and low == 0 else low - span * room), (high if zero and high == 0 else high + span * room)
    if low == high:
        high = low + 1
    if axis.spec.get("autorange") == "reversed":
        low, high = high, low
    (axes.set_xlim if letter == "x" else axes.set_ylim)(low, high)


def _values(trace: Node, letter: str) -> Iterable[Any]:
    values = trace.get(letter)
    if isinstance(values, dict):
        raise ChartNotPrintable("packed numbers: give plain lists")
    if values is not None:
        return values
    if trace.get("type") == "heatmap":
        return range(len(trace["z"][0]) if letter == "x" else len(trace["z"]))
    other = trace.get("y" if letter == "x" else "x") or []
    return range(len(other))


def _ordered(values: list[str], spec: Node, letter: str, traces: Sequence[Node]) -> tuple[str, ...]:
    order = spec.get("categoryorder", "array" if spec.get("categoryarray") is not None else "trace")
    known = list(dict.fromkeys(values))
    if order == "array":
        wanted = [str(value) for value in spec.get("categoryarray") or []]
        return tuple(wanted + [value for value in known if value not in wanted])
    if order in ("category ascending", "category descending"):
        return tuple(sorted(known, reverse=order.endswith("descending")))
    if order in ("total ascending", "total descending"):
        totals = dict.fromkeys(known, 0.0)
        for trace in traces:
            for at, size in zip(_values(trace, letter), _values(trace, "x" if letter == "y" else "y"), strict=True):
                totals[str(at)] += float(size or 0)
        return tuple(sorted(known, key=lambda value: totals[value], reverse=order.endswith("descending")))
    if order != "trace":
        raise ChartNotPrintable(f"categoryorder {order!r}")
    return tuple(known)


def _category_ticks(axis: Axis, letter: str, *, length_pt: float, font_pt: float) -> tuple[list[float], list[str]]:
    """Long names are broken into lines; when there are more names than room, every second or third is written."""
    everyone = list(range(len(axis.categories)))
    if letter == "y":
        return [float(at) for at in everyone], ["\n".join(textwrap.wrap(name, 30)) or name for name in axis.categories]
    room = length_pt / max(1, len(axis.categories)) / (font_pt * 0.56)
    longest_word = max((len(word) for name in axis.categories for word in name.split() or [""]), default=1)
    every = max(1, ceil((longest_word + 0.5) / room))
    shown = everyone[::every]
    width = max(longest_word, int(room * every) - 1)
    return [float(at) for at in shown], ["\n".join(textwrap.wrap(axis.categories[at], width)) for at in shown]


def _date_ticks(axis: Axis, *, length_pt: float, font_pt: float) -> tuple[list[float], list[str]]:
    days = [date.fromordinal(int(day)) for day in axis.days]
    if not days:
        return [], []
    monthly = all(day.day == 1 for day in days)
    several_years = days[0].year != days[-1].year
    every = max(1, ceil(len(days) * font_pt * (3.2 if monthly else 4.5) / length_pt))
    labels = []
    for at, day in enumerate(days[::every]):
        name = formats.month_short(day) if monthly else f"{day.day}{formats.NBSP}{formats.month_short(day)}"
        labels.append(f"{name}\n{day.year}" if monthly and several_years and (at == 0 or day.month == 1) else name)
    return [float(day) for day in axis.days[::every]], labels


def _number_format(spec: Node) -> Any:
    digits, percent = None, False
    if spec.get("tickformat"):
        found = _TICK_FORMAT.fullmatch(spec["tickformat"])
        if not found:
            raise ChartNotPrintable(f"tickformat {spec['tickformat']!r}")
        digits, percent = int(found["digits"] or 0), found["kind"] == "%"
    before, after = spec.get("tickprefix") or "", spec.get("ticksuffix") or ""

    def written(value: float) -> str:
        text = formats.percent(value, digits=digits or 0) if percent else formats.number(value, digits=digits)
        return f"{before}{text}{after}"

    return written


def _ordinal(value: Any) -> float:
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(when, datetime):
        return when.toordinal() + (when.hour * 60 + when.minute) / 1440
    return float(when.toordinal())
