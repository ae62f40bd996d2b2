"""Reports of the bank's own: the list, a form for a new, changed or copied one, withdrawing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.fields import error_at_its_field, typed_by_name
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.report_designs import add_report, change_report, withdraw_report
from data.queries.analytics.reports import bank_reports, report_definition
from data.session import reading, transaction
from models.access.permissions import Permission
from models.errors import KordonError, NotFound
from pages import shell
from pages.analytics.blocks import BLOCKS
from pages.analytics.report_builder import (
    MOVES,
    OPENS,
    WITHDRAWS,
    error_id,
    ids,
    input_id,
    order_list,
    report_form,
    reports_list,
    state_words,
)
from pages.components.presses import pressed
from pages.translations import _

_MAY = Permission.DESIGN_REPORTS


@on(
    Output(ids.STATE, "children"), Output(ids.LIST, "children"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    permission=_MAY,
)  # fmt: skip
def show_reports(_changed: Any, _figures: Any) -> Any:
    with reading(current_actor()) as session:
        own = bank_reports(session)
        return state_words(len(own)), reports_list(own, now=session.now)


@on(
    Output(ids.DRAWER, "is_open"), Output(ids.DRAWER_TITLE, "children"), Output(ids.FORM, "children"), Output(ids.EDITED, "data"),
    Input(pressed(OPENS), "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def open_form(press: Mapping[str, str] | None) -> Any:
    """Empty, of a report, or with the parts of another."""
    if not press:
        raise PreventUpdate
    code, way = press["report"], press["way"]
    if way == "new":
        return True, _("New report"), report_form(None), None
    with reading(current_actor()) as session:
        report = report_definition(session, code)
        revision = next((one.revision for one in bank_reports(session) if one.definition.key == code), None)
    if report is None or (way == "edit" and revision is None):
        raise NotFound(code)
    edited = {"report": code, "revision": revision} if way == "edit" else None
    return True, _("Edit the report") if edited else _("New report"), report_form(report), edited


@on(Output(ids.ORDER, "children"), Input(input_id("blocks"), "value"), permission=_MAY, prevent_initial_call=True)
def show_order(chosen: list[str] | None) -> Any:
    return order_list([key for key in chosen or () if key in BLOCKS])


@on(
    Output(input_id("blocks"), "value"), Input(pressed(MOVES), "data"), State(input_id("blocks"), "value"), permission=_MAY,
    prevent_initial_call=True,
)  # fmt: skip
def move(press: Mapping[str, str] | None, chosen: list[str] | None) -> Any:
    """One place up or down."""
    if not press or press["part"] not in (chosen or ()):
        raise PreventUpdate
    order = list(chosen or ())
    place = order.index(press["part"])
    other = place + (1 if press["way"] == "down" else -1)
    if not 0 <= other < len(order):
        raise PreventUpdate
    order[place], order[other] = order[other], order[place]
    return order


@on(
    Output(error_id(ALL), "children"),  # type: ignore[arg-type]
    Output(ids.DRAWER, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data"),
    Input(ids.SAVE, "n_clicks"), State(input_id(ALL), "value"), State(input_id(ALL), "id"),  # type: ignore[arg-type]
    State(ids.EDITED, "data"), State(ids.CHANGED, "data"), permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def save(clicks: int | None, values: list[Any], names: list[Any], edited: Mapping[str, Any] | None, changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    typed = typed_by_name(values, names)
    places = [place["id"]["name"] for place in ctx.outputs_list[0]]
    blocks = [str(one) for one in typed.get("blocks") or ()]
    content = {"ru": str(typed.get("name_ru") or ""), "en": str(typed.get("name_en") or ""), "blocks": blocks, "known": BLOCKS}
    try:
        with transaction(current_actor()) as session:
            if edited:
                change_report(session, str(edited["report"]), int(edited["revision"]), **content)
            else:
                add_report(session, **content)
    except KordonError as error:
        return error_at_its_field(error, places), no_update, no_update
    say(_("The report stands in the catalogue."))
    return [None] * len(places), False, (changed or 0) + 1


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(WITHDRAWS), "data"), State(ids.CHANGED, "data"), permission=_MAY,
    prevent_initial_call=True,
)  # fmt: skip
def withdraw(press: Mapping[str, str] | None, changed: int) -> Any:
    if not press:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        withdraw_report(session, press["report"], int(press["revision"]))
    say(_("The report is withdrawn. Files made of it stay in the archive."))
    return (changed or 0) + 1
