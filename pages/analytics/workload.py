"""The dashboard of labour: who was how busy on which day, where the time went, what lies ahead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.paths import Path
from pages.translations import _

FILTERS = ("group",)


class ids(StrEnum):
    """As `dashboard_frame` wants them."""

    PAGE = "analytics-workload"
    ASKED = "analytics-workload-asked"
    ROWS = "analytics-workload-rows"
    SEEN = "analytics-workload-seen"
    STATE = "analytics-workload-state"
    ACTIONS = "analytics-workload-actions"
    AS_OF = "analytics-workload-as-of"
    FILTERS = "analytics-workload-filters"
    BODY = "analytics-workload-body"
    DAYS_CHART = "analytics-workload-days-chart"
    WEEKS_CHART = "analytics-workload-weeks-chart"
    AHEAD_CHART = "analytics-workload-ahead-chart"
    SHEET = "analytics-workload-sheet"
    SHEET_TITLE = "analytics-workload-sheet-title"
    SHEET_BODY = "analytics-workload-sheet-body"
    SHEET_LIST = "analytics-workload-sheet-list"
    SHEET_AFTER = "analytics-workload-sheet-after"
    SHEET_MORE = "analytics-workload-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("Workload"), read_address(search, path=Path.WORKLOAD), ids=ids, live="figures")
