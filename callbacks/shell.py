"""What moves in the frame: counts in the menu, the search, toasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import ALL, Input, Output, ctx
from dash.exceptions import PreventUpdate

from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.processes.lists import CaseFilter, CaseRow, case_count
from data.queries.search import search
from data.session import Session, reading
from models.access.permissions import Permission
from pages.components.marks import status_text
from pages.paths import to_case
from pages.shell import Hit, HitGroup, count_id, ids, menu_count, search_hint, search_results
from pages.translations import _, text_of

SHORTEST_SEARCH = 2

in_browser("showToast", Output(ids.SINK, "data"), Input(ids.TOAST, "data"), prevent_initial_call=True)
in_browser("markHere", Output(ids.HERE, "data"), Input(ids.LOCATION, "pathname"), Input(ids.LOCATION, "search"))

Counted = tuple[int, bool]  # how many, and whether it should catch the eye


def _queue(session: Session) -> Counted:
    mine = CaseFilter(scope="mine")
    return case_count(session, mine), case_count(session, CaseFilter(scope="mine", sla="late")) > 0


def _approvals(session: Session) -> Counted:
    return case_count(session, CaseFilter(scope="approvals")), False


def _requests(session: Session) -> Counted:
    return case_count(session, CaseFilter(scope="requests", states=frozenset({"waiting_requester"}))), True


# Counts beside entries of the menu, by the page's key in the site map.
COUNTS: Mapping[str, Callable[[Session], Counted]] = MappingProxyType({"queue": _queue, "approvals": _approvals, "requests": _requests})


@on(
    Output(count_id(ALL), "children"),
    Output(count_id(ALL), "className"),
    Input(ids.LIVE_CASES, "data"),
    Input(ids.LIVE_USER, "data"),
    permission=Permission.USE,
)
def fill_counts(_cases: int | None, _user: int | None) -> tuple[list[str], list[str]]:
    """One look for all counts of this reader's menu."""
    texts, _classes = ctx.outputs_list
    pages = [output["id"]["page"] for output in texts]
    with reading(current_actor()) as session:
        drawn = [_drawn_count(session, page) for page in pages]
    return [text for text, _class in drawn], [name for _text, name in drawn]


def _drawn_count(session: Session, page: str) -> tuple[str, str]:
    count = COUNTS.get(page)
    if count is None:
        return menu_count(0)
    number, is_hot = count(session)
    return menu_count(number, is_hot=is_hot)


@on(
    Output(ids.SEARCH_RESULTS, "children"), Input(ids.SEARCH_TEXT, "value"), permission=Permission.ORDER_SERVICES, prevent_initial_call=True
)
def find(text: str | None) -> Any:
    """Cases by number, title or identifier. What one may not read is not found."""
    if text is None:
        raise PreventUpdate
    wanted = text.strip()
    if len(wanted) < SHORTEST_SEARCH:
        return search_hint()
    with reading(current_actor()) as session:
        found = search(session, wanted)
    return search_results([HitGroup(_("Cases"), [_hit(row) for row in found])], text=wanted)


def _hit(row: CaseRow) -> Hit:
    detail = " · ".join(part for part in (row.number, text_of(row.service_name), status_text(row.state)) if part)
    return Hit(href=to_case(row.number), title=row.title or row.number, detail=detail)
