"""Bulk actions over chosen cases: the bar that floats over the list, the dialog, the result per case."""

from __future__ import annotations

from enum import StrEnum

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.form_parts import DateField
from pages.components.forms import dropdown
from pages.components.icons import Icon, icon
from pages.translations import _, ngettext


class ids(StrEnum):
    BAR = "processes-bulk-bar"
    COUNT = "processes-bulk-count"
    TAKE = "processes-bulk-take"
    REASSIGN = "processes-bulk-reassign"
    ASK = "processes-bulk-ask"
    PAUSE = "processes-bulk-pause"
    CLEAR = "processes-bulk-clear"
    MODAL = "processes-bulk-modal"
    ACT = "processes-bulk-act"
    TITLE = "processes-bulk-title"
    WORDS = "processes-bulk-words"
    FIELDS = "processes-bulk-fields"
    PERSON_BOX = "processes-bulk-person-box"
    PERSON = "processes-bulk-person"
    TEXT_BOX = "processes-bulk-text-box"
    TEXT_LABEL = "processes-bulk-text-label"
    TEXT = "processes-bulk-text"
    DATE_BOX = "processes-bulk-date-box"
    DATE = "processes-bulk-date"
    ERROR = "processes-bulk-error"
    RESULT = "processes-bulk-result"
    OK = "processes-bulk-ok"
    CANCEL = "processes-bulk-cancel"


def bulk_bar() -> Component:
    """Hidden until something is chosen."""

    def act(name: ids, text: str, sign: Icon) -> Component:
        return html.Button([icon(sign), text], id=name, type="button", n_clicks=0)

    words = _("Choose none")
    return html.Div(
        [
            html.Span(id=ids.COUNT, className="nw"),
            html.Hr(),
            act(ids.TAKE, _("Take"), Icon.PERSON_CHECK),
            act(ids.REASSIGN, _("Pass on"), Icon.PERSON_PLUS),
            act(ids.ASK, _("Ask"), Icon.CHAT_TEXT),
            act(ids.PAUSE, _("Pause"), Icon.PAUSE),
            html.Hr(),
            html.Button(icon(Icon.CROSS), id=ids.CLEAR, type="button", title=words, n_clicks=0, **{"aria-label": words}),
        ],
        id=ids.BAR,
        className="bulk",
        role="toolbar",
        hidden=True,
        **{"aria-label": _("Actions with the chosen cases")},
    )


def chosen_words(count: int) -> str:
    return ngettext("{n} case chosen", "{n} cases chosen", count)


def bulk_dialog() -> list[Component]:
    """One dialog for all of them: its fields are hidden as needed, its foot becomes the list of results."""
    texts = {"open": _("Choose in the calendar"), "previous": _("Previous month"), "next": _("Next month")}
    fields = [
        html.Div(
            [
                html.Label(_("To whom"), className="form-label"),
                dropdown([], id=ids.PERSON, placeholder=_("Back to the group's queue"), clearable=True),
            ],
            id=ids.PERSON_BOX,
            className="dialog-field",
        ),
        html.Div(
            [
                html.Label(id=ids.TEXT_LABEL, className="form-label", htmlFor=ids.TEXT),
                dbc.Textarea(id=ids.TEXT, rows=4, maxlength=20_000, value=""),
            ],
            id=ids.TEXT_BOX,
            className="dialog-field",
        ),
        html.Div(
            [
                html.Label(_("Resume on"), className="form-label", htmlFor="processes-bulk-day"),
                DateField(id=ids.DATE, target="processes-bulk-day", value="", placeholder=_("dd.mm.yyyy"), texts=texts),
            ],
            id=ids.DATE_BOX,
            className="dialog-field",
        ),
    ]
    return [
        dcc.Store(id=ids.ACT),
        dbc.Modal(
            [
                dbc.ModalHeader(html.H2(id=ids.TITLE, className="modal-title"), close_button=False),
                dbc.ModalBody(
                    [
                        html.Div(id=ids.WORDS, className="dialog-words"),
                        html.Div(fields, id=ids.FIELDS),
                        html.Div(id=ids.ERROR, role="alert"),
                        html.Div(id=ids.RESULT, role="status"),
                    ]
                ),
                dbc.ModalFooter(
                    [
                        dbc.Button(_("Cancel"), id=ids.CANCEL, color="link", n_clicks=0),
                        dbc.Button("", id=ids.OK, color="primary", n_clicks=0),
                    ]
                ),
            ],
            id=ids.MODAL,
            is_open=False,
            centered=True,
            backdrop=True,
            scrollable=True,
            labelledby=ids.TITLE,
        ),
    ]


def result_words(done: int, refused: int) -> str:
    """«Сделано: 12, не удалось: 2»."""
    if not refused:
        return ngettext("Done in {n} case", "Done in {n} cases", done)
    return _("Done in {done}, not possible in {refused}", done=done, refused=refused)
