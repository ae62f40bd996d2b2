"""The page "Weeks of the group": shows it, approves several at once, returns, locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import dash
from dash import ALL, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from callbacks.workforce.address import read_day, read_id, today, week_asked
from data.operations.workforce import approve_week, lock_weeks, return_week
from data.queries.workforce.weeks import WeekRow, led_week, led_weeks, lockable_weeks
from data.session import reading, transaction
from models.access.actor import Role
from models.access.permissions import Permission
from models.errors import InvalidInput, KordonError
from models.processes.working_time import CalendarYearNotLoaded
from models.workforce.effort import DAYS_OF_A_WEEK
from pages import shell
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.formats import short_name
from pages.paths import Path
from pages.translations import _, current_language, ngettext
from pages.workforce.week_body import no_calendar
from pages.workforce.weeks import (
    ACTS,
    PersonWeek,
    actions,
    choice_id,
    ids,
    lock_words,
    result_list,
    state_line,
    week_panel,
    weeks_table,
)

_MAY = Permission.DISTRIBUTE_WORK


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.TABLE, "children"),
    Input(shell.ids.LOCATION, "search"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_FIGURES, "data"),
    State(shell.ids.LOCATION, "pathname"),
    permission=_MAY,
)  # fmt: skip
def show_weeks(search: str | None, _changed: Any, _live: Any, pathname: str | None) -> tuple[Any, ...]:
    if pathname and pathname != str(Path.WEEKS):
        raise PreventUpdate  # the reader is on the way to another page
    monday, now, actor = week_asked(search), today(), current_actor()
    try:
        with reading(actor) as session:
            lines = [PersonWeek(_name(row), row) for row in led_weeks(session, monday)]
    except CalendarYearNotLoaded as error:
        return "", None, no_calendar(words_of(error))
    return state_line(lines, monday, today=now), actions(monday, today=now, may_lock=actor.has(Role.HEAD)), weeks_table(lines, monday)


def _name(row: WeekRow) -> str:
    return short_name(row.name_en if current_language() == "en" and row.name_en else row.name)


@on(
    Output(ids.RESULT, "is_open"), Output(ids.RESULT_LIST, "children"), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.APPROVE, "n_clicks"),
    State(choice_id(ALL, ALL, ALL), "value"), State(choice_id(ALL, ALL, ALL), "id"), State(ids.CHANGED, "data"),
    State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def approve(
    clicks: int | None, chosen: Sequence[bool], boxes: Sequence[Mapping[str, Any]], changed: int | None, search: str | None
) -> tuple[Any, ...]:
    """Each in a transaction of its own, so that one refusal holds up nobody."""
    if not clicks:
        raise PreventUpdate
    wanted = [box for box, is_chosen in zip(boxes, chosen, strict=False) if is_chosen]
    if not wanted:
        say(_("Choose weeks that are handed in."), kind="info")
        raise PreventUpdate
    monday = week_asked(search)
    with reading(current_actor()) as session:
        names = {row.person_id: _name(row) for row in led_weeks(session, monday)}
    told: list[tuple[str, bool, str]] = []
    for box in wanted:
        person = read_id(box.get("person"))
        try:
            with transaction(current_actor()) as session:
                approve_week(session, person, read_day(box.get("week")), revision=_number(box.get("revision")))
            told.append((names.get(person, ""), True, _("approved")))
        except KordonError as error:
            told.append((names.get(person, ""), False, words_of(error)))
    if len(told) == 1 and told[0][1]:
        say(_("Approved: {name}", name=told[0][0]))
        return no_update, no_update, (changed or 0) + 1
    return True, result_list(told), (changed or 0) + 1


def _number(value: Any) -> int:
    return value if isinstance(value, int) else -1


@on(Output(ids.RESULT, "is_open", allow_duplicate=True), Input(ids.RESULT_DONE, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_result(_clicks: int | None) -> bool:
    return False


@on(
    Output(ids.OPEN, "data", allow_duplicate=True), Input(pressed(ACTS), "data"), State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, Any] | None, search: str | None) -> Any:
    """A line is opened, returned; the head is asked about locking."""
    name, subject = (str((press or {}).get(key, "")) for key in ("act", "subject"))
    monday = week_asked(search)
    if name == "open":
        return subject
    if name == "return":
        person, _bar, revision = subject.partition("|")
        with reading(current_actor()) as session:
            who, _week = led_week(session, read_id(person), monday)
        dash.set_props(ids.RETURN_WHOM, {"data": {"person": person, "revision": int(revision) if revision.isdecimal() else -1}})
        dash.set_props(ids.RETURN_WORDS, {"children": _("{name} will be told and can correct the week.", name=short_name(who))})
        dash.set_props(ids.RETURN_COMMENT, {"value": ""})
        dash.set_props(ids.RETURN_ERROR, {"children": None})
        dash.set_props(ids.RETURN, {"is_open": True})
    elif name == "lock":
        with reading(current_actor()) as session:
            count = lockable_weeks(session, until=_sunday(monday))
        if count:
            dash.set_props(ids.LOCK_WORDS, {"children": lock_words(monday, count, today=today())})
            dash.set_props(ids.LOCK, {"is_open": True})
        else:
            say(_("No approved week up to this one waits to be locked."), kind="info")
    return no_update


def _sunday(monday: date) -> date:
    return monday + timedelta(days=DAYS_OF_A_WEEK - 1)


@on(
    Output(ids.PANEL, "is_open"), Output(ids.PANEL_TITLE, "children"), Output(ids.PANEL_BODY, "children"),
    Input(ids.OPEN, "data"), State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def show_panel(person: str | None, search: str | None) -> tuple[Any, ...]:
    if not person:
        raise PreventUpdate
    with reading(current_actor()) as session:
        name, week = led_week(session, read_id(person), week_asked(search))
    return True, name, week_panel(week, today=today())


@on(Output(ids.OPEN, "data", allow_duplicate=True), Input(ids.PANEL, "is_open"), permission=_MAY, prevent_initial_call=True)
def forget_what_was_open(is_open: bool | None) -> Any:
    """So that the same line can be opened again."""
    return no_update if is_open else ""


@on(
    Output(ids.RETURN, "is_open", allow_duplicate=True), Output(ids.RETURN_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.RETURN_YES, "n_clicks"), Input(ids.RETURN_COMMENT, "n_submit"),
    State(ids.RETURN_WHOM, "data"), State(ids.RETURN_COMMENT, "value"), State(ids.CHANGED, "data"), State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def send_back(
    clicks: int | None, entered: int | None, whom: Mapping[str, Any] | None, comment: str | None, changed: int | None, search: str | None
) -> tuple[Any, ...]:
    if not (clicks or entered) or not whom:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            person = read_id(whom.get("person"))
            return_week(session, person, week_asked(search), revision=_number(whom.get("revision")), comment=comment or "")
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    say(_("The week is returned."))
    return False, None, (changed or 0) + 1


@on(
    Output(ids.LOCK, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.LOCK_YES, "n_clicks"), State(ids.CHANGED, "data"), State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def lock(clicks: int | None, changed: int | None, search: str | None) -> tuple[Any, ...]:
    if not clicks:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        count = lock_weeks(session, until=_sunday(week_asked(search)))
    say(ngettext("{n} week is locked.", "{n} weeks are locked.", count))
    return False, (changed or 0) + 1


@on(Output(ids.RETURN, "is_open", allow_duplicate=True), Input(ids.RETURN_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_return(_clicks: int | None) -> bool:
    return False


@on(Output(ids.LOCK, "is_open", allow_duplicate=True), Input(ids.LOCK_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_lock(_clicks: int | None) -> bool:
    return False
