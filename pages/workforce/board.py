"""The board of the project office: what the sprint is for, its cards by column, what is left, what waits. Its frame; callbacks fill it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.dialogs import confirm, drawer
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.translations import _

EDITS, PLANS, ACTS = "workforce-board-edit", "workforce-board-plan", "workforce-board-act"


class ids(StrEnum):
    STATE = "workforce-board-state"
    ACTIONS = "workforce-board-actions"
    BODY = "workforce-board-body"
    MOVE = "workforce-board-move"
    CHANGED = "workforce-board-changed"
    EDITED = "workforce-board-edited"
    DRAWER = "workforce-board-drawer"
    DRAWER_TITLE = "workforce-board-drawer-title"
    FORM = "workforce-board-form"
    SAVE = "workforce-board-save"
    CLOSING = "workforce-board-closing"
    CLOSE = "workforce-board-close"
    CANCEL = "workforce-board-cancel"
    CHART = "workforce-board-chart"
    SAYS = "workforce-board-says"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "workforce-board-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "workforce-board-error", "name": name}


def layout() -> Component:
    words = _("What is done stays with the sprint; the rest goes into the next planned one, or back into the backlog.")
    body = [
        html.Div(skeleton_rows(6, height=64), id=ids.BODY),
        dcc.Store(id=ids.MOVE), dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.EDITED),
        presses(EDITS, PLANS, ACTS),
        html.P("", id=ids.SAYS, className="visually-hidden", role="status", **{"aria-live": "assertive"}),
        drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
        confirm(_("Close the sprint?"), id=ids.CLOSING, verb=_("Close the sprint"), confirm_id=ids.CLOSE, cancel_id=ids.CANCEL, body=words),
    ]  # fmt: skip
    return page(_("Sprint board"), state="\u00a0", state_id=ids.STATE, actions="", actions_id=ids.ACTIONS, body=body, live="board")
