"""The written methods of prevented loss: what is in force for each category, what came before, the next version and its publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.prevented_loss import LossBasis, LossMethod
from pages.components.buttons import button
from pages.components.dialogs import drawer
from pages.components.form_fields import date_field
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.formats import date_long, number, percent
from pages.translations import _, ngettext, text_of


class ids(StrEnum):
    STATE = "analytics-loss-methods-state"
    BODY = "analytics-loss-methods-body"
    NEW = "analytics-loss-methods-new"
    DRAWER = "analytics-loss-methods-drawer"
    DRAWER_TITLE = "analytics-loss-methods-drawer-title"
    FORM = "analytics-loss-methods-form"
    SAVE = "analytics-loss-methods-save"
    CHANGED = "analytics-loss-methods-changed"


PUBLISHERS = "analytics-loss-method-publish"


def publish_id(method: UUID) -> dict[str, str]:
    return {"type": PUBLISHERS, "method": str(method)}


def input_id(name: Any) -> dict[str, Any]:
    """An input of the form, by the name of its field."""
    return {"type": "analytics-loss-method-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-loss-method-error", "name": name}


def layout() -> Component:
    return page(
        _("Methods of prevented loss"), state="", state_id=ids.STATE, live="figures",
        actions=button(_("New version"), id=ids.NEW, kind="primary", sign=Icon.PLUS),
        body=[
            html.Div(skeleton_rows(8, height=64), id=ids.BODY, className="tab-body"),
            dcc.Store(id=ids.CHANGED, data=0),
            presses(PUBLISHERS),
            drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
        ],
    )  # fmt: skip


def state_line(methods: Sequence[LossMethod], categories: Mapping[str, Mapping[str, str]]) -> str:
    """How many categories are counted, and what waits."""
    in_force = {one.category for one in methods if one.state == "published"}
    drafts = sum(one.state == "draft" for one in methods)
    words = [
        ngettext(
            "{n} category of {all} has a method in force",
            "{n} categories of {all} have a method in force",
            len(in_force),
            all=number(len(categories)),
        )
    ]
    if drafts:
        words.append(ngettext("{n} draft waits for a second person", "{n} drafts wait for a second person", drafts))
    return ", ".join(words) + "."


def methods_body(methods: Sequence[LossMethod], categories: Mapping[str, Mapping[str, str]], *, reader: UUID | None) -> list[Component]:
    """Category after category; what has no method says what that means."""
    return [_category(text_of(name), [one for one in methods if one.category == code], reader) for code, name in categories.items()]


def _category(name: str, versions: Sequence[LossMethod], reader: UUID | None) -> Component:
    lines: list[Component] = [_version(one, reader) for one in versions]
    if not lines:
        lines = [empty(_("No method yet: candidates of this category wait until there is one."), compact=True, sign=Icon.SHIELD)]
    return html.Section([html.H2(name, className="nt-day pad"), *lines])


def _version(method: LossMethod, reader: UUID | None) -> Component:
    marks = {"published": ("ok", _("in force")), "draft": ("warn", _("draft")), "retired": ("", _("replaced"))}
    kind, words = marks[method.state]
    head: list[Any] = [
        html.Span(_("Version {n}", n=method.number), className="fw nw"), tag(words, kind=kind),  # type: ignore[arg-type]
        html.Span(formula_words(method), className="fw ell"), html.Span(className="sp"),
        html.Span(_("from {day}", day=date_long(method.first_day)), className="t2 nw"),
    ]  # fmt: skip
    if method.state == "draft" and method.author_id != reader:
        head.append(button(_("Publish"), id=publish_id(method.id), kind="primary", small=True))
    who = " · ".join(
        part
        for part in (
            method.source,
            _("written by {name}", name=method.author) if method.author else "",
            _("published by {name}", name=method.publisher) if method.publisher else "",
            ngettext("repeat within {n} day", "repeat within {n} days", method.repeat_days),
        )
        if part
    )
    return html.Div(
        [html.Div(head, className="row-f"), html.P(text_of(method.wording)), html.P(who, className="t3 s12")], className="loss-version"
    )


def formula_words(method: LossMethod) -> str:
    """«сумма × 12 % × 45 %»."""
    if method.basis is LossBasis.FULL:
        return _("the whole amount at stake")
    return _(
        "amount × {probability} × {share}", probability=percent(float(method.probability), digits=None),
        share=percent(float(method.loss_given_event), digits=None),
    )  # fmt: skip


def method_form(categories: Mapping[str, Mapping[str, str]], *, first_day: date) -> Component:
    """The next version of a category's method, to be published by somebody else."""
    basis = [
        (LossBasis.EXPECTED.value, _("expected: amount × probability × share lost")),
        (LossBasis.FULL.value, _("the whole amount at stake")),
    ]

    def line(name: str, label: str, *, hint: str = "", **more: Any) -> Component:
        return labelled(label, text_input(id=input_id(name), debounce=False, **more), error_id=error_id(name), hint=hint, is_required=True)

    def text(name: str, label: str) -> Component:
        return labelled(label, dbc.Textarea(id=input_id(name), value="", rows=3, maxlength=4000), error_id=error_id(name), is_required=True)

    return html.Div(
        [
            labelled(
                _("Category"), dropdown([(code, text_of(name)) for code, name in categories.items()], id=input_id("category")),
                error_id=error_id("category"), is_required=True,
            ),
            labelled(_("Basis"), dropdown(basis, id=input_id("basis"), value=LossBasis.EXPECTED.value), error_id=error_id("basis")),
            html.Div(
                [
                    line("probability", _("Probability, %"), inputmode="decimal", max_length=10),
                    line("loss_given_event", _("Share lost, %"), inputmode="decimal", max_length=10),
                ],
                className="field-row",
            ),
            line(
                "repeat_days", _("Repeat within, days"), value="180", inputmode="numeric", max_length=4,
                hint=_("A second entry about the same object within so many days needs a reason why it is another event."),
            ),
            text("wording_ru", _("Wording in Russian")), text("wording_en", _("Wording in English")),
            line("source", _("Source"), hint=_("The decision, protocol or study the shares come from.")),
            labelled(_("In force from"), date_field(input_id("first_day"), "analytics-loss-method-first-day", first_day),
                error_id=error_id("first_day")),
            html.Div(button(_("Save the draft"), id=ids.SAVE, kind="primary"), className="form-foot"),
        ]
    )  # fmt: skip
