"""What waits for the reader's decision: one entry per case with what was found and concluded, to be decided on a phone as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.processes.condition import is_empty
from models.processes.definition import FieldType
from models.processes.field_words import field_words
from pages.components.icons import Icon, icon
from pages.components.marks import risk_mark, risk_text, sla_mark, tag
from pages.components.page import live_mark, page
from pages.components.states import empty, skeleton_rows
from pages.formats import money_compact, short_name
from pages.paths import to_case
from pages.processes.words import clock_words
from pages.translations import _, current_language, ngettext, text_of


class ids(StrEnum):
    LIST = "processes-approvals-list"
    STATE = "processes-approvals-state"
    TIME = "processes-approvals-time"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with its approval task: `case` is a `CasePage`, `task` its `OpenTask`."""

    case: Any
    task: Any


def layout() -> Component:
    body = html.Div(skeleton_rows(4, height=92), id=ids.LIST, className="approvals")
    return page(_("Approvals"), state=html.Span("\u00a0"), state_id=ids.STATE, actions=live_mark("", id=ids.TIME), body=body, live="cases")


def state_words(count: int) -> str:
    if not count:
        return _("Nothing waits for your decision.")
    return ngettext("{n} case waits for your decision.", "{n} cases wait for your decision.", count)


def approval_list(waiting: Sequence[Waiting], *, now: datetime) -> Component:
    """Most urgent first."""
    if not waiting:
        return empty(
            _("Nothing to approve. When somebody asks for your decision it appears here and in your notifications."), sign=Icon.CHECK_SQUARE
        )
    return html.Ul([_entry(one.case, one.task, now=now) for one in waiting], className="approval-list")


def _entry(case: Any, task: Any, *, now: datetime) -> Component:
    href = to_case(case.number)
    head = html.Div(
        [
            html.Div(
                [
                    dcc.Link(case.title or case.number, href=href, className="fwb subj"),
                    html.Span(f" · {text_of(case.case_name)}", className="t3"),
                ],
                className="ell",
            ),
            html.Div([html.Span(case.number, className="id"), html.Span(text_of(task.step.name), className="t2 s12")], className="row-f"),
        ],
        className="approval-head",
    )
    marks = [sla_mark(clock_words(task.sla, task.left, now=now))] if task.due_at else []
    if case.risk_level:
        marks.append(
            risk_mark(
                case.risk_level,
                _("{level} risk", level=risk_text(case.risk_level).lower() if current_language() == "ru" else risk_text(case.risk_level)),
            )
        )
    if case.amount_kopecks:
        marks.append(html.Span(money_compact(case.amount_kopecks), className="t2"))
    if case.owner:
        marks.append(html.Span(short_name(case.owner), className="t2"))
    told = [html.P(words, className="approval-words") for words in _conclusion(case)]
    action = dcc.Link(
        [_("Look and decide"), icon(Icon.CHEVRON_RIGHT, size=12)], href=href + "?tab=findings", className="btn btn-outline-secondary btn-sm"
    )
    return html.Li([head, html.Div(marks, className="approval-marks"), *told, _hits(case), html.Div(action, className="approval-act")])


def _conclusion(case: Any) -> list[str]:
    """The verdict and the longest word of the officer: what the decision is about."""
    asked = set(case.definition.start_fields) if case.definition else set()
    found = [one for one in case.fields if one.key not in asked and not is_empty(case.values.get(one.key))]
    verdict = next((one for one in found if one.type is FieldType.CHOICE and one.key not in {"priority", "criticality"}), None)
    text = next((one for one in found if one.type is FieldType.LONG_TEXT), None)
    lang = current_language()
    said = []
    if verdict is not None:
        said.append(f"{text_of(verdict.label)}: {field_words(verdict, case.values[verdict.key], lang, names=case.names)}")
    if text is not None:
        words = field_words(text, case.values[text.key], lang)
        said.append(words if len(words) <= 280 else words[:280].rsplit(" ", 1)[0] + "…")
    return said


def _hits(case: Any) -> Component:
    """What was found, as tags; clear checks are counted only."""
    lang = current_language()
    tags: list[Component] = []
    clear = 0
    for one in case.fields:
        value: Mapping[str, Any] = case.values.get(one.key) or {}
        if one.type is FieldType.FINDING and value:
            if value.get("result") == "clear":
                clear += 1
            else:
                kind = "danger" if value.get("result") == "hit" else "warn"
                tags.append(tag(f"{text_of(one.label)}: {field_words(one, value, lang)}"[:90], kind=kind, sign=Icon.WARNING))  # type: ignore[arg-type]
    if clear:
        tags.append(tag(ngettext("{n} check without remarks", "{n} checks without remarks", clear), kind="ok", sign=Icon.CHECK))
    return html.Div(tags, className="approval-tags")
