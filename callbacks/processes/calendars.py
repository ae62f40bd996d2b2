"""The page "Calendars": shows a year, edits a day, loads a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.calendars import AROUND_THE_CLOCK, STANDARD, CalendarDayChangedMeanwhile, edit_day, load_year
from data.queries.calendars import CalendarDay, all_calendars, calendar_head, days_of_year, loaded_years, open_cases_by_calendar
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from models.errors import InvalidInput
from models.processes.production_calendar import FULL_DAY, SHORT_DAY, default_days
from models.processes.work_hours import hours_text, read_hours
from models.processes.working_time import CalendarYearNotLoaded, Intervals
from pages import shell
from pages.errors import words_of
from pages.paths import Path, to
from pages.processes.calendars import (
    CalendarChoice,
    DayCell,
    Kind,
    actions,
    day_panel,
    ids,
    load_words,
    state_line,
    year_view,
)
from pages.translations import _

_HOURS = {Kind.WORKING: hours_text(FULL_DAY), Kind.SHORT: hours_text(SHORT_DAY), Kind.OFF: ""}


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the address asks for."""

    code: str
    year: int


def _shown(search: str | None) -> _Shown:
    asked = parse_qs((search or "").lstrip("?"))
    code, year = asked.get("calendar", [STANDARD])[0], asked.get("year", [""])[0]
    return _Shown(code, int(year) if year.isdecimal() and 1900 < int(year) < 2200 else _today().year)


def _today() -> date:
    return datetime.now(ZoneInfo(read_settings().zone)).date()


@on(
    Output(ids.STATE, "children"), Output(ids.ACTIONS, "children"), Output(ids.YEAR, "children"),
    Input(shell.ids.LOCATION, "search"), Input(ids.SAVED, "data"),
    State(shell.ids.LOCATION, "pathname"), State(ids.DAY, "data"),
    permission=Permission.MANAGE_CALENDARS,
)  # fmt: skip
def show_year(search: str | None, _saved: Any, pathname: str, chosen: str | None) -> tuple[Any, ...]:
    if pathname != str(Path.CALENDARS):
        raise PreventUpdate  # the reader is on the way to another page
    shown = _shown(search)
    with reading(current_actor()) as session:
        choices = [CalendarChoice(row.code, row.name) for row in all_calendars(session)]
        head = calendar_head(session, shown.code)
        years, days = loaded_years(session, head.id), days_of_year(session, head.id, shown.year)
        open_cases = open_cases_by_calendar(session, shown.code)
    cells = _cells(days, shown)
    minutes = sum(day.minutes for day in days)
    return (
        state_line(year=shown.year, cells=cells, minutes=minutes, open_cases=open_cases),
        actions(choices, chosen=shown.code, year=shown.year, years=years),
        year_view(cells, year=shown.year, today=_today(), chosen=date.fromisoformat(chosen) if chosen else None),
    )


@on(
    Output(ids.PANEL, "children"), Input(ids.DAY, "data"), Input(shell.ids.LOCATION, "search"), Input(ids.SAVED, "data"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def show_day(chosen: str | None, search: str | None, _saved: Any) -> Any:
    shown = _shown(search)
    day = date.fromisoformat(chosen) if chosen else None
    if day is None or day.year != shown.year:
        return day_panel(None, open_cases=0)
    with reading(current_actor()) as session:
        cells = _cells(days_of_year(session, calendar_head(session, shown.code).id, day.year), shown)
        open_cases = open_cases_by_calendar(session, shown.code)
    return day_panel(next((cell for cell in cells if cell.day == day), None), open_cases=open_cases)


@on(
    Output(ids.HOURS, "value"), Output(ids.HOURS, "disabled"), Input(ids.KIND, "value"), State(ids.HOURS, "value"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def propose_hours(kind: str, hours: str | None) -> tuple[Any, bool]:
    chosen = Kind(kind)
    return (hours or _HOURS[Kind.WORKING], False) if chosen is Kind.OWN else (_HOURS[chosen], True)


@on(
    Output(ids.SAVED, "data", allow_duplicate=True), Output(ids.ERROR, "children"),
    Input(ids.SAVE, "n_clicks"), Input(ids.HOURS, "n_submit"), Input(ids.NOTE, "n_submit"),
    State(ids.HOURS, "value"), State(ids.NOTE, "value"), State(ids.SEEN, "data"), State(shell.ids.LOCATION, "search"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def save_day(
    clicks: int | None, hours_entered: int | None, note_entered: int | None, hours: str | None, note: str | None, seen: dict[str, str],
    search: str | None,
) -> tuple[Any, Any]:  # fmt: skip
    if not (clicks or hours_entered or note_entered):
        raise PreventUpdate
    day = date.fromisoformat(seen["day"])
    try:
        with transaction(current_actor()) as session:
            changed = edit_day(
                session, _shown(search).code, day, work=read_hours(hours or ""), note=note or "",
                seen=read_hours(seen["hours"]), seen_note=seen["note"],
            )  # fmt: skip
    except InvalidInput as error:
        return no_update, words_of(error)
    except CalendarDayChangedMeanwhile as error:
        now = hours_text(error.params["work"]) or _("day off")
        return no_update, _("Somebody else saved this day first: {now}. Choose the day again to see it; your entry stays here.", now=now)
    if not changed:
        return no_update, _("Nothing was changed.")
    say(_("The day is saved. Deadlines are being recomputed."))
    return f"{day}:{clicks}:{hours_entered}:{note_entered}", ""


@on(
    Output(ids.LOAD_DIALOG, "is_open"), Output(ids.LOAD_WORDS, "children"), Output(ids.LOAD_YEAR, "data"),
    Input(ids.LOAD, "n_clicks"), State(shell.ids.LOCATION, "search"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def ask_about_year(clicks: int | None, search: str | None) -> tuple[Any, ...]:
    if not clicks:
        raise PreventUpdate
    shown = _shown(search)
    with reading(current_actor()) as session:
        year, open_cases = _coming_year(session, shown), open_cases_by_calendar(session, shown.code)
    official = _official(shown.code, year)
    working = None if official is None else sum(1 for work in official.values() if work)
    return True, load_words(year, official_days=working, open_cases=open_cases), {"year": year, "week": official is None}


@on(
    Output(ids.LOAD_DIALOG, "is_open", allow_duplicate=True), Input(ids.LOAD_NO, "n_clicks"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def keep_years(_clicks: int | None) -> bool:
    return False


@on(
    Output(ids.SAVED, "data", allow_duplicate=True), Output(ids.LOAD_DIALOG, "is_open", allow_duplicate=True),
    Input(ids.LOAD_YES, "n_clicks"), State(ids.LOAD_YEAR, "data"), State(shell.ids.LOCATION, "search"),
    permission=Permission.MANAGE_CALENDARS, prevent_initial_call=True,
)  # fmt: skip
def load(clicks: int | None, asked: dict[str, Any] | None, search: str | None) -> tuple[Any, bool]:
    if not clicks or not asked:
        raise PreventUpdate
    shown, year = _shown(search), int(asked["year"])
    with transaction(current_actor()) as session:
        load_year(session, shown.code, year, pattern="week" if asked["week"] else None)
    say(
        _("{year} is loaded. Deadlines are being recomputed.", year=year),
        href=to(Path.CALENDARS, search={"calendar": shown.code, "year": str(year)}), link=_("Open {year}", year=year),
    )  # fmt: skip
    return f"loaded:{year}", False


def _coming_year(session: Session, shown: _Shown) -> int:
    years = loaded_years(session, calendar_head(session, shown.code).id)
    return years[-1] + 1 if years else shown.year


def _official(code: str, year: int) -> dict[date, Intervals] | None:
    """The days a year has before anybody edits it; None when this version does not know them."""
    if code == AROUND_THE_CLOCK:
        return {date(year, 1, 1): ((0, 24 * 60),)}
    try:
        return dict(default_days(year))
    except CalendarYearNotLoaded:
        return None


def _cells(days: list[CalendarDay], shown: _Shown) -> list[DayCell]:
    official = _official(shown.code, shown.year) if shown.code == STANDARD else None
    return [
        DayCell(one.day, _kind(one.work), hours_text(one.work), one.note, official is not None and official[one.day] != one.work)
        for one in days
    ]


def _kind(work: Intervals) -> Kind:
    if not work:
        return Kind.OFF
    return {FULL_DAY: Kind.WORKING, SHORT_DAY: Kind.SHORT}.get(tuple(work), Kind.OWN)
