"""A figure in a tile: label, number with a smaller unit, change in words, spark line, and the sign "how is this computed"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.drawings import spark_line
from pages.components.icons import Icon, icon
from pages.translations import _

Tone = Literal["", "late", "soon"]
Verdict = Literal["good", "bad", "same"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Behind the ƒ: a sentence for people, the sums that lead to the figure, what it rests on, and the way to its rows."""

    title: str
    sentence: str
    ledger: Sequence[tuple[str, str]] = ()  # the last line is the result
    facts: Sequence[tuple[str, str]] = ()  # records, method version, data time
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Against what it is compared. `verdict` says whether it is good or bad for the bank, not whether it rose."""

    text: str = ""
    base: str = ""
    verdict: Verdict = "same"


@dataclass(frozen=True, slots=True)
class Figure:
    """One tile. `href` opens the rows behind it."""

    label: str
    value: str
    unit: str = ""
    change: Change = Change()
    tone: Tone = ""
    href: str = ""
    spark: Sequence[float | None] = ()
    explanation: Explanation | None = None


_TONES: dict[str, tuple[Icon, str, str]] = {"late": (Icon.LATE, "c-danger", "fig-late"), "soon": (Icon.ALARM, "c-warn", "fig-soon")}


def strip(figures: Sequence[Figure], *, key: str, id: Any = None) -> Component:
    """Tiles side by side, five at most. `key` makes the ids of their explanations unique on the page."""
    given = {"id": id} if id is not None else {}
    return html.Div([tile(figure, key=f"{key}-{number}") for number, figure in enumerate(figures)], className="strip", **given)


def tile(figure: Figure, *, key: str) -> Component:
    """One figure. The tile is a link to its rows; the ƒ beside the label opens how it is computed."""
    label: list[Any] = []
    if figure.tone:
        sign, colour, _class = _TONES[figure.tone]
        label.append(icon(sign, size=12, class_name=colour))
    label.append(dcc.Link(figure.label, href=figure.href, className="fig-link") if figure.href else figure.label)
    if figure.explanation is not None:
        label.append(explain(figure.explanation, key=key))
    value: list[Any] = [figure.value, *([html.Small(figure.unit)] if figure.unit else [])]
    body: list[Any] = [html.Div(label, className="l"), html.Div(value, className="v")]
    if figure.change.text or figure.change.base:
        told = [part for part in (figure.change.text, figure.change.base) if part]
        words = [html.Span(told[0], className=figure.change.verdict), *(f", {part}" for part in told[1:])] if figure.change.text else told
        body.append(html.Div(words, className="d", title=", ".join(told)))
    if len([value for value in figure.spark if value is not None]) > 1:
        body.append(html.Div(spark_line(figure.spark), className="fig-spark"))
    classes = "fig" + (f" {_TONES[figure.tone][2]}" if figure.tone else "") + (" fig-open" if figure.href else "")
    return html.Div(body, className=classes)


def explain(explanation: Explanation, *, key: str) -> Component:
    """The ƒ and what it opens. `key` is unique on the page."""
    target = {"type": "fx", "key": key}
    rows = [html.Tr([html.Td(text), html.Td(value, className="num")]) for text, value in explanation.ledger]
    content: list[Any] = [html.H3(explanation.title), html.P(explanation.sentence)]
    if rows:
        content.append(html.Table(html.Tbody(rows), className="fx-ledger"))
    if explanation.facts:
        content.append(html.Dl([part for name, value in explanation.facts for part in (html.Dt(name), html.Dd(value))], className="kv s12"))
    if explanation.href:
        content.append(
            dcc.Link(explanation.link or _("Open the rows"), href=explanation.href, className="btn btn-outline-secondary btn-sm")
        )
    label = _("How is this computed: {name}", name=explanation.title)
    return html.Span(
        [
            html.Button("ƒ", id=target, type="button", className="fx", title=label, **{"aria-label": label}),
            dbc.Popover(html.Div(content, className="fx-body"), target=target, trigger="legacy", placement="auto", class_name="pop-k"),
        ],
        className="fx-box",
    )
