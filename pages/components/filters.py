"""What narrows a list or a dashboard: pills, tabs, two- to four-way switches. Their state belongs into the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.translations import _


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab or a saved view; `count` stands behind its name."""

    value: str
    text: str
    count: str = ""


def tabs(choices: Sequence[Tab], *, id: Any, chosen: str, label: str = "") -> Component:
    """Underlined tabs. `Input(id, "value")` is the chosen one; arrow keys move between them, as in any group of radio buttons."""
    options = [
        {"value": tab.value, "label": html.Span([tab.text, *([html.Small(tab.count)] if tab.count else [])], className="tab-face")}
        for tab in choices
    ]
    return html.Div(
        dbc.RadioItems(
            options=options, value=chosen, id=id, input_class_name="visually-hidden", label_class_name="tab-label", class_name="tabs-r"
        ),
        className="tabs-k",
        role="group",
        **{"aria-label": label or _("Views")},
    )


def seg(choices: Sequence[tuple[str, str]], *, id: Any, chosen: str, label: str) -> Component:
    """A switch of two to four: pairs of value and text. `Input(id, "value")`."""
    options = [{"value": value, "label": text} for value, text in choices]
    return html.Div(
        dbc.RadioItems(
            options=options, value=chosen, id=id, input_class_name="visually-hidden", label_class_name="seg-label", class_name="seg-r"
        ),
        className="seg",
        role="group",
        **{"aria-label": label},
    )


def bar(*content: Any) -> Component:
    """The row of filters above a list."""
    return html.Div(list(content), className="bar")


def find_in_list(*, id: Any, placeholder: str = "") -> Component:
    """The field that searches within a list. It speaks when the typing rests (`assets/filters.js`): no question per letter to the server.

    Not by `debounce`: that speaks up on a page that is left already.
    """
    words = placeholder or _("Find in the list")
    field = dbc.Input(id=id, type="search", placeholder=words, class_name="find-list")
    return html.Label([icon(Icon.SEARCH, size=14), html.Span(words, className="visually-hidden"), field], className="find-list-box")


def pill(
    text: str,
    content: Any,
    *,
    id: Any,
    value: str = "",
    clear_id: Any = None,
    popover_id: Any = None,
    width: int = 260,
    class_name: str = "",
) -> Component:
    """A filter: its name, what is set in bold, a cross to clear it. A click opens `content` (check boxes, a date picker)."""
    is_on = bool(value)
    face: list[Any] = [f"{text}:" if is_on else text, *([html.B(value)] if is_on else []), icon(Icon.CHEVRON_DOWN, size=12)]
    classes = " ".join(part for part in ("pill", "on" if is_on else "", class_name) if part)
    opener = html.Button(face, id=id, type="button", className=classes, **{"aria-haspopup": "dialog"})
    parts: list[Any] = [opener]
    if is_on and clear_id is not None:
        words = _("Clear the filter: {name}", name=text)
        parts.append(
            html.Button(icon(Icon.CROSS, size=12), id=clear_id, type="button", className="pill-x", title=words, **{"aria-label": words})
        )
    given = {"id": popover_id} if popover_id is not None else {}
    parts.append(
        dbc.Popover(
            html.Div(content, className="pill-body", style={"width": width}),
            target=id,
            trigger="legacy",
            placement="bottom-start",
            class_name="pop-k",
            **given,
        )
    )
    return html.Span(parts, className="pill-box" + (" on" if is_on else ""))


def checklist(options: Sequence[tuple[str, str]], *, id: Any, chosen: Sequence[str] = (), label: str) -> Component:
    """Check boxes for a pill or a form: pairs of value and text."""
    return html.Fieldset(
        [
            html.Legend(label, className="visually-hidden"),
            dbc.Checklist(
                options=[{"value": value, "label": text} for value, text in options], value=list(chosen), id=id, class_name="checks"
            ),
        ]
    )
