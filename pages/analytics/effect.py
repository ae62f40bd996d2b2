"""The dashboard of measured effect: what was before the hub against what is measured now, with the doubts of each comparison."""

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

    PAGE = "analytics-effect"
    ASKED = "analytics-effect-asked"
    ROWS = "analytics-effect-rows"
    SEEN = "analytics-effect-seen"
    STATE = "analytics-effect-state"
    ACTIONS = "analytics-effect-actions"
    AS_OF = "analytics-effect-as-of"
    FILTERS = "analytics-effect-filters"
    BODY = "analytics-effect-body"
    CHART = "analytics-effect-chart"
    SHEET = "analytics-effect-sheet"
    SHEET_TITLE = "analytics-effect-sheet-title"
    SHEET_BODY = "analytics-effect-sheet-body"
    SHEET_LIST = "analytics-effect-sheet-list"
    SHEET_AFTER = "analytics-effect-sheet-after"
    SHEET_MORE = "analytics-effect-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("Effect"), read_address(search, path=Path.EFFECT), ids=ids, live="figures")
