"""User administration: the tabs, the grid of people, what is opened in the panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import dash
from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.access_substitutions import cancel_substitution
from data.queries.access import bank_day
from data.queries.access_accounts import PeopleFilter, coming_substitutions, people_counts, people_rows
from data.queries.access_people import all_groups, business_lines, unit_tree
from data.session import Session, reading, transaction
from models.access.actor import Role
from models.access.permissions import Permission
from pages import shell
from pages.access.users import (
    ABSENCES,
    CANCELLERS,
    GROUPS,
    KIND_OF_TAB,
    LINES,
    NEW_WORDS,
    OPENERS,
    PEOPLE,
    UNITS,
    absences_table,
    groups_table,
    ids,
    lines_table,
    people_state,
    people_tab,
    person_row,
    units_table,
)
from pages.components.grid import asked_block
from pages.components.presses import pressed
from pages.translations import _, ngettext, text_of

_MAY = Permission.MANAGE_USERS


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@on(
    Output(ids.CONTENT, "children"),
    Output(ids.NEW, "children"),
    Output(ids.ADDRESS, "data"),
    Input(ids.TAB, "value"),
    Input(ids.CHANGED, "data"),
    permission=_MAY,
)
def show_tab(tab: str, _changed: int) -> Any:
    new = _(NEW_WORDS.get(tab, NEW_WORDS[PEOPLE]))
    if tab == PEOPLE:
        # The grid fetches its own rows; drawing it anew would lose its place.
        return (people_tab() if ctx.triggered_id == ids.TAB else no_update), new, {}
    with reading(current_actor()) as session:
        content = _table(session, tab)
    return content, new, {"tab": tab}


def _table(session: Session, tab: str) -> Any:
    if tab == GROUPS:
        return groups_table(all_groups(session))
    if tab == UNITS:
        return units_table(unit_tree(session), lines={line.id: text_of(line.name) for line in business_lines(session)})
    if tab == LINES:
        return lines_table(business_lines(session))
    if tab == ABSENCES:
        return absences_table(coming_substitutions(session), today=bank_day(session.now))
    raise PreventUpdate


@on(Output(ids.STATE, "children"), Input(ids.TAB, "value"), Input(ids.CHANGED, "data"), permission=_MAY)
def show_state(tab: str, _changed: int) -> str:
    with reading(current_actor()) as session:
        if tab == GROUPS:
            many = len(all_groups(session))
            return ngettext("{n} group that work is routed to.", "{n} groups that work is routed to.", many)
        if tab == UNITS:
            return ngettext("{n} unit of the bank.", "{n} units of the bank.", len(unit_tree(session)))
        if tab == LINES:
            many = len(business_lines(session))
            return ngettext("{n} line that requests and costs are booked to.", "{n} lines that requests and costs are booked to.", many)
        if tab == ABSENCES:
            away = len({line.absent_id for line in coming_substitutions(session) if line.is_now})
            return ngettext("{n} person has a substitute today.", "{n} people have a substitute today.", away)
        return people_state(people_counts(session))


@on(Output(ids.GROUP, "options"), Output(ids.UNIT, "options"), Input(ids.GRID, "id"), permission=_MAY)
def offer_filters(_grid: str) -> Any:
    with reading(current_actor()) as session:
        groups, units = all_groups(session), unit_tree(session)
    return (
        [{"value": str(line.id), "label": text_of(line.name)} for line in groups],
        [{"value": str(line.id), "label": text_of(line.name)} for line in units],
    )


@on(
    Output(ids.GRID, "getRowsResponse"),
    Input(ids.GRID, "getRowsRequest"),
    State(ids.SEARCH, "value"),
    State(ids.ROLE, "value"),
    State(ids.GROUP, "value"),
    State(ids.UNIT, "value"),
    State(ids.ACCOUNTS, "value"),
    permission=_MAY,
    prevent_initial_call=True,
)
def show_people(asked: Any, search: str | None, role: str | None, group: str | None, unit: str | None, state: str | None) -> Any:
    start, many, _order = asked_block(asked)
    wanted = PeopleFilter(
        search=(search or "")[:100], role=Role(role) if role in set(Role) else None, group_id=_uuid(group), unit_id=_uuid(unit),
        state=state if state in ("active", "closed", "waiting") else "",
    )  # fmt: skip
    with reading(current_actor()) as session:
        rows, following = people_rows(session, wanted, skip=start, limit=many)
        names = {line.code: text_of(line.name) for line in all_groups(session)}
        now = session.now
    return {
        "rowData": [person_row(row, group_names=names, now=now) for row in rows],
        "rowCount": start + len(rows) if following is None else -1,
    }


# Two, because on the other tabs there are no filters to listen to.
in_browser(
    "refreshGrid", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.SEARCH, "value"), Input(ids.ROLE, "value"),
    Input(ids.GROUP, "value"), Input(ids.UNIT, "value"), Input(ids.ACCOUNTS, "value"), prevent_initial_call=True,
)  # fmt: skip
in_browser("refreshGrid", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.CHANGED, "data"), prevent_initial_call=True)
in_browser("keepAddress", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.ADDRESS, "data"), prevent_initial_call=True)


@on(
    Output(ids.OPEN, "data", allow_duplicate=True),
    Input(ids.NEW, "n_clicks"),
    Input(pressed(OPENERS), "data"),
    State(ids.TAB, "value"),
    permission=_MAY,
    prevent_initial_call=True,
)
def open_in_panel(_new: int | None, row: Mapping[str, str] | None, tab: str) -> str:
    if row and ctx.triggered_id != ids.NEW:
        return row["what"]
    return f"{KIND_OF_TAB.get(tab, 'person')}:new"


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(pressed(CANCELLERS), "data"),
    State(ids.CHANGED, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def cancel_somebodys_substitution(chosen: Mapping[str, str], changed: int) -> int:
    with transaction(current_actor()) as session:
        cancel_substitution(session, UUID(chosen["substitution"]))
    say(_("The substitution is cancelled."))
    return changed + 1


@on(Output(ids.OPEN, "data", allow_duplicate=True), Input(ids.DRAWER, "is_open"), permission=_MAY, prevent_initial_call=True)
def forget_what_was_open(is_open: bool) -> Any:
    """So that the same row can be opened again."""
    if is_open:
        return no_update
    dash.set_props(ids.FORM, {"children": None})
    return ""
