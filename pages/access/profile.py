"""The own profile: who I am here, language and theme, password, absence and substitution, where I am signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from dash import dcc, html
from dash.development.base_component import Component

from models.access.actor import Actor, Role
from pages.access.agents import browser_words
from pages.access.roles import role_words
from pages.components.buttons import button
from pages.components.filters import seg
from pages.components.form_fields import date_field
from pages.components.form_parts import Frame
from pages.components.forms import dropdown, field, text_input
from pages.components.icons import Icon, icon
from pages.components.marks import tag
from pages.components.page import block, columns, note, page, section
from pages.components.people import avatar
from pages.components.presses import presses
from pages.components.states import empty, skeleton
from pages.components.tables import Column, details, short_table
from pages.formats import day_month, listing, moment, short_name
from pages.translations import _, current_language, ngettext


class ids(StrEnum):
    STATE = "access-profile-state"
    WHO = "access-profile-who"
    WARNING = "access-profile-warning"
    LANG = "access-profile-lang"
    THEME = "access-profile-theme"
    PRESENT = "access-profile-present"
    NEW = "access-profile-new"
    AGAIN = "access-profile-again"
    PRESENT_ERROR = "access-profile-present-error"
    NEW_ERROR = "access-profile-new-error"
    AGAIN_ERROR = "access-profile-again-error"
    CHANGE = "access-profile-change"
    ABSENCES = "access-profile-absences"
    SUBSTITUTE = "access-profile-substitute"
    SUBSTITUTE_ERROR = "access-profile-substitute-error"
    FIRST_DAY = "access-profile-first-day"
    LAST_DAY = "access-profile-last-day"
    FIRST_DAY_FRAME = "access-profile-first-day-frame"
    LAST_DAY_FRAME = "access-profile-last-day-frame"
    REASON = "access-profile-reason"
    ARRANGE = "access-profile-arrange"
    SESSIONS = "access-profile-sessions"
    ENTER = "access-profile-enter"  # the given password is gone: everything opens, so the frame is drawn anew


CANCELLERS = "access-profile-cancel"
ENDERS = "access-profile-end"


def cancel_id(substitution: str) -> dict[str, str]:
    """The button that takes a substitution back."""
    return {"type": CANCELLERS, "substitution": substitution}


def end_id(session: str) -> dict[str, str]:
    """The button that ends a session."""
    return {"type": ENDERS, "session": session}


def layout() -> Component:
    """The frame; callbacks fill it."""
    return page(
        _("Profile"), state_id=ids.STATE,
        body=columns(
            html.Div([html.Div(id=ids.WARNING), _who_block(), _absence_block(), _sessions_block()]),
            html.Div([_password_block(), _look_block(), dcc.Store(id=ids.ENTER), presses(CANCELLERS, ENDERS)]),
            widths="minmax(0, 1fr) 344px",
        ),
    )  # fmt: skip


def _who_block() -> Component:
    return block(html.Div(skeleton(40, 60, 50), id=ids.WHO))


def _look_block() -> Component:
    theme_words, lang_words = _("Theme"), _("Language")
    return block(
        section(_("How it looks")),
        html.Div(
            [
                html.Div(lang_words, className="form-label"),
                seg([("ru", "Русский"), ("en", "English")], id=ids.LANG, chosen=current_language(), label=lang_words),
            ],
            className="field",
        ),
        html.Div(
            [
                html.Div(theme_words, className="form-label"),
                seg([("light", _("Light")), ("dark", _("Dark"))], id=ids.THEME, chosen="light", label=theme_words),
            ],
            className="field",
        ),
    )  # fmt: skip


def _password_block() -> Component:
    kept = {"autocomplete": "new-password"}
    return block(
        section(_("Password")),
        field(_("Present password"), _password(ids.PRESENT, "current-password"), id=ids.PRESENT, error_id=ids.PRESENT_ERROR),
        field(
            _("New password"), _password(ids.NEW, **kept), id=ids.NEW, error_id=ids.NEW_ERROR,
            hint=_("At least 12 characters: a phrase of several words is easy to remember"),
        ),
        field(_("New password again"), _password(ids.AGAIN, **kept), id=ids.AGAIN, error_id=ids.AGAIN_ERROR),
        button(_("Change the password"), id=ids.CHANGE, kind="primary"),
        html.P(_("All your other sessions will end."), className="hint"),
    )  # fmt: skip


def _password(id: ids, autocomplete: str) -> Component:
    box: Any = text_input(id=id, kind="password", max_length=200, debounce=False)
    box.autocomplete = autocomplete
    return box


def _absence_block() -> Component:
    days = html.Div([_day(ids.FIRST_DAY, _("First day")), _day(ids.LAST_DAY, _("Last day"))], className="field-row")
    form = html.Details(
        [
            html.Summary([icon(Icon.PLUS, size=14), _("Arrange a substitution")], className="btn btn-outline-secondary"),
            html.Div(
                [
                    field(
                        _("Who stands in for you"), dropdown([], id=ids.SUBSTITUTE, placeholder=_("Begin to type a name"), clearable=True),
                        error_id=ids.SUBSTITUTE_ERROR, is_required=True,
                        hint=_("Sees and does your work on these days; the trail keeps who really did it"),
                    ),
                    days,
                    field(_("Reason"), text_input(id=ids.REASON, placeholder=_("Leave, illness, business trip")), id=ids.REASON),
                    button(_("Arrange"), id=ids.ARRANGE, kind="primary"),
                ],
                className="fold-form",
            ),
        ],
        className="fold",
    )  # fmt: skip
    return block(section(_("Absence and substitution")), html.Div(skeleton(70), id=ids.ABSENCES), form)


def _day(name: ids, label: str) -> Component:
    target = f"{name}-typed"
    return Frame(date_field(str(name), target, None), id=f"{name}-frame", label=label, required=_("required"), target=target)


def _sessions_block() -> Component:
    return block(section(_("Where you are signed in")), html.Div(skeleton(70, 60), id=ids.SESSIONS))


# --- filled by callbacks -------------------------------------------------------------------------------------------------------


def state_words(actor: Actor, *, absent: Sequence[str]) -> str:
    """The line under the title."""
    if actor.must_change_password:
        return _("Choose your own password; everything else opens after that.")
    return _("You stand in for {names} today.", names=listing(absent)) if absent else _("Nobody's work is handed over to you today.")


def given_password_note() -> Component:
    """Shown until the given password has been changed."""
    words = _("The administrator gave you this password. Change it on the right, then everything opens.")
    return html.Div(note(words, kind="warn", sign=icon(Icon.KEY)), className="blk")


def who(name: str, login: str, *, position: str, roles: Sequence[Role], unit: str, groups: Sequence[str]) -> Component:
    """Portrait, name and what one belongs to."""
    head = html.Div(
        [avatar(name, is_me=True), html.Div([html.Div(name, className="fwb"), html.Div(position, className="t3 s12")])], className="row-f"
    )
    belongs = details(
        [
            (_("Login"), login),
            (_("Roles"), listing([role_words(role) for role in roles])),
            (_("Unit"), unit),
            (_("Groups"), listing(groups) if groups else ""),
        ]
    )
    return html.Div([head, belongs], className="who-card")


def absences(lines: Sequence[Any], *, me: UUID, today: date) -> Component:
    """Present and coming substitutions, in both directions."""
    if not lines:
        return empty(_("No substitution is arranged."), sign=Icon.PERSON_WALKING, compact=True)
    rows = [
        (
            _("{substitute} for you", substitute=short_name(line.substitute_name))
            if line.absent_id == me
            else _("You for {absent}", absent=short_name(line.absent_name)),
            f"{day_month(line.first_day, today=today)} — {day_month(line.last_day, today=today)}",
            line.reason,
            tag(_("now"), kind="acc") if line.is_now else html.Span(),
            button(_("Cancel it"), id=cancel_id(str(line.id)), kind="link", small=True) if line.absent_id == me else html.Span(),
        )
        for line in lines
    ]
    widths = [
        Column(_("Who")),
        Column(_("Days"), "190px"),
        Column(_("Reason"), "26%"),
        Column(_("Now"), "84px"),
        Column(_("What to do"), "100px"),
    ]
    return short_table(widths, rows, caption=_("Substitutions"), show_head=False, flush=True)


def sessions(lines: Sequence[Any], *, now: datetime) -> Component:
    """One's open sessions, the present one first."""
    ordered = sorted(lines, key=lambda line: not line.is_this)
    rows = [
        (
            browser_words(line.agent),
            line.ip,
            _("active {moment}", moment=moment(line.seen_at, now=now)),
            tag(_("this one"), kind="acc") if line.is_this else button(_("End session"), id=end_id(str(line.id)), kind="link", small=True),
        )
        for line in ordered
    ]
    widths = [Column(_("Browser")), Column(_("Address"), "140px"), Column(_("Last seen"), "34%"), Column(_("What to do"), "150px")]
    return short_table(widths, rows, caption=ngettext("{n} open session", "{n} open sessions", len(lines)), show_head=False, flush=True)
