"""Buttons: the verb is on them. One `primary` per region; danger is solid only inside the dialog that confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.translations import _

Kind = Literal["primary", "outline-secondary", "link", "outline-danger", "danger"]


def button(
    text: str, *, id: Any = None, kind: Kind = "outline-secondary", sign: Icon | None = None, small: bool = False, disabled: bool = False,
    key: str = "", href: str = "", title: str = "", class_name: str = "", external: bool = False,
) -> Component:  # fmt: skip
    """A button, or a link that looks like one when `href` is given. `key` shows the letter that does the same."""
    face: list[Any] = [*([icon(sign)] if sign else []), text, *([html.Kbd(key)] if key else [])]
    given: dict[str, Any] = {"color": kind, "size": "sm" if small else None, "disabled": disabled, "class_name": class_name or None}
    if id is not None:
        given["id"] = id
    if title:
        given["title"] = title
    if href:
        given |= {"href": href, "external_link": external}
    return dbc.Button(face, **{name: value for name, value in given.items() if value is not None})


def icon_button(sign: Icon, label: str, *, id: Any = None, small: bool = False, kind: Kind = "link", disabled: bool = False) -> Component:
    """A button of one icon; the label is read out and shown on hover."""
    given: dict[str, Any] = {"id": id} if id is not None else {}
    classes = f"btn btn-{kind} ic" + (" btn-sm" if small else "")
    return html.Button(icon(sign), type="button", className=classes, title=label, disabled=disabled, **{"aria-label": label}, **given)


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a menu. Dangerous ones stand last, behind a divider."""

    text: str
    id: Any = None
    sign: Icon | None = None
    href: str = ""
    danger: bool = False
    disabled: bool = False


def more_menu(choices: Sequence[Choice], *, label: str = "") -> Component:
    """The "…" button with further actions."""
    calm = [_choice(choice) for choice in choices if not choice.danger]
    dangerous = [_choice(choice) for choice in choices if choice.danger]
    divider = [dbc.DropdownMenuItem(divider=True)] if calm and dangerous else []
    words = label or _("More actions")
    face = [icon(Icon.DOTS), html.Span(words, className="visually-hidden")]
    return dbc.DropdownMenu([*calm, *divider, *dangerous], label=face, caret=False, align_end=True, toggle_class_name="as-outline ic")


def menu_items(choices: Sequence[Choice]) -> list[Component]:
    """Lines for a menu that somebody else draws."""
    return [_choice(choice) for choice in choices]


def _choice(choice: Choice) -> Component:
    given: dict[str, Any] = {"id": choice.id} if choice.id is not None else {}
    if choice.href:
        given["href"] = choice.href
    face = [*([icon(choice.sign)] if choice.sign else []), choice.text]
    return dbc.DropdownMenuItem(face, n_clicks=0, disabled=choice.disabled, class_name="danger" if choice.danger else "", **given)
