"""The page "My week": shows it, adds, corrects, moves the clock, hands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import dash
from dash import Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from callbacks.workforce.address import read_day, read_id, today, week_asked
from data.operations.workforce import Target, add_effort, correct_effort, start_timer, stop_timer, submit_week
from data.queries.workforce.week import active_projects, own_week, running_timer
from data.session import reading, transaction
from models.access.permissions import Permission
from models.errors import InvalidInput
from models.processes.working_time import CalendarYearNotLoaded
from models.workforce.duration import read_minutes
from models.workforce.effort import DAYS_OF_A_WEEK, is_closed, monday_of
from pages import shell
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.formats import date_long
from pages.paths import Path
from pages.translations import _, text_of
from pages.workforce.week import ACTS, ids
from pages.workforce.week_body import actions, clock_line, days_view, no_calendar, panel, state_line, submit_words, thing_name, week_note
from pages.workforce.words import hours, hours_short

_MAY = Permission.WORK_CASES


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.NOTE, "children"), Output(ids.DAYS, "children"),
    Input(shell.ids.LOCATION, "search"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_USER, "data"),
    State(shell.ids.LOCATION, "pathname"),
    permission=_MAY,
)  # fmt: skip
def show_week(search: str | None, _changed: Any, _live: Any, pathname: str | None) -> tuple[Any, ...]:
    if pathname and pathname != str(Path.WEEK):
        raise PreventUpdate  # the reader is on the way to another page
    now = today()
    try:
        with reading(current_actor()) as session:
            week = own_week(session, week_asked(search))
    except CalendarYearNotLoaded as error:
        return "", None, None, no_calendar(words_of(error))
    return state_line(week, today=now), actions(week, today=now), week_note(week), days_view(week, today=now)


@on(
    Output(ids.CLOCK, "children"), Output(ids.CLOCK_FORM, "hidden"),
    Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_USER, "data"),
    permission=_MAY,
)  # fmt: skip
def show_clock(_changed: Any, _live: Any) -> tuple[Any, bool]:
    with reading(current_actor()) as session:
        actor = session.actor.user_id
        timer = running_timer(session, actor) if actor else None
        return clock_line(timer, now=session.now), timer is not None


@on(Output(ids.CLOCK_PROJECT, "options"), Output(ids.ADD_PROJECT, "options"), Input(ids.DAYS, "id"), permission=_MAY)
def offer_projects(_days: str) -> tuple[Any, Any]:
    with reading(current_actor()) as session:
        options = [{"value": str(row.id), "label": text_of(row.name)} for row in active_projects(session)]
    return options, options


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Output(ids.CLOCK_CASE, "value"), Output(ids.CLOCK_PROJECT, "value"),
    Input(ids.CLOCK_START, "n_clicks"), Input(ids.CLOCK_CASE, "n_submit"),
    State(ids.CLOCK_CASE, "value"), State(ids.CLOCK_PROJECT, "value"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def start(clicks: int | None, entered: int | None, number: str | None, project: str | None, changed: int | None) -> tuple[Any, ...]:
    if not (clicks or entered):
        raise PreventUpdate
    with transaction(current_actor()) as session:
        start_timer(session, _target(number, project))
    return (changed or 0) + 1, "", None


@on(
    Output(ids.CHANGED, "data", allow_duplicate=True), Input(pressed(ACTS), "data"),
    State(ids.CHANGED, "data"), State(shell.ids.LOCATION, "search"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def act(press: Mapping[str, Any] | None, changed: int | None, search: str | None) -> Any:
    """What the buttons that come and go do: the clock at once, everything else opens its dialog."""
    name, subject = (str((press or {}).get(key, "")) for key in ("act", "subject"))
    if name in ("stop", "discard"):
        with transaction(current_actor()) as session:
            minutes = stop_timer(session, keep=name == "stop")
        say(_("Written down: {time}", time=hours(minutes)) if minutes else _("The timer is stopped, nothing was written."))
        return (changed or 0) + 1
    if name == "things":
        dash.set_props(ids.OPEN, {"data": subject})
    elif name == "fix":
        entry, _bar, minutes_text = subject.partition("|")
        minutes = int(minutes_text) if minutes_text.isdecimal() else 0
        dash.set_props(ids.FIX, {"is_open": True})
        dash.set_props(ids.FIX_ENTRY, {"data": entry})
        dash.set_props(ids.FIX_WORDS, {"children": _("Now {time}.", time=hours(minutes))})
        dash.set_props(ids.FIX_MINUTES, {"value": hours_short(minutes)})
        dash.set_props(ids.FIX_REASON, {"value": ""})
        dash.set_props(ids.FIX_ERROR, {"children": None})
    elif name == "add":
        _open_add(week_asked(search))
    elif name == "submit":
        with reading(current_actor()) as session:
            week = own_week(session, week_asked(search))
        dash.set_props(ids.SUBMIT_WORDS, {"children": submit_words(week, today=today())})
        dash.set_props(ids.SUBMIT_SEEN, {"data": {"monday": week.monday.isoformat(), "revision": week.revision}})
        dash.set_props(ids.SUBMIT, {"is_open": True})
    return no_update


def _open_add(monday: date) -> None:
    now = today()
    days = [monday + timedelta(days=number) for number in range(DAYS_OF_A_WEEK)]
    past = [day for day in days if day <= now] or [now]
    dash.set_props(ids.ADD_DAY, {
        "options": [{"value": day.isoformat(), "label": date_long(day)} for day in past], "value": past[-1].isoformat(),
    })  # fmt: skip
    dash.set_props(ids.ADD_ERROR, {"children": None})
    dash.set_props(ids.ADD, {"is_open": True})


def _target(number: str | None, project: str | None) -> Target:
    return Target((number or "").strip()[:40], read_id(project) if project else None)


@on(
    Output(ids.PANEL, "is_open"), Output(ids.PANEL_TITLE, "children"), Output(ids.PANEL_BODY, "children"),
    Input(ids.OPEN, "data"), Input(ids.CHANGED, "data"), Input(shell.ids.LIVE_USER, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def show_panel(opened: str | None, _changed: Any, _live: Any) -> tuple[Any, ...]:
    if not opened:
        return no_update, no_update, no_update
    day_text, _bar, what = opened.partition("|")
    day = read_day(day_text)
    with reading(current_actor()) as session:
        week = own_week(session, monday_of(day))
    entries = [entry for entry in week.days[day.weekday()].entries if entry.what == what]
    title = " ".join(part for part in (thing_name(entries[0]), entries[0].title) if part) if entries else ""
    # What changes while the panel is being shut must not open it again.
    shown = True if ctx.triggered_id == ids.OPEN else no_update
    return shown, title, panel(day, entries, is_open=not is_closed(week.state))


@on(Output(ids.OPEN, "data", allow_duplicate=True), Input(ids.PANEL, "is_open"), permission=_MAY, prevent_initial_call=True)
def forget_what_was_open(is_open: bool | None) -> Any:
    """So that the same can be opened again, and a change elsewhere opens nothing."""
    return no_update if is_open else ""


@on(
    Output(ids.ADD, "is_open", allow_duplicate=True), Output(ids.ADD_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.ADD_YES, "n_clicks"), Input(ids.ADD_REASON, "n_submit"),
    State(ids.ADD_CASE, "value"), State(ids.ADD_PROJECT, "value"), State(ids.ADD_DAY, "value"), State(ids.ADD_MINUTES, "value"),
    State(ids.ADD_REASON, "value"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def add(
    clicks: int | None, entered: int | None, number: str | None, project: str | None, day: str | None, minutes: str | None,
    reason: str | None, changed: int | None,
) -> tuple[Any, ...]:  # fmt: skip
    if not (clicks or entered) or not day:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            add_effort(
                session, _target(number, project), day=read_day(day), minutes=read_minutes(str(minutes or "")), reason=reason or "",
            )  # fmt: skip
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    for name in (ids.ADD_CASE, ids.ADD_MINUTES, ids.ADD_REASON):
        dash.set_props(name, {"value": ""})
    dash.set_props(ids.ADD_PROJECT, {"value": None})
    return False, None, (changed or 0) + 1


@on(
    Output(ids.FIX, "is_open", allow_duplicate=True), Output(ids.FIX_ERROR, "children", allow_duplicate=True),
    Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.FIX_YES, "n_clicks"), Input(ids.FIX_REASON, "n_submit"),
    State(ids.FIX_ENTRY, "data"), State(ids.FIX_MINUTES, "value"), State(ids.FIX_REASON, "value"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def fix(
    clicks: int | None, entered: int | None, entry: str | None, minutes: str | None, reason: str | None, changed: int | None
) -> tuple[Any, ...]:
    if not (clicks or entered) or not entry:
        raise PreventUpdate
    try:
        with transaction(current_actor()) as session:
            correct_effort(session, read_id(entry), minutes=read_minutes(str(minutes or ""), zero=True), reason=reason or "")
    except InvalidInput as error:
        return no_update, field_error(words_of(error)), no_update
    return False, None, (changed or 0) + 1


@on(
    Output(ids.SUBMIT, "is_open", allow_duplicate=True), Output(ids.CHANGED, "data", allow_duplicate=True),
    Input(ids.SUBMIT_YES, "n_clicks"), State(ids.SUBMIT_SEEN, "data"), State(ids.CHANGED, "data"),
    permission=_MAY, prevent_initial_call=True,
)  # fmt: skip
def submit(clicks: int | None, seen: Mapping[str, Any] | None, changed: int | None) -> tuple[Any, ...]:
    if not clicks or not seen:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        submit_week(session, read_day(seen["monday"]), revision=int(seen["revision"]))
    say(_("The week is handed in."))
    return False, (changed or 0) + 1


@on(Output(ids.ADD, "is_open", allow_duplicate=True), Input(ids.ADD_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_add(_clicks: int | None) -> bool:
    return False


@on(Output(ids.FIX, "is_open", allow_duplicate=True), Input(ids.FIX_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_fix(_clicks: int | None) -> bool:
    return False


@on(Output(ids.SUBMIT, "is_open", allow_duplicate=True), Input(ids.SUBMIT_NO, "n_clicks"), permission=_MAY, prevent_initial_call=True)
def close_submit(_clicks: int | None) -> bool:
    return False
