"""The operations dashboard: how fast, how punctual, how loaded. One period, a few filters, every number opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.analytics.operations_target import target_dialog
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
    return dashboard_frame(_("Deadlines and load"), asked, ids=ids, live="cases figures", more=[target_dialog()])
