"""Disputes about shares of costs: the list, the form of a unit's head, the answer of who keeps the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.disputes import accept_dispute, open_dispute, refuse_dispute
from data.queries.analytics.cost_books import share_names
from data.queries.analytics.disputes import disputes, may_dispute
from data.queries.analytics.filters import filter_choices
from data.session import reading, transaction
from models.access.permissions import Permission, may
from models.analytics.period import CODED_MONTH
from models.errors import KordonError, NotFound
from pages import shell
from pages.analytics.disputes import OPENS, answer_form, claim_form, disputes_list, error_id, ids, input_id, state_words
from pages.components.presses import pressed
from pages.formats import month_label
from pages.translations import _, text_of

_MAY = Permission.SEE_ALLOCATIONS


def _month(given: Any) -> date:
    if not CODED_MONTH.fullmatch(str(given or "")):
        raise NotFound(str(given))
    return date.fromisoformat(f"{given}-01")


@on(
    Output(ids.STATE, "children"), Output(ids.LIST, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def show_disputes(_changed: Any, _figures: Any) -> Any:
    with reading(current_actor()) as session:
        found = disputes(session)
        answers = may(session.actor, Permission.MANAGE_COSTS)
        return state_words(found), disputes_list(found, answers=answers, now=session.now)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Output(ids.EDITED, "data"),
    Input(ids.ASKED, "data"), permission=_MAY,
)  # fmt: skip
def open_claim(asked: Mapping[str, str] | None) -> Any:
    """The form for the share that the address names."""
    if not asked or set(asked) != {"month", "unit", "pool"}:
        raise PreventUpdate
    month = _month(asked["month"])
    with reading(current_actor()) as session:
        if not may_dispute(session):
            raise PreventUpdate
        unit, pool = share_names(session, asked["unit"], asked["pool"])
    words = " · ".join((month_label(month), text_of(unit), text_of(pool)))
    return True, _("Dispute a share"), claim_form(words), dict(asked)


@on(
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.DRAWER_TITLE, "children", allow_duplicate=True),
    Output(ids.FORM, "children", allow_duplicate=True), Output(ids.EDITED, "data", allow_duplicate=True),
    Input(pressed(OPENS), "data"), permission=Permission.MANAGE_COSTS, prevent_initial_call=True,
)  # fmt: skip
def open_answer(press: Mapping[str, str] | None) -> Any:
    if not press:
        raise PreventUpdate
    with reading(current_actor()) as session:
        one = next((each for each in disputes(session) if str(each.id) == press["dispute"]), None)
        units = dict(filter_choices(session)["unit"])
    if one is None:
        raise NotFound(press["dispute"])
    edited = {"dispute": str(one.id), "revision": one.revision}
    return True, f"{text_of(one.unit_name)}, {month_label(one.month)}", answer_form(one, units), edited


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SEND, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def send(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    """A claim."""
    if not clicks or not edited:
        raise PreventUpdate
    typed = typed_by_name(values, names)
    try:
        with transaction(current_actor()) as session:
            unit, pool = str(edited.get("unit")), str(edited.get("pool"))
            open_dispute(session, _month(edited.get("month")), unit, pool, str(typed.get("claim") or ""))
    except KordonError as error:
        return error_at_its_field(error, _places()), no_update, no_update
    say(_("The dispute is handed in."))
    return [None] * len(_places()), False, (changed or 0) + 1


@on(
    Output(error_id(ALL), "children", allow_duplicate=True),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.ANSWER, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=Permission.MANAGE_COSTS, prevent_initial_call=True,
)  # fmt: skip
def answer(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    """Accept or refuse."""
    if not clicks or not edited or "dispute" not in edited:
        raise PreventUpdate
    typed = {name: str(value or "") for name, value in typed_by_name(values, names).items()}
    dispute, revision = UUID(str(edited["dispute"])), int(edited["revision"])
    try:
        with transaction(current_actor()) as session:
            if typed.get("decision") == "accept":
                kopecks = read_roubles(typed["kopecks"], field="kopecks")
                month = accept_dispute(session, dispute, typed["answer"], kopecks=kopecks, onto=typed["onto"], revision=revision)
                said = _("Accepted: it counts in {month}.", month=month_label(month))
            else:
                refuse_dispute(session, dispute, typed.get("answer", ""), revision=revision)
                said = _("Answered: the share stays.")
    except KordonError as error:
        return error_at_its_field(error, _places()), no_update, no_update
    say(said)
    return [None] * len(_places()), False, (changed or 0) + 1


def _places() -> list[str]:
    return [place["id"]["name"] for place in ctx.outputs_list[0]]
