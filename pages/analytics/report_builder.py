"""Reports of the bank's own: which there are, what each is put together from, a form for one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.reports import LONGEST_NAME, REPORTS, ReportDefinition, source_of
from pages.analytics.blocks import BLOCKS, SOURCES
from pages.components.buttons import button, icon_button
from pages.components.dialogs import drawer
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.page import block, page, section
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import moment
from pages.translations import _, ngettext, text_of

OPENS, WITHDRAWS, MOVES = "analytics-report-builder-open", "analytics-report-builder-withdraw", "analytics-report-builder-move"


class ids(StrEnum):
    STATE = "analytics-report-builder-state"
    LIST = "analytics-report-builder-list"
    CHANGED = "analytics-report-builder-changed"
    EDITED = "analytics-report-builder-edited"
    DRAWER = "analytics-report-builder-drawer"
    DRAWER_TITLE = "analytics-report-builder-drawer-title"
    FORM = "analytics-report-builder-form"
    ORDER = "analytics-report-builder-order"
    SAVE = "analytics-report-builder-save"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-report-builder-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-report-builder-error", "name": name}


def open_id(code: str, way: str) -> dict[str, str]:
    """`way`: new, edit or copy."""
    return {"type": OPENS, "report": code, "way": way}


def layout() -> Component:
    body = [
        html.Div(skeleton_rows(5), id=ids.LIST),
        dcc.Store(id=ids.CHANGED, data=0),
        dcc.Store(id=ids.EDITED),
        presses(OPENS, WITHDRAWS, MOVES),
        drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
    ]
    opener = button(_("New report"), id=open_id("", "new"), kind="primary", sign=Icon.PLUS)
    return page(_("Report builder"), state="\u00a0", state_id=ids.STATE, actions=opener, body=body, live="figures")


def state_words(count: int) -> str:
    if not count:
        return _("The bank has no report of its own yet: put one together from parts, or copy a ready one.")
    return ngettext("{n} report of the bank's own stands in the catalogue.", "{n} reports of the bank's own stand in the catalogue.", count)


def reports_list(own: Sequence[Any], *, now: datetime) -> list[Component]:
    """The bank's own first, then the ready ones to copy from."""
    columns = [Column(_("Report"), "26%"), Column(_("Parts")), Column(_("Changed"), "190px"), Column("", "200px")]
    rows = [_own_row(one, now) for one in own]
    content = (
        short_table(columns, rows, caption=_("Reports of the bank's own"))
        if rows
        else empty(_("No report of the bank's own yet."), sign=Icon.REPORT, compact=True)
    )
    ready = [
        [html.Span(text_of(report.name), className="fw"), _parts(report), _act(_("Copy"), open_id(report.key, "copy"))]
        for report in REPORTS.values()
    ]
    return [
        block(section(_("Reports of the bank's own")), content),
        block(
            section(_("Ready reports")),
            short_table([Column(_("Report"), "26%"), Column(_("Parts")), Column("", "200px")], ready, caption=_("Ready reports")),
        ),
    ]


def _own_row(one: Any, now: datetime) -> list[Any]:
    report = one.definition
    withdraw = {"type": WITHDRAWS, "report": report.key, "revision": str(one.revision)}
    acts = [_act(_("Edit"), open_id(report.key, "edit")), _act(_("Withdraw"), withdraw)]
    changed = html.Span(f"{one.author}, {moment(one.changed_at, now=now)}" if one.author else moment(one.changed_at, now=now))
    return [html.Span(text_of(report.name), className="fw"), _parts(report), changed, html.Span(acts, className="row-f")]


def _act(words: str, id: dict[str, str]) -> Component:
    return html.Button(words, type="button", id=id, className="btn btn-link btn-sm")


def _parts(report: ReportDefinition) -> Component:
    names = [block_name(key) for key in report.blocks if key in BLOCKS]
    return html.Span(" · ".join(names), className="t2")


def block_name(key: str) -> str:
    """«Предотвращённый ущерб: по месяцам»"""
    return f"{_(SOURCES[source_of(key)].name)}: {_(BLOCKS[key].name)}"


def order_list(chosen: Sequence[str]) -> list[Component]:
    """The chosen parts as they will stand in the report; each can go up and down."""
    rows: list[Component] = []
    for place, key in enumerate(chosen):
        ways = [
            icon_button(sign, f"{words}: {block_name(key)}", id={"type": MOVES, "part": key, "way": way}, small=True, disabled=is_end)
            for way, sign, words, is_end in (
                ("up", Icon.ARROW_UP, _("Higher"), place == 0),
                ("down", Icon.ARROW_DOWN, _("Lower"), place == len(chosen) - 1),
            )
        ]
        rows.append(html.Li([html.Span(block_name(key), className="fill"), *ways]))
    return rows


def report_form(report: ReportDefinition | None) -> Component:
    """Names in both languages, and the parts in their order."""
    name: Mapping[str, str] = report.name if report is not None else {"ru": "", "en": ""}
    options = [(key, block_name(key)) for key in BLOCKS]
    chosen = [key for key in report.blocks if key in BLOCKS] if report is not None else []

    def line(field: str, label: str, value: str) -> Component:
        control = text_input(id=input_id(field), value=value, debounce=False, max_length=LONGEST_NAME)
        return labelled(label, control, error_id=error_id(field), is_required=True)

    return html.Div(
        [
            line("name_ru", _("Report name in Russian"), name["ru"]),
            line("name_en", _("Report name in English"), name["en"]),
            labelled(
                _("Parts"),
                dropdown(options, id=input_id("blocks"), value=chosen, multi=True),
                error_id=error_id("blocks"),
                is_required=True,
            ),
            html.Ol(order_list(chosen), id=ids.ORDER, className="parts-k"),
            html.P(_("Every reader gets the parts whose figures he may see himself."), className="hint"),
            html.Div(button(_("Save the report"), id=ids.SAVE, kind="primary"), className="form-foot"),
        ]
    )
