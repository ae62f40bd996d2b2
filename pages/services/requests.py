"""My requests: where each stands in plain words, what is wanted of me, when the answer comes. A head of a unit sees the unit's too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.filters import Tab, find_in_list
from pages.components.icons import Icon, icon
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.formats import short_name
from pages.paths import Path, to, to_case
from pages.services.catalogue import service_icon
from pages.services.words import RequestView, expected, standing
from pages.translations import _, ngettext, text_of

MINE, CLOSED, UNIT = "open", "closed", "unit"


class ids(StrEnum):
    VIEW = "services-requests-view"
    TABS = "services-requests-tabs"
    SEARCH = "services-requests-search"
    STATE = "services-requests-state"
    LIST = "services-requests-list"
    MORE = "services-requests-more"
    SHOWN = "services-requests-shown"


STARS = "services-requests-star"


def star_id(number: str, stars: int) -> dict[str, Any]:
    return {"type": STARS, "number": number, "stars": stars}


def layout(*, search: dict[str, str]) -> Component:
    view = search.get("view", MINE)
    return page(
        _("My requests"), state="", state_id=ids.STATE, live="cases",
        actions=button(_("Order"), href=str(Path.CATALOGUE), kind="primary", sign=Icon.PLUS),
        body=[
            dcc.Store(id=ids.VIEW, data=view),
            dcc.Store(id=ids.SHOWN, data=30),
            presses(STARS),
            html.Div(html.Div(request_tabs(view, "", "", None), id=ids.TABS), className="rq-tabs"),
            html.Div(find_in_list(id=ids.SEARCH, placeholder=_("Number, name or INN")), className="bar"),
            html.Div(skeleton_rows(6, height=64), id=ids.LIST, className="rqs"),
        ],
    )  # fmt: skip


def request_tabs(view: str, opened: str, closed: str, unit: str | None) -> Component:
    """Open and closed ones, and the unit's for its head."""
    choices = [Tab(MINE, _("Open"), opened), Tab(CLOSED, _("Answered and closed"), closed)]
    if unit is not None:
        choices.append(Tab(UNIT, _("My unit"), unit))
    chosen = html.Span(_("(chosen)"), className="visually-hidden")
    return html.Div(
        [
            dcc.Link(
                [choice.text, *([html.Small(choice.count)] if choice.count else []), *([chosen] if choice.value == view else [])],
                href=to(Path.REQUESTS, search={"view": choice.value} if choice.value != MINE else None),
                className="on" if choice.value == view else "",
            )
            for choice in choices
        ],
        className="tabs-k",
    )


def state_line(waiting: int, unrated: int, opened: int) -> list[Any]:
    """«2 заявки ждут вашего ответа, ещё 3 в работе.»"""
    if not opened and not unrated:
        return [_("Nothing is open. What you order appears here.")]
    parts: list[Any] = []
    if waiting:
        parts += [
            html.B(ngettext("{n} request waits for your answer", "{n} requests wait for your answer", waiting), className="c-warn"),
            ", ",
        ]
    parts.append(ngettext("{n} is open", "{n} are open", opened) if not waiting else ngettext("{n} open in all", "{n} open in all", opened))
    if unrated:
        parts += ["; ", ngettext("{n} answer is not rated yet", "{n} answers are not rated yet", unrated)]
    return [*parts, "."]


def request_list(views: Sequence[RequestView], *, now: datetime, view: str, search: str = "", has_more: bool = False) -> Component:
    """Rows; what an empty list means is said."""
    if not views:
        return _nothing(view, search)
    rows = [html.Li(request_row(one, now=now, with_requester=view == UNIT, rates=view == CLOSED)) for one in views]
    more = [html.Div(button(_("Show more"), id=ids.MORE), className="rq-more")] if has_more else []
    return html.Div([html.Ul(rows, className="rq-list"), *more])


def _nothing(view: str, search: str) -> Component:
    if search:
        return empty(_("Nothing found for “{text}”.", text=search), sign=Icon.SEARCH)
    if view == MINE:
        action = dcc.Link(_("Choose a service"), href=str(Path.CATALOGUE), className="btn btn-primary")
        return empty(_("No open requests. Order a check or ask a question: you will see here where it stands."), action=action)
    if view == UNIT:
        return empty(_("Nobody in your unit waits for an answer right now."))
    return empty(_("No answered requests yet. They stay here with their answers."))


def request_row(view: RequestView, *, now: datetime, with_requester: bool = False, rates: bool = False) -> Component:
    """One request: title, where it stands, when the answer comes; what can be done with it stands below."""
    stands = standing(view)
    above, below = expected(view, now=now)
    name: list[Any] = [html.Span(view.title, className="rq-title ell"), html.Span(f" · {text_of(view.service)}", className="t3 rq-service")]
    if with_requester and view.requester:
        name.append(html.Span(f" · {short_name(view.requester)}", className="t3"))
    state = html.Span([icon(stands.icon, size=14), html.Span(stands.words, className="rq-said")], className=f"st {stands.tone}".strip())
    when = html.Span(below, className="rq-when c-danger" if view.sla == "late" else "rq-when")
    link = dcc.Link(
        [
            icon(service_icon(view.icon), class_name="rq-icon"),
            html.Span([html.Span(name, className="rq-line"), state], className="rq-words"),
            html.Span([html.Span(above), when], className="rq-right"),
            icon(Icon.CHEVRON_RIGHT, size=12, class_name="t3"),
        ],
        href=to_case(view.number),
        className="rq wants" if stands.wanted else "rq",
    )
    acts = _acts(view, rates=rates)
    return html.Div([link, *([html.Div(acts, className="rq-acts")] if acts else [])], className="rq-box")


def _acts(view: RequestView, *, rates: bool) -> list[Any]:
    acts: list[Any] = []
    if view.answer_file:
        acts.append(
            html.A(
                [icon(Icon.FILE_PDF, size=14), _("Answer as PDF")],
                href=f"/files/{view.answer_file}",
                className="btn btn-outline-secondary btn-sm",
            )
        )
    if view.state in {"refused", "withdrawn"} and rates and view.service_code:
        href = to(Path.ORDER, service=view.service_code, search={"resubmit": view.number})
        acts.append(
            dcc.Link([icon(Icon.RETRY, size=14), _("Correct and send again")], href=href, className="btn btn-outline-secondary btn-sm")
        )
    if rates and view.state in {"done", "refused"}:
        acts.append(stars_given(view.rating) if view.rating else stars_asked(view.number))
    return acts


def stars_asked(number: str) -> Component:
    """Five stars to click."""
    return html.Span(
        [
            html.Span(_("How was the answer?"), className="t2 s12"),
            html.Span(
                [
                    html.Button(
                        icon(Icon.STAR, size=14), id=star_id(number, stars), type="button", className="star",
                        **{"aria-label": ngettext("{n} star of five", "{n} stars of five", stars)},
                    )
                    for stars in range(1, 6)
                ],
                className="stars", role="group", **{"aria-label": _("Rate the answer to {number}", number=number)},
            ),
        ],
        className="row-f",
    )  # fmt: skip


def stars_given(stars: int) -> Component:
    words = ngettext("Rated {n} star of five", "Rated {n} stars of five", stars)
    drawn = [icon(Icon.STAR_FILL, size=14, class_name="star-on")] * stars + [icon(Icon.STAR, size=14, class_name="t3")] * (5 - stars)
    return html.Span(drawn, className="stars", role="img", title=words, **{"aria-label": words})
