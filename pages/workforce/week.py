"""One's own week of labour: seven days, what was done on each, the clock, entries by hand."""

from __future__ import annotations

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.dialogs import confirm, drawer
from pages.components.forms import dropdown, field, text_input
from pages.components.icons import Icon
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.translations import _


class ids(StrEnum):
    STATE = "week-state"
    ACTIONS = "week-actions"
    NOTE = "week-note"
    CLOCK = "week-clock"
    CLOCK_CASE = "week-clock-case"
    CLOCK_PROJECT = "week-clock-project"
    CLOCK_START = "week-clock-start"
    CLOCK_FORM = "week-clock-form"
    DAYS = "week-days"
    CHANGED = "week-changed"
    OPEN = "week-open"
    PANEL = "week-panel"
    PANEL_TITLE = "week-panel-title"
    PANEL_BODY = "week-panel-body"
    ADD = "week-add"
    ADD_CASE = "week-add-case"
    ADD_PROJECT = "week-add-project"
    ADD_DAY = "week-add-day"
    ADD_MINUTES = "week-add-minutes"
    ADD_REASON = "week-add-reason"
    ADD_ERROR = "week-add-error"
    ADD_YES = "week-add-yes"
    ADD_NO = "week-add-no"
    FIX = "week-fix"
    FIX_WORDS = "week-fix-words"
    FIX_ENTRY = "week-fix-entry"
    FIX_MINUTES = "week-fix-minutes"
    FIX_REASON = "week-fix-reason"
    FIX_ERROR = "week-fix-error"
    FIX_YES = "week-fix-yes"
    FIX_NO = "week-fix-no"
    SUBMIT = "week-submit"
    SUBMIT_WORDS = "week-submit-words"
    SUBMIT_SEEN = "week-submit-seen"
    SUBMIT_YES = "week-submit-yes"
    SUBMIT_NO = "week-submit-no"


ACTS = "week-act"


def act_id(act: str, subject: str = "") -> dict[str, str]:
    """A button that opens something (`add`, `submit`, `things`, `fix`) or moves the clock (`stop`, `discard`)."""
    return {"type": ACTS, "act": act, "subject": subject}


def layout() -> Component:
    """The frame; what is typed into stands here, because the rest is drawn anew with every change."""
    return page(
        _("My week"), state_id=ids.STATE, actions_id=ids.ACTIONS, state="",
        body=[
            html.Div(id=ids.NOTE),
            html.Div([html.Div(id=ids.CLOCK, className="wk-clock-now"), _clock_form()], className="wk-clock"),
            html.Div(skeleton_rows(8), id=ids.DAYS, className="wk-box"),
            dcc.Store(id=ids.CHANGED, data=0), dcc.Store(id=ids.OPEN, data=""), dcc.Store(id=ids.FIX_ENTRY), dcc.Store(id=ids.SUBMIT_SEEN),
            presses(ACTS),
            drawer("", html.Div(id=ids.PANEL_BODY), id=ids.PANEL, title_id=ids.PANEL_TITLE),
            _add_dialog(), _fix_dialog(),
            confirm(
                _("Hand in the week?"), id=ids.SUBMIT, verb=_("Hand in"), confirm_id=ids.SUBMIT_YES, cancel_id=ids.SUBMIT_NO,
                body_id=ids.SUBMIT_WORDS,
            ),
        ],
    )  # fmt: skip


def _clock_form() -> Component:
    case_box = text_input(id=ids.CLOCK_CASE, placeholder=_("Number of a case"), max_length=40, debounce=False)
    project_box = dropdown([], id=ids.CLOCK_PROJECT, placeholder=_("or a project"), clearable=True)
    return html.Div(
        [
            html.Label([html.Span(_("Number of a case"), className="visually-hidden"), case_box], className="wk-clock-case"),
            html.Div(project_box, className="wk-clock-project", role="group", **{"aria-label": _("Project")}),
            button(_("Start the timer"), id=ids.CLOCK_START, sign=Icon.PLAY),
        ],
        id=ids.CLOCK_FORM, className="wk-clock-form",
    )  # fmt: skip


def _labelled(label: str, control: Component) -> Component:
    return html.Div(html.Label([html.Span(label, className="form-label"), control], className="label-box"), className="field")


def _add_dialog() -> Component:
    minutes = text_input(id=ids.ADD_MINUTES, placeholder=_("45 or 1:30"), max_length=20, debounce=False)
    return confirm(
        _("Add labour"), id=ids.ADD, verb=_("Add"), confirm_id=ids.ADD_YES, cancel_id=ids.ADD_NO,
        body=[
            field(_("Number of a case"), text_input(id=ids.ADD_CASE, max_length=40, debounce=False), id=ids.ADD_CASE),
            _labelled(_("or a project"), dropdown([], id=ids.ADD_PROJECT, clearable=True)),
            html.Div(
                [_labelled(_("Day"), dropdown([], id=ids.ADD_DAY)), field(_("Time"), minutes, id=ids.ADD_MINUTES)], className="field-row"
            ),
            field(_("What was done"), text_input(id=ids.ADD_REASON, debounce=False), id=ids.ADD_REASON, is_required=True),
            html.Div(id=ids.ADD_ERROR, className="field-error", **{"aria-live": "polite"}),
        ],
    )  # fmt: skip


def _fix_dialog() -> Component:
    return confirm(
        _("Correct the entry"), id=ids.FIX, verb=_("Correct"), confirm_id=ids.FIX_YES, cancel_id=ids.FIX_NO,
        body=[
            html.P(id=ids.FIX_WORDS, className="dialog-words"),
            field(_("Time"), text_input(id=ids.FIX_MINUTES, max_length=20, debounce=False), id=ids.FIX_MINUTES,
                  hint=_("0 takes the entry out. What was there before stays visible, crossed out.")),
            field(_("Why"), text_input(id=ids.FIX_REASON, debounce=False), id=ids.FIX_REASON, is_required=True),
            html.Div(id=ids.FIX_ERROR, className="field-error", **{"aria-live": "polite"}),
        ],
    )  # fmt: skip


# --- what callbacks fill in ------------------------------------------------------------------------------------------------------
