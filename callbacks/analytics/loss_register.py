"""The register of prevented losses: the list, the panel of an entry, handing in, deciding, correcting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.fields import error_at_its_field
from callbacks.components.money import read_roubles
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.prevented_loss import confirm_loss, correct_loss, mark_double, reject_loss, submit_loss
from data.queries.access import bank_day
from data.queries.analytics.loss_register import RegisterFilter, loss_card, register_counts, register_page
from data.queries.analytics.losses import loss_categories
from data.session import Session, reading, transaction
from models.access.permissions import Permission, may
from models.analytics.prevented_loss import AlreadyCounted, PossibleDouble
from models.errors import InvalidInput, KordonError, NotFound
from pages import shell
from pages.analytics import loss_card as card_page
from pages.analytics.loss_card import Act, error_id, input_id
from pages.analytics.loss_register import ACTS, TABS, category_options, grid_row, ids, state_line
from pages.components.grid import asked_block
from pages.components.presses import pressed
from pages.translations import _

_MAY = Permission.REGISTER_LOSS


@on(
    Output(ids.STATE, "children"), Output(ids.CATEGORY, "options"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def tell_state(_changed: Any, _figures: Any) -> Any:
    with reading(current_actor()) as session:
        return state_line(register_counts(session)), category_options(loss_categories(session))


@on(
    Output(ids.GRID, "getRowsResponse"),
    Input(ids.GRID, "getRowsRequest"),
    State(ids.TAB, "value"), State(ids.SEARCH, "value"), State(ids.CATEGORY, "value"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def show_rows(asked: Any, tab: str, search: str | None, category: str | None) -> Any:
    start, many, _order = asked_block(asked)
    wanted = RegisterFilter(tab=tab if tab in TABS else "all", category=str(category or ""), search=(search or "")[:100])
    with reading(current_actor()) as session:
        found = register_page(session, wanted, offset=start, limit=many)
        categories, today = loss_categories(session), bank_day(session.now)
    rows = found[:many]
    return {
        "rowData": [grid_row(row, categories=categories, tab=wanted.tab, today=today) for row in rows],
        "rowCount": start + len(rows) if len(found) <= many else -1,
    }


@on(
    Output(ids.ADDRESS, "data"), Output(ids.CHANGED, "data"), Input(ids.TAB, "value"), Input(ids.SEARCH, "value"),
    Input(ids.CATEGORY, "value"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def narrow(tab: str, _search: str | None, _category: str | None, changed: int) -> Any:
    """Another list: the grid fetches it, the address follows."""
    return {"tab": tab}, (changed or 0) + 1


in_browser("refreshGrid", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.CHANGED, "data"), prevent_initial_call=True)
in_browser(
    "refreshGrid", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(shell.ids.LIVE_FIGURES, "data"), prevent_initial_call=True
)
in_browser("keepAddress", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.ADDRESS, "data"), prevent_initial_call=True)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.CARD, "children"), Input(ids.OPEN, "data"),
    permission=_MAY,
)  # fmt: skip
def open_card(what: str | None) -> Any:
    if not what:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        return True, *_drawn(session, what)


def _drawn(session: Session, what: str) -> tuple[str, Any]:
    found = loss_card(session, _uuid(what))
    actor = session.actor
    drawn = card_page.loss_card(
        found, categories=loss_categories(session), may_register=may(actor, Permission.REGISTER_LOSS), now=session.now,
        may_decide=may(actor, Permission.CONFIRM_LOSS) and found.row.submitted_by not in actor.identities, today=bank_day(session.now),
    )  # fmt: skip
    return f"{found.row.object_name} · {found.row.number}", drawn


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(pressed(ACTS), "data"),
    State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(card_page.ids.SUBJECT, "data"), State(card_page.ids.REVISION, "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, str] | None, values: list[Any], names: list[Any], subject: str, revision: int, changed: int) -> Any:
    """Do what was pressed; what is wrong is said at its field."""
    if not press or not subject:
        raise PreventUpdate
    typed = {name["name"]: str(value or "") for name, value in zip(names, values, strict=True)}
    try:
        with transaction(current_actor()) as session:
            said = _done(session, Act(press["act"]), _uuid(subject), typed, revision)
    except (InvalidInput, PossibleDouble, AlreadyCounted, NotFound) as error:
        return _errors(error), no_update, no_update
    say(said)
    return _errors(None), False, (changed or 0) + 1


def _done(session: Session, chosen: Act, loss: UUID, typed: Mapping[str, str], revision: int) -> str:
    if chosen is Act.SUBMIT:
        amount = read_roubles(typed["at_stake"], field="at_stake")
        submit_loss(session, loss, evidence=typed["evidence"], category=typed["category"], at_stake_kopecks=amount, revision=revision)
        return _("Handed in. The head of the service decides.")
    if chosen is Act.CONFIRM:
        confirm_loss(session, loss, distinct_reason=typed["reason"], revision=revision)
        return _("Confirmed and counted.")
    if chosen is Act.REJECT:
        reject_loss(session, loss, reason=typed["reason"], revision=revision)
        return _("Rejected. Whoever handed it in is told why.")
    if chosen is Act.DOUBLE:
        mark_double(session, loss, double_of=typed["double_of"], reason=typed["reason"], revision=revision)
        return _("Marked as a double.")
    correct_loss(session, loss, at_stake_kopecks=read_roubles(typed["at_stake"], field="at_stake"), reason=typed["reason"])
    return _("The correction waits for confirmation by another person.")


_PLACES = {"distinct_reason": "reason", "at_stake": "at_stake"}


def _errors(error: KordonError | None) -> list[Any]:
    """Words at the field the error is about; an error without a field of its own stands at the first one."""
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    if error is None:
        return [None] * len(places)
    return error_at_its_field(error, places, renamed=_PLACES)


@on(Output(ids.OPEN, "data"), Input(ids.DRAWER, "is_open"), permission=_MAY, prevent_initial_call=True)
def forget_what_was_open(is_open: bool) -> Any:
    """So that the same entry can be opened again."""
    if is_open:
        return no_update
    dash.set_props(ids.CARD, {"children": None})
    return ""
