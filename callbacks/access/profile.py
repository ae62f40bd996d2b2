"""The own profile: fill it, change the password, arrange a substitution, end sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dash import Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from callbacks.access.saving import save_form
from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.access import change_password, end_session
from data.operations.access_substitutions import cancel_substitution
from data.queries.access import bank_day
from data.queries.access_accounts import own_sessions, person_details, substitutions_of
from data.queries.access_people import all_groups, people_directory, unit_tree
from data.session import reading, transaction
from models.access.actor import Actor, Role
from models.access.permissions import Permission
from models.errors import Forbidden, InvalidFields, InvalidInput, KordonError
from pages import shell
from pages.access.errors import PASSWORDS_DIFFER
from pages.access.profile import CANCELLERS, ENDERS, absences, given_password_note, ids, sessions, state_words, who
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.translations import _, text_of

_CASE_WORK = (Role.OFFICER, Role.LEAD, Role.HEAD)


def _me(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


@on(
    Output(ids.WHO, "children"),
    Output(ids.STATE, "children"),
    Output(ids.WARNING, "children"),
    Output(ids.ABSENCES, "children"),
    Output(ids.SESSIONS, "children"),
    Input(shell.ids.LIVE_USER, "data"),
    permission=Permission.USE,
)
def show_profile(_live: Any) -> Any:
    actor = current_actor()
    with reading(actor) as session:
        mine = person_details(session, _me(actor))
        is_inside = Role.EXTERNAL not in actor.roles
        groups = [text_of(line.name) for line in all_groups(session) if line.id in mine.groups] if is_inside else []
        place = next((text_of(line.name) for line in unit_tree(session) if line.id == mine.unit_id), "") if is_inside else ""
        arranged = substitutions_of(session, _me(actor))
        opened = own_sessions(session)
        today, now = bank_day(session.now), session.now
    absent = [line.absent_name for line in arranged if line.is_now and line.absent_id in actor.acts_for]
    roles = [role for role in Role if role in mine.roles]
    return (
        who(actor.shown_name, mine.login, position=mine.position, roles=roles, unit=place, groups=groups),
        state_words(actor, absent=absent),
        given_password_note() if actor.must_change_password else None,
        absences(arranged, me=_me(actor), today=today),
        sessions(opened, now=now),
    )


@on(
    Output(ids.PRESENT_ERROR, "children"),
    Output(ids.NEW_ERROR, "children"),
    Output(ids.AGAIN_ERROR, "children"),
    Output(ids.PRESENT, "value"),
    Output(ids.NEW, "value"),
    Output(ids.AGAIN, "value"),
    Output(ids.ENTER, "data"),
    Input(ids.CHANGE, "n_clicks"),
    State(ids.PRESENT, "value"),
    State(ids.NEW, "value"),
    State(ids.AGAIN, "value"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def choose_password(clicks: int | None, present: str | None, new: str | None, again: str | None) -> Any:
    if not clicks:
        raise PreventUpdate
    kept = (no_update,) * 4
    if (new or "") != (again or ""):
        return (None, None, field_error(_(PASSWORDS_DIFFER)), *kept)
    actor = current_actor()
    try:
        with transaction(actor) as session:
            change_password(session, present=present or "", new=new or "")
    except InvalidInput as error:
        words = field_error(words_of(error))
        return (words if error.field == "present" else None, words if error.field == "new" else None, None, *kept)
    say(_("The password is changed. Your other sessions have ended."))
    return None, None, None, "", "", "", actor.must_change_password


@on(
    Output(ids.SUBSTITUTE, "options"),
    Input(ids.SUBSTITUTE, "search_value"),
    State(ids.SUBSTITUTE, "value"),
    State(ids.SUBSTITUTE, "options"),
    permission=Permission.USE,
)
def find_substitute(typed: str | None, chosen: str | None, known: list[dict[str, Any]] | None) -> Any:
    actor = current_actor()
    if actor.has(Role.EXTERNAL):
        return []
    roles = _CASE_WORK if actor.has(*_CASE_WORK) else ()
    with reading(actor) as session:
        found = people_directory(session, search=typed or "", roles=roles)
    kept = [one for one in known or [] if one["value"] == chosen]
    options = [{"value": str(line.id), "label": f"{line.name}, {line.position}".rstrip(", ")} for line in found if line.id != actor.user_id]
    return kept + [one for one in options if one["value"] != chosen]


@on(
    Output(ids.SUBSTITUTE_ERROR, "children"),
    Output(ids.FIRST_DAY_FRAME, "error"),
    Output(ids.LAST_DAY_FRAME, "error"),
    Output(ids.ABSENCES, "children", allow_duplicate=True),
    Output(ids.SUBSTITUTE, "value"),
    Output(ids.FIRST_DAY, "value"),
    Output(ids.LAST_DAY, "value"),
    Output(ids.REASON, "value"),
    Input(ids.ARRANGE, "n_clicks"),
    State(ids.SUBSTITUTE, "value"),
    State(ids.FIRST_DAY, "value"),
    State(ids.LAST_DAY, "value"),
    State(ids.REASON, "value"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def arrange_substitution(clicks: int | None, substitute: str | None, first: str | None, last: str | None, reason: str | None) -> Any:
    if not clicks:
        raise PreventUpdate
    actor = current_actor()
    typed = {"absent_id": str(_me(actor)), "substitute_id": substitute, "first_day": first, "last_day": last, "reason": reason}
    try:
        with transaction(actor) as session:
            save_form(session, "absence:new", typed, revision=0)
    except InvalidFields as error:
        return *_told(error.errors), *(no_update,) * 5
    except KordonError as error:
        return *_told({error.field or "substitute_id": error}), *(no_update,) * 5
    say(_("The substitution is arranged."))
    return None, "", "", _absences(actor), None, "", "", ""


def _told(wrong: Mapping[str, KordonError]) -> tuple[Any, str, str]:
    words = {name: words_of(error) for name, error in wrong.items()}
    return field_error(words.get("substitute_id", "")), words.get("first_day", ""), words.get("last_day", "")


@on(
    Output(ids.ABSENCES, "children", allow_duplicate=True),
    Input(pressed(CANCELLERS), "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def cancel_arranged(chosen: Mapping[str, str]) -> Any:
    actor = current_actor()
    with transaction(actor) as session:
        cancel_substitution(session, UUID(chosen["substitution"]))
    say(_("The substitution is cancelled."))
    return _absences(actor)


@on(
    Output(ids.SESSIONS, "children", allow_duplicate=True),
    Input(pressed(ENDERS), "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def end_other_session(chosen: Mapping[str, str]) -> Any:
    actor = current_actor()
    with transaction(actor) as session:
        end_session(session, UUID(chosen["session"]))
    say(_("The session is ended."))
    with reading(actor) as session:
        return sessions(own_sessions(session), now=session.now)


def _absences(actor: Actor) -> Any:
    with reading(actor) as session:
        return absences(substitutions_of(session, _me(actor)), me=_me(actor), today=bank_day(session.now))


in_browser(
    "keepLook", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.LANG, "value"), Input(ids.THEME, "value"),
    prevent_initial_call=True,
)  # fmt: skip
in_browser("enterAnew", Output(shell.ids.SINK, "data", allow_duplicate=True), Input(ids.ENTER, "data"), prevent_initial_call=True)
in_browser("presentTheme", Output(ids.THEME, "value"), Input(ids.WHO, "id"))
