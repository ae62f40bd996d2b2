"""The clock beside a case, for those who work on cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Input, Output, State

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.workforce import Target, start_timer, stop_timer
from data.queries.workforce.case_labour import case_labour
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.processes.case import CLOSED
from pages import shell
from pages.components.presses import pressed
from pages.processes.case import ids as case_ids
from pages.processes.case_labour import ACTS, ids, labour_section
from pages.translations import _
from pages.workforce.words import hours


@on(
    Output(ids.BOX, "children"),
    Input(case_ids.CASE, "data"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_USER, "data"), State(case_ids.NUMBER, "data"),
    permission=Permission.USE, prevent_initial_call=True,
)  # fmt: skip
def show_labour(facts: Mapping[str, Any] | None, _changed: Any, _live: Any, number: str) -> Any:
    """Nothing for a reader who does not work on cases, or sees this one from outside."""
    actor = current_actor()
    if not facts or not facts.get("inside") or not may(actor, Permission.WORK_CASES):
        return None
    with reading(actor) as session:
        return labour_section(case_labour(session, number), now=session.now, is_open=facts.get("state") not in CLOSED)


@on(
    Output(ids.CHANGED, "data"), Input(pressed(ACTS), "data"), State(case_ids.NUMBER, "data"), State(ids.CHANGED, "data"),
    permission=Permission.WORK_CASES, prevent_initial_call=True,
)  # fmt: skip
def turn_clock(press: Mapping[str, Any] | None, number: str, changed: int) -> int:
    act = str((press or {}).get("act", ""))
    with transaction(current_actor()) as session:
        if act == "start":
            start_timer(session, Target(number))
        elif act in {"stop", "discard"}:
            minutes = stop_timer(session, keep=act == "stop")
            say(_("Written down: {time}", time=hours(minutes)) if minutes else _("The timer is stopped, nothing was written."))
    return changed + 1
