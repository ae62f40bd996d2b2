"""Baselines from a file: choose it, look at what would count and at the lines that are wrong, bring all of it in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.analytics.effect_view import measure_name, value_text
from pages.analytics.import_words import reject_words
from pages.components.form_fields import file_texts
from pages.components.form_parts import FileField
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.tables import Column, short_table
from pages.formats import date_short, number
from pages.translations import _, ngettext, text_of

MEGABYTES = 1
MOST_SHOWN = 50
_COLUMNS = "measure;service;value;rows;first_day;last_day;source"


class ids(StrEnum):
    OPEN = "analytics-baselines-file-open"
    PANEL = "analytics-baselines-file-panel"
    TITLE = "analytics-baselines-file-title"
    FILE = "analytics-baselines-file"
    PREVIEW = "analytics-baselines-file-preview"
    BRING = "analytics-baselines-file-bring"


def file_panel() -> Component:
    """Opens by `Output(ids.PANEL, "is_open")`; the button stays out of reach until the file is sound."""
    words = [
        html.P(_("A text table, UTF-8, its cells parted by semicolons. Its first line:"), className="dialog-words"),
        html.Code(_COLUMNS, className="code-line"),
        html.P(
            _("Measures and services are named as on this page. Either all rows count from now on or, with one wrong row, none."),
            className="hint",
        ),
    ]
    field = FileField(id=ids.FILE, target=str(ids.FILE), value=[], limit=1, megabytes=MEGABYTES, texts=file_texts(MEGABYTES))
    bring = dbc.Button(_("Bring in"), id=ids.BRING, color="primary", disabled=True, n_clicks=0)
    live = {"aria-live": "polite"}
    body = [*words, field, html.Div(id=ids.PREVIEW, className="file-preview", **live), html.Div(bring, className="form-foot")]
    title = html.Span(_("Baselines from a file"), id=ids.TITLE)
    return dbc.Offcanvas(
        html.Div(body), id=ids.PANEL, title=title, placement="end", is_open=False, class_name="drawer-k drawer-rows", labelledby=ids.TITLE
    )


def preview(found: Any, services: Mapping[str, Mapping[str, str]]) -> list[Component]:
    """`found` is a `BaselinesFile`: what would count, what counts already, what is wrong."""
    if found.rejects:
        wrong = ngettext("{n} row is wrong, so nothing would be brought in.", "{n} rows are wrong, so nothing would be brought in.",
                         len(found.rejects))  # fmt: skip
        return [note(wrong, kind="danger", sign=icon(Icon.WARNING)), _rejects(found)]
    if not found.new:
        words = _("There is nothing new in this file.") if found.same else _("There are no rows in this file.")
        return [note(words, sign=icon(Icon.INFO))]
    said = ngettext("{n} baseline would count from now on.", "{n} baselines would count from now on.", len(found.new))
    if found.same:
        said += " " + ngettext("{n} counts already.", "{n} count already.", found.same)
    return [note(said, sign=icon(Icon.CHECK_CIRCLE)), _new(found, services)]


def _new(found: Any, services: Mapping[str, Mapping[str, str]]) -> Component:
    columns = [
        Column(_("Line"), "84px", is_number=True), Column(_("Measure")), Column(_("before the hub"), "116px", is_number=True),
        Column(_("Rows"), "72px", is_number=True), Column(_("Source"), "32%"),
    ]  # fmt: skip
    rows = []
    for line, one in found.new[:MOST_SHOWN]:
        service = text_of(services.get(one.service) or {}) or one.service
        name = measure_name(one.measure) + (f": {service}" if service else "")
        days = f"{date_short(one.first_day)} – {date_short(one.last_day)}"
        rows.append([
            number(line), html.Span(name, className="ell", title=f"{name}, {days}"), value_text(one.measure, float(one.value)),
            number(one.rows) if one.rows is not None else html.Span(_("unknown"), className="t3"),
            html.Span(one.source, className="ell", title=one.source),
        ])  # fmt: skip
    return html.Div([short_table(columns, rows, caption=_("What would count")), *_more(len(found.new))])


def _rejects(found: Any) -> Component:
    columns = [Column(_("Line"), "84px", is_number=True), Column(_("What is wrong"))]
    rows = []
    for reject in found.rejects[:MOST_SHOWN]:
        cells = "; ".join(cell for cell in reject.row.values() if cell)
        told = [html.Span(reject_words(reject.reason)), html.Span(cells, className="t3 s12 ell", title=cells)]
        rows.append([number(reject.line), html.Div(told, className="stack-k")])
    return html.Div([short_table(columns, rows, caption=_("What is wrong")), *_more(len(found.rejects))])


def _more(count: int) -> list[Component]:
    hidden = count - MOST_SHOWN
    return [html.P(ngettext("… and {n} more", "… and {n} more", hidden), className="t3")] if hidden > 0 else []
