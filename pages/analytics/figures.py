"""Charts of the operations dashboard: pure functions from figures to plain dicts, the same on screen and on paper."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pages.analytics.view import View, bucket_name, hours_text
from pages.formats import date_long, month_label, month_short, number, percent
from pages.translations import _, ngettext

Chart = dict[str, Any]
_MARGIN = {"l": 30, "r": 46, "t": 10, "b": 22}
_MOST_TICKS = 8


def _months(rows: Sequence[Mapping[str, Any]]) -> list[date]:
    return [date.fromisoformat(f"{row['month']}-01") for row in rows]


def month_axis(months: Sequence[date]) -> dict[str, Any]:
    """Every month, or as many as fit; January carries its year."""
    step = max(1, -(-len(months) // _MOST_TICKS))
    shown = [place for place in range(len(months)) if (len(months) - 1 - place) % step == 0]
    words = [
        month_short(months[place]) + (f" {months[place].year % 100:02}" if months[place].month == 1 or place == shown[0] else "")
        for place in shown
    ]
    return {"tickvals": shown, "ticktext": words, "range": [-0.4, max(len(months) - 0.6, 0.6)], "fixedrange": True, "showgrid": False}


def month_names(months: Sequence[date]) -> dict[str, Any]:
    """For those who draw the chart without a mouse: what each place of a month axis is called."""
    return {"categories": [month_label(month) for month in months]}


def event_place(day: date, months: Sequence[date]) -> float:
    """Where a day lies on an axis of months, whose places are the middles of months."""
    first = months[0]
    place = (day.year - first.year) * 12 + day.month - first.month
    return round(place - 0.5 + (day.day - 0.5) / monthrange(day.year, day.month)[1], 3)


def with_events(chart: Chart, events: Sequence[Mapping[str, Any]], months: Sequence[date]) -> Chart:
    """The chart with a numbered line at every event; `events_words` tells what the numbers stand for."""
    if not months or not events:
        return chart
    shapes, notes = list(chart["layout"].get("shapes") or []), list(chart["layout"].get("annotations") or [])
    for number_, event in enumerate(events, 1):
        place = event_place(date.fromisoformat(str(event["day"])), months)
        shapes.append({
            "type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "yref": "paper", "layer": "below", "name": event["words"],
            "line": {"color": "var(--k-ink-3)", "width": 1, "dash": "2px,3px"},
        })  # fmt: skip
        notes.append({
            "x": place, "y": 1, "yref": "paper", "text": str(number_), "showarrow": False, "xanchor": "left", "yanchor": "top", "xshift": 3,
            "font": {"size": 11, "color": "var(--k-ink-2)"}, "hovertext": event["words"], "captureevents": True,
        })  # fmt: skip
    return {**chart, "layout": {**chart["layout"], "shapes": shapes, "annotations": notes}}


def events_words(events: Sequence[Mapping[str, Any]]) -> str:
    """«1 — 12 октября 2026 г.: новые правила; 2 — …», empty without events."""
    told = (f"{number_} — {date_long(date.fromisoformat(str(event['day'])))}: {event['words']}" for number_, event in enumerate(events, 1))
    return "; ".join(told)


def sla_by_month(view: View, links: Sequence[str] = ()) -> Chart:
    """The share of cases closed in time month by month, with the target as a line. `links` lead from a point to its rows."""
    rows = list(view.months)
    months, shares = _months(rows), [row["sla_compliance"] for row in rows]
    percents = [None if value is None else round(value * 100, 2) for value in shares]
    known = [(place, value) for place, value in enumerate(percents) if value is not None]
    target = None if view.target is None else view.target * 100
    lowest = min([*(value for _place, value in known), *([target] if target is not None else []), 100.0])
    floor = max(0.0, min(90.0, (lowest - 2) // 5 * 5))
    data: list[dict[str, Any]] = [{
        "type": "scatter", "mode": "lines+markers", "name": _("closed in time, %"), "x": list(range(len(rows))), "y": percents,
        "connectgaps": False, "showlegend": False,
        "line": {"color": "var(--k-accent)", "width": 2.25}, "marker": {"size": 5, "color": "var(--k-accent)"},
        "customdata": [[links[place] if links else "", month_label(month), number(rows[place]["sla_known"])] for place,
            month in enumerate(months)],
        "hovertemplate": f"%{{customdata[1]}}<br><b>%{{y:.1f}} %</b>, {_('cases: {n}', n='%{customdata[2]}')}<extra></extra>",
    }]  # fmt: skip
    annotations: list[dict[str, Any]] = []
    if known:
        last, value = known[-1]
        annotations.append({
            "x": last, "y": value, "text": f"<b>{number(value, digits=1)}</b>", "showarrow": False, "xanchor": "left", "xshift": 7,
            "font": {"size": 12, "color": "var(--k-accent-text)"},
        })  # fmt: skip
    shapes: list[dict[str, Any]] = []
    if target is not None and rows:
        shapes.append({
            "type": "line", "x0": -0.4, "x1": max(len(rows) - 0.6, 0.6), "y0": target, "y1": target,
            "line": {"color": "var(--k-c-target)", "width": 1, "dash": "4px,3px"}, "name": _("target"),
        })  # fmt: skip
        place, above = _room_for_target(known, target)
        annotations.append({
            "x": place, "y": target, "text": _("target {value}", value=number(target)), "showarrow": False, "xanchor": "center",
            "yanchor": "top" if above else "bottom", "font": {"size": 11, "color": "var(--k-ink-2)"},
        })  # fmt: skip
    ticks = list(range(int(floor), 101, 5 if floor >= 80 else 10 if floor >= 50 else 25))
    layout = {
        "margin": _MARGIN, "xaxis": month_axis(months), "meta": month_names(months),
        "shapes": shapes, "annotations": annotations, "hovermode": "closest",
        "yaxis": {"range": [floor, 101.5], "tickvals": ticks, "ticktext": [str(tick) for tick in ticks], "fixedrange": True},
    }  # fmt: skip
    return with_events({"data": data, "layout": layout}, view.figures.get("annotations") or (), months)


def _room_for_target(known: Sequence[tuple[int, float]], target: float) -> tuple[float, bool]:
    """Where the words of the target cover no line: at the month that is farthest from it, on the other side. (x, is the line above?)"""
    if not known:
        return 0, False
    inner = known[1:-1] or known
    place, value = max(inner, key=lambda point: abs(point[1] - target))
    return place, value >= target


def sla_summary(view: View) -> str:
    """The SLA chart in one sentence."""
    known = [row for row in view.months if row["sla_compliance"] is not None]
    if not known:
        return _("Nothing was closed with a deadline in these months.")
    below = sum(1 for row in known if view.target is not None and row["sla_compliance"] < view.target)
    first, last = known[0], known[-1]
    words = _(
        "Closed in time: {first} in {first_month}, {last} in {last_month}.",
        first=percent(first["sla_compliance"], digits=1), first_month=month_label(_months([first])[0]),
        last=percent(last["sla_compliance"], digits=1), last_month=month_label(_months([last])[0]),
    )  # fmt: skip
    if view.target is None:
        return words
    return words + " " + ngettext(
        "{n} month of {all} is below the target of {target}.", "{n} months of {all} are below the target of {target}.", below,
        all=len(known), target=percent(view.target, digits=None),
    )  # fmt: skip


def times_by_month(view: View) -> Chart:
    """Median reaction and resolution month by month, in hours, from zero, each line named at its end."""
    rows = list(view.months)
    months = _months(rows)
    lines = (
        ("median_handling_hours", _("resolution"), "var(--k-accent)", 2.25),
        ("median_reaction_hours", _("reaction"), "var(--k-c2)", 2),
    )
    data, annotations, top = [], [], 0.0
    for key, name, colour, width in lines:
        values = [row[key] for row in rows]
        known = [(place, value) for place, value in enumerate(values) if value is not None]
        top = max([top, *(value for _place, value in known)])
        data.append({
            "type": "scatter", "mode": "lines+markers" if len(known) < 3 else "lines", "name": name, "x": list(range(len(rows))),
                "y": values,
            "line": {"color": colour, "width": width}, "marker": {"size": 5, "color": colour},
            "customdata": [[month_label(month), hours_text(value)] for month, value in zip(months, values, strict=True)],
            "hovertemplate": f"%{{customdata[0]}}<br>{name} <b>%{{customdata[1]}}</b> {_('h')}<extra></extra>",
        })  # fmt: skip
        if known:
            last, value = known[-1]
            annotations.append({
                "x": last, "y": value, "text": f"<b>{hours_text(value)}</b>", "showarrow": False, "xanchor": "left", "xshift": 7,
                "font": {"size": 12, "color": colour},
            })  # fmt: skip
            annotations.append({
                "x": last, "y": value, "text": name, "showarrow": False, "xanchor": "left", "xshift": 7, "yshift": 14,
                "font": {"size": 11, "color": colour},
            })  # fmt: skip
    layout = {
        "margin": {**_MARGIN, "r": 66}, "xaxis": month_axis(months), "meta": month_names(months),
        "annotations": annotations, "hovermode": "closest",
        "yaxis": {"range": [0, top * 1.15 or 1], "nticks": 4, "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def times_summary(view: View) -> str:
    """Reaction and resolution in one sentence."""
    return _(
        "Half of the cases of the period got a first reaction within {reaction} h and were resolved within {handling} h.",
        reaction=hours_text(view.value("median_reaction")), handling=hours_text(view.value("median_handling")),
    )  # fmt: skip


def ageing_bars(view: View, links: Sequence[str] = ()) -> Chart:
    """Open cases by age in days; what is older than two weeks stands in the accent."""
    rows = view.figures["ageing"]
    counts = [row["cases"] for row in rows]
    top = max([*counts, 1])
    data = [{
        "type": "bar", "x": list(range(len(rows))), "y": counts,
            "marker": {"color": ["var(--k-c-prev)"] * 4 + ["var(--k-accent)"] * (len(rows) - 4)},
        "text": [number(count) for count in counts], "textposition": "outside", "textfont": {"size": 11, "color": "var(--k-ink)"},
            "cliponaxis": False,
        "customdata": [[links[place] if links else ""] for place in range(len(rows))],
"hovertemplate": "<b>%{y}</b><extra></extra>",
    }]  # fmt: skip
    layout = {
        "margin": {"l": 8, "r": 8, "t": 14, "b": 22}, "hovermode": "closest",
        "xaxis": {"tickvals": list(range(len(rows))), "ticktext": [bucket_name(row["bucket"]) for row in rows], "fixedrange": True,
            "showgrid": False},
        "yaxis": {"visible": False, "range": [0, top * 1.18], "fixedrange": True},
    }  # fmt: skip
    return {"data": data, "layout": layout}


def ageing_summary(view: View) -> str:
    """The ages of open cases in one sentence."""
    rows = view.figures["ageing"]
    old = sum(row["cases"] for row in rows[4:])
    return ngettext(
        "{n} case is open, {old} of them for more than two weeks.", "{n} cases are open, {old} of them for more than two weeks.",
        sum(row["cases"] for row in rows), old=number(old),
    )  # fmt: skip
