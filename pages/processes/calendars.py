"""Production calendars: a year at a glance, a day to edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.buttons import button
from pages.components.icons import Icon, icon
from pages.components.page import columns, page, section
from pages.components.states import empty, skeleton_rows
from pages.formats import date_long, month_name, weekday_names
from pages.paths import Path, to
from pages.translations import N_, _, ngettext, text_of

MONTHS_OF_A_YEAR = 12


class ids(StrEnum):
    STATE = "calendars-state"
    ACTIONS = "calendars-actions"
    YEAR = "calendars-year"
    DAY = "calendars-day"  # the chosen day as ISO text, put there by assets/calendar.js
    PANEL = "calendars-panel"
    SEEN = "calendars-seen"
    KIND = "calendars-kind"
    HOURS = "calendars-hours"
    NOTE = "calendars-note"
    SAVE = "calendars-save"
    ERROR = "calendars-error"
    SAVED = "calendars-saved"
    LOAD = "calendars-load"
    LOAD_YEAR = "calendars-load-year"
    LOAD_DIALOG = "calendars-load-dialog"
    LOAD_WORDS = "calendars-load-words"
    LOAD_YES = "calendars-load-yes"
    LOAD_NO = "calendars-load-no"


class Kind(StrEnum):
    """What sort of day it is; the value is its CSS class too."""

    WORKING = "working"
    SHORT = "short"
    OFF = "off"
    OWN = "own"


KIND_NAMES: Mapping[Kind, str] = {
    Kind.WORKING: N_("Working day"),
    Kind.SHORT: N_("Short day"),
    Kind.OFF: N_("Day off"),
    Kind.OWN: N_("Other hours"),
}


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day as the year draws it. `is_edited`: it differs from the official day."""

    day: date
    kind: Kind
    hours: str
    note: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class CalendarChoice:
    """A calendar one may look at."""

    code: str
    name: Mapping[str, str]


def layout() -> Component:
    panel = html.Div(
        [
            html.Section([section(_("What the colours mean")), _legend()]),
            html.Section(html.Div(_nothing_chosen(), id=ids.PANEL), **{"aria-live": "polite"}),
        ],
        className="cal-side",
    )
    year = html.Div(skeleton_rows(12, height=44), id=ids.YEAR, className="cal-box")
    return page(
        _("Calendars"),
        state="",
        state_id=ids.STATE,
        actions=[],
        actions_id=ids.ACTIONS,
        body=[
            columns(year, panel, widths="minmax(0, 1fr) 304px", class_name="cal-cols"),
            dcc.Store(id=ids.DAY),
            dcc.Store(id=ids.SAVED),
            dcc.Store(id=ids.LOAD_YEAR),
            _load_dialog(),
        ],
    )


def state_line(*, year: int, cells: Sequence[DayCell], minutes: int, open_cases: int) -> str:
    """The year in figures, and what hangs on it."""
    cases = " " + ngettext("{n} open case is counted by it.", "{n} open cases are counted by it.", open_cases) if open_cases else ""
    if not cells:
        return _("{year} has not been loaded.", year=year) + cases
    working = ngettext("{n} working day", "{n} working days", sum(1 for cell in cells if cell.kind is not Kind.OFF))
    short = ngettext("{n} short", "{n} short", sum(1 for cell in cells if cell.kind is Kind.SHORT))
    hours = ngettext("{n} hour", "{n} hours", minutes / 60)
    return _("{year}: {working}, {short}, {hours}.", year=year, working=working, short=short, hours=hours) + cases


def actions(choices: Sequence[CalendarChoice], *, chosen: str, year: int, years: Sequence[int]) -> list[Component]:
    """Which calendar, which year, and the year that comes next."""
    calendars = html.Nav(
        [_calendar_link(one, year=year, is_chosen=one.code == chosen) for one in choices],
        className="seg cal-seg", **{"aria-label": _("Calendar")},
    )  # fmt: skip
    step = html.Nav(
        [
            _year_link(chosen, year - 1, years, sign=Icon.CHEVRON_LEFT),
            html.B(str(year), className="cal-year-no"),
            _year_link(chosen, year + 1, years, sign=Icon.CHEVRON_RIGHT),
        ],
        className="cal-years", **{"aria-label": _("Year")},
    )  # fmt: skip
    coming = (max(years) if years else year - 1) + 1
    return [calendars, step, button(_("Load {year}", year=coming), id=ids.LOAD, sign=Icon.PLUS)]


def _year_link(code: str, year: int, years: Sequence[int], *, sign: Icon) -> Component:
    if year not in years:
        return html.Span(icon(sign), className="btn ic btn-sm disabled", **{"aria-hidden": "true"})
    look = "btn btn-outline-secondary ic btn-sm"
    return dcc.Link(icon(sign, label=str(year)), href=_address(code, year), className=look, title=str(year))


def _address(code: str, year: int) -> str:
    return to(Path.CALENDARS, search={"calendar": code, "year": str(year)})


def _calendar_link(choice: CalendarChoice, *, year: int, is_chosen: bool) -> Component:
    name = text_of(choice.name)
    if is_chosen:
        return html.Span(name, className="cal-tab", **{"aria-current": "true"})
    return dcc.Link(name, href=_address(choice.code, year), className="cal-tab")


def year_view(cells: Sequence[DayCell], *, year: int, today: date, chosen: date | None) -> Component:
    """Twelve months of buttons; arrow keys walk from day to day (assets/calendar.js)."""
    if not cells:
        return empty(_("{year} has not been loaded. Until then no deadline can be counted into it.", year=year), sign=Icon.CALENDAR)
    first = chosen if chosen and chosen.year == year else today if today.year == year else date(year, 1, 1)
    months = [
        _month([cell for cell in cells if cell.day.month == month], today=today, chosen=chosen, first=first)
        for month in range(1, MONTHS_OF_A_YEAR + 1)
    ]
    return html.Div(months, className="cal-year", role="group", **{"data-calendar": ids.DAY, "aria-label": str(year)})


def _month(cells: Sequence[DayCell], *, today: date, chosen: date | None, first: date) -> Component:
    head = [html.Span(name, className="cal-wd", **{"aria-hidden": "true"}) for name in weekday_names()]
    shift = [html.Span()] * cells[0].day.weekday()
    days = [_day(cell, is_today=cell.day == today, is_chosen=cell.day == chosen, is_first=cell.day == first) for cell in cells]
    return html.Div([html.H2(month_name(cells[0].day)), html.Div([*head, *shift, *days], className="cal-grid")], className="cal-month")


def _day(cell: DayCell, *, is_today: bool, is_chosen: bool, is_first: bool) -> Component:
    classes = f"cal-day {cell.kind}" + (" edited" if cell.is_edited else "") + (" today" if is_today else "")
    words = f"{date_long(cell.day)}: {day_words(cell)}"
    return html.Button(
        str(cell.day.day), type="button", className=classes, title=words, tabIndex=0 if is_first else -1,
        **{"data-day": cell.day.isoformat(), "aria-label": words, "aria-pressed": "true" if is_chosen else "false"},
    )  # fmt: skip


def day_words(cell: DayCell) -> str:
    """«короткий день, 9:00–13:00, 14:00–17:00. Приказ № 12»."""
    words = _(KIND_NAMES[cell.kind]).lower()
    words += f", {cell.hours}" if cell.hours else ""
    return f"{words}. {cell.note}" if cell.note else words


def _legend() -> Component:
    items = [html.Li([html.I("1", className=f"cal-day {kind}", **{"aria-hidden": "true"}), _(name)]) for kind, name in KIND_NAMES.items()]
    items.append(html.Li([html.I("1", className="cal-day working edited", **{"aria-hidden": "true"}), _("Changed by hand")]))
    items.append(html.Li([html.I("1", className="cal-day working today", **{"aria-hidden": "true"}), _("Today")]))
    return html.Ul(items, className="cal-legend")


def _nothing_chosen() -> Component:
    return empty(_("Choose a day to change it. The arrow keys walk through the year."), sign=Icon.CALENDAR_WEEK, compact=True)


def day_panel(cell: DayCell | None, *, open_cases: int) -> Any:
    """The editor of one day."""
    if cell is None:
        return _nothing_chosen()
    kinds = dbc.RadioItems(options=[{"value": kind, "label": _(name)} for kind, name in KIND_NAMES.items()], value=cell.kind, id=ids.KIND)
    return [
        html.H2(date_long(cell.day), className="sec"),
        html.Fieldset([html.Legend(_("What sort of day"), className="form-label"), kinds], className="cal-kinds"),
        html.Label(_("Hours"), htmlFor=ids.HOURS, className="form-label"),
        dbc.Input(
            id=ids.HOURS, value=cell.hours, placeholder="9:00–13:00, 14:00–18:00", autocomplete="off", disabled=cell.kind is not Kind.OWN
        ),
        html.Div(id=ids.ERROR, className="cal-error", role="alert"),
        html.Label(_("Reason"), htmlFor=ids.NOTE, className="form-label"),
        dbc.Input(id=ids.NOTE, value=cell.note, placeholder=_("Order, decree"), autocomplete="off", maxlength=200),
        html.P(recompute_words(open_cases), className="hint"),
        button(_("Save the day"), id=ids.SAVE, kind="primary"),
        dcc.Store(id=ids.SEEN, data={"day": cell.day.isoformat(), "hours": cell.hours, "note": cell.note}),
    ]


def recompute_words(open_cases: int) -> str:
    """What saving will do, and to how many."""
    if not open_cases:
        return _("No open case is counted by this calendar, so no deadline moves.")
    return ngettext("The deadline of {n} open case will be recomputed.", "The deadlines of {n} open cases will be recomputed.", open_cases)


def load_words(year: int, *, official_days: int | None, open_cases: int) -> list[Component]:
    """What will be entered when the year is loaded."""
    if official_days is None:
        first = _(
            "Kordon does not know the official days of {year}. You can begin with an ordinary week, Monday to Friday from 9 to 18, "
            "and then mark holidays, transfers and short days by hand.", year=year,
        )  # fmt: skip
    else:
        first = ngettext(
            "{n} working day of {year} will be entered.", "{n} working days of {year} will be entered.", official_days, year=year
        )  # fmt: skip
    return [html.P(first), html.P(recompute_words(open_cases), className="t2")]


def _load_dialog() -> Component:
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(_("Load a year")), close_button=False),
            dbc.ModalBody(id=ids.LOAD_WORDS),
            dbc.ModalFooter([button(_("Cancel"), id=ids.LOAD_NO), button(_("Load the year"), id=ids.LOAD_YES, kind="primary")]),
        ],
        id=ids.LOAD_DIALOG, is_open=False, size="sm", centered=True,
    )  # fmt: skip

