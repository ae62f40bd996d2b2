"""Disputes about shares of costs: what units object to, what was answered, what was taken off and when it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.dialogs import drawer
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.marks import tag
from pages.components.page import block, page, section
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.formats import moment, money, month_label, roubles_to_type, short_name
from pages.paths import Path
from pages.translations import _, ngettext, text_of

OPENS = "analytics-disputes-open"
LONGEST = 1000
Names = Mapping[str, Mapping[str, str]]


class ids(StrEnum):
    """`ASKED` holds the share of the address; `EDITED` what the open form is about."""

    STATE = "analytics-disputes-state"
    LIST = "analytics-disputes-list"
    ASKED = "analytics-disputes-asked"
    CHANGED = "analytics-disputes-changed"
    EDITED = "analytics-disputes-edited"
    DRAWER = "analytics-disputes-drawer"
    DRAWER_TITLE = "analytics-disputes-drawer-title"
    FORM = "analytics-disputes-form"
    SEND = "analytics-disputes-send"
    ANSWER = "analytics-disputes-answer"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-disputes-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-disputes-error", "name": name}


def open_id(dispute: str) -> dict[str, str]:
    return {"type": OPENS, "dispute": dispute}


def layout(search: Mapping[str, str]) -> Component:
    """`?month=2026-10&unit=retail&pool=payroll` opens the form for this share."""
    asked = {key: search[key] for key in ("month", "unit", "pool") if search.get(key)}
    body = [
        html.Div(skeleton_rows(6), id=ids.LIST), dcc.Store(id=ids.ASKED, data=asked), dcc.Store(id=ids.CHANGED, data=0),
        dcc.Store(id=ids.EDITED), presses(OPENS),
        drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
    ]  # fmt: skip
    way = button(_("Allocation of costs"), href=str(Path.ALLOCATIONS), sign=Icon.PIE)
    return page(_("Disputes about shares"), state="\u00a0", state_id=ids.STATE, actions=way, body=body, live="figures")


def state_words(found: Sequence[Any]) -> str:
    waiting = sum(one.state == "open" for one in found)
    if not found:
        return _("No share of costs is disputed.")
    if not waiting:
        return _("Every dispute is answered.")
    return ngettext("{n} dispute waits for an answer.", "{n} disputes wait for an answer.", waiting)


def disputes_list(found: Sequence[Any], *, answers: bool, now: datetime) -> list[Component]:
    """`found` are `Dispute`s; `answers`: the reader answers them."""
    if not found:
        words = _("The head of a unit disputes a share where it stands: in the why of the unit, on the allocation of costs.")
        return [empty(words, sign=Icon.CHAT_TEXT)]
    return [block(_head(one, answers=answers), html.Div(_told(one, now=now), className="disp-k")) for one in found]


def _head(one: Any, *, answers: bool) -> Component:
    words, kind = {
        "open": (_("waits for an answer"), "warn"), "accepted": (_("accepted"), "ok"), "rejected": (_("not accepted"), ""),
    }[one.state]  # fmt: skip
    aside: list[Component] = [tag(words, kind=kind)]  # type: ignore[arg-type]
    if answers and one.state == "open":
        aside.append(button(_("Answer"), id=open_id(str(one.id)), kind="primary", small=True))
    small = f"{month_label(one.month)} · {text_of(one.pool_name)} · {money(one.kopecks, exact=True)}"
    return section([text_of(one.unit_name)], small=small, aside=html.Span(aside, className="asides"))


def _told(one: Any, *, now: datetime) -> list[Component]:
    parts: list[Component] = [
        html.P(one.claim), html.P(f"{short_name(one.opened_by)}, {moment(one.opened_at, now=now)}", className="t3 s12"),
    ]  # fmt: skip
    if one.state != "open":
        by = f"{short_name(one.answered_by)}, {moment(one.answered_at, now=now)}" if one.answered_at else ""
        parts += [html.P(one.answer, className="disp-answer"), html.P(by, className="t3 s12")]
    if one.granted is not None:
        onto = text_of(one.onto_name) if one.onto_name else _("nobody's costs")
        taken, month = money(one.granted, exact=True), month_label(one.counts_in)
        words = _("{sum} taken off, now {onto}; counts in {month}.", sum=taken, onto=onto, month=month)
        parts.append(html.P(html.B(words)))
    return parts


def _line(name: str, label: str, value: str = "", *, hint: str = "", must: bool = True, **more: Any) -> Component:
    control = text_input(id=input_id(name), value=value, debounce=False, **more)
    return labelled(label, control, error_id=error_id(name), hint=hint, is_required=must)


def claim_form(words: str) -> Component:
    """`words` name the share."""
    hint = _("The heads of the security service are told, and you when they have answered.")
    return html.Div([
        html.P(html.B(words)), _line("claim", _("What is wrong with it"), hint=hint, max_length=LONGEST),
        html.Div(button(_("Dispute the share"), id=ids.SEND, kind="primary"), className="form-foot"),
    ])  # fmt: skip


def answer_form(one: Any, units: Names) -> Component:
    """Accept a part or all of it, or leave the share as it is."""
    decisions = [("accept", _("Accept: take off the sum below")), ("refuse", _("Leave the share as it is"))]
    others = [(code, text_of(name) or code) for code, name in units.items() if code != one.unit]
    onto = [("", _("nobody: it stays the service's own")), *others]
    decision = dropdown(decisions, id=input_id("decision"), value="accept")
    return html.Div([
        html.P(one.claim),
        labelled(_("Decision"), decision, error_id=error_id("decision"), is_required=True),
        _line("kopecks", _("Take off, ₽"), roubles_to_type(one.kopecks), must=False, max_length=24, inputmode="decimal"),
        labelled(_("Who bears it instead"), dropdown(onto, id=input_id("onto"), value=""), error_id=error_id("onto")),
        _line("answer", _("Answer in words"), max_length=LONGEST),
        html.P(_("A closed month never changes: what is taken off counts in the first open one and says so."), className="hint"),
        html.Div(button(_("Answer"), id=ids.ANSWER, kind="primary"), className="form-foot"),
    ])  # fmt: skip
