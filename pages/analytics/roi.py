"""The dashboard of return and pay-back: the hub and each initiative as a flow of cash, with a scenario that lives in the address."""

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

    PAGE = "analytics-roi"
    ASKED = "analytics-roi-asked"
    ROWS = "analytics-roi-rows"
    SEEN = "analytics-roi-seen"
    STATE = "analytics-roi-state"
    ACTIONS = "analytics-roi-actions"
    AS_OF = "analytics-roi-as-of"
    FILTERS = "analytics-roi-filters"
    BODY = "analytics-roi-body"
    CHART = "analytics-roi-chart"
    SHEET = "analytics-roi-sheet"
    SHEET_TITLE = "analytics-roi-sheet-title"
    SHEET_BODY = "analytics-roi-sheet-body"
    SHEET_LIST = "analytics-roi-sheet-list"
    SHEET_AFTER = "analytics-roi-sheet-after"
    SHEET_MORE = "analytics-roi-sheet-more"


def slider_id(name: str) -> str:
    """A slider of the scenario."""
    return f"analytics-roi-slider-{name}"


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("Return and pay-back"), read_address(search, path=Path.ROI), ids=ids, live="figures")
