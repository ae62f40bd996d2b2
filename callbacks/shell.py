"""What moves in the frame: counts in the menu, the search, toasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from dash import ALL, Input, Output, ctx
from dash.exceptions import PreventUpdate

from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.queries.processes.lists import CaseFilter, CaseRow, case_counts
from data.queries.search import search
from data.session import reading
from models.access.permissions import Permission
from pages.components.marks import status_text
from pages.paths import to_case
from pages.shell import Hit, HitGroup, count_id, ids, menu_count, search_hint, search_results
from pages.translations import _, text_of

SHORTEST_SEARCH = 2

in_browser("showToast", Output(ids.SINK, "data"), Input(ids.TOAST, "data"), prevent_initial_call=True)
in_browser("markHere", Output(ids.HERE, "data"), Input(ids.LOCATION, "pathname"), Input(ids.LOCATION, "search"))

_MINE = CaseFilter(scope="mine")
_ASKED = CaseFilter(scope="requests", states=frozenset({"waiting_requester"}))
# Counts beside entries of the menu, by the page's key in the site map: the list that is counted, and the one that makes it catch the eye.
COUNTS: Mapping[str, tuple[CaseFilter, CaseFilter | None]] = MappingProxyType({
    "queue": (_MINE, replace(_MINE, sla="late")), "approvals": (CaseFilter(scope="approvals"), None), "requests": (_ASKED, _ASKED),
})  # fmt: skip


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
    lists = list({one: None for page in pages for one in COUNTS.get(page, ()) if one})
    with reading(current_actor()) as session:
        counts = dict(zip(lists, case_counts(session, lists), strict=True))
    drawn = [_drawn_count(counts, *COUNTS.get(page, (None, None))) for page in pages]
    return [text for text, _class in drawn], [name for _text, name in drawn]


def _drawn_count(counts: Mapping[CaseFilter, int], counted: CaseFilter | None, hot: CaseFilter | None) -> tuple[str, str]:
    return menu_count(counts[counted], is_hot=hot is not None and counts[hot] > 0) if counted else menu_count(0)


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
