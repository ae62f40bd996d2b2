"""The one way to draw a chart: `graph()`. A house test refuses the raw `dcc.Graph`, which shows a button that sends data to a cloud.

A figure is a plain dict in Plotly's schema without a template. Colours are token names (`"var(--k-c1)"`); `assets/charts.js` puts the
template under it and the colours of the theme into it, and draws it anew when the theme changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import get_day_names, get_month_names
from dash import dcc, html
from dash.development.base_component import Component

from pages.formats import month_short
from pages.translations import current_language

_TEMPLATE = Path(__file__).with_name("plotly_template.json")


def graph(
    figure: Mapping[str, Any] | None, *, summary: str, id: Any, height: int = 200, summary_id: Any = None, clickable: bool = False
) -> Component:
    """A chart and its one-sentence summary for those who cannot see it (the report prints the same sentence).

    The callback that fills it sets `Output(id, "figure")`, and with `summary_id` also `Output(summary_id, "children")`.
    """
    words = html.Figcaption(summary, className="visually-hidden", **({"id": summary_id} if summary_id is not None else {}))
    drawing = dcc.Graph(
        id=id,
        figure=dict(figure) if figure is not None else {"data": [], "layout": {}},
        config={
            "displayModeBar": False,
            "displaylogo": False,
            "showSendToCloud": False,
            "plotlyServerURL": "",
            "responsive": True,
            "scrollZoom": False,
            "doubleClick": False,
            "locale": current_language(),
        },
        style={"height": f"{height}px"},
        className="ch-clickable" if clickable else "",
    )
    return html.Figure([html.Div(drawing, className="ch", style={"height": f"{height}px"}, **{"aria-hidden": "true"}), words])


@lru_cache(maxsize=1)
def template() -> Mapping[str, Any]:
    """The look of all charts, in token names."""
    found: Mapping[str, Any] = json.loads(_TEMPLATE.read_text(encoding="utf-8"))
    return found


def chart_locale() -> Mapping[str, Any]:
    """Months, days and number marks for Plotly, which knows only English by itself."""
    lang = current_language()
    if lang != "ru":
        return {"name": "en"}
    months = get_month_names("wide", context="stand-alone", locale="ru")
    days = get_day_names("wide", locale="ru")
    short_days = get_day_names("short", locale="ru")
    order = [6, 0, 1, 2, 3, 4, 5]  # Plotly's week begins on Sunday
    return {
        "name": "ru",
        "format": {
            "days": [days[day] for day in order],
            "shortDays": [short_days[day] for day in order],
            "months": [months[month] for month in range(1, 13)],
            "shortMonths": [month_short(date(2000, month, 1)) for month in range(1, 13)],
            "date": "%d.%m.%Y",
            "decimal": ",",
            "thousands": "\u00a0",
            "grouping": [3],
        },
    }
