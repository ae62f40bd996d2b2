"""The officer's own dashboard: what I closed, how punctually, how fast beside everybody, where my hours went."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dash.development.base_component import Component

from pages.analytics.address import read_address
from pages.analytics.dashboard_frame import dashboard_frame
from pages.paths import Path
from pages.translations import _

FILTERS = ("service",)


class ids(StrEnum):
    """As `dashboard_frame` wants them."""

    PAGE = "analytics-own"
    ASKED = "analytics-own-asked"
    ROWS = "analytics-own-rows"
    SEEN = "analytics-own-seen"
    STATE = "analytics-own-state"
    ACTIONS = "analytics-own-actions"
    AS_OF = "analytics-own-as-of"
    FILTERS = "analytics-own-filters"
    BODY = "analytics-own-body"
    SLA_CHART = "analytics-own-sla"
    AGEING_CHART = "analytics-own-ageing"
    WEEKS_CHART = "analytics-own-weeks"
    SHEET = "analytics-own-sheet"
    SHEET_TITLE = "analytics-own-sheet-title"
    SHEET_BODY = "analytics-own-sheet-body"
    SHEET_LIST = "analytics-own-sheet-list"
    SHEET_AFTER = "analytics-own-sheet-after"
    SHEET_MORE = "analytics-own-sheet-more"


def layout(search: Mapping[str, str]) -> Component:
    return dashboard_frame(_("My results"), read_address(search, path=Path.OWN_WORK), ids=ids, live="cases figures")
