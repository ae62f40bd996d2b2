"""Capacity, drawn anew when the board or labour changes; the head sets the balance of routine and projects."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.analytics import WrongTarget, set_target
from data.queries.workforce.capacity import BALANCE, capacity_view
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.errors import KordonError
from models.processes.working_time import CalendarYearNotLoaded
from pages import shell
from pages.components.forms import field_error
from pages.components.states import failure
from pages.errors import words_of
from pages.translations import _
from pages.workforce.capacity import capacity_body, ids, state_words


@on(
    Output(ids.STATE, "children"), Output(ids.BODY, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=Permission.MANAGE_PROJECTS,
)  # fmt: skip
def show_capacity(_changed: Any, _figures: Any) -> Any:
    actor = current_actor()
    try:
        with reading(actor) as session:
            view = capacity_view(session)
    except CalendarYearNotLoaded as error:
        return "", failure(words_of(error))
    return state_words(view), capacity_body(view, sets_target=may(actor, Permission.SET_TARGETS))


@on(
    Output(ids.TARGET, "is_open"), Output(ids.TARGET_ERROR, "children"), Output(ids.CHANGED, "data"),
    Input(ids.TARGET_YES, "n_clicks"), State(ids.TARGET_VALUE, "value"), State(ids.CHANGED, "data"),
    permission=Permission.SET_TARGETS, prevent_initial_call=True,
)  # fmt: skip
def set_balance(clicks: int | None, typed: str | None, changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    try:
        share = Decimal("".join(str(typed or "").split()).removesuffix("%").replace(",", ".")) / 100
        with transaction(current_actor()) as session:
            set_target(session, BALANCE, float(share))
    except (KordonError, InvalidOperation) as error:
        wrong = error if isinstance(error, KordonError) else WrongTarget(str(typed), field="value", given=str(typed))
        return no_update, field_error(words_of(wrong)), no_update
    say(_("The target is set."))
    return False, None, (changed or 0) + 1


@on(
    Output(ids.TARGET, "is_open", allow_duplicate=True), Output(ids.TARGET_ERROR, "children", allow_duplicate=True),
    Input(ids.OPEN, "n_clicks"), Input(ids.TARGET_NO, "n_clicks"), State(ids.TARGET, "is_open"),
    permission=Permission.MANAGE_PROJECTS, prevent_initial_call=True,
)  # fmt: skip
def turn_dialog(opened: int | None, _left: int | None, is_open: bool) -> Any:
    if not opened:
        raise PreventUpdate
    return not is_open, None
