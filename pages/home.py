"""The first page: the reader's own work, which is another one for each role. `callbacks/home.py` fills it and keeps it live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from babel.dates import format_date
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.page import columns, live_mark, page, section
from pages.components.states import empty, skeleton, skeleton_rows
from pages.formats import NBSP, clock, current_zone
from pages.home_parts import UrgentView, notice_block, urgent_table
from pages.paths import Path, to
from pages.services.catalogue import ids as catalogue_ids
from pages.services.catalogue import search_field
from pages.services.notifications import NoticeView
from pages.services.requests import request_row, state_line
from pages.services.words import RequestView
from pages.translations import _, current_language, ngettext


class ids(StrEnum):
    BODY = "home-body"
    SEEN = "home-seen"
    AS_OF = "home-as-of"
    REQUESTS = "home-requests"
    SLA_CHART = "home-sla"
    TIMES_CHART = "home-times"
    AGEING_CHART = "home-ageing"
    WEEKS_CHART = "home-weeks"


def layout() -> Component:
    waiting = [html.Div(skeleton(30, 60, height=20), className="head"), html.Div(skeleton_rows(8, height=56))]
    return html.Div(
        [dcc.Store(id=ids.SEEN, data=""), html.Div(waiting, id=ids.BODY, className="page-body")],
        className="page",
        **{"data-live": "cases figures"},
    )


def day_title(today: date) -> str:
    """«Среда, 18 ноября» and "Wednesday, 18 November"."""
    locale = "ru" if current_language() == "ru" else "en_GB"
    words = format_date(today, "EEEE, d MMMM", locale=locale)
    return (words[:1].upper() + words[1:]).replace(" ", NBSP if len(words) < 14 else " ")


def as_of(now: datetime) -> Component:
    return live_mark(_("as of {time}", time=clock(now)), id=ids.AS_OF)


# --- requester ---------------------------------------------------------------------------------------------------------------


def requester_home(*, heads_unit: int | None = None) -> Component:
    """What can I order, where are my requests. `heads_unit`: open requests of the unit, for its head."""
    unit = []
    if heads_unit is not None:
        words = ngettext("{n} open request of your unit", "{n} open requests of your unit", heads_unit)
        unit = [
            dcc.Link(
                [icon(Icon.PEOPLE), words, icon(Icon.CHEVRON_RIGHT, size=12)],
                href=to(Path.REQUESTS, search={"view": "unit"}),
                className="unit-link",
            )
        ]
    return page(
        _("What do you need?"),
        body=html.Div(
            [
                html.Div(search_field(), className="svc-search pad home-find"),
                html.Div([html.Div(skeleton_rows(2, height=64), id=ids.REQUESTS), *unit], className="home-mine"),
                html.Div(
                    [
                        html.H2([_("Order"), html.Span(_("answered within"), className="svc-head-time")], className="svc-order-head pad"),
                        html.Div(skeleton_rows(7, height=56), id=catalogue_ids.LIST, className="svc-list"),
                    ],
                    className="home-order",
                ),
            ],
            className="home-requester",
        ),
    )


def my_requests(views: Sequence[RequestView], *, now: datetime, waiting: int, opened: int) -> Component:
    """The few requests that matter now, and the way to all."""
    more = [dcc.Link(_("All {n}", n=opened) if opened > len(views) else _("All requests"), href=str(Path.REQUESTS), className="more")]
    head = html.H2([html.Span(_("My requests")), *more], className="svc-head pad")
    if not views:
        return html.Div([head, html.P(_("Nothing is open. What you order appears here."), className="pad t3 home-none")])
    rows = [html.Li(request_row(one, now=now)) for one in views]
    told = html.P(state_line(waiting, 0, opened), className="visually-hidden")
    return html.Div([head, told, html.Ul(rows, className="rq-list")])


# --- officer -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much of each kind waits for an officer."""

    mine: int
    late: int
    soon: int
    today: int
    free: int
    approvals: int


def queue_link(words: Any, *, scope: str, sla: str = "", tone: str = "") -> Component:
    """Figures in a sentence lead to their rows."""
    search = {"scope": scope} | ({"sla": sla} if sla else {})
    return dcc.Link(words, href=to(Path.QUEUE, search=search), **({"className": tone} if tone else {}))


def officer_home(rows: Sequence[UrgentView], amounts: Amounts, notices: Sequence[NoticeView], *, now: datetime) -> Component:
    """My queue by due time, and what has changed."""
    today = now.astimezone(current_zone()).date()
    table: Component = (
        urgent_table(rows, caption=_("My queue"), with_owner=False)
        if rows
        else empty(_("Your queue is empty. Take a free task of your group."), action=button(_("Free tasks"), href=_free(), kind="primary"))
    )
    queue = html.Div(
        [
            html.Div(
                section(_("My queue"), small=_("the most urgent first"), more=(_("All {n}", n=amounts.mine), to(Path.QUEUE))),
                className="pad blk-head",
            ),
            table,
        ]
    )
    return page(
        day_title(today),
        state=officer_state(amounts),
        actions=[as_of(now), button(_("Open the queue"), href=str(Path.QUEUE), kind="primary", sign=Icon.LIST_TASK)],
        body=columns(queue, notice_block(notices, now=now), widths="minmax(0, 1fr) 336px", class_name="grow"),
    )


def _free() -> str:
    return to(Path.QUEUE, search={"scope": "unassigned"})


def officer_state(amounts: Amounts) -> list[Any]:
    """«2 просрочены, 3 под риском, 4 до конца дня; в группе 5 свободных задач, одно решение за вами.»"""
    parts: list[Any] = []
    if amounts.late:
        parts.append(queue_link(ngettext("{n} is overdue", "{n} are overdue", amounts.late), scope="mine", sla="late", tone="c-danger"))
    if amounts.soon:
        parts.append(queue_link(ngettext("{n} is at risk", "{n} are at risk", amounts.soon), scope="mine", sla="soon"))
    if amounts.today:
        parts.append(queue_link(ngettext("{n} is due today", "{n} are due today", amounts.today), scope="mine", sla="today"))
    sentence: list[Any] = _joined(parts) or [_("Nothing of yours is late")]
    rest: list[Any] = []
    if amounts.free:
        rest.append(queue_link(ngettext("{n} free task in your group", "{n} free tasks in your group", amounts.free), scope="unassigned"))
    if amounts.approvals:
        words = ngettext("{n} decision is yours to make", "{n} decisions are yours to make", amounts.approvals)
        rest.append(dcc.Link(words, href=str(Path.APPROVALS)))
    return [*sentence, *(["; ", *_joined(rest)] if rest else []), "."]


def _joined(parts: Sequence[Any]) -> list[Any]:
    joined: list[Any] = []
    for part in parts:
        joined += [", ", part] if joined else [part]
    return joined
