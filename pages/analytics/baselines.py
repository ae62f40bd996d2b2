"""What was before the hub: every measure with its newest baseline and source, a form for another one; nothing entered is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.effect import BY_SERVICE, Measure
from pages.analytics.baselines_file import file_panel
from pages.analytics.baselines_file import ids as file_ids
from pages.analytics.effect_view import measure_name, value_text
from pages.components.buttons import button
from pages.components.dialogs import drawer
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon
from pages.components.page import block, page, section
from pages.components.presses import presses
from pages.components.states import skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import date_short, moment, number, short_name
from pages.paths import Path
from pages.translations import _, ngettext, text_of

OPENS = "analytics-baselines-open"
LONGEST_SOURCE = 500
Names = Mapping[str, Mapping[str, str]]


class ids(StrEnum):
    STATE = "analytics-baselines-state"
    LIST = "analytics-baselines-list"
    CHANGED = "analytics-baselines-changed"
    DRAWER = "analytics-baselines-drawer"
    DRAWER_TITLE = "analytics-baselines-drawer-title"
    FORM = "analytics-baselines-form"
    SAVE = "analytics-baselines-save"


def input_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-baselines-input", "name": name}


def error_id(name: Any) -> dict[str, Any]:
    return {"type": "analytics-baselines-error", "name": name}


def open_id(measure: str, service: str) -> dict[str, str]:
    return {"type": OPENS, "measure": measure, "service": service}


def layout() -> Component:
    body = [
        html.Div(skeleton_rows(10), id=ids.LIST), dcc.Store(id=ids.CHANGED, data=0), presses(OPENS),
        drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE), file_panel(),
    ]  # fmt: skip
    ways = [
        button(_("Effect"), href=str(Path.EFFECT), sign=Icon.TREND),
        button(_("From a file"), id=file_ids.OPEN, sign=Icon.UPLOAD),
        button(_("Enter a baseline"), id=open_id("", ""), kind="primary", sign=Icon.PLUS),
    ]
    return page(_("Baselines"), state="\u00a0", state_id=ids.STATE, actions=ways, body=body, live="figures")


def state_words(missing: int) -> str:
    if not missing:
        return _("Every measure can be compared with what was before the hub.")
    return ngettext("{n} comparison has no baseline yet.", "{n} comparisons have no baseline yet.", missing)


def baselines_body(rows: Sequence[Any], services: Names, *, now: datetime) -> list[Component]:
    """`rows`: everything ever entered, the newest of a measure and service first; `services`: code → name."""
    newest: dict[tuple[str, str], Any] = {}
    older = []
    for row in rows:
        if (row.measure, row.service) in newest:
            older.append(row)
        else:
            newest[row.measure, row.service] = row
    columns = [
        Column(_("Measure"), "30%"), Column(_("before the hub"), "116px", is_number=True), Column(_("Measured on"), "186px"),
        Column(_("Rows"), "104px", is_number=True), Column(_("Source")), Column(_("Entered by"), "128px"), Column("", "96px"),
    ]  # fmt: skip
    lines = [_line(place, newest.get(place), services, now=now) for place in places_of(services)]
    parts = [block(section(_("What counts")), short_table(columns, lines, caption=_("What counts")))]
    if older:
        gone = [_line((row.measure, row.service), row, services, now=now, counts=False) for row in older]
        title = _("Entered before, no longer counts")
        parts.append(block(section(title), short_table(columns, gone, caption=title)))
    return parts


def places_of(services: Iterable[str]) -> list[tuple[str, str]]:
    """Every measure with every service it can have a baseline for."""
    codes = list(services)
    return [(measure.value, code) for measure in Measure for code in (codes if measure in BY_SERVICE else [""])]


def place_name(measure: str, service: str, services: Names) -> str:
    name = measure_name(measure)
    return f"{name}: {text_of(services.get(service) or {}) or service}" if service else name


def _line(place: tuple[str, str], row: Any | None, services: Names, *, now: datetime, counts: bool = True) -> list[Any]:
    measure, service = place
    name = html.Span(place_name(measure, service, services), className="ell", title=place_name(measure, service, services))
    words = _("Enter") if row is None else _("Anew")
    act = html.Button(words, type="button", id=open_id(measure, service), className="btn btn-link btn-sm") if counts else ""
    if row is None:
        return [name, "", "", "", "", "", act]
    days = f"{date_short(row.first_day)} – {date_short(row.last_day)}"
    by, at = short_name(row.entered_by_name) if row.entered_by_name else "", moment(row.entered_at, now=now)
    entered = html.Span(by, className="ell", title=f"{by}, {at}")
    source = html.Span(row.source, className="ell", title=row.source)
    rows = number(row.rows) if row.rows is not None else html.Span(_("unknown"), className="t3")
    return [name, value_text(measure, float(row.value)), html.Span(days, className="nw"), rows, source, entered, act]


def _hint(measure: str) -> str:
    hours, minutes = _("in hours"), _("in minutes")
    return {
        Measure.HANDLING: hours, Measure.REACTION: hours, Measure.LABOUR: minutes, Measure.REPORT_TIME: minutes,
        Measure.REPORT_ERRORS: _("in per cent of checked rows"), Measure.REPORT_CLICKS: _("in clicks"),
        Measure.BUDGET: _("in roubles a month"),
    }[Measure(measure)]  # fmt: skip


def baseline_form(measure: str, service: str, services: Names) -> Component:
    """`measure` and `service` as chosen on the list; empty: to be chosen here."""
    measures = [(one.value, f"{measure_name(one.value)}, {_hint(one.value)}") for one in Measure]
    known = [(code, text_of(name) or code) for code, name in services.items()]

    def line(name: str, label: str, *, hint: str = "", must: bool = True, **more: Any) -> Component:
        return labelled(label, text_input(id=input_id(name), debounce=False, **more), error_id=error_id(name), hint=hint, is_required=must)

    which = dropdown(measures, id=input_id("measure"), value=measure or None)
    whose = dropdown(known, id=input_id("service"), value=service or None, clearable=True)
    whose_hint = _("Only resolution time and labour a case belong to a service.")
    days = [line("first_day", _("First day, dd.mm.yyyy"), max_length=10), line("last_day", _("Last day, dd.mm.yyyy"), max_length=10)]
    rows_hint = _("Cases, reports or months it rests on. Without it the comparison is marked as thin.")
    return html.Div(
        [
            labelled(_("Measure"), which, error_id=error_id("measure"), is_required=True),
            labelled(_("Service"), whose, error_id=error_id("service"), hint=whose_hint),
            line("value", _("Value"), max_length=24, inputmode="decimal"),
            html.Div(days, className="field-row"),
            line("rows", _("Rows"), hint=rows_hint, must=False, max_length=9, inputmode="numeric"),
            line("source", _("Source"), hint=_("The document, log or measurement it comes from."), max_length=LONGEST_SOURCE),
            html.P(_("An earlier baseline stays in the list and no longer counts."), className="hint"),
            html.Div(button(_("Enter the baseline"), id=ids.SAVE, kind="primary"), className="form-foot"),
        ]
    )  # fmt: skip
