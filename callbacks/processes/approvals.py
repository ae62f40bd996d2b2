"""Fill the list of approvals that wait for this reader."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from callbacks.components.wire import on
from callbacks.processes.case import page_of
from callbacks.web.current import current_actor
from data.queries.processes.lists import CaseFilter, case_count, case_rows
from data.session import reading
from models.access.permissions import Permission
from pages import shell
from pages.formats import clock
from pages.processes.approvals import Waiting, approval_list, ids, state_words
from pages.translations import _

_SHOWN = 40  # a decision needs reading; whoever has more waiting begins at the top


@on(
    Output(ids.LIST, "children"),
    Output(ids.STATE, "children"),
    Output(ids.TIME, "children"),
    Input(shell.ids.LIVE_CASES, "data"),
    permission=Permission.APPROVE,
)
def draw_approvals(_live: Any) -> Any:
    chosen = CaseFilter(scope="approvals")
    with reading(current_actor()) as session:
        pages = [page_of(session, row.number) for row in case_rows(session, chosen, limit=_SHOWN)]
        count, now = case_count(session, chosen), session.now
    waiting = [Waiting(case, task) for case in pages for task in case.tasks if task.my_decision]
    return approval_list(waiting, now=now), state_words(count), _("updated {time}", time=clock(now))
