"""The chart of prevented loss: pure functions from figures to plain dicts, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pages.analytics.figures import Chart, month_axis, month_names, with_events
from pages.analytics.loss_view import LossView
from pages.formats import money_compact, month_label
from pages.translations import _

_MARGIN = {"l": 38, "r": 12, "t": 12, "b": 22}
_MILLION = 100_000_000  # kopecks


def losses_by_month(view: LossView, links: Sequence[str] = ()) -> Chart:
    """Confirmed loss month by month in millions of roubles, with the plan as marks. `links` lead from a bar to its rows."""
    rows = list(view.months)
    months = [date.fromisoformat(f"{row['month']}-01") for row in rows]
    places = list(range(len(rows)))
    values = [round(row["kopecks"] / _MILLION, 4) for row in rows]
    last = len(rows) - 1
    data: list[dict[str, Any]] = [{
        "type": "bar", "name": _("prevented"), "x": places, "y": values,
        "marker": {"color": ["var(--k-accent)" if place == last else "var(--k-c4)" for place in places]},
        "customdata": [
            [links[place] if links else "", month_label(months[place]), money_compact(rows[place]["kopecks"])] for place in places
        ],
        "hovertemplate": "%{customdata[1]}<br><b>%{customdata[2]}</b><extra></extra>",
    }]  # fmt: skip
    planned = [(place, row["plan_kopecks"]) for place, row in enumerate(rows) if row["plan_kopecks"]]
    shapes = [
        {
            "type": "line", "x0": place - 0.4, "x1": place + 0.4, "y0": plan / _MILLION, "y1": plan / _MILLION,
            "line": {"color": "var(--k-c-target)", "width": 1.5}, "name": _("plan"),
        }
        for place, plan in planned
    ]  # fmt: skip
    top = max([0.0, *values, *(plan / _MILLION for _place, plan in planned)])
    layout = {
        "margin": _MARGIN, "xaxis": month_axis(months), "meta": month_names(months),
        "shapes": shapes, "hovermode": "closest", "bargap": 0.35,
        "yaxis": {"range": [min([0.0, *values]) * 1.15, top * 1.15 or 1], "nticks": 4, "fixedrange": True, "zeroline": True},
    }  # fmt: skip
    return with_events({"data": data, "layout": layout}, view.figures.get("annotations") or (), months)


def losses_summary(view: LossView) -> str:
    """The chart in one sentence."""
    known = [row for row in view.months if row["kopecks"]]
    if not known:
        return _("Nothing was confirmed in these months.")
    best = max(known, key=lambda row: row["kopecks"])
    months = {"month": month_label(date.fromisoformat(f"{best['month']}-01")), "sum": money_compact(best["kopecks"])}
    total = money_compact(sum(row["kopecks"] for row in view.months))
    return _("Most was prevented in {month}: {sum}; in all {total} in twelve months.", total=total, **months)
