"""User administration: people in a grid, their account in a panel; groups, units, business lines and absences beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.access.actor import Role
from pages.access.roles import role_words
from pages.access.user_forms import ACTS as FORM_ACTS
from pages.components.buttons import button
from pages.components.dialogs import confirm, drawer
from pages.components.filters import Tab, bar, find_in_list, seg, tabs
from pages.components.forms import dropdown, field, text_input
from pages.components.grid import GridColumn, grid
from pages.components.icons import Icon
from pages.components.marks import status_cell, tag
from pages.components.page import page
from pages.components.presses import presses
from pages.components.states import empty, skeleton_rows
from pages.components.tables import Column, short_table
from pages.formats import day_month, listing, moment
from pages.paths import Path, to
from pages.translations import N_, _, ngettext, text_of


class ids(StrEnum):
    STATE = "access-users-state"
    ACTIONS = "access-users-actions"
    TAB = "access-users-tab"
    CONTENT = "access-users-content"
    SEARCH = "access-users-search"
    ROLE = "access-users-role"
    GROUP = "access-users-group"
    UNIT = "access-users-unit"
    ACCOUNTS = "access-users-accounts"
    GRID = "access-users-grid"
    NEW = "access-users-new"
    OPEN = "access-users-open"
    DRAWER = "access-users-drawer"
    DRAWER_TITLE = "access-users-drawer-title"
    FORM = "access-users-form"
    SECRET = "access-users-secret"
    SECRET_TITLE = "access-users-secret-title"
    SECRET_WORDS = "access-users-secret-words"
    SECRET_DONE = "access-users-secret-done"
    CLOSE_ASK = "access-users-close-ask"
    CLOSE_REASON = "access-users-close-reason"
    CLOSE_NO = "access-users-close-no"
    CLOSE_YES = "access-users-close-yes"
    CHANGED = "access-users-changed"  # rises with every change made here
    ADDRESS = "access-users-address"


OPENERS = "access-users-open"
CANCELLERS = "access-users-cancel"


def open_id(what: str) -> dict[str, str]:
    """A button in a table that opens its row in the panel: "group:<id>", "unit:new"."""
    return {"type": OPENERS, "what": what}


def cancel_id(substitution: str) -> dict[str, str]:
    """The button that takes somebody's substitution back."""
    return {"type": CANCELLERS, "substitution": substitution}


PEOPLE, GROUPS, UNITS, LINES, ABSENCES = "people", "groups", "units", "lines", "absences"
TABS = {PEOPLE: N_("People"), GROUPS: N_("Groups"), UNITS: N_("Units"), LINES: N_("Business lines"), ABSENCES: N_("Absences")}
NEW_WORDS = {
    PEOPLE: N_("New account"), GROUPS: N_("New group"), UNITS: N_("New unit"), LINES: N_("New business line"),
    ABSENCES: N_("Arrange a substitution"),
}  # fmt: skip
KIND_OF_TAB = {PEOPLE: "person", GROUPS: "group", UNITS: "unit", LINES: "line", ABSENCES: "absence"}
STATES = {"": N_("All"), "active": N_("Active ones"), "waiting": N_("Locked out"), "closed": N_("Closed ones")}


def layout(search: Mapping[str, str]) -> Component:
    """The frame; callbacks fill the tab and the panel. `?tab=groups&open=group:<id>` leads straight to a row."""
    tab = search.get("tab", PEOPLE)
    tab = tab if tab in TABS else PEOPLE
    return page(
        _("Users"), state_id=ids.STATE, actions=button(_(NEW_WORDS[tab]), id=ids.NEW, kind="primary", sign=Icon.PLUS),
        body=[
            tabs([Tab(key, _(words)) for key, words in TABS.items()], id=ids.TAB, chosen=tab),
            html.Div(
                people_tab() if tab == PEOPLE else skeleton_rows(8), id=ids.CONTENT, className="tab-body", **{"data-opens": str(ids.OPEN)}
            ),
            dcc.Store(id=ids.OPEN, data=search.get("open", "")),
            dcc.Store(id=ids.CHANGED, data=0),
            dcc.Store(id=ids.ADDRESS),
            presses(OPENERS, CANCELLERS, FORM_ACTS),
            drawer("", html.Div(id=ids.FORM), id=ids.DRAWER, title_id=ids.DRAWER_TITLE),
            _secret_dialog(),
            confirm(
                _("Close the account?"), id=ids.CLOSE_ASK, verb=_("Close the account"), confirm_id=ids.CLOSE_YES,
                cancel_id=ids.CLOSE_NO, danger=True,
                body=[
                    html.P(_("All sessions of this person end at once, and nobody signs in with this account. What was done stays.")),
                    field(_("Reason"), text_input(id=ids.CLOSE_REASON), id=ids.CLOSE_REASON),
                ],
            ),
        ],
    )  # fmt: skip


def _secret_dialog() -> Component:
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(_("The password is shown once"), id=ids.SECRET_TITLE), close_button=False),
            dbc.ModalBody(id=ids.SECRET_WORDS),
            dbc.ModalFooter(button(_("I have passed it on"), id=ids.SECRET_DONE, kind="primary")),
        ],
        id=ids.SECRET, is_open=False, centered=True, backdrop="static", keyboard=False, labelledby=ids.SECRET_TITLE,
    )  # fmt: skip


def secret_words(name: str, login: str, password: str) -> list[Component]:
    """What an administrator passes on to the person."""
    return [
        html.P(_("Pass it on to {name} in person. At the first sign-in Kordon asks for an own password.", name=name)),
        html.Div(
            [
                html.Div([html.Span(_("Login"), className="t3 s12"), html.Code(login)]),
                html.Div([html.Span(_("Password"), className="t3 s12"), html.Code(password)]),
                dcc.Clipboard(content=password, title=_("Copy the password"), className="btn btn-outline-secondary ic"),
            ],
            className="secret",
        ),
    ]


# --- people --------------------------------------------------------------------------------------------------------------------


def people_tab() -> list[Component]:
    """Filters and the grid; its blocks come from the server."""

    def narrow(id: ids, label: str, placeholder: str, options: Sequence[tuple[str, str]], width: int) -> Component:
        box = dropdown(options, id=id, placeholder=placeholder, clearable=True)
        return html.Div(box, className="bar-dd", style={"width": width}, role="group", **{"aria-label": label})

    columns = [
        GridColumn("name", _("Name"), "Subject", flex=4, min_width=280),
        GridColumn("login", _("Login"), width=100),
        GridColumn("roles", _("Roles"), flex=2, min_width=150),
        GridColumn("unit", _("Unit"), flex=2, min_width=140),
        GridColumn("groups", _("Groups"), flex=2, min_width=120),
        GridColumn("state", _("State"), "Status", width=140),
        GridColumn("seen", _("Last seen"), width=140),
    ]
    return [
        html.Div(
            bar(
                find_in_list(id=ids.SEARCH, placeholder=_("Name, login, position")),
                narrow(ids.ROLE, _("Role"), _("Any role"), [(role.value, role_words(role)) for role in Role], 150),
                narrow(ids.GROUP, _("Group"), _("Any group"), [], 150),
                narrow(ids.UNIT, _("Unit"), _("Any unit"), [], 180),
                html.Span(className="sp"),
                seg([(key, _(words)) for key, words in STATES.items()], id=ids.ACCOUNTS, chosen="", label=_("State")),
            ),
            className="bar-wrap",
        ),
        grid(columns, id=ids.GRID),
    ]


def person_row(row: Any, *, group_names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """An account as the grid wants it."""
    return {
        "id": str(row.id),
        "name": {"text": row.name, "detail": row.position, "href": to(Path.USERS, search={"open": f"person:{row.id}"})},
        "login": row.login,
        "roles": listing([role_words(role) for role in row.roles]),
        "unit": text_of(row.unit),
        "groups": listing([group_names.get(code, code) for code in row.groups]) if row.groups else "",
        "state": _state_cell(row),
        "seen": moment(row.seen_at, now=now),
    }


def _state_cell(row: Any) -> dict[str, str]:
    if not row.is_active:
        return status_cell("refused", _("Closed"))
    if row.locked_until:
        return status_cell("paused", _("Locked out"))
    return status_cell("waiting", _("Given password")) if row.must_change_password else status_cell("done", _("Active"))


def people_state(counts: Mapping[str, int]) -> str:
    """The line under the title."""
    words = [ngettext("{n} active account", "{n} active accounts", counts["active"])]
    if counts["waiting"]:
        words.append(ngettext("{n} locked out after wrong passwords", "{n} locked out after wrong passwords", counts["waiting"]))
    if counts["closed"]:
        words.append(ngettext("{n} closed", "{n} closed", counts["closed"]))
    return ", ".join(words) + "."


# --- the other tabs ------------------------------------------------------------------------------------------------------------


def _opener(text: str, what: str, *, depth: int = 0) -> Component:
    return html.Button(text, id=open_id(what), type="button", className="row-open fw", style={"marginLeft": depth * 18} if depth else {})


def groups_table(groups: Sequence[Any]) -> Component:
    """Groups with their leads."""
    if not groups:
        return empty(_("There are no groups yet. Work is routed to groups, so make the first one."), sign=Icon.PEOPLE)
    rows = [
        (
            _opener(text_of(line.name), f"group:{line.id}"),
            line.code,
            listing([member.name for member in line.members if member.is_lead]),
            len(line.members) or "",
            tag(_("closed"), sign=Icon.LOCK) if line.is_closed else "",
        )
        for line in groups
    ]
    widths = [
        Column(_("Group")),
        Column(_("Code"), "170px"),
        Column(_("Leads"), "30%"),
        Column(_("Members"), "100px", is_number=True),
        Column(_("Cases"), "130px"),
    ]
    return short_table(widths, rows, caption=_("Groups"))


def units_table(units: Sequence[Any], *, lines: Mapping[Any, str]) -> Component:
    """The tree of units."""
    if not units:
        return empty(_("There are no units yet."), sign=Icon.DIAGRAM)
    rows = [
        (
            _opener(text_of(line.name), f"unit:{line.id}", depth=line.depth),
            line.code,
            line.head_name,
            lines.get(line.business_line_id, ""),
            line.people or "",
        )
        for line in units
    ]
    widths = [
        Column(_("Unit")),
        Column(_("Code"), "150px"),
        Column(_("Head"), "24%"),
        Column(_("Business line"), "20%"),
        Column(_("People"), "90px", is_number=True),
    ]
    return short_table(widths, rows, caption=_("Units"))


def lines_table(lines: Sequence[Any]) -> Component:
    """Lines of business."""
    if not lines:
        return empty(_("There are no business lines yet. Requests and costs are booked to them."), sign=Icon.BRIEFCASE)
    rows = [(_opener(text_of(line.name), f"line:{line.id}"), line.code) for line in lines]
    return short_table([Column(_("Business line")), Column(_("Code"), "40%")], rows, caption=_("Business lines"))


def absences_table(lines: Sequence[Any], *, today: date) -> Component:
    """Present and coming substitutions of everybody."""
    if not lines:
        return empty(
            _("Nobody has a substitute now or later on. People arrange it in their profile, their lead or you can do it for them."),
            sign=Icon.PERSON_WALKING,
        )
    rows = [
        (
            html.Span(line.absent_name, className="fw"),
            line.substitute_name,
            f"{day_month(line.first_day, today=today)} — {day_month(line.last_day, today=today)}",
            line.reason,
            tag(_("now"), kind="acc") if line.is_now else html.Span(),
            button(_("Cancel it"), id=cancel_id(str(line.id)), kind="link", small=True),
        )
        for line in lines
    ]
    widths = [
        Column(_("Absent")), Column(_("Substitute"), "24%"), Column(_("Days"), "200px"), Column(_("Reason"), "18%"),
        Column(_("Now"), "90px"), Column(_("What to do"), "110px"),
    ]  # fmt: skip
    return short_table(widths, rows, caption=_("Absences"))
