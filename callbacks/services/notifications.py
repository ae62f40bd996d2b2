"""Notifications: the bell and the list, live; opening a case marks what was told about it as read, a button marks all."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.processes import mark_notifications_read
from data.queries.processes.notices import Notice, new_notice_count, notices
from data.session import reading, transaction
from models.access.permissions import Permission
from pages import shell
from pages.processes import case as case_page
from pages.services.notifications import NoticeView, bell_menu, ids, notice_list, state_line

_UNDER_THE_BELL = 7
_PAGE = 40
_MOST = 199


def notice_view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=str(notice.id), kind=notice.kind, at=notice.at, is_new=notice.is_new, data=notice.data, number=notice.number,
        title=notice.title, step=notice.step,
    )  # fmt: skip


@on(
    Output(shell.ids.BELL, "children"),
    Output(shell.ids.BELL_NEWS, "children"),
    Input(shell.ids.LIVE_USER, "data"),
    permission=Permission.USE,
)
def ring_bell(_live: int | None) -> Any:
    with reading(current_actor()) as session:
        newest, new = notices(session, limit=_UNDER_THE_BELL), new_notice_count(session)
    return shell.bell_face(new), bell_menu([notice_view(one) for one in newest], now=session.now)


@on(
    Output(ids.LIST, "children"),
    Output(ids.STATE, "children"),
    Output(ids.READ_ALL, "disabled"),
    Input(ids.SHOWN, "data"),
    Input(shell.ids.LIVE_USER, "data"),
    permission=Permission.USE,
)
def show_notices(shown: int | None, _live: int | None) -> Any:
    limit = min(int(shown or _PAGE), _MOST)
    with reading(current_actor()) as session:
        found, new = notices(session, limit=limit + 1), new_notice_count(session)
    rows = notice_list([notice_view(one) for one in found[:limit]], now=session.now, has_more=len(found) > limit)
    return rows, state_line(new), new == 0


@on(
    Output(ids.SHOWN, "data"),
    Input(ids.MORE, "n_clicks"),
    State(ids.SHOWN, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def show_more(clicks: int | None, shown: int | None) -> Any:
    return min(int(shown or _PAGE), _MOST) + _PAGE if clicks else no_update


@on(
    Output(ids.READ_ALL, "title"),
    Input(ids.READ_ALL, "n_clicks"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def read_all(clicks: int | None) -> Any:
    """The rows and the bell follow the live change."""
    if clicks:
        with transaction(current_actor()) as session:
            mark_notifications_read(session)
    return no_update


@on(Output(case_page.ids.NUMBER, "modified_timestamp"), Input(case_page.ids.NUMBER, "data"), permission=Permission.USE)
def read_what_is_open(number: str | None) -> Any:
    """Whoever opens a case has read what he was told about it."""
    with reading(current_actor()) as session:
        seen = [one.id for one in notices(session, only_new=True, limit=200) if one.number == number]
    if seen:
        with transaction(current_actor()) as session:
            mark_notifications_read(session, seen)
    return no_update
