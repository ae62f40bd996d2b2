"""The order form: fields of the service, what is promised, what happens next; afterwards the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.definition import Definition, Field
from pages.components.buttons import button
from pages.components.form import Known, draft_sign, form
from pages.components.form_ids import value_id
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.states import skeleton
from pages.paths import Path, to_case
from pages.services.words import answer_by_words, promise_words
from pages.translations import _, text_of

FORM = "order"
ANONYMOUS = "_anonymous"  # kept in the draft with the fields, so that a reload never reveals a name


class ids(StrEnum):
    SUBJECT = "services-order-subject"
    BODY = "services-order-body"
    SEND = "services-order-send"
    DISCARD = "services-order-discard"
    ASK_DISCARD = "services-order-ask-discard"
    DIALOG = "services-order-dialog"
    KEEP = "services-order-keep"
    PROBLEM = "services-order-problem"
    FORM_ID = "services-order-form-id"  # of this drawing of the form: sent twice it is one request


@dataclass(frozen=True, slots=True)
class Promise:
    """What the requester may count on if he orders now."""

    minutes: int | None
    answer_by: datetime | None
    now: datetime
    by_the_clock: bool = False


def layout(service: str, *, search: Mapping[str, str]) -> Component:
    subject = ":".join(part for part in (service, search.get("resubmit", "")) if part)
    waiting = html.Div(skeleton(40, 70, 30, 55, 80), className="pad", style={"paddingTop": 24})
    return html.Div([dcc.Store(id=ids.SUBJECT, data=subject), html.Div(waiting, id=ids.BODY, className="page-body")], className="page")


def order_body(
    definition: Definition, fields: Sequence[Field], values: Mapping[str, Any], *,
    subject: str, form_id: str, known: Known, promise: Promise, draft_words: str = "", refused: tuple[str, str] | None = None,
) -> list[Component]:  # fmt: skip
    """The filled page. `refused`: number of the refused request and the reason, when it is submitted again."""
    notes = []
    if refused:
        words = _("Request {number} was refused. Correct it and send it again.", number=refused[0])
        if refused[1]:
            words = _(
                "Request {number} was refused: {reason} Correct it and send it again.", number=refused[0], reason=_sentence(refused[1])
            )
        notes.append(note(words, kind="warn", sign=icon(Icon.WARNING)))
    head = html.Div(
        html.Div(
            [
                html.Nav([dcc.Link(_("Services"), href=str(Path.CATALOGUE))], className="crumb", **{"aria-label": _("The way here")}),
                html.H1(text_of(definition.name)),
                html.P(text_of(definition.summary), className="state"),
            ],
            className="head-words",
        ),
        className="head",
    )
    main = html.Div(
        [
            *notes,
            *([_anonymity(bool(values.get(ANONYMOUS)))] if definition.anonymous_allowed else []),
            form(fields, values, prefix=FORM, subject=subject, sections=definition.sections, known=known),
        ],
        className="order-form pad",
    )
    return [
        head,
        html.Div([main, html.Aside(_aside(definition, promise), className="aside order-aside")], className="split-l order"),
        _foot(promise, draft_words),
        discard_dialog(),
        dcc.Store(id=ids.FORM_ID, data=form_id),
    ]


def _anonymity(chosen: bool) -> Component:
    words = _(
        "Without a name nobody learns who reported it, and Kordon keeps no trace of it. You will not see the report among your requests."
    )
    return html.Div(
        [
            dbc.Checklist(
                id=value_id(FORM, ANONYMOUS),
                options=[{"label": _("Report without my name"), "value": "yes"}],
                value=["yes"] if chosen else [],
                switch=True,
                className="radios anon",
            ),
            html.P(words, className="hint"),
        ],
        className="anon-box",
    )


def _aside(definition: Definition, promise: Promise) -> list[Component]:
    parts: list[Component] = []
    if promise.minutes:
        parts.append(
            html.Section(
                [
                    html.Div(_("We answer within"), className="s12 t3"),
                    html.Div(promise_words(promise.minutes, by_the_clock=promise.by_the_clock), className="order-promise"),
                    html.Div(answer_by_words(promise.answer_by, now=promise.now), className="fw"),
                    html.P(_("If you order now. While we wait for your answer to a question, the clock stands."), className="hint"),
                ]
            )
        )
    steps = [(_("You order"), _("the form is checked as you type")), (_("An officer checks"), _("may ask you a question here"))]
    if any(step.kind == "approval" for step in definition.steps):
        steps.append((_("The answer is approved"), _("by a second person")))
    steps.append((_("You get the answer"), _("in Kordon and as PDF, with a notification")))
    parts.append(
        html.Section(
            [
                html.H2(_("What happens next"), className="sec"),
                html.Ol(
                    [html.Li([html.Span(first, className="fw"), html.Span(second, className="t3 s12")]) for first, second in steps],
                    className="nexts",
                ),
            ]
        )
    )
    return parts


def _foot(promise: Promise, draft_words: str) -> Component:
    by = answer_by_words(promise.answer_by, now=promise.now)
    return html.Div(
        [
            html.Div(id=ids.PROBLEM, className="order-problem", role="alert"),
            button(_("Send the request"), id=ids.SEND, kind="primary", sign=Icon.SEND),
            html.Span(_("Answer {when}", when=by), className="order-by") if by else None,
            html.Span(className="sp"),
            draft_sign(FORM, draft_words),
            button(_("Discard the draft"), id=ids.ASK_DISCARD, kind="link", class_name="order-discard"),
        ],
        className="order-foot",
    )


def discard_dialog() -> Component:
    """Asks before what was typed is thrown away."""
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(_("Discard the draft?")), close_button=False),
            dbc.ModalBody(_("Everything you have typed here and the files you attached will be gone.")),
            dbc.ModalFooter(
                [button(_("Keep it"), id=ids.KEEP, kind="link"), button(_("Discard the draft"), id=ids.DISCARD, kind="danger")]
            ),
        ],
        id=ids.DIALOG,
        size="sm",
        is_open=False,
        centered=True,
    )


def sent_body(number: str, name: Mapping[str, str], *, promise: Promise, anonymous: bool) -> list[Component]:
    """The request has been accepted: its number, when the answer comes, where to go."""
    by = answer_by_words(promise.answer_by, now=promise.now)
    if anonymous:
        lines = [_("Your name is nowhere in it. Write the number down: it is the only way to speak of this report.")]
        links = [dcc.Link(_("To the services"), href=str(Path.CATALOGUE), className="btn btn-outline-secondary")]
    else:
        lines = [
            _("We answer {when} and send you a notification.", when=by) if by else _("We send you a notification when the answer is ready.")
        ]
        links = [
            dcc.Link(_("Open the request"), href=to_case(number), className="btn btn-primary"),
            dcc.Link(_("My requests"), href=str(Path.REQUESTS), className="btn btn-outline-secondary"),
        ]
    return [
        html.Div(
            [
                html.Span(icon(Icon.CHECK_CIRCLE), className="state-sign c-ok"),
                html.H1(_("Request {number} is on its way", number=number), tabIndex="-1", id="services-order-sent"),
                html.P(text_of(name), className="fw"),
                *[html.P(line) for line in lines],
                html.Div(links, className="row-f"),
            ],
            className="empty sent",
            role="status",
        )
    ]


def _sentence(words: str) -> str:
    text = words.strip()
    return text if text.endswith((".", "!", "?", "…")) else text + "."
