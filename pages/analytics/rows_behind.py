"""The sheet with the rows behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.figure_rules import FIGURES
from pages.analytics.view import bucket_name, figure_name
from pages.components.icons import Icon
from pages.components.marks import sla_mark, sla_words, status_mark
from pages.components.states import empty
from pages.formats import duration, moment, short_name
from pages.paths import to_case
from pages.translations import _, current_language, ngettext


def rows_title(figure: str, *, names: Mapping[str, str]) -> str:
    """What these rows are. `names` gives people, groups and steps their words by the figure's own key."""
    if figure in FIGURES:
        return figure_name(figure)
    kind, _colon, rest = figure.partition(":")
    if kind == "ageing":
        return _("Open for {days} days", days=bucket_name(rest))
    if kind == "step":
        return _("Passed the step “{name}”", name=names.get(figure, rest))
    if kind == "standing":
        return _("On the step “{name}” now", name=names.get(figure, rest))
    if kind in {"officer", "group"}:
        return _("Open: {name}", name=names.get(figure, rest))
    return _("Closed with a deadline mark") if figure in {"sla_known", "sla_met"} else figure


def is_live(figure: str) -> bool:
    """Are these rows as of now, whatever the period?"""
    return FIGURES[figure].live if figure in FIGURES else figure.partition(":")[0] in {"ageing", "standing", "officer", "group"}


def rows_head(total: int, *, closed_to_reader: int, words: str) -> Component:
    """How many there are, of what, and how many the reader may not open."""
    parts: list[Any] = [html.B(ngettext("{n} case", "{n} cases", total)), f" · {words}" if words else ""]
    lines: list[Any] = [html.P(parts, className="behind-head")]
    if closed_to_reader:
        lines.append(html.P(ngettext("{n} of them belongs to a closed group and is not shown.",
            "{n} of them belong to closed groups and are not shown.",
                                     closed_to_reader), className="t3 s12"))  # fmt: skip
    if not total:
        lines.append(empty(_("There are no such cases."), compact=True, sign=Icon.INBOX))
    return html.Div(lines)


def row_items(rows: Sequence[Any], *, services: Mapping[str, str], now: datetime) -> list[Component]:
    """One line of two storeys per case. A reader who may not open cases sees neither titles nor people."""
    return [_item(row, services.get(row.service, row.service), now) for row in rows]


def _item(row: Any, service: str, now: datetime) -> Component:
    name = row.title or service
    subject: Any = (
        html.A(name, href=to_case(row.number), className="fw subj ell", **{"data-leave": "1"})
        if row.id
        else html.Span(name, className="fw ell")
    )
    owner = row.owner if current_language() == "ru" else row.owner_en
    left = None if row.due_at is None else (row.due_at - now).total_seconds() / 60
    clock = sla_mark(sla_words(left if row.closed_at is None else None, today=now.date(), is_paused=row.paused, closed_in_time=row.sla_met))
    second = [
        html.Span(row.number, className="nw"), html.Span(service if row.title else "", className="ell"),
        html.Span(short_name(owner) if owner else "", className="nw"), html.Span(_("opened {when}", when=moment(row.opened_at, now=now)),
            className="nw"),
        html.Span(_("took {duration}", duration=duration(row.handling_minutes)) if row.handling_minutes is not None else "",
            className="nw"),
    ]  # fmt: skip
    facts = [part for part in second if part.children]
    return html.Li([
        html.Div([subject, html.Span(className="sp"), clock if row.sla_met is not None or row.closed_at is None else ""],
            className="row-f"),
        html.Div([status_mark(row.state), *facts], className="behind-facts"),
    ])  # fmt: skip
