"""Initiatives: which there are, the months of cash and the live sources of one of them, forms for what people say about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.dialogs import drawer
from pages.components.icons import Icon
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.paths import Path
from pages.translations import _

OPENS, ACTS = "analytics-initiatives-open", "analytics-initiatives-act"


class ids(StrEnum):
    """`CODE` holds the initiative that is looked at; `EDITED` what the open form is about."""

    STATE = "analytics-initiatives-state"
    BODY = "analytics-initiatives-body"
    CODE = "analytics-initiatives-code"
    CHANGED = "analytics-initiatives-changed"
    EDITED = "analytics-initiatives-edited"
    DRAWER = "analytics-initiatives-drawer"
    DRAWER_TITLE = "analytics-initiatives-drawer-title"
    FORM = "analytics-initiatives-form"
    SAVE = "analytics-initiatives-save"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-initiatives-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-initiatives-error", "name": name}


def open_id(form: str, code: str = "", of: str = "") -> dict[str, str]:
    """A form: `new`, `edit`, `cash` (`of`: the month), `source`, `rate`."""
    return {"type": OPENS, "form": form, "code": code, "of": of}


def act_id(act: str, code: str, of: str) -> dict[str, str]:
    """`confirm` and `stop` (`of`: the revision that was seen), `unlink` (`of`: the source as kind:ref)."""
    return {"type": ACTS, "act": act, "code": code, "of": of}


def layout(search: Mapping[str, str]) -> Component:
    """`?initiative=CODE` leads straight to one of them."""
    body = [
        html.Div(skeleton_rows(10), id=ids.BODY), dcc.Store(id=ids.CODE, data=search.get("initiative", "")),
        dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.EDITED), presses(OPENS, ACTS),
        drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
    ]  # fmt: skip
    ways = [
        button(_("Return and pay-back"), href=str(Path.ROI), sign=Icon.PAY_BACK),
        button(_("New initiative"), id=open_id("new"), kind="primary", sign=Icon.PLUS),
    ]
    return page(_("Initiatives"), state="\u00a0", state_id=ids.STATE, actions=ways, body=body, live="figures")
