"""Reports that were made: what, for when, by whom, from which data; each can be taken again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.analytics.view import View
from pages.components.icons import Icon, icon
from pages.components.page import page
from pages.components.people import person
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import file_size, moment
from pages.paths import Path
from pages.translations import _, ngettext

_SIGNS = {"pdf": Icon.FILE_PDF, "xlsx": Icon.FILE_SHEET}


class ids(StrEnum):
    STATE = "analytics-reports-state"
    LIST = "analytics-reports-list"


def layout() -> Component:
    """The frame; a callback fills the list."""
    return page(_("Reports"), state="\u00a0", state_id=ids.STATE, body=html.Div(skeleton_rows(6), id=ids.LIST), live="figures")


def state_words(count: int) -> str:
    """How many there are."""
    return (
        ngettext("{n} report, the latest first.", "{n} reports, the latest first.", count) if count else _("No report has been made yet.")
    )


def report_list(reports: Sequence[Any], *, now: datetime) -> Component:
    """A row per report; the name takes the file."""
    if not reports:
        way = html.A(_("Open the dashboard"), href=str(Path.OPERATIONS), className="btn btn-primary")
        return empty(_("Reports you make on a dashboard are kept here, with the data they were made of."), action=way, sign=Icon.REPORT)
    columns = [
        Column(_("Report")), Column(_("Period"), "136px"), Column(_("Filters"), "18%"), Column(_("Author"), "136px"),
            Column(_("Made at"), "136px"),
        Column(_("Data as of"), "136px"), Column(_("Size"), "84px", is_number=True),
    ]  # fmt: skip
    rows = [_row(report, now) for report in reports]
    return short_table(columns, rows, caption=_("Reports that were made"))


def _row(report: Any, now: datetime) -> Sequence[Any]:
    view = View(report.input)
    chosen = "; ".join(f"{label}: {value}" for label, value in view.filters())
    marks = f"{report.format.upper()}, {report.lang.upper()}"
    name = html.A(
        [icon(_SIGNS.get(report.format, Icon.FILE), size=14), html.Span(_("Deadlines and load")), html.Span(marks, className="t3 s12")],
        href=report_href(report.id), className="row-f subj", title=_("SHA-256: {digest}", digest=report.sha256), download=report.file_name,
    )  # fmt: skip
    filters = html.Span(chosen, title=chosen) if chosen else ""
    return (
        name, view.period_label(), filters, person(report.author), moment(report.made_at, now=now),
        moment(report.data_as_of, now=now), file_size(report.size),
    )  # fmt: skip


def report_href(report_id: Any) -> str:
    """Where the file is taken."""
    return f"/reports/file/{report_id}"


def report_told(name: str, report_id: Any) -> Mapping[str, str]:
    """The answer to an order: what the browser fetches and what it says."""
    return {"name": name, "href": report_href(report_id), "words": _("The report is ready: {name}", name=name), "link": _("All reports")}
