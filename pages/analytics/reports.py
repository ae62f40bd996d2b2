"""Reports: what can be made, of which period, in one click; what goes out on a schedule; what was made, with the data it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.reports import FORMATS, ReportDefinition
from pages.analytics.address import Asked, read_address
from pages.analytics.dashboard_head import order_of
from pages.analytics.report_model import ReportView
from pages.analytics.report_schedules import schedules_frame
from pages.analytics.view import PeriodView
from pages.components.icons import Icon, icon
from pages.components.page import block, live_mark, page, section
from pages.components.people import person
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import file_size, moment
from pages.paths import Path, to_report
from pages.translations import LANGUAGES, _, current_language, ngettext, text_of

FILTERS = ("service", "unit", "business_line")
_SIGNS = {"pdf": Icon.FILE_PDF, "xlsx": Icon.FILE_SHEET, "pptx": Icon.FILE_SLIDES}
CHECKS = "analytics-reports-check"


class ids(StrEnum):
    PAGE = "analytics-reports"
    ASKED = "analytics-reports-asked"
    ROWS = "analytics-reports-rows"
    STATE = "analytics-reports-state"
    ACTIONS = "analytics-reports-actions"
    AS_OF = "analytics-reports-as-of"
    FILTERS = "analytics-reports-filters"
    CATALOGUE = "analytics-reports-catalogue"
    LIST = "analytics-reports-list"


def layout(search: Mapping[str, str]) -> Component:
    """The frame; callbacks fill it."""
    asked = read_address(search, path=Path.REPORTS)
    body = [
        dcc.Store(id=ids.ASKED, data=asked.search()),
        dcc.Store(id=ids.ROWS, data=""),
        html.Div(id=ids.FILTERS),
        html.Div(skeleton_rows(5, height=64), id=ids.CATALOGUE),
        schedules_frame(),
        html.Div(skeleton_rows(6), id=ids.LIST),
        presses(CHECKS),
    ]
    frame = page(
        _("Reports"), state="\u00a0", state_id=ids.STATE, actions=live_mark("", id=ids.AS_OF), actions_id=ids.ACTIONS, body=body,
        live="figures",
    )  # fmt: skip
    return html.Div(frame, id=ids.PAGE, className="dash-page", **{"data-path": str(Path.REPORTS)})


def catalogue(reports: Sequence[ReportDefinition], view: PeriodView, asked: Asked) -> Component:
    """A row per report: what it is good for, and its files at one click."""
    rows = [_offer(report, view, asked) for report in reports]
    return block(section(_("Make a report"), small=view.period_label()), html.Ul(rows, className="reports-k"))


def _offer(report: ReportDefinition, view: PeriodView, asked: Asked) -> Component:
    lang = current_language()
    where = {key: list(values) for key, values in asked.where.items()}
    name = text_of(report.name)
    buttons: list[Any] = [
        html.Button(
            [icon(_SIGNS[format], size=14), format.upper()], type="button",
            className="btn btn-sm " + ("btn-primary" if format == "pdf" else "btn-outline-secondary"),
            **{"aria-label": f"{name}: {format.upper()}"}, **order_of(report.key, view.code, where, format, lang),
        )
        for format in FORMATS
    ]  # fmt: skip
    other = next(one for one in LANGUAGES if one != lang)
    words = {"ru": _("in Russian"), "en": _("in English")}[other]
    items = [
        html.Button(
            [icon(_SIGNS[format]), f"{format.upper()} {words}"], type="button", className="dropdown-item",
            **order_of(report.key, view.code, where, format, other),
        )
        for format in FORMATS
    ]  # fmt: skip
    label = html.Span(_("{name}: in the other language", name=name), className="visually-hidden")
    more = dbc.DropdownMenu(items, label=[icon(Icon.CHEVRON_DOWN, size=12), label], color="link", caret=False, align_end=True, size="sm")
    said = text_of(report.about) or _("A report of the bank’s own.")
    return html.Li([
        html.Div([html.Div(name, className="fw"), html.Div(said, className="t2 s12")], className="grow"),
        html.Div([*buttons, more], className="row-f"),
    ])  # fmt: skip


def state_words(count: int) -> str:
    """How many were made."""
    return (
        ngettext("{n} report was made, the latest first.", "{n} reports were made, the latest first.", count)
        if count
        else _("No report has been made yet.")
    )


def report_list(reports: Sequence[Any], *, now: datetime) -> Component:
    """A row per made report; the name takes the file, the check prints it again and compares."""
    head = section(_("Made reports"))
    if not reports:
        words = _("Reports you make are kept here, with the data they were made of.")
        return block(head, empty(words, sign=Icon.REPORT, compact=True))
    columns = [
        Column(_("Report")), Column(_("Period"), "132px"), Column(_("Filters"), "16%"), Column(_("Author"), "136px"),
        Column(_("Made at"), "128px"), Column(_("Size"), "84px", is_number=True), Column(_("Check"), "132px"),
    ]  # fmt: skip
    rows = [_row(report, now) for report in reports]
    return block(head, short_table(columns, rows, caption=_("Reports that were made")))


def _row(report: Any, now: datetime) -> Sequence[Any]:
    view = ReportView(report.input)
    chosen = "; ".join(f"{label}: {value}" for label, value in view.filters())
    marks = f"{report.format.upper()}, {report.lang.upper()}"
    name = html.A(
        [icon(_SIGNS.get(report.format, Icon.FILE), size=14), html.Span(view.title), html.Span(marks, className="t3 s12")],
        href=to_report(report.id), className="row-f subj", title=_("SHA-256: {digest}", digest=report.sha256), download=report.file_name,
    )  # fmt: skip
    again = html.Button(
        _("Compare"), type="button", id=check_id(report.id), className="btn btn-link btn-sm",
        title=_("Prints the report from its stored data and compares it with the file, byte for byte."),
    )  # fmt: skip
    return (
        name, view.period_label(), html.Span(chosen, title=chosen) if chosen else "", person(report.author),
        moment(report.made_at, now=now), file_size(report.size), again,
    )  # fmt: skip


def check_id(report_id: Any) -> dict[str, str]:
    return {"type": CHECKS, "report": str(report_id)}


def report_told(name: str, report_id: Any) -> Mapping[str, str]:
    """The answer to an order: what the browser fetches and what it says."""
    return {"name": name, "href": to_report(report_id), "words": _("The report is ready: {name}", name=name), "link": _("All reports")}
