"""What one has been told: the page, and the short list that the bell opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.page import page
from pages.components.states import empty, skeleton_rows
from pages.formats import NBSP, clock, current_zone, date_long, day_month, month_short
from pages.paths import Path, to_what_was_told
from pages.processes.words import notice_words
from pages.translations import _, current_language, ngettext


class ids(StrEnum):
    STATE = "services-notifications-state"
    LIST = "services-notifications-list"
    READ_ALL = "services-notifications-read-all"
    ONLY_NEW = "services-notifications-only-new"
    MORE = "services-notifications-more"
    SHOWN = "services-notifications-shown"


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notification as its row needs it."""

    id: str
    kind: str
    at: datetime
    is_new: bool
    data: Mapping[str, Any]
    number: str
    title: str
    step: Mapping[str, str]


def layout() -> Component:
    return page(
        _("Notifications"), state="", state_id=ids.STATE, live="",
        actions=button(_("Mark all as read"), id=ids.READ_ALL, sign=Icon.CHECK_LARGE),
        body=[dcc.Store(id=ids.SHOWN, data=40), html.Div(skeleton_rows(8, height=52), id=ids.LIST)],
    )  # fmt: skip


def state_line(new: int) -> str:
    return ngettext("{n} is new.", "{n} are new.", new) if new else _("Everything is read.")


def notice_list(notices: Sequence[NoticeView], *, now: datetime, has_more: bool = False) -> Component:
    """Rows by day, newest first."""
    if not notices:
        return empty(_("Nothing yet. You are told here when an answer is ready, a question is asked or work comes to you."), sign=Icon.BELL)
    blocks: list[Component] = []
    days: dict[date, list[NoticeView]] = {}
    for one in notices:
        days.setdefault(one.at.astimezone(current_zone()).date(), []).append(one)
    today = now.astimezone(current_zone()).date()
    for day, group in days.items():
        rows = [html.Li(notice_row(one, now=now)) for one in group]
        blocks.append(html.Section([html.H2(_day(day, today), className="nt-day pad"), html.Ul(rows, className="nts")]))
    more = [html.Div(button(_("Show more"), id=ids.MORE), className="rq-more")] if has_more else []
    return html.Div([*blocks, *more])


def notice_row(notice: NoticeView, *, now: datetime, short_date: bool = False) -> Component:
    """A row that opens the case, or the list of the many it speaks of."""
    body = _row_body(notice, now=now, short_date=short_date)
    return dcc.Link(body, href=to_what_was_told(notice.kind, notice.number), className=_row_class(notice))


def _row_body(notice: NoticeView, *, now: datetime, short_date: bool) -> list[Any]:
    """What happened, to which case, when; an unread one has a dot and heavier words."""
    told = notice_words(notice.kind, data=notice.data, step=notice.step, now=now)
    subject = " · ".join(part for part in (notice.title, notice.number) if part)
    return [
        icon(told.sign, class_name=f"nt-sign c-{told.tone}" if told.tone else "nt-sign"),
        html.Span(
            [
                html.Span(
                    [html.Span(told.strong, className="nt-strong"), *([f": {told.rest}"] if told.rest else [])], className="nt-words"
                ),
                html.Span(subject, className="t3 s12 ell"),
            ],
            className="nt-body",
        ),
        html.Span(_when(notice.at, now=now) if short_date else clock(notice.at), className="t3 s12 nw"),
        html.Span(html.Span(_("new"), className="visually-hidden"), className="nt-dot")
        if notice.is_new
        else html.Span(className="nt-dot off"),
    ]


def _row_class(notice: NoticeView) -> str:
    return "nt" + (" new" if notice.is_new else "")


def bell_menu(notices: Sequence[NoticeView], *, now: datetime) -> list[Component]:
    """The newest ones under the bell, and the way to all."""
    rows = [
        dbc.DropdownMenuItem(
            _row_body(one, now=now, short_date=True), href=to_what_was_told(one.kind, one.number), class_name=_row_class(one)
        )
        for one in notices
    ]
    nothing = [] if rows else [html.P(_("Nothing new."), className="t2 bell-none")]
    return [*rows, *nothing, dbc.DropdownMenuItem(_("All notifications"), href=str(Path.NOTIFICATIONS), class_name="bell-all")]


def _when(at: datetime, *, now: datetime) -> str:
    """The time for today, the day for what is older."""
    day, today = at.astimezone(current_zone()).date(), now.astimezone(current_zone()).date()
    return clock(at) if day == today else f"{day.day}{NBSP}{month_short(day).lower() if current_language() == 'ru' else month_short(day)}"


def _day(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_long(day) if day.year != today.year else day_month(day)
