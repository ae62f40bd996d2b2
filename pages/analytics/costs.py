"""The books of costs: a month with its entries, who would bear it, its closing; the keys of every pool with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.allocation import Driver
from pages.analytics.allocations_body import driver_words
from pages.analytics.costs_file import file_dialog
from pages.components.dialogs import confirm
from pages.components.filters import Tab, tabs
from pages.components.forms import dropdown, labelled, text_input
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.translations import N_, _


class ids(StrEnum):
    STATE = "analytics-costs-state"
    ACTIONS = "analytics-costs-actions"
    TAB = "analytics-costs-tab"
    BODY = "analytics-costs-body"
    MONTH = "analytics-costs-month"
    CHANGED = "analytics-costs-changed"
    ADDRESS = "analytics-costs-address"
    FORM_KEY = "analytics-costs-form-key"
    ENTER = "analytics-costs-enter"
    ENTER_YES = "analytics-costs-enter-yes"
    ENTER_NO = "analytics-costs-enter-no"
    CLOSE = "analytics-costs-close"
    CLOSE_WORDS = "analytics-costs-close-words"
    CLOSE_SEEN = "analytics-costs-close-seen"
    CLOSE_YES = "analytics-costs-close-yes"
    CLOSE_NO = "analytics-costs-close-no"
    KEY = "analytics-costs-key"
    KEY_YES = "analytics-costs-key-yes"
    KEY_NO = "analytics-costs-key-no"
    POOL = "analytics-costs-pool"
    POOL_YES = "analytics-costs-pool-yes"
    POOL_NO = "analytics-costs-pool-no"
    PREVIEW = "analytics-costs-preview"
    PREVIEW_BODY = "analytics-costs-preview-body"
    PREVIEW_TITLE = "analytics-costs-preview-title"


ACTS = "analytics-costs-act"
TABS = {"month": N_("Month"), "keys": N_("Pools and keys")}


def act_id(act: str, subject: str = "") -> dict[str, str]:
    """A button: `enter`, `import`, `close`, `pool`, `key` open a dialog; `publish`, `discard`, `preview` are about a version."""
    return {"type": ACTS, "act": act, "subject": subject}


def input_id(form: Any, name: Any) -> dict[str, Any]:
    return {"type": "analytics-costs-input", "form": form, "name": name}


def error_id(form: Any, name: Any) -> dict[str, Any]:
    return {"type": "analytics-costs-error", "form": form, "name": name}


def layout(search: Mapping[str, str]) -> Component:
    """The frame; `?month=2026-10&tab=keys` leads straight to a month or to the keys."""
    tab = search.get("tab", "month")
    return page(
        _("Costs"), state="\u00a0", state_id=ids.STATE, actions=[], actions_id=ids.ACTIONS, live="figures",
        body=[
            tabs([Tab(key, _(words)) for key, words in TABS.items()], id=ids.TAB, chosen=tab if tab in TABS else "month"),
            html.Div(skeleton_rows(10), id=ids.BODY, className="tab-body"),
            dcc.Store(id=ids.MONTH, data=search.get("month", "")), dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.ADDRESS),
            dcc.Store(id=ids.FORM_KEY, data=""), dcc.Store(id=ids.CLOSE_SEEN),
            presses(ACTS), _enter_dialog(), _close_dialog(), _key_dialog(), _pool_dialog(), file_dialog(), _preview_panel(),
        ],
    )  # fmt: skip


def _line(form: str, name: str, label: str, *, hint: str = "", must: bool = False, **more: Any) -> Component:
    control = text_input(id=input_id(form, name), debounce=False, **more)
    return labelled(label, control, error_id=error_id(form, name), hint=hint, is_required=must)


def _choice(form: str, name: str, label: str, options: list[tuple[str, str]], value: str | None = None) -> Component:
    return labelled(label, dropdown(options, id=input_id(form, name), value=value), error_id=error_id(form, name), is_required=True)


def _enter_dialog() -> Component:
    body = [
        _choice("enter", "pool", _("Pool"), []),
        html.Div([
            _line("enter", "kopecks", _("Amount, ₽"), must=True, max_length=24, inputmode="decimal"),
            _line("enter", "month", _("Month, mm.yyyy"), must=True, max_length=7),
        ], className="field-row"),
        html.Div([
            _line("enter", "document", _("Document"), max_length=120), _line("enter", "account", _("Account"), max_length=40),
        ], className="field-row"),
        _line("enter", "description", _("What for"), max_length=300,
              hint=_("A credit note is negative. A cost of a closed month counts in the first open one and says so.")),
    ]  # fmt: skip
    return confirm(
        _("Enter a cost"), id=ids.ENTER, verb=_("Enter"), confirm_id=ids.ENTER_YES, cancel_id=ids.ENTER_NO, body=body,
    )  # fmt: skip


def _close_dialog() -> Component:
    return confirm(
        _("Close the month"), id=ids.CLOSE, verb=_("Close for good"), confirm_id=ids.CLOSE_YES, cancel_id=ids.CLOSE_NO, danger=True,
        body=[], body_id=ids.CLOSE_WORDS,
    )  # fmt: skip


def _key_dialog() -> Component:
    drivers = [(driver.value, driver_words(driver)) for driver in Driver]
    body = [
        _choice("key", "pool", _("Pool"), []),
        _choice("key", "driver", _("Shared"), drivers, Driver.HOURS.value),
        _line("key", "month", _("From the month, mm.yyyy"), must=True, max_length=7),
        _line("key", "parameters", _("Shares or weights"), max_length=2000,
              hint=_("Agreed shares in per cent or weights of services, by code: corporate 60; retail 40. Other drivers need none.")),
        _line("key", "words", _("Reason in words"), max_length=500, must=True),
    ]  # fmt: skip
    return confirm(
        _("New version of a key"), id=ids.KEY, verb=_("Save the draft"), confirm_id=ids.KEY_YES, cancel_id=ids.KEY_NO, body=body,
    )  # fmt: skip


def _pool_dialog() -> Component:
    body = [
        _line("pool", "name_ru", _("Title in Russian"), must=True, max_length=120),
        _line("pool", "name_en", _("Title in English"), must=True, max_length=120),
        _line("pool", "code", _("Code"), must=True, max_length=40),
    ]
    return confirm(_("New pool"), id=ids.POOL, verb=_("Add the pool"), confirm_id=ids.POOL_YES, cancel_id=ids.POOL_NO, body=body)


def _preview_panel() -> Component:
    return dbc.Offcanvas(
        html.Div(id=ids.PREVIEW_BODY), id=ids.PREVIEW, title=html.Span("", id=ids.PREVIEW_TITLE), placement="end", is_open=False,
        class_name="drawer-k drawer-rows", labelledby=ids.PREVIEW_TITLE,
    )  # fmt: skip
