"""Saved views of a dashboard: its filters and its period under a name, for oneself or for everybody who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import icon_button
from pages.components.dialogs import confirm
from pages.components.forms import labelled, text_input
from pages.components.icons import Icon, icon
from pages.components.presses import presses
from pages.paths import Path
from pages.translations import _

OPENS, DELETES = "analytics-views-open", "analytics-views-delete"
LONGEST_NAME = 60


class ids(StrEnum):
    SCREEN = "analytics-views-screen"
    MENU = "analytics-views-menu"
    QUERY = "analytics-views-query"
    CHANGED = "analytics-views-changed"
    DIALOG = "analytics-views-dialog"
    NAME = "analytics-views-name"
    SHARED = "analytics-views-shared"
    SAVE = "analytics-views-save"
    CANCEL = "analytics-views-cancel"
    ERROR = "analytics-views-error"


def views_frame(path: Path) -> Component:
    """The menu beside the filters and its dialog; a callback fills it."""
    shared = dbc.Switch(id=ids.SHARED, label=_("For everybody who may open this dashboard"), value=False)
    body = [
        labelled(_("Name"), text_input(id=ids.NAME, value="", debounce=False, max_length=LONGEST_NAME), error_id=ids.ERROR),
        shared,
        html.P(_("Everybody sees the figures he may see himself."), className="hint"),
    ]
    return html.Div(
        [
            dcc.Store(id=ids.SCREEN, data=str(path)), dcc.Store(id=ids.QUERY, data=""), dcc.Store(id=ids.CHANGED, data=0),
            presses(OPENS, DELETES), html.Div(id=ids.MENU),
            confirm(_("Save this view"), id=ids.DIALOG, verb=_("Save"), confirm_id=ids.SAVE, cancel_id=ids.CANCEL, body=body),
        ],
        className="dash-views period-k",
    )  # fmt: skip


def views_menu(path: str, views: Sequence[Any]) -> Component:
    """One's own views first, then those of others; a link each, so that it can be copied."""
    lines: list[Any] = []
    for view in views:
        name = [html.Span(view.name, className="ell grow")]
        if view.is_shared:
            name.append(icon(Icon.PEOPLE, size=12, label=_("shared") if view.mine else _("shared by {name}", name=view.author)))
        line: list[Any] = [html.A(name, href=f"{path}?{view.query}" if view.query else path, className="dropdown-item grow")]
        if view.mine:
            words = _("Delete the view “{name}”", name=view.name)
            line.append(icon_button(Icon.CROSS, words, id={"type": DELETES, "view": str(view.id)}, small=True))
        lines.append(html.Div(line, className="row-f"))
    if lines:
        lines.append(dbc.DropdownMenuItem(divider=True))
    opener = {"type": OPENS, "what": "dialog"}
    lines.append(html.Button([icon(Icon.PLUS), _("Save this view…")], type="button", id=opener, className="dropdown-item"))
    face = [icon(Icon.BOOKMARK, size=14), _("Views")]
    return dbc.DropdownMenu(lines, label=face, caret=False, toggle_class_name="pill", align_end=True, class_name="periods")
