"""The operations dashboard: how fast, how punctual, how loaded. One period, a few filters, every number opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.operations_target import target_dialog
from pages.components.page import live_mark, page
from pages.components.states import skeleton, skeleton_rows
from pages.translations import _


class ids(StrEnum):
    """`ASKED` holds the query of period and filters, `ROWS` that of the open rows; `assets/dashboards.js` keeps the address."""

    PAGE = "analytics-operations"
    ASKED = "analytics-operations-asked"
    ROWS = "analytics-operations-rows"
    SEEN = "analytics-operations-seen"
    STATE = "analytics-operations-state"
    ACTIONS = "analytics-operations-actions"
    AS_OF = "analytics-operations-as-of"
    FILTERS = "analytics-operations-filters"
    BODY = "analytics-operations-body"
    SLA_CHART = "analytics-operations-sla"
    TIMES_CHART = "analytics-operations-times"
    AGEING_CHART = "analytics-operations-ageing"
    SHEET = "analytics-operations-sheet"
    SHEET_TITLE = "analytics-operations-sheet-title"
    SHEET_BODY = "analytics-operations-sheet-body"
    SHEET_LIST = "analytics-operations-sheet-list"
    SHEET_AFTER = "analytics-operations-sheet-after"
    SHEET_MORE = "analytics-operations-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    """The frame with grey bars of the final size; callbacks fill it."""
    asked = read_address(search)
    body = [
        dcc.Store(id=ids.ASKED, data=asked.at(asked.period).search()),
        dcc.Store(id=ids.ROWS, data=asked.search() if asked.rows else ""),
        dcc.Store(id=ids.SEEN, data=""),
        html.Div(html.Div(skeleton(24, height=28), className="bar"), id=ids.FILTERS),
        html.Div(_waiting(), id=ids.BODY, className="dash-body"),
        dbc.Offcanvas(
            [
                html.Div(skeleton_rows(8, height=52), id=ids.SHEET_BODY),
                html.Ul([], id=ids.SHEET_LIST, className="behind"),
                dcc.Store(id=ids.SHEET_AFTER, data=""),
                html.Button(_("Show more"), id=ids.SHEET_MORE, type="button", className="btn btn-outline-secondary", hidden=True,
                    n_clicks=0),
            ],
            id=ids.SHEET, title=html.Span("", id=ids.SHEET_TITLE), placement="end", is_open=False, class_name="drawer-k drawer-rows",
            labelledby=ids.SHEET_TITLE,
        ),
        target_dialog(),
    ]  # fmt: skip
    frame = page(
        _("Deadlines and load"), state="\u00a0", state_id=ids.STATE, actions=live_mark("", id=ids.AS_OF), actions_id=ids.ACTIONS, body=body,
        live="cases figures",
    )  # fmt: skip
    return html.Div(frame, id=ids.PAGE, className="dash-page")


def _waiting() -> list[Component]:
    tiles = [html.Div(skeleton(60, 40, 70), className="fig") for _tile in range(5)]
    quarter = [html.Div(skeleton(30, 100, 100, 100, 100, height=24)) for _block in range(4)]
    return [html.Div(tiles, className="strip"), html.Div(skeleton(70, 60, 50), className="sents"), html.Div(quarter, className="quad")]
