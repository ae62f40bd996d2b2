"""What the requester thinks of the answer: one to five stars and a word."""

from __future__ import annotations

from enum import StrEnum

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.translations import _, ngettext


class ids(StrEnum):
    MODAL = "processes-rating"
    STARS = "processes-rating-stars"
    COMMENT = "processes-rating-comment"
    ERROR = "processes-rating-error"
    OK = "processes-rating-ok"
    CANCEL = "processes-rating-cancel"


def rating_dialog() -> Component:
    """The dialog, shut."""
    stars = [
        {
            "value": number,
            "label": html.Span(
                [("★" * number).ljust(5, "☆"), html.Span(ngettext("{n} star", "{n} stars", number), className="visually-hidden")]
            ),
        }
        for number in range(5, 0, -1)
    ]
    return dbc.Modal(
        [
            dbc.ModalHeader(
                html.H2(_("How useful was the answer?"), className="modal-title", id="processes-rating-title"), close_button=False
            ),
            dbc.ModalBody(
                [
                    html.Fieldset(
                        [
                            html.Legend(_("Rating"), className="visually-hidden"),
                            dbc.RadioItems(options=stars, id=ids.STARS, class_name="stars"),
                        ]
                    ),
                    html.Label(_("What could be better"), htmlFor=ids.COMMENT, className="form-label"),
                    dbc.Textarea(id=ids.COMMENT, rows=3, maxlength=2000, value=""),
                    html.Div(id=ids.ERROR, role="alert"),
                ]
            ),
            dbc.ModalFooter(
                [
                    dbc.Button(_("Cancel"), id=ids.CANCEL, color="link", n_clicks=0),
                    dbc.Button(_("Send the rating"), id=ids.OK, color="primary", n_clicks=0),
                ]
            ),
        ],
        id=ids.MODAL,
        is_open=False,
        centered=True,
        size="sm",
        labelledby="processes-rating-title",
    )
