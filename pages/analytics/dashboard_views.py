"""Saved views of a dashboard: its filters and its period under a name, for oneself or for everybody who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.annotation import LONGEST_WORDS
from pages.components.buttons import icon_button
from pages.components.dialogs import confirm
from pages.components.forms import labelled, text_input
from pages.components.icons import Icon, icon
from pages.components.presses import presses
from pages.formats import date_short
from pages.paths import Path
from pages.translations import _

OPENS, DELETES, UNMARKS = "analytics-views-open", "analytics-views-delete", "analytics-views-unmark"
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
    EVENTS = "analytics-views-events"
    EVENT_LIST = "analytics-views-event-list"
    DAY = "analytics-views-day"
    WORDS = "analytics-views-words"
    MARK = "analytics-views-mark"
    CLOSE = "analytics-views-close"
    EVENT_ERROR = "analytics-views-event-error"


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
            presses(OPENS, DELETES, UNMARKS), html.Div(id=ids.MENU), _events_dialog(),
            confirm(_("Save this view"), id=ids.DIALOG, verb=_("Save"), confirm_id=ids.SAVE, cancel_id=ids.CANCEL, body=body),
        ],
        className="dash-views period-k",
    )  # fmt: skip


def _events_dialog() -> Component:
    """An event on the charts, and those that stand there."""
    day = text_input(id=ids.DAY, value="", debounce=False, max_length=10, placeholder="27.11.2026")
    body = [
        html.Div(
            [
                html.Div(labelled(_("Day"), day, error_id=ids.EVENT_ERROR), className="w-day"),
                html.Div(labelled(_("What happened"), text_input(id=ids.WORDS, value="", debounce=False, max_length=LONGEST_WORDS),
                                  error_id=f"{ids.EVENT_ERROR}-words"), className="fill"),
            ],
            className="row-f top",
        ),
        html.P(_("The charts of months carry it as a numbered line, for everybody, and so do the reports."), className="hint"),
        html.Div(id=ids.EVENT_LIST),
    ]  # fmt: skip
    return confirm(_("Events on charts"), id=ids.EVENTS, verb=_("Mark it"), confirm_id=ids.MARK, cancel_id=ids.CLOSE, body=body)


def events_list(events: Sequence[Any]) -> Component:
    """The latest events, each can be taken away."""
    lines = [
        html.Li([
            html.Span(date_short(one.day), className="nw t2"), html.Span(one.words, className="ell fill"),
            icon_button(
                Icon.CROSS, _("Take it off the charts: {words}", words=one.words), id={"type": UNMARKS, "event": str(one.id)}, small=True
            ),
        ], className="row-f")
        for one in events
    ]  # fmt: skip
    return html.Ul(lines, className="events-k")


def views_menu(path: str, views: Sequence[Any], *, marks_events: bool = False) -> Component:
    """One's own views first, then those of others; a link each, so that it can be copied."""
    lines: list[Any] = []
    for view in views:
        name = [html.Span(view.name, className="ell fill")]
        if view.is_shared:
            name.append(icon(Icon.PEOPLE, size=12, label=_("shared") if view.mine else _("shared by {name}", name=view.author)))
        line: list[Any] = [html.A(name, href=f"{path}?{view.query}" if view.query else path, className="dropdown-item fill")]
        if view.mine:
            words = _("Delete the view “{name}”", name=view.name)
            line.append(icon_button(Icon.CROSS, words, id={"type": DELETES, "view": str(view.id)}, small=True))
        lines.append(html.Div(line, className="row-f"))
    if lines:
        lines.append(dbc.DropdownMenuItem(divider=True))
    opener = {"type": OPENS, "what": "dialog"}
    lines.append(html.Button([icon(Icon.PLUS), _("Save this view…")], type="button", id=opener, className="dropdown-item"))
    if marks_events:
        mark = {"type": OPENS, "what": "events"}
        lines.append(html.Button([icon(Icon.PENCIL), _("Events on charts…")], type="button", id=mark, className="dropdown-item"))
    face = [icon(Icon.BOOKMARK, size=14), _("Views")]
    return dbc.DropdownMenu(lines, label=face, caret=False, toggle_class_name="pill", align_end=True, class_name="periods")
