"""The external participant's page."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from callbacks.components.wire import on
from callbacks.services.views import request_view
from callbacks.web.current import current_actor
from data.queries.requests import RequestLine, shared_lines
from data.session import reading
from models.access.permissions import Permission
from pages import shell
from pages.services.shared import ids, shared_list, shared_state


@on(
    Output(ids.LIST, "children"),
    Output(ids.STATE, "children"),
    Input(shell.ids.LIVE_CASES, "data"),
    permission=Permission.VISIT_SHARED,
)
def show_shared(_live: int | None) -> Any:
    with reading(current_actor()) as session:
        rows = shared_lines(session)
    views = [request_view(RequestLine(case=row, step=0, steps=0)) for row in rows]
    return shared_list(views, now=session.now), shared_state(len(views))
