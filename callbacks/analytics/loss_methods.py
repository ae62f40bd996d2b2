"""The written methods of prevented loss: drawn, drafted, published by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.days import read_day
from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.loss_methods import draft_method, publish_method
from data.queries.access import bank_day
from data.queries.analytics.loss_register import loss_methods
from data.queries.analytics.losses import loss_categories
from data.session import Session, reading, transaction
from models.access.permissions import Permission
from models.analytics.prevented_loss import LossBasis, WrongMethod
from models.errors import InvalidInput
from pages import shell
from pages.analytics.loss_methods import PUBLISHERS, error_id, ids, input_id, method_form, methods_body, state_line
from pages.components.presses import pressed
from pages.translations import _

_MAY = Permission.WRITE_LOSS_METHODS


@on(
    Output(ids.STATE, "children"), Output(ids.BODY, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def show_methods(_changed: Any, _figures: Any) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        methods, categories = loss_methods(session), loss_categories(session)
    return state_line(methods, categories), methods_body(methods, categories, reader=actor.user_id)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Input(ids.NEW, "n_clicks"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(clicks: int | None) -> Any:
    if not clicks:
        raise PreventUpdate
    with reading(current_actor()) as session:
        return True, _("New version of a method"), method_form(loss_categories(session), first_day=bank_day(session.now))


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"), State(ids.CHANGED, "data"),  # type: ignore[arg-type]
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    typed = typed_by_name(values, names)
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    try:
        with transaction(current_actor()) as session:
            _draft(session, typed)
    except InvalidInput as error:
        return error_at_its_field(error, places), no_update, no_update
    say(_("The draft is saved. Another person publishes it."))
    return [None] * len(places), False, (changed or 0) + 1


def _draft(session: Session, typed: Mapping[str, Any]) -> UUID:
    category = str(typed.get("category") or "")
    if category not in loss_categories(session):
        raise WrongMethod(field="category")
    basis = LossBasis(typed["basis"]) if typed.get("basis") in set(LossBasis) else LossBasis.EXPECTED
    day = read_day(typed.get("first_day"), field="first_day")
    if day is None:
        raise WrongMethod(field="first_day")
    days = str(typed.get("repeat_days") or "").strip()
    if not days.isdecimal():
        raise WrongMethod(field="repeat_days")
    is_full = basis is LossBasis.FULL
    shares = {name: Decimal(1) if is_full else _share(typed.get(name), name) for name in ("probability", "loss_given_event")}
    return draft_method(
        session, category, basis=basis, repeat_days=int(days), source=str(typed.get("source") or ""), first_day=day, **shares,
        wording={lang: str(typed.get(f"wording_{lang}") or "").strip() for lang in ("ru", "en")},
    )  # fmt: skip


def _share(typed: Any, name: str) -> Decimal:
    """«12,5 %» → 0.125. Raises `WrongMethod`."""
    try:
        share = Decimal(str(typed or "").replace("%", "").replace(",", ".").strip()) / 100
    except InvalidOperation:
        raise WrongMethod(field=name) from None
    if not share.is_finite():
        raise WrongMethod(field=name)
    return share


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(PUBLISHERS), "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def publish(press: Mapping[str, str] | None, changed: int) -> Any:
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        publish_method(session, UUID(press["method"]))
    say(_("The method is in force."))
    return (changed or 0) + 1
