"""My requests: the list in its tab, live; rating by a click on a star."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Input, Output, State, no_update

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.services.views import request_view
from callbacks.web.current import current_actor
from data.operations.processes import rate_case
from data.queries.processes.reading import case_by_number
from data.queries.requests import request_counts, request_lines, unit_counts
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.errors import NotFound
from pages import shell
from pages.components.presses import pressed
from pages.services.requests import CLOSED, MINE, STARS, UNIT, ids, request_list, request_tabs, state_line
from pages.translations import _

_PAGE = 30
_MOST = 190
_STATES = {MINE: frozenset[str](), CLOSED: frozenset({"closed"}), UNIT: frozenset[str]()}


@on(
    Output(ids.TABS, "children"),
    Output(ids.STATE, "children"),
    Output(ids.LIST, "children"),
    Input(ids.VIEW, "data"),
    Input(ids.SEARCH, "value"),
    Input(ids.SHOWN, "data"),
    Input(shell.ids.LIVE_CASES, "data"),
    permission=Permission.ORDER_SERVICES,
)
def show_requests(view: str, search: str | None, shown: int | None, _live: int | None) -> Any:
    actor = current_actor()
    heads = may(actor, Permission.FOLLOW_UNIT)
    wanted = view if view in _STATES and (view != UNIT or heads) else MINE
    typed, limit = (search or "").strip()[:100], min(int(shown or _PAGE), _MOST)
    with reading(actor) as session:
        counts = request_counts(session)
        unit = unit_counts(session) if heads else None
        scope = "unit" if wanted == UNIT else "requests"
        lines = request_lines(session, scope=scope, states=_STATES[wanted], search=typed, limit=limit + 1)
    tabs = request_tabs(wanted, str(counts.open or ""), str(counts.closed or ""), str(unit.open or "") if unit else None)
    rows = request_list(
        [request_view(line) for line in lines[:limit]], now=session.now, view=wanted, search=typed, has_more=len(lines) > limit
    )
    return tabs, state_line(counts.waiting, counts.unrated, counts.open), rows


@on(
    Output(ids.SHOWN, "data"),
    Input(ids.MORE, "n_clicks"),
    State(ids.SHOWN, "data"),
    permission=Permission.ORDER_SERVICES,
    prevent_initial_call=True,
)
def show_more(clicks: int | None, shown: int | None) -> Any:
    return min(int(shown or _PAGE), _MOST) + _PAGE if clicks else no_update


@on(
    Output(ids.SHOWN, "modified_timestamp"),
    Input(pressed(STARS), "data"),
    permission=Permission.ORDER_SERVICES,
    prevent_initial_call=True,
)
def rate(star: Mapping[str, Any]) -> Any:
    """The list itself is drawn anew by the live change."""
    with transaction(current_actor()) as session:
        case_id = case_by_number(session, str(star["number"]))
        if case_id is None:
            raise NotFound(what="case")
        rate_case(session, case_id, stars=int(star["stars"]))
    say(_("Thank you. The rating is with the request."))
    return no_update
