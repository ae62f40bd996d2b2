"""The dashboard of allocations: costs of the service, the share of every unit with its why, what nobody used."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.paths import Path
from pages.translations import _


class ids(StrEnum):
    """As `dashboard_frame` wants them."""

    PAGE = "analytics-allocations"
    ASKED = "analytics-allocations-asked"
    ROWS = "analytics-allocations-rows"
    SEEN = "analytics-allocations-seen"
    STATE = "analytics-allocations-state"
    ACTIONS = "analytics-allocations-actions"
    AS_OF = "analytics-allocations-as-of"
    FILTERS = "analytics-allocations-filters"
    BODY = "analytics-allocations-body"
    CHART = "analytics-allocations-chart"
    SHEET = "analytics-allocations-sheet"
    SHEET_TITLE = "analytics-allocations-sheet-title"
    SHEET_BODY = "analytics-allocations-sheet-body"
    SHEET_LIST = "analytics-allocations-sheet-list"
    SHEET_AFTER = "analytics-allocations-sheet-after"
    SHEET_MORE = "analytics-allocations-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("Allocation of costs"), read_address(search, path=Path.ALLOCATIONS), ids=ids, live="figures")
