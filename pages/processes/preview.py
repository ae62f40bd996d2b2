"""The preview beside the list: enough of a case to decide whether to open it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.condition import is_empty
from models.processes.sla import SlaState
from pages.components.form_reading import field_reading
from pages.components.icons import Icon, icon
from pages.components.marks import risk_mark, risk_text, sla_mark
from pages.components.states import empty
from pages.formats import money, short_name
from pages.paths import to_case
from pages.processes.case_acts import Act
from pages.processes.case_head import case_next
from pages.processes.case_timeline import case_timeline
from pages.processes.words import clock_words, due_words
from pages.translations import _, text_of

_FACTS = 4


ACTS = "processes-preview-act"


def preview_act_id(act: str, key: str, case: str) -> dict[str, str]:
    return {"type": ACTS, "act": act, "key": key, "case": case}


def no_preview() -> Component:
    return empty(_("Choose a case: its next step and last messages appear here."), sign=Icon.CARD_LIST)


def preview(case: Any, acts: Sequence[Act], *, items: Sequence[Any], now: datetime, me: Any, roles: Mapping[Any, str]) -> list[Component]:
    """`case` is a `CasePage`, `items` the last entries of its time line."""
    head = html.Div(
        [
            html.Span(case.number),
            html.Span(f"· {text_of(case.case_name)}", className="ell"),
            html.Span(className="sp"),
            dcc.Link(
                icon(Icon.EXPAND, label=_("Open the case")), href=to_case(case.number), className="icb icb-s", title=_("Open the case")
            ),
        ],
        className="row-f s12 t3",
    )
    due = due_words(case.due_at, now=now, sla=case.sla)
    clock = html.Div(
        [sla_mark(clock_words(case.sla, case.left, now=now, resume_on=case.resume_on)), html.Span(due, className="t3 s12 ell")],
        className="row-f pv-clock",
    )
    parts: list[Component] = [
        html.Section(
            [
                head,
                html.H2(case.title or text_of(case.case_name)),
                *([clock] if case.sla is not SlaState.NONE else []),
                html.Div(_buttons(case, acts), className="row-f pv-acts"),
            ]
        )
    ]
    step = case_next(case, [], now=now)
    hint = next((act.hint for act in acts if act.hint), "")
    words = hint or (step.children[0].children[1].children if step is not None else "")
    if words:
        parts.append(html.Section([html.Div(_("Next step"), className="s12 t3"), html.Div(words, className="fw")]))
    parts.append(html.Section(html.Dl(_facts(case), className="kv")))
    last = [
        html.Div(
            [
                html.H3(_("Latest"), className="s12 t3"),
                html.Span(className="sp"),
                dcc.Link(_("Whole time line"), href=to_case(case.number), className="s12 fw"),
            ],
            className="row-f",
        )
    ]
    parts.append(html.Section([*last, case_timeline(items, definition=case.definition, now=now, me=me, roles=roles)], className="pv-last"))
    return parts


def _buttons(case: Any, acts: Sequence[Act]) -> list[Component]:
    case_id = str(case.id)
    take = next((act for act in acts if act.act == "take"), None)
    primary = next((act for act in acts if act.style == "primary" and act.act == "outcome"), None)
    found: list[Component] = []
    if take:
        found.append(dbc.Button(take.text, id=preview_act_id("take", take.key, case_id), color="primary", size="sm", n_clicks=0))
    elif primary:
        found.append(dcc.Link(primary.text, href=to_case(case.number), className="btn btn-primary btn-sm"))
    for name in ("ask", "resume", "pause"):
        act = next((one for one in acts if one.act == name), None)
        if act and len(found) < 3:
            found.append(
                dbc.Button(
                    _("Ask") if name == "ask" else act.text,
                    id=preview_act_id(name, "", case_id),
                    color="outline-secondary",
                    size="sm",
                    n_clicks=0,
                )
            )
    if not found:
        found.append(dcc.Link(_("Open the case"), href=to_case(case.number), className="btn btn-outline-secondary btn-sm"))
    return found


def _facts(case: Any) -> list[Component]:
    pairs: list[tuple[str, Any]] = []
    if case.inside and case.risk_level:
        pairs.append((_("Risk"), risk_mark(case.risk_level, risk_text(case.risk_level))))
    if case.amount_kopecks:
        pairs.append((_("Amount"), money(case.amount_kopecks)))
    asked = set(case.definition.start_fields) if case.definition else set()
    shown = [
        one
        for one in case.fields
        if one.key in asked and not is_empty(case.values.get(one.key)) and one.type.value not in {"file", "long_text", "money"}
    ]
    pairs += [(text_of(one.label), field_reading(one, case.values[one.key], names=case.names)) for one in shown[:_FACTS]]
    if case.requester:
        pairs.append((_("Requester"), short_name(case.requester)))
    if case.owner:
        pairs.append((_("Executor"), short_name(case.owner)))
    return [part for name, value in pairs for part in (html.Dt(name), html.Dd(value))]
