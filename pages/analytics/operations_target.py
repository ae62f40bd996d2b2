"""The dialog in which the head says what share of cases should be closed in time."""

from __future__ import annotations

from enum import StrEnum

from dash import html
from dash.development.base_component import Component

from pages.components.dialogs import confirm
from pages.components.forms import field, text_input
from pages.components.icons import Icon, icon
from pages.formats import percent
from pages.translations import _


class ids(StrEnum):
    OPEN = "analytics-operations-target-open"
    MODAL = "analytics-operations-target"
    SHARE = "analytics-operations-target-share"
    ERROR = "analytics-operations-target-error"
    SAVE = "analytics-operations-target-save"
    CANCEL = "analytics-operations-target-cancel"


def target_button(target: float | None) -> Component:
    """Stands beside the chart on which the target is a line."""
    words = _("Target {value}", value=percent(target, digits=None)) if target is not None else _("Set a target")
    return html.Button([icon(Icon.PENCIL, size=12), words], id=ids.OPEN, type="button", className="as-link", n_clicks=0)


def target_dialog() -> Component:
    share = field(
        _("Closed in time, %"), text_input(id=ids.SHARE, max_length=6, debounce=False, inputmode="decimal"), id=str(ids.SHARE),
        hint=_("The line on the chart, the mark in the table and the sentences of the report follow it from now on."), error_id=ids.ERROR,
    )  # fmt: skip
    return confirm(_("Target for deadlines"), id=ids.MODAL, verb=_("Set the target"), confirm_id=ids.SAVE, cancel_id=ids.CANCEL, body=share)
