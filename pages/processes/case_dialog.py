"""The one dialog of the case page: every action asks here for what it needs and says what will happen.

Its fields are always there and only hidden, so that a refused action keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.form_parts import DateField
from pages.components.forms import dropdown
from pages.translations import _


class ids(StrEnum):
    MODAL = "processes-dialog"
    ACT = "processes-dialog-act"
    TITLE = "processes-dialog-title"
    WORDS = "processes-dialog-words"
    PERSON_BOX = "processes-dialog-person-box"
    PERSON_LABEL = "processes-dialog-person-label"
    PERSON = "processes-dialog-person"
    TEXT_BOX = "processes-dialog-text-box"
    TEXT_LABEL = "processes-dialog-text-label"
    TEXT = "processes-dialog-text"
    DATE_BOX = "processes-dialog-date-box"
    DATE = "processes-dialog-date"
    ERROR = "processes-dialog-error"
    OK = "processes-dialog-ok"
    CANCEL = "processes-dialog-cancel"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the dialog shows for one action. Empty labels hide their field; `text_needed` marks the text as compulsory."""

    title: str
    words: Any
    verb: str
    text: str = ""
    text_needed: bool = False
    person: str = ""
    people: Sequence[tuple[str, str]] = ()
    date: bool = False
    danger: bool = False


def dialog() -> list[Component]:
    """The dialog, shut, and the store of what it asks about."""
    texts = {"open": _("Choose in the calendar"), "previous": _("Previous month"), "next": _("Next month")}
    body = [
        html.Div(id=ids.WORDS, className="dialog-words"),
        html.Div(
            [
                html.Label(id=ids.PERSON_LABEL, className="form-label"),
                dropdown([], id=ids.PERSON, placeholder=_("Choose a person"), clearable=True),
            ],
            id=ids.PERSON_BOX,
            className="dialog-field",
            hidden=True,
        ),
        html.Div(
            [
                html.Label(id=ids.TEXT_LABEL, className="form-label", htmlFor=ids.TEXT),
                dbc.Textarea(id=ids.TEXT, rows=4, maxlength=20_000, value=""),
            ],
            id=ids.TEXT_BOX,
            className="dialog-field",
            hidden=True,
        ),
        html.Div(
            [
                html.Label(_("Resume on"), className="form-label", htmlFor="processes-dialog-day"),
                DateField(id=ids.DATE, target="processes-dialog-day", value="", placeholder=_("dd.mm.yyyy"), texts=texts),
                html.Div(
                    _("The case comes back by itself in the morning of that day. Without a date you resume it yourself."), className="hint"
                ),
            ],
            id=ids.DATE_BOX,
            className="dialog-field",
            hidden=True,
        ),
        html.Div(id=ids.ERROR, role="alert"),
    ]
    return [
        dcc.Store(id=ids.ACT),
        dbc.Modal(
            [
                dbc.ModalHeader(html.H2(id=ids.TITLE, className="modal-title"), close_button=False),
                dbc.ModalBody(body),
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
            labelledby=ids.TITLE,
        ),
    ]


def person_options(people: Sequence[tuple[str, str]]) -> list[Mapping[str, str]]:
    return [{"value": value, "label": label} for value, label in people]


def text_label(asked: Asked) -> list[Any]:
    """The label of the text, with the star when it cannot be left out."""
    star = [html.Span("*", className="must", **{"aria-hidden": "true"}), html.Span(", " + _("required"), className="visually-hidden")]
    return [asked.text, *(star if asked.text_needed else [])]
