"""The panel of an entry: how its sum came about, the evidence, other entries of the object, and what this reader may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.prevented_loss import LossBasis, LossState
from pages.analytics.loss_register import ACTS, category_options, loss_state_words, neighbour_lines
from pages.components.buttons import button
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.tables import details
from pages.formats import date_long, moment, money, percent, roubles_to_type
from pages.paths import to_case
from pages.translations import _, text_of


class ids(StrEnum):
    SUBJECT = "analytics-loss-card-subject"
    REVISION = "analytics-loss-card-revision"


class Act(StrEnum):
    SUBMIT = "submit"
    CONFIRM = "confirm"
    REJECT = "reject"
    DOUBLE = "double"
    CORRECT = "correct"


def act_id(act: Act) -> dict[str, str]:
    return {"type": ACTS, "act": act.value}


def input_id(name: Any) -> dict[str, Any]:
    """An input of the panel, by the name of its field."""
    return {"type": "analytics-loss-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-loss-error", "name": name}


def loss_card(
    card: Any, *, categories: Mapping[str, Mapping[str, str]], may_register: bool, may_decide: bool, now: datetime, today: date
) -> list[Any]:
    """Everything about one entry. `may_decide`: the reader is the second person."""
    row = card.row
    return [
        dcc.Store(id=ids.SUBJECT, data=str(row.id)),
        dcc.Store(id=ids.REVISION, data=row.revision),
        details(_facts(card, categories)),
        _computed(card),
        *_evidence(card, now),
        *_others(card, today),
        *_forms(card, categories, may_register=may_register, may_decide=may_decide),
    ]


def _facts(card: Any, categories: Mapping[str, Mapping[str, str]]) -> list[tuple[str, Any]]:
    row = card.row
    facts: list[tuple[str, Any]] = [
        (_("State"), loss_state_words(row.state)),
        (_("Category"), text_of(categories.get(row.category) or {})),
        (_("Day of the event"), date_long(row.happened_on)),
    ]
    if row.counted_on != row.happened_on:
        facts.append((_("Counted on"), date_long(row.counted_on)))
    if card.case_number:
        facts.append((_("Case"), dcc.Link(card.case_number, href=to_case(card.case_number))))
    if card.double_of:
        facts.append((_("Same event as"), card.double_of))
    return facts


def _computed(card: Any) -> Component:
    """The sum as people would compute it on paper, with the wording of the method."""
    row, method = card.row, card.method
    rows = [(_("At stake"), money(row.at_stake_kopecks, exact=True))]
    if method.basis is LossBasis.EXPECTED:
        rows += [
            (_("× probability"), percent(float(method.probability), digits=None)),
            (_("× share lost"), percent(float(method.loss_given_event), digits=None)),
        ]
    rows.append((_("Prevented"), money(row.loss_kopecks, exact=True)))
    if card.corrections:
        rows.append((_("With corrections"), money(card.counted_kopecks, exact=True)))
    ledger = html.Table(
        html.Tbody([html.Tr([html.Td(name), html.Td(value, className="num")]) for name, value in rows]), className="fx-ledger"
    )
    said = _("Method, version {n}, in force since {day}", n=method.number, day=date_long(method.first_day))
    return html.Div(
        [html.H3(_("How it is computed")), ledger, html.P(text_of(method.wording)), html.P(f"{said}. {method.source}", className="t3 s12")],
        className="loss-how",
    )


def _evidence(card: Any, now: datetime) -> list[Component]:
    row = card.row
    told: list[Component] = []
    if row.evidence:
        by = _("{name}, {when}", name=card.submitter, when=moment(row.submitted_at, now=now))
        told.append(html.Div([html.H3(_("Evidence")), html.P(row.evidence), html.P(by, className="t3 s12")], className="loss-how"))
    if row.decided_at:
        by = _("{name}, {when}", name=card.decider, when=moment(row.decided_at, now=now))
        why = [html.P(part) for part in (row.reason, row.distinct_reason) if part]
        told.append(
            html.Div(
                [html.H3(_("Decision: {state}", state=loss_state_words(row.state).lower())), *why, html.P(by, className="t3 s12")],
                className="loss-how",
            )
        )
    return told


def _others(card: Any, today: date) -> list[Component]:
    found: list[Component] = []
    if card.corrections:
        found.append(html.Div([html.H3(_("Corrections")), html.Ul(neighbour_lines(card.corrections, today=today))], className="loss-how"))
    if card.neighbours:
        found.append(html.Div([html.H3(_("Same object")), html.Ul(neighbour_lines(card.neighbours, today=today))], className="loss-how"))
    return found


def _forms(card: Any, categories: Mapping[str, Mapping[str, str]], *, may_register: bool, may_decide: bool) -> list[Component]:
    row = card.row
    if row.state == LossState.CANDIDATE and may_register:
        return [_hand_in(row, categories)]
    if row.state == LossState.SUBMITTED:
        return [_decide(card)] if may_decide else [note(_("Another person decides about it."), sign=icon(Icon.INFO))]
    waiting = any(one.state == LossState.SUBMITTED for one in card.corrections)
    if row.state == LossState.CONFIRMED and row.corrects_id is None and may_register and not waiting:
        return [_correct(row)]
    return []


def _hand_in(row: Any, categories: Mapping[str, Mapping[str, str]]) -> Component:
    options = [(one["value"], one["label"]) for one in category_options(categories)]
    return html.Div(
        [
            html.H3(_("Hand in for confirmation")),
            labelled(_("Category"), dropdown(options, id=input_id("category"), value=row.category), error_id=error_id("category")),
            labelled(
                _("At stake, ₽"), _amount(roubles_to_type(row.at_stake_kopecks)),
                error_id=error_id("at_stake"), is_required=True,
            ),
            labelled(
                _("Evidence"), _long(input_id("evidence")), error_id=error_id("evidence"), is_required=True,
                hint=_("What shows that the bank was about to lose this money, and that the check stopped it."),
            ),
            html.Div(button(_("Submit"), id=act_id(Act.SUBMIT), kind="primary"), className="form-foot"),
        ],
        className="loss-form",
    )  # fmt: skip


def _decide(card: Any) -> Component:
    near = [one for one in card.neighbours if one.state == LossState.CONFIRMED]
    hint = _("Needed when the object has a confirmed entry close by: why this is another event.") if near else ""
    return html.Div(
        [
            html.H3(_("Decide")),
            labelled(_("Reason"), _long(input_id("reason")), error_id=error_id("reason"), hint=hint or _("Needed to decline.")),
            labelled(
                _("Same event as entry"), text_input(id=input_id("double_of"), placeholder="ПУ-2026-00001", debounce=False, max_length=40),
                error_id=error_id("double_of"),
            ),
            html.Div(
                [
                    button(_("Confirm"), id=act_id(Act.CONFIRM), kind="primary"),
                    button(_("Reject"), id=act_id(Act.REJECT)),
                    button(_("It is a double"), id=act_id(Act.DOUBLE)),
                ],
                className="form-foot",
            ),
        ],
        className="loss-form",
    )  # fmt: skip


def _correct(row: Any) -> Component:
    return html.Details(
        [
            html.Summary(_("Correct the amount")),
            labelled(
                _("At stake, ₽"), _amount(""), error_id=error_id("at_stake"), is_required=True,
                hint=_("The right amount; 0 when nothing was at stake. The difference counts in the current month."),
            ),
            labelled(_("Reason"), _long(input_id("reason")), error_id=error_id("reason"), is_required=True),
            html.Div(button(_("Correct"), id=act_id(Act.CORRECT), kind="primary"), className="form-foot"),
        ],
        className="loss-form",
    )  # fmt: skip


def _amount(value: str) -> Component:
    return text_input(id=input_id("at_stake"), value=value, debounce=False, inputmode="decimal", max_length=24)


def _long(id: Any) -> Component:
    return dbc.Textarea(id=id, value="", maxlength=4000, rows=4)
