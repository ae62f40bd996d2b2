"""The answer to the request: composed by the process, edited by the officer, approved, delivered as a letter."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import note
from pages.components.states import empty
from pages.formats import moment
from pages.translations import N_, _


class ids(StrEnum):
    SUBJECT = "processes-answer-subject"
    BODY = "processes-answer-body"
    VERSION = "processes-answer-version"
    SAVE = "processes-answer-save"
    CONFLICT = "processes-answer-conflict"


_STATES = {
    "draft": (N_("draft"), ""),
    "approved": (N_("approved"), "ok"),
    "delivered": (N_("delivered"), "ok"),
    "superseded": (N_("replaced"), ""),
}


def answer_reading(answer: Any, *, now: datetime, inside: bool) -> Component:
    """The letter as it is; its PDF as soon as it is printed."""
    if answer is None:
        words = _("Kordon composes the answer from the form and the findings when the case comes to that step.")
        return empty(words if inside else _("The answer will appear here."), sign=Icon.REPORT, compact=True)
    word, kind = _STATES[answer.state]
    head: list[Any] = [tag(_(word), kind=kind)] if inside else []  # type: ignore[arg-type]
    if inside:
        head.append(html.Span(_("version {number}", number=answer.version), className="t3 s12"))
    if answer.delivered_at:
        head.append(html.Span(_("sent {when}", when=moment(answer.delivered_at, now=now)), className="t3 s12"))
    head.append(html.Span(className="sp"))
    if answer.attachment_id:
        head.append(
            html.A(
                [icon(Icon.FILE_PDF), _("Open PDF")], href=f"/files/{answer.attachment_id}", className="btn btn-outline-secondary btn-sm"
            )
        )
    elif answer.state == "delivered":
        head.append(html.Span(_("The PDF is being made"), className="t3 s12"))
    paragraphs = [html.P(part) for part in answer.body.split("\n\n") if part.strip()]
    return html.Div(
        [html.Div(head, className="row-f answer-head"), html.Article([html.H3(answer.subject), *paragraphs], className="letter")],
        className="answer",
    )


def answer_editor(answer: Any, *, now: datetime) -> Component:
    """The same letter to edit; each saved wording is a version of its own."""
    return html.Div(
        [
            html.Div(id=ids.CONFLICT),
            html.Label(_("Subject"), className="form-label", htmlFor=ids.SUBJECT),
            dbc.Input(id=ids.SUBJECT, value=answer.subject if answer else "", maxlength=300),
            html.Label(_("Text"), className="form-label", htmlFor=ids.BODY),
            dbc.Textarea(id=ids.BODY, value=answer.body if answer else "", rows=12, maxlength=20_000, class_name="letter-edit"),
            html.Div(
                [
                    html.Span(
                        _("version {number}, {state}", number=answer.version, state=_(_STATES[answer.state][0])) if answer else "",
                        className="t3 s12",
                    ),
                    html.Span(className="sp"),
                    dbc.Button(_("Save the wording"), id=ids.SAVE, color="outline-secondary", n_clicks=0),
                ],
                className="row-f case-save",
            ),
            dcc.Store(id=ids.VERSION, data=answer.version if answer else 0),
        ],
        className="answer",
    )


def answer_conflict(version: int, subject: str, body: str) -> Component:
    """Their version beside one's own, which stays in the fields below."""
    words = _(
        "Version {number} was saved while you were writing. It stands here; yours is below. Saving again puts yours over it.",
        number=version,
    )
    paragraphs = [html.P(part) for part in body.split("\n\n") if part.strip()]
    return html.Div(
        [note(words, kind="warn", sign=icon(Icon.WARNING, size=14)), html.Article([html.H3(subject), *paragraphs], className="letter")],
        className="case-conflict",
    )
