"""The dashboard of prevented loss: six categories against the period before and the plan; every sum opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.analytics.loss_plan import plan_dialog
from pages.paths import Path
from pages.translations import _

FILTERS = ("category", "service", "unit", "business_line")


class ids(StrEnum):
    """As `dashboard_frame` wants them."""

    PAGE = "analytics-losses"
    ASKED = "analytics-losses-asked"
    ROWS = "analytics-losses-rows"
    SEEN = "analytics-losses-seen"
    STATE = "analytics-losses-state"
    ACTIONS = "analytics-losses-actions"
    AS_OF = "analytics-losses-as-of"
    FILTERS = "analytics-losses-filters"
    BODY = "analytics-losses-body"
    CHART = "analytics-losses-chart"
    SHEET = "analytics-losses-sheet"
    SHEET_TITLE = "analytics-losses-sheet-title"
    SHEET_BODY = "analytics-losses-sheet-body"
    SHEET_LIST = "analytics-losses-sheet-list"
    SHEET_AFTER = "analytics-losses-sheet-after"
    SHEET_MORE = "analytics-losses-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    asked = read_address(search, path=Path.LOSSES)
    return dashboard_frame(_("Prevented loss"), asked, ids=ids, live="figures", more=[plan_dialog()])
