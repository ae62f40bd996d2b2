"""The frame of every dashboard: stores of its question, places for filters and body, the sheet with the rows behind a figure.

`ids` of a dashboard has the names used here; their values begin with that of `PAGE`, which is how `assets/dashboards.js` finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.address import Asked
from pages.analytics.dashboard_views import views_frame
from pages.components.page import live_mark, page
from pages.components.states import skeleton, skeleton_rows
from pages.translations import _


def dashboard_frame(title: str, asked: Asked, *, ids: Any, live: str, more: Sequence[Component] = ()) -> Component:
    """Grey bars of the final size; callbacks fill them. `live` names the topics that draw it anew."""
    body = [
        dcc.Store(id=ids.ASKED, data=asked.at(asked.period).search()),
        dcc.Store(id=ids.ROWS, data=asked.search() if asked.rows else ""),
        dcc.Store(id=ids.SEEN, data=""),
        html.Div(
            [html.Div(html.Div(skeleton(24, height=28), className="bar"), id=ids.FILTERS), views_frame(asked.path)], className="dash-bar"
        ),
        html.Div(_waiting(), id=ids.BODY, className="dash-body"),
        dbc.Offcanvas(
            [
                html.Div(skeleton_rows(8, height=52), id=ids.SHEET_BODY),
                html.Ul([], id=ids.SHEET_LIST, className="behind", tabIndex=0),  # long lists without links are scrolled by keyboard
                dcc.Store(id=ids.SHEET_AFTER, data=""),
                html.Button(
                    _("Show more"), id=ids.SHEET_MORE, type="button", className="btn btn-outline-secondary", hidden=True, n_clicks=0
                ),
            ],
            id=ids.SHEET, title=html.Span("", id=ids.SHEET_TITLE), placement="end", is_open=False, class_name="drawer-k drawer-rows",
            labelledby=ids.SHEET_TITLE,
        ),
        *more,
    ]  # fmt: skip
    frame = page(
        title, state="\u00a0", state_id=ids.STATE, actions=live_mark("", id=ids.AS_OF), actions_id=ids.ACTIONS, body=body, live=live,
    )  # fmt: skip
    return html.Div(frame, id=ids.PAGE, className="dash-page", **{"data-path": str(asked.path)})


def _waiting() -> list[Component]:
    tiles = [html.Div(skeleton(60, 40, 70), className="fig") for _tile in range(5)]
    quarter = [html.Div(skeleton(30, 100, 100, 100, 100, height=24)) for _block in range(4)]
    return [html.Div(tiles, className="strip"), html.Div(skeleton(70, 60, 50), className="sents"), html.Div(quarter, className="quad")]
