"""The cases behind a share of costs, in the sheet of the dashboard of allocations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from models.analytics.allocation import Driver
from pages.components.page import note
from pages.formats import date_long, money, month_label, number
from pages.paths import to_case
from pages.translations import _, ngettext
from pages.workforce.words import hours

_SAME = 1e-6


def share_head(found: Any, *, month: str, back: str) -> Component:
    """What the rows come to; told apart where they have changed since the month was closed. `back`: the address of the why."""
    total = quantity_text(found.driver, found.quantity)
    lines: list[Any] = [
        html.P(html.A(_("Back to the shares of the unit"), href=back), className="s12"),
        html.P([
            html.B(ngettext("{n} row", "{n} rows", found.total)),
            f" · {total} · {money(found.kopecks, exact=True)} · {month_label(date.fromisoformat(f'{month}-01'))}",
        ], className="behind-head"),
    ]  # fmt: skip
    if abs(found.quantity - found.frozen) > _SAME:
        frozen = quantity_text(found.driver, found.frozen)
        lines.append(note(_("The share was computed with {frozen}: something has changed since the month was closed.", frozen=frozen)))
    return html.Div(lines)


def quantity_text(driver: Driver, quantity: float) -> str:
    """«3 ч 20 мин», «14», «2,5»: minutes of work or cases by weight."""
    return hours(round(quantity)) if driver is Driver.HOURS else number(quantity, digits=None)


def share_items(found: Any, services: Mapping[str, str]) -> list[Component]:
    """One line of two storeys per row. What the reader may not open has neither number nor title."""
    return [_item(row, found.driver, services) for row in found.rows]


def _item(row: Any, driver: Driver, services: Mapping[str, str]) -> Component:
    service = services.get(row.service, row.service)
    what = row.title or service or _("Work for no case")
    subject: Component = html.Span(what, className="fw ell")
    if row.number:
        subject = html.A(what, href=to_case(row.number), className="fw subj ell", **{"data-leave": "1"})
    facts = [date_long(row.day), row.number, service if row.title else ""]
    counted = html.Span(quantity_text(driver, row.quantity), className="num fw nw")
    return html.Li([
        html.Div([subject, html.Span(className="sp"), counted], className="row-f"),
        html.Div([html.Span(fact, className="nw") for fact in facts if fact], className="behind-facts"),
    ])  # fmt: skip
