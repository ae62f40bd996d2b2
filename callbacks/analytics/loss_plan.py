"""The head sets the plan of prevented loss; every open dashboard follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import ALL, Input, Output, State, ctx, no_update

from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.loss_methods import set_loss_plan
from data.queries.access import bank_day
from data.queries.analytics.losses import loss_categories, planned_losses
from data.session import reading, transaction
from models.access.permissions import Permission
from models.analytics.period import month_after
from models.errors import InvalidInput
from pages.analytics.loss_plan import amount_id, ids, month_choices, plan_fields
from pages.components.forms import field_error
from pages.errors import words_of
from pages.formats import month_label
from pages.translations import _

MONTHS_BACK, MONTHS_AHEAD = 2, 12


@on(
    Output(ids.MODAL, "is_open"), Output(ids.MONTH, "options"), Output(ids.MONTH, "value"), Output(ids.ERROR, "children"),
    Input(ids.OPEN, "n_clicks"), Input(ids.CANCEL, "n_clicks"),
    permission=Permission.SET_TARGETS, prevent_initial_call=True,
)  # fmt: skip
def ask(opened: int | None, _cancelled: int | None) -> Any:
    if ctx.triggered_id == ids.CANCEL:
        return False, no_update, no_update, None
    if not opened:
        return no_update, no_update, no_update, no_update
    with reading(current_actor()) as session:
        month = bank_day(session.now).replace(day=1)
    choices = month_choices([month_after(month, place) for place in range(-MONTHS_BACK, MONTHS_AHEAD)])
    return True, choices, month.isoformat(), None


@on(Output(ids.FIELDS, "children"), Input(ids.MONTH, "value"), permission=Permission.SET_TARGETS, prevent_initial_call=True)
def show_month(month: str | None) -> Any:
    if not month:
        return no_update
    with reading(current_actor()) as session:
        return plan_fields(loss_categories(session), planned_losses(session, _month(month)))


@on(
    Output(ids.MODAL, "is_open", allow_duplicate=True), Output(ids.ERROR, "children", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"), State(ids.MONTH, "value"), State(amount_id(ALL), "value"), State(amount_id(ALL), "id"),  # type: ignore[arg-type]
    permission=Permission.SET_TARGETS, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, month: str | None, typed: list[Any], places: list[dict[str, str]]) -> Any:
    """All amounts of the month; an empty one leaves its category as it was."""
    if not clicks or not month:
        return no_update, no_update
    try:
        with transaction(current_actor()) as session:
            for place, text in zip(places, typed, strict=True):
                if str(text or "").strip():
                    set_loss_plan(session, place["category"], _month(month), read_roubles(str(text), field="plan"))
    except InvalidInput as error:
        return True, field_error(words_of(error))
    say(_("The plan of {month} is set.", month=month_label(_month(month))))
    return False, None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(text).replace(day=1)
    except ValueError:
        raise InvalidInput(text, field="month") from None
