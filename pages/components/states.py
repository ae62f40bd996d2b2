"""What stands where there is nothing yet, nothing at all, or something went wrong."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.errors import words_of_defect
from pages.paths import Path
from pages.translations import _


def empty(text: str, *, action: Component | None = None, sign: Icon = Icon.INBOX, compact: bool = False) -> Component:
    """One line what this is and one button what to do first. `compact` is for a block of a page."""
    body: list[Any] = [html.Span(icon(sign), className="state-sign"), html.P(text)]
    if action is not None:
        body.append(action)
    return html.Div(body, className="empty" + (" empty-s" if compact else ""))


def failure(what: str, *, kept: str = "", advice: str = "", code: str = "", action: Component | None = None) -> Component:
    """What happened, what was kept, what to do; `code` is copied to the support."""
    lines: list[Any] = [html.Span(icon(Icon.WARNING), className="state-sign c-warn"), html.P(what, className="fwb")]
    lines += [html.P(line) for line in (kept, advice) if line]
    if code:
        lines.append(html.P(html.Code(code), className="s12 t3"))
    if action is not None:
        lines.append(action)
    return html.Div(lines, className="empty", role="alert")


def skeleton(*widths: int, height: int = 14) -> Component:
    """Bars of the final size while something is on its way: `skeleton(60, 40, 80)` are three lines, widths in per cent."""
    bars = [html.I(className="sk", style={"width": f"{width}%", "height": height}) for width in widths]
    return html.Div(bars, className="sks", **{"aria-hidden": "true"})


def skeleton_rows(rows: int, *, height: int = 34) -> Component:
    """A list that is on its way, with rows of the height they will have."""
    bars = [
        html.Div(html.I(className="sk", style={"width": f"{88 - row * 17 % 40}%", "height": 10}), style={"height": height})
        for row in range(rows)
    ]
    return html.Div(bars, className="sk-rows", **{"aria-hidden": "true"})


def missing() -> Component:
    """There is no such page or thing, or this reader may not know that there is."""
    return _whole_page(_("There is nothing here"), _("This does not exist, or you may not open it."))


def refused() -> Component:
    """The page exists, but not for this role."""
    return _whole_page(_("This page is not for your role"), _("If you need it for your work, ask the administrator of Kordon."))


def broken(reference: str) -> Component:
    """The page itself has a defect; the number leads to the log."""
    return _whole_page(_("This page did not open"), words_of_defect(reference))


def _whole_page(title: str, words: str) -> Component:
    return html.Div(
        [
            html.Div(html.Div(html.H1(title)), className="head"),
            html.Div(
                [html.P(words), dcc.Link(_("Go to the first page"), href=str(Path.HOME), className="btn btn-outline-secondary")],
                className="empty",
            ),
        ],
        className="page",
    )
