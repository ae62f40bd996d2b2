"""Reconciliation: what Kordon checks about its own figures, what the last check found, how the error rate goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from models.analytics.reconciliation import RULES, error_share
from pages.analytics.view import days_label
from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.page import block, columns, note, page, section
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import listing, moment, month_label, number, percent
from pages.paths import Path
from pages.translations import _, ngettext, text_of


class ids(StrEnum):
    STATE = "analytics-reconciliation-state"
    CHECK = "analytics-reconciliation-check"
    RULES = "analytics-reconciliation-rules"
    MONTHS = "analytics-reconciliation-months"


def layout() -> Component:
    right = block(section(_("Error rate by month")), html.Div(skeleton_rows(6), id=ids.MONTHS))
    return page(
        _("Reconciliation"), state="", state_id=ids.STATE, live="figures",
        actions=button(_("Check now"), id=ids.CHECK, kind="primary", sign=Icon.CHECK_LARGE),
        body=columns(html.Div(skeleton_rows(12, height=44), id=ids.RULES), right, widths="minmax(0, 1fr) 300px"),
    )  # fmt: skip


def state_line(run: Any | None, *, now: datetime) -> list[Any]:
    """Is everything as it should be? The answer in one line."""
    if run is None:
        return [_("Nothing was checked yet. Kordon checks every night, and when you ask.")]
    days = days_label(run.first_day, run.day_after - timedelta(days=1))
    said = _("Checked {when}: {n} rows ({days}).", when=moment(run.at, now=now), n=number(run.checked), days=days)
    if not run.failed:
        return [said, " ", _("None breaks a rule.")]
    words = ngettext("{n} row breaks a rule.", "{n} rows break a rule.", run.failed)
    return [said, " ", html.B(words, className="c-danger")]


def rules_table(run: Any | None) -> Component:
    """Every rule, the failing ones first, each with what it means and some of the rows that break it."""
    if run is None:
        return empty(_("The rules appear with the first check."), sign=Icon.CHECK_CIRCLE)
    place = {key: number for number, key in enumerate(RULES)}
    results = sorted((one for one in run.results if one.rule in RULES), key=lambda one: (not one.failed, place[one.rule]))
    rows = [(_rule(one), number(one.checked), _failed(one)) for one in results]
    heads = [Column(_("Rule")), Column(_("Checked"), "110px", is_number=True), Column(_("Broken"), "110px", is_number=True)]
    return short_table(heads, rows, caption=_("Rules of reconciliation"))


def _rule(result: Any) -> Component:
    rule = RULES[result.rule]
    parts: list[Any] = [html.Div(text_of(rule.name), className="fw"), html.Div(text_of(rule.meaning), className="t3 s12")]
    if result.examples:
        shown = listing(list(result.examples[:5]))
        more = result.failed - min(5, len(result.examples))
        words = ngettext("{shown} and {n} more", "{shown} and {n} more", more, shown=shown) if more > 0 else shown
        parts.append(html.Div(words, className="c-danger s12"))
    return html.Div(parts)


def _failed(result: Any) -> Any:
    if not result.failed:
        return html.Span(icon(Icon.CHECK_CIRCLE, size=14, class_name="c-ok", label=_("none")))
    return html.Span([icon(Icon.WARNING, size=14, class_name="c-danger"), f" {number(result.failed)}"], className="c-danger fw nw")


def months_table(rates: Sequence[tuple[date, int, int]]) -> Component:
    if not rates:
        return empty(_("No month was checked yet."), compact=True, sign=Icon.CLOCK_HISTORY)
    rows = [
        (month_label(month), number(failed), percent(error_share(checked, failed), digits=None))
        for month, checked, failed in reversed(rates)
    ]
    heads = [Column(_("Month")), Column(_("Broken"), "80px", is_number=True), Column(_("Error rate"), "90px", is_number=True)]
    return short_table(heads, rows, caption=_("Error rate by month"), flush=True)


def doubt_note(*, may_open: bool) -> Component:
    """Stands above figures that a failing rule touches, on every screen."""
    words: list[Any] = [_("Reconciliation found rows that break a rule these figures rest on.")]
    if may_open:
        words += [" ", dcc.Link(_("What was found"), href=str(Path.RECONCILIATION))]
    return html.Div(note(words, kind="warn", sign=icon(Icon.WARNING)), className="doubt")
