"""The panel of the user administration: an account, a group, a unit, a business line, a substitution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.access.actor import Role
from pages.access.roles import role_meaning, role_words
from pages.access.trail_words import change_words
from pages.components.buttons import Choice, button, more_menu
from pages.components.form_fields import date_field
from pages.components.forms import dropdown, labelled, text_input
from pages.components.icons import Icon, icon
from pages.components.page import note
from pages.components.tables import Column, short_table
from pages.formats import moment
from pages.translations import _, ngettext

Options = Sequence[tuple[str, str]]


class ids(StrEnum):
    ROLES = "access-user-roles"
    ROLES_ERROR = "access-user-roles-error"
    SAVE = "access-user-save"
    CONFLICT = "access-user-conflict"
    REVISION = "access-user-revision"
    SUBJECT = "access-user-subject"


ACTS = "access-user-act"


class Act(StrEnum):
    """Buttons that not every form has."""

    RESET = "reset"
    REOPEN = "reopen"
    CLOSE = "close"
    MINE = "mine"
    THEIRS = "theirs"


def act_id(act: Act) -> dict[str, str]:
    """A button of that kind."""
    return {"type": ACTS, "act": act.value}


def input_id(name: str) -> dict[str, str]:
    """An input of the open form, by the name of its field."""
    return {"type": "access-user-input", "name": name}


def error_id(name: str) -> dict[str, str]:
    """Where the error of that field is shown."""
    return {"type": "access-user-error", "name": name}


def _line(name: str, label: str, value: str, *, hint: str = "", is_required: bool = False, **more: Any) -> Component:
    box = text_input(id=input_id(name), value=value, debounce=False, **more)
    return _labelled(name, label, box, hint=hint, is_required=is_required)


def _labelled(name: str, label: str, control: Component, *, hint: str = "", is_required: bool = False) -> Component:
    return labelled(label, control, error_id=error_id(name), hint=hint, is_required=is_required)


def _choice(
    name: str, label: str, options: Options, value: Any, *, multi: bool = False, hint: str = "", none: str = "", is_required: bool = False
) -> Component:
    box = dropdown(options, id=input_id(name), value=value, multi=multi, clearable=True, placeholder=none)
    return _labelled(name, label, box, hint=hint, is_required=is_required)


def _day(name: str, label: str) -> Component:
    target = f"access-user-{name}"
    words = [label, html.Span(" *", **{"aria-hidden": "true"}), html.Span(_("required"), className="visually-hidden")]
    return html.Div(
        [
            html.Label(words, className="form-label", htmlFor=target),
            date_field(input_id(name), target, None),
            html.Div(id=error_id(name), className="field-error", **{"aria-live": "polite"}),
        ],
        className="field",
    )


def _stores(subject: str, revision: int) -> list[Component]:
    return [dcc.Store(id=ids.SUBJECT, data=subject), dcc.Store(id=ids.REVISION, data=revision)]


def _foot(*more: Component) -> Component:
    return html.Div([button(_("Save"), id=ids.SAVE, kind="primary"), html.Span(className="sp"), *more], className="form-foot")


# --- an account ----------------------------------------------------------------------------------------------------------------


def person_form(known: Any | None, *, groups: Options, units: Options, is_own: bool, now: datetime) -> Component:
    """An account to fill in; `known` is `PersonDetails`, or None for a new one."""
    chosen = list(known.groups) if known else []
    leads = [group for group, is_lead in known.groups.items() if is_lead] if known else []
    parts: list[Any] = [
        *_stores(f"person:{known.id}" if known else "person:new", known.revision if known else 0),
        html.Div(id=ids.CONFLICT),
        _sign_in_note(known, now) if known else None,
        note(_("Your own roles, groups and sign-in are changed by another administrator."), sign=icon(Icon.INFO)) if is_own else None,
        _line("full_name", _("Full name"), known.full_name if known else "", is_required=True),
        _line("full_name_en", _("Name in English"), known.full_name_en if known else ""),
        html.Div(
            [
                _line("login", _("Login"), known.login if known else "", is_required=True),
                _line("position", _("Position"), known.position if known else ""),
            ],
            className="field-row",
        ),
        html.Div(
            [_line("email", _("Mail"), known.email if known else ""), _line("phone", _("Telephone"), known.phone if known else "")],
            className="field-row",
        ),
        _choice("unit_id", _("Unit"), units, str(known.unit_id) if known and known.unit_id else None),
        _roles(known.roles if known else frozenset({Role.REQUESTER}), is_own=is_own),
        _choice("groups", _("Works in groups"), groups, [str(one) for one in chosen], multi=True, none=_("In none")),
        _choice(
            "leads",
            _("Leads groups"),
            groups,
            [str(one) for one in leads],
            multi=True,
            none=_("None"),
            hint=_("Whoever leads a group is in it"),
        ),
        _line(
            "capacity",
            _("Open cases one carries comfortably"),
            str(known.capacity if known else 25),
            hint=_("The tick on the bar of the load"),
            inputmode="numeric",
        ),
        _foot(*([_account_menu(known)] if known and not is_own else [])),
    ]
    return html.Div(parts, className="side-form")


def _roles(held: frozenset[Role], *, is_own: bool) -> Component:
    options = [
        {
            "value": role.value,
            "label": html.Span([html.Span(role_words(role)), html.Small(role_meaning(role), className="t3")], className="role"),
            "disabled": is_own,
        }
        for role in Role
    ]
    return html.Fieldset(
        [
            html.Legend([_("Roles"), html.Span(" *", **{"aria-hidden": "true"})], className="form-label"),
            dbc.Checklist(
                options=options, value=[role.value for role in Role if role in held], id=input_id("roles"), class_name="checks roles"
            ),
            html.Div(id=error_id("roles"), className="field-error", **{"aria-live": "polite"}),
        ],
        className="field",
    )


def _sign_in_note(known: Any, now: datetime) -> Component | None:
    if not known.is_active:
        return note(_("The account is closed: nobody signs in with it."), kind="warn", sign=icon(Icon.LOCK))
    if known.locked_until and known.locked_until > now:
        words = _("Locked out until {moment} after wrong passwords.", moment=moment(known.locked_until, now=now))
        return note(words, kind="warn", sign=icon(Icon.LOCK))
    if known.must_change_password:
        return note(_("The given password has not been changed yet."), sign=icon(Icon.KEY))
    return None


def _account_menu(known: Any) -> Component:
    choices = [Choice(_("Reset the password"), id=act_id(Act.RESET), sign=Icon.KEY)]
    if known.is_active:
        choices.append(Choice(_("Let in at once"), id=act_id(Act.REOPEN), sign=Icon.UNLOCK, disabled=known.locked_until is None))
        choices.append(Choice(_("Close the account"), id=act_id(Act.CLOSE), sign=Icon.LOCK, danger=True))
    else:
        choices.append(Choice(_("Open the account"), id=act_id(Act.REOPEN), sign=Icon.UNLOCK))
        choices.append(Choice(_("Close the account"), id=act_id(Act.CLOSE), sign=Icon.LOCK, danger=True, disabled=True))
    return more_menu(choices)


def conflict_note(mine: Mapping[str, Any], theirs: Mapping[str, Any], *, names: Mapping[str, str]) -> Component:
    """Somebody saved first: both versions side by side, and the choice."""
    rows = [
        (field_name, stored, typed)
        for field_name, stored, typed in change_words({key: theirs.get(key) for key in mine}, mine, names=names)
        if stored != typed
    ]
    many = ngettext("{n} field differs", "{n} fields differ", len(rows))
    return html.Div(
        [
            note(_("Somebody has saved meanwhile: {many}. Nothing you typed is lost.", many=many), kind="warn", sign=icon(Icon.WARNING)),
            short_table(
                [Column(_("Field")), Column(_("Stored now"), "36%"), Column(_("Yours"), "36%")],
                rows,
                caption=_("Both versions"),
                flush=True,
            ),
            html.Div(
                [
                    button(_("Save mine"), id=act_id(Act.MINE), small=True),
                    button(_("Take what is stored"), id=act_id(Act.THEIRS), kind="link", small=True),
                ],
                className="row-f",
            ),
        ],
        className="conflict",
    )


# --- structure -----------------------------------------------------------------------------------------------------------------


def _names(code: str, name: Mapping[str, str]) -> list[Component]:
    return [
        _line("name_ru", _("Title in Russian"), name.get("ru", ""), is_required=True),
        _line("name_en", _("Title in English"), name.get("en", ""), is_required=True),
        _line(
            "code", _("Code"), code, is_required=True, hint=_("Small Latin letters and hyphens; imports and figures know it by this code")
        ),
    ]


def group_form(known: Any | None, *, people: Options) -> Component:
    """A group and who is in it; `known` is `GroupLine` or None."""
    members = [str(member.person_id) for member in known.members if not member.is_lead] if known else []
    leads = [str(member.person_id) for member in known.members if member.is_lead] if known else []
    closed = dbc.Checklist(
        options=[{"value": "closed", "label": _("Closed group: its cases are seen by its people and the head only")}],
        value=["closed"] if known and known.is_closed else [], id=input_id("is_closed"), class_name="checks",
    )  # fmt: skip
    parts = [
        *_stores(f"group:{known.id}" if known else "group:new", known.revision if known else 0),
        html.Div(id=ids.CONFLICT),
        *_names(known.code if known else "", known.name if known else {}),
        _choice("leads", _("Leads"), people, leads, multi=True, none=_("Nobody")),
        _choice("members", _("Members"), people, members, multi=True, none=_("Nobody")),
        _line("mailbox", _("Mailbox of the group"), known.mailbox if known else "", hint=_("Copies of notifications go there")),
        html.Div(closed, className="field"),
        _foot(),
    ]
    return html.Div(parts, className="side-form")


def unit_form(known: Any | None, *, units: Options, lines: Options, people: Options) -> Component:
    """A unit and its place; `known` is `UnitLine` or None."""

    def chosen(value: Any) -> str | None:
        return str(value) if value else None

    parts = [
        *_stores(f"unit:{known.id}" if known else "unit:new", known.revision if known else 0),
        html.Div(id=ids.CONFLICT),
        *_names(known.code if known else "", known.name if known else {}),
        _choice("parent_id", _("Upper unit"), units, chosen(known.parent_id) if known else None),
        _choice("head_id", _("Head"), people, chosen(known.head_id) if known else None),
        _choice("business_line_id", _("Business line"), lines, chosen(known.business_line_id) if known else None),
        _foot(),
    ]
    return html.Div(parts, className="side-form")


def line_form(known: Any | None) -> Component:
    """A business line; `known` is `BusinessLine` or None."""
    parts = [
        *_stores(f"line:{known.id}" if known else "line:new", known.revision if known else 0),
        html.Div(id=ids.CONFLICT),
        *_names(known.code if known else "", known.name if known else {}),
        _foot(),
    ]
    return html.Div(parts, className="side-form")


def absence_form(*, people: Options) -> Component:
    """Somebody's absence and who stands in."""
    parts = [
        *_stores("absence:new", 0),
        html.Div(id=ids.CONFLICT),
        _choice("absent_id", _("Who is absent"), people, None, is_required=True),
        _choice("substitute_id", _("Who stands in"), people, None, is_required=True),
        html.Div(
            [
                _day("first_day", _("First day")),
                _day("last_day", _("Last day")),
            ],
            className="field-row",
        ),
        _line("reason", _("Reason"), ""),
        _foot(),
    ]
    return html.Div(parts, className="side-form")
