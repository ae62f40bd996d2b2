"""The portfolio: every project on one line of time, and one of them with its stages, its team, its labour against the budget."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.dialogs import drawer
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.translations import _

OPENS, ACTS = "projects-open", "projects-act"


class ids(StrEnum):
    """`CODE` holds the project that is looked at; `EDITED` what the open form is about."""

    STATE = "projects-state"
    ACTIONS = "projects-actions"
    BODY = "projects-body"
    CODE = "projects-code"
    CHANGED = "projects-changed"
    EDITED = "projects-edited"
    DRAWER = "projects-drawer"
    DRAWER_TITLE = "projects-drawer-title"
    FORM = "projects-form"
    SAVE = "projects-save"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "projects-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "projects-error", "name": name}


def open_id(form: str, code: str = "", of: str = "") -> dict[str, str]:
    """A form: `new`, `edit`, `stage` (`of`: its id, empty for a new one), `member` (`of`: the person, empty for a new one)."""
    return {"type": OPENS, "form": form, "code": code, "of": of}


def act_id(act: str, code: str, of: str) -> dict[str, str]:
    """`done` and `undone` (`of`: a stage), `finish` and `stop` (`of`: the revision that was seen)."""
    return {"type": ACTS, "act": act, "code": code, "of": of}


def layout(search: Mapping[str, str]) -> Component:
    """`?project=CODE` leads straight to one of them."""
    body = [
        html.Div(skeleton_rows(10), id=ids.BODY), dcc.Store(id=ids.CODE, data=search.get("project", "")), dcc.Store(id=ids.CHANGED, data=0),
        dcc.Store(id=ids.EDITED), presses(OPENS, ACTS), drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
    ]  # fmt: skip
    return page(_("Projects"), state="\u00a0", state_id=ids.STATE, actions=[], actions_id=ids.ACTIONS, body=body, live="board figures")
