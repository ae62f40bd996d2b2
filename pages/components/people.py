"""People on screen: a round portrait of initials, a name."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.formats import ABSENT, initials, short_name


def avatar(name: str, *, small: bool = False, is_me: bool = False) -> Component:
    """Two letters in a circle. Decoration: the name stands beside it or in the label of what holds it."""
    classes = "av" + (" av-s" if small else "") + (" av-me" if is_me else "")
    return html.Span(initials(name), className=classes, title=name, **{"aria-hidden": "true"})


def machine_avatar() -> Component:
    """Kordon itself, where a person would stand."""
    return html.Span(icon(Icon.ROBOT, size=14), className="av av-bot", **{"aria-hidden": "true"})


def person(name: str | None, *, is_me: bool = False) -> Component:
    """Portrait and short name in a row; a dash for nobody."""
    if not name:
        return html.Span(ABSENT, className="t3")
    body: list[Any] = [avatar(name, small=True, is_me=is_me), html.Span(short_name(name), className="ell")]
    return html.Span(body, className="row-f person")
