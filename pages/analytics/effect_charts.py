"""Charts of effect and of return: pure functions from figures to plain dicts, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.analytics.effect import Measure
from pages.analytics.effect_view import EffectView, measure_name
from pages.analytics.figures import Chart, month_axis, month_names
from pages.formats import money_compact, month_label, number, percent
from pages.translations import _

_MILLION = 100_000_000  # kopecks
_MARGIN = {"l": 34, "r": 92, "t": 12, "b": 22}
_LINES = ((Measure.HANDLING, "var(--k-accent)", 2.25), (Measure.LABOUR, "var(--k-c2)", 2), (Measure.REPORT_ERRORS, "var(--k-c3)", 2))
_APART = 9  # per cent of the axis between two labels


def left_of_baseline(view: EffectView) -> Chart:
    """What is left of each baseline month by month, in per cent; the line at 100 is what was before."""
    rows = list(view.figures["by_month"])
    months = [date.fromisoformat(f"{row['month']}-01") for row in rows]
    data: list[dict[str, Any]] = []
    ends: list[tuple[float, int, str, str]] = []
    top = 100.0
    for measure, colour, width in _LINES:
        values = [None if row[measure] is None else round(row[measure] * 100, 1) for row in rows]
        known = [(place, value) for place, value in enumerate(values) if value is not None]
        if not known:
            continue
        top = max([top, *(value for _place, value in known)])
        name = measure_name(measure)
        data.append({
            "type": "scatter", "mode": "lines+markers" if len(known) < 3 else "lines", "name": name, "x": list(range(len(rows))),
            "y": values, "line": {"color": colour, "width": width}, "marker": {"size": 5, "color": colour}, "showlegend": False,
            "customdata": [[month_label(month), "" if value is None else number(value, digits=0)]
                           for month, value in zip(months, values, strict=True)],
            "hovertemplate": f"%{{customdata[0]}}<br>{name} <b>%{{customdata[1]}} %</b><extra></extra>",
        })  # fmt: skip
        ends.append((known[-1][1], known[-1][0], name, colour))
    annotations = [
        {
            "x": place, "y": height, "text": f"{name} <b>{number(value, digits=0)}</b>", "showarrow": False, "xanchor": "left", "xshift": 7,
            "font": {"size": 11, "color": colour},
        }
        for (value, place, name, colour), height in zip(sorted(ends), _spread(sorted(ends), top), strict=True)
    ]  # fmt: skip
    annotations.append({
        "x": 0, "y": 100, "text": _("before the hub"), "showarrow": False, "xanchor": "left", "yanchor": "bottom",
        "font": {"size": 11, "color": "var(--k-ink-2)"},
    })  # fmt: skip
    line = {"color": "var(--k-c-target)", "width": 1, "dash": "4px,3px"}
    layout = {
        "margin": {**_MARGIN, "r": 138}, "xaxis": month_axis(months), "meta": month_names(months), "annotations": annotations,
        "hovermode": "closest",
        "shapes": [
            {"type": "line", "x0": -0.4, "x1": max(len(rows) - 0.6, 0.6), "y0": 100, "y1": 100, "line": line, "name": _("before the hub")},
        ],
        "yaxis": {"range": [0, top * 1.12], "nticks": 5, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def _spread(ends: Sequence[tuple[float, int, str, str]], top: float) -> list[float]:
    """Heights of the labels, lowest first, so far apart that none covers another."""
    heights: list[float] = []
    for end in ends:
        heights.append(max(end[0], heights[-1] + _APART * top / 100) if heights else end[0])
    return heights


def left_summary(view: EffectView) -> str:
    """The chart in one sentence."""
    last = next((row for row in reversed(view.figures["by_month"]) if any(row[measure] is not None for measure, _c, _w in _LINES)), None)
    if last is None:
        return _("Nothing can be compared in these months yet.")
    told = [f"{measure_name(measure)} — {percent(last[measure], digits=0)}" for measure, _c, _w in _LINES if last[measure] is not None]
    month = month_label(date.fromisoformat(f"{last['month']}-01"))
    return _("Of what was before the hub there is left in {month}: {told}.", month=month, told=", ".join(told))


def cash_flow(figures: Mapping[str, Any], together: Mapping[str, Any]) -> Chart:
    """Costs and benefits summed up month by month in millions of roubles, dashed where they are still ahead, with the pay-back marked.

    `figures`: `months` with `cost`, `benefit`, `is_ahead`; `together`: the figures of that flow.
    """
    rows = figures["months"]
    months = [date.fromisoformat(f"{row['month']}-01") for row in rows]
    sums = {key: _summed([row[key] for row in rows]) for key in ("cost", "benefit")}
    first = next((place for place, row in enumerate(rows) if row["is_ahead"]), len(rows))
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for key, name, colour, width in (("cost", _("costs"), "var(--k-ink-2)", 1.75), ("benefit", _("benefits"), "var(--k-accent)", 2.25)):
        values = [round(one / _MILLION, 4) for one in sums[key]]
        customdata = [[month_label(month), money_compact(one)] for month, one in zip(months, sums[key], strict=True)]
        parts = ((0, first, "solid"), (max(first - 1, 0), len(rows), "4px,3px"))
        data += [
            {
                "type": "scatter", "mode": "lines", "name": name, "x": list(range(start, end)), "y": values[start:end], "showlegend": False,
                "line": {"color": colour, "width": width, **({} if dash == "solid" else {"dash": dash})},
                "customdata": customdata[start:end],
                "hovertemplate": f"%{{customdata[0]}}<br>{name} <b>%{{customdata[1]}}</b><extra></extra>",
            }
            for start, end, dash in parts
            if end - start > 1
        ]  # fmt: skip
        if values:
            annotations.append({
                "x": len(rows) - 1, "y": values[-1], "text": f"{name} <b>{number(values[-1], digits=1)}</b>", "showarrow": False,
                "xanchor": "left", "xshift": 7, "font": {"size": 11, "color": colour},
            })  # fmt: skip
    mark = together["pay_back"]
    if mark is not None and 0 < mark <= len(rows):
        place = min(len(rows) - 1, max(0.0, mark - 1))
        height = _at(sums["cost"], place) / _MILLION
        data.append({
            "type": "scatter", "mode": "markers", "name": _("pay-back"), "x": [place], "y": [height], "showlegend": False,
            "marker": {"size": 9, "color": "var(--k-sheet)", "line": {"color": "var(--k-accent)", "width": 2}}, "hoverinfo": "skip",
        })  # fmt: skip
        annotations.append({
            "x": place, "y": height, "text": f"<b>{_('pay-back: month {n}', n=number(-(-mark // 1)))}</b>", "showarrow": False,
            "xanchor": "right", "yanchor": "bottom", "xshift": -8, "yshift": 3, "font": {"size": 12, "color": "var(--k-ink)"},
        })  # fmt: skip
    top = max([0.0, *(one / _MILLION for values in sums.values() for one in values)])
    layout = {
        "margin": _MARGIN, "xaxis": month_axis(months), "meta": month_names(months), "annotations": annotations, "hovermode": "closest",
        "yaxis": {"range": [0, top * 1.12 or 1], "nticks": 5, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def _summed(values: Sequence[int]) -> list[int]:
    total, found = 0, []
    for value in values:
        total += value
        found.append(total)
    return found


def _at(values: Sequence[int], place: float) -> float:
    """Between two months the sum grows evenly."""
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def cash_summary(figures: Mapping[str, Any], together: Mapping[str, Any]) -> str:
    """The chart in one sentence."""
    if not figures["months"]:
        return _("No initiative is confirmed yet.")
    words = {"costs": money_compact(together["costs"]), "benefits": money_compact(together["benefits"])}
    if together["pay_back"] is None:
        return _("Costs of {costs} against benefits of {benefits} over the horizon: it does not pay back.", **words)
    month = number(-(-together["pay_back"] // 1))
    return _("Costs of {costs} against benefits of {benefits} over the horizon; it pays back in month {month}.", month=month, **words)
