"""The head changes the target for deadlines; every open dashboard follows."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.analytics import WrongTarget, set_target
from data.queries.analytics.operations import figure_targets
from data.session import reading, transaction
from models.access.permissions import Permission
from pages.analytics.operations_target import ids
from pages.components.forms import field_error
from pages.errors import words_of
from pages.formats import percent
from pages.translations import _

FIGURE = "sla_compliance"


@on(
    Output(ids.MODAL, "is_open"), Output(ids.SHARE, "value"), Output(ids.ERROR, "children"),
    Input(ids.OPEN, "n_clicks"), Input(ids.CANCEL, "n_clicks"),
    permission=Permission.SET_TARGETS, prevent_initial_call=True,
)  # fmt: skip
def ask(opened: int | None, _cancelled: int | None) -> Any:
    if ctx.triggered_id == ids.CANCEL:
        return False, no_update, None
    if not opened:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        target = figure_targets(session).get(FIGURE)
    return True, "" if target is None else f"{target * 100:g}", None


@on(
    Output(ids.MODAL, "is_open", allow_duplicate=True), Output(ids.ERROR, "children", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"), State(ids.SHARE, "value"),
    permission=Permission.SET_TARGETS, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, typed: Any) -> Any:
    if not clicks:
        return no_update, no_update
    try:
        share = read_share(str(typed or ""))
        with transaction(current_actor()) as session:
            set_target(session, FIGURE, share)
    except WrongTarget as error:
        return True, field_error(words_of(error))
    say(_("Target set: {value}", value=percent(share, digits=None)))
    return False, None


def read_share(typed: str) -> float:
    """«92,5», «92.5 %» → 0.925. Raises `WrongTarget`."""
    try:
        return float(typed.replace("%", "").replace(",", ".").strip()) / 100
    except ValueError:
        raise WrongTarget(typed, field="value", given=typed) from None
