"""The sheet with the rows behind a measure of effect."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.effect import Measure
from pages.analytics.address import Asked
from pages.analytics.effect_view import EffectView, value_text
from pages.components.icons import Icon
from pages.components.states import empty
from pages.formats import moment, month_label
from pages.paths import Path, to_case
from pages.translations import _, ngettext, text_of


def rows_head(found: Any, view: EffectView, asked: Asked, *, reconciles: bool) -> Component:
    """How many rows there are, and where more of them is told."""
    lines: list[Any] = [html.P([html.B(_rows(found.total)), f" · {view.period_label()}"], className="behind-head")]
    if found.total > len(found.rows):
        lines.append(html.P(ngettext("The first {n} is shown.", "The first {n} are shown.", len(found.rows)), className="t3 s12"))
    if not found.total:
        lines.append(empty(_("There are no such rows."), compact=True, sign=Icon.INBOX))
    way = {Measure.BUDGET: (_("Allocation of costs"), Asked(asked.period, path=Path.ALLOCATIONS).href)}
    if reconciles:
        way[Measure.REPORT_ERRORS] = (_("Reconciliation"), str(Path.RECONCILIATION))
    if asked.rows in way:
        words, href = way[Measure(asked.rows)]
        lines.append(html.P(html.A(words, href=href, **{"data-leave": "1"})))
    return html.Div(lines)


def _rows(count: int) -> str:
    return ngettext("{n} row", "{n} rows", count)


def row_items(found: Any, view: EffectView, measure: str) -> list[Component]:
    return [_item(row, view, measure) for row in found.rows]


def _item(row: Any, view: EffectView, measure: str) -> Component:
    when = month_label(row.month) if row.month else moment(row.at, now=view.as_of)
    name = row.name if isinstance(row.name, str) else text_of(row.name)
    subject: Any = html.Span(name or when, className="fw ell")
    if row.case_number:
        subject = html.A(name, href=to_case(row.case_number), className="fw subj ell", **{"data-leave": "1"})
    facts = [html.Span(row.case_number, className="nw"), html.Span(when if name else "", className="nw")]
    if row.of is not None:
        facts.append(html.Span(ngettext("of {n} checked row", "of {n} checked rows", row.of), className="nw"))
    value = html.Span(value_text(measure, row.value), className="num fw nw")
    lines = [html.Div([subject, html.Span(className="sp"), value], className="row-f")]
    if any(part.children for part in facts):
        lines.append(html.Div([part for part in facts if part.children], className="behind-facts"))
    return html.Li(lines)


