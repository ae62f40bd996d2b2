"""The overview for the board: five figures, three sentences, four charts; each leads to the dashboard it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.paths import Path
from pages.translations import _

FILTERS = ("service", "unit", "business_line")


class ids(StrEnum):
    """As `dashboard_frame` wants them."""

    PAGE = "analytics-overview"
    ASKED = "analytics-overview-asked"
    ROWS = "analytics-overview-rows"
    SEEN = "analytics-overview-seen"
    STATE = "analytics-overview-state"
    ACTIONS = "analytics-overview-actions"
    AS_OF = "analytics-overview-as-of"
    FILTERS = "analytics-overview-filters"
    BODY = "analytics-overview-body"
    SHEET = "analytics-overview-sheet"
    SHEET_TITLE = "analytics-overview-sheet-title"
    SHEET_BODY = "analytics-overview-sheet-body"
    SHEET_LIST = "analytics-overview-sheet-list"
    SHEET_AFTER = "analytics-overview-sheet-after"
    SHEET_MORE = "analytics-overview-sheet-more"


def chart_id(place: int) -> dict[str, Any]:
    return {"type": "analytics-overview-chart", "place": place}


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("Overview"), read_address(search, path=Path.OVERVIEW), ids=ids, live="figures")
