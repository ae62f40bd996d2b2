"""The catalogue: what one may order, in plain words, with the promised time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.icons import Icon, icon
from pages.components.page import page
from pages.components.states import empty, skeleton_rows
from pages.paths import to_order
from pages.services.words import CATEGORIES, answer_by_words, category_name, promise_short, promise_words
from pages.translations import _, text_of


class ids(StrEnum):
    SEARCH = "services-catalogue-search"
    LIST = "services-catalogue-list"


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service as its row needs it. `draft`: the actor has begun to fill it in."""

    code: str
    name: Mapping[str, str]
    summary: Mapping[str, str]
    category: str
    icon: str
    minutes: int | None
    answer_by: datetime | None
    anonymous: bool
    by_the_clock: bool = False
    draft: bool = False


def layout() -> Component:
    return page(
        _("What do you need?"),
        state=_("Choose a service: we say at once by when you get the answer."),
        body=[
            html.Div(search_field(), className="svc-search pad"),
            html.Div(skeleton_rows(8, height=56), id=ids.LIST, className="svc-list"),
        ],
    )


def search_field(value: str = "") -> Component:
    """The field that narrows the catalogue while one types."""
    words = _("For instance, “check a supplier”")
    box = dcc.Input(id=ids.SEARCH, type="search", value=value, debounce=0.2, placeholder=words, className="svc-find", autoComplete="off")
    return html.Label([icon(Icon.SEARCH), html.Span(_("Find a service"), className="visually-hidden"), box], className="svc-find-box")


def service_list(services: Sequence[ServiceView], *, now: datetime, search: str = "") -> Component:
    """Services by category; a category without any is left out."""
    if not services:
        ask = dcc.Link(_("Ask security"), href=to_order("consultation"), className="btn btn-outline-secondary")
        return empty(
            _("Nothing found for “{text}”. Ask in your own words: the officer on duty answers.", text=search), action=ask, sign=Icon.SEARCH
        )
    order = [*CATEGORIES, *sorted({one.category for one in services} - set(CATEGORIES))]
    blocks = []
    for category in order:
        group = [one for one in services if one.category == category]
        if group:
            heading = html.H2(
                [category_name(category), html.Span(_("answered within"), className="svc-head-time")], className="svc-head pad"
            )
            blocks.append(html.Section([heading, html.Ul([html.Li(service_row(one, now=now)) for one in group])]))
    return html.Div(blocks)


def service_row(service: ServiceView, *, now: datetime) -> Component:
    """One service: a link to its form."""
    by = answer_by_words(service.answer_by, now=now)
    name: list[Any] = [html.Span(text_of(service.name), className="svc-name")]
    if service.draft:
        name.append(html.Span(_("draft"), className="tag tag-acc"))
    return dcc.Link(
        [
            icon(service_icon(service.icon), class_name="svc-icon"),
            html.Span(
                [html.Span(name, className="svc-line"), html.Span(text_of(service.summary), className="svc-sum")], className="svc-words"
            ),
            html.Span(
                [
                    html.Span(promise_words(service.minutes, by_the_clock=service.by_the_clock), className="svc-promise wide"),
                    html.Span(promise_short(service.minutes, by_the_clock=service.by_the_clock), className="svc-promise narrow"),
                    html.Span(by, className="svc-by"),
                ],
                className="svc-time",
            ),
            icon(Icon.CHEVRON_RIGHT, size=12, class_name="t3"),
        ],
        href=to_order(service.code),
        className="svc" + (" svc-alarm" if service.category == "incidents" and service.anonymous else ""),
    )


def service_icon(name: str) -> Icon:
    """The icon a definition names; a folder's worth of lines for one that our sprite does not have."""
    return Icon(name) if name in set(Icon) else Icon.CARD_LIST
