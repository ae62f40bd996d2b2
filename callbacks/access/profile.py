"""The own profile: fill it, change the password, arrange a substitution, end sessions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.components.toast import say
from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.access import change_password, end_session
from data.operations.access_substitutions import add_substitution, cancel_substitution
from data.queries.access import bank_day
from data.queries.access_accounts import own_sessions, person_details, substitutions_of
from data.queries.access_people import all_groups, people_directory, unit_tree
from data.session import reading, transaction
from models.access.actor import Actor, Role
from models.access.people import FieldRequired
from models.access.permissions import Permission
from models.errors import Forbidden, InvalidInput, KordonError
from pages import shell
from pages.access.errors import PASSWORDS_DIFFER
from pages.access.profile import absences, cancel_id, end_id, given_password_note, ids, sessions, state_words, who
from pages.components.forms import field_error
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
        who(mine.full_name, mine.login, position=mine.position, roles=roles, unit=place, groups=groups),
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
    Output(shell.ids.LIVE_USER, "data", allow_duplicate=True),
    Input(ids.CHANGE, "n_clicks"),
    State(ids.PRESENT, "value"),
    State(ids.NEW, "value"),
    State(ids.AGAIN, "value"),
    State(shell.ids.LIVE_USER, "data"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def choose_password(clicks: int | None, present: str | None, new: str | None, again: str | None, live: Any) -> Any:
    if not clicks:
        raise PreventUpdate
    kept = (no_update,) * 4
    if (new or "") != (again or ""):
        return (None, None, field_error(_(PASSWORDS_DIFFER)), *kept)
    try:
        with transaction(current_actor()) as session:
            change_password(session, present=present or "", new=new or "")
    except InvalidInput as error:
        words = field_error(words_of(error))
        return (words if error.field == "present" else None, words if error.field == "new" else None, None, *kept)
    say(_("The password is changed. Your other sessions have ended."))
    return None, None, None, "", "", "", (live or 0) + 1


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
    Output(ids.DAYS_ERROR, "children"),
    Output(ids.ABSENCES, "children", allow_duplicate=True),
    Output(ids.SUBSTITUTE, "value"),
    Output(ids.FIRST_DAY, "date"),
    Output(ids.LAST_DAY, "date"),
    Output(ids.REASON, "value"),
    Input(ids.ARRANGE, "n_clicks"),
    State(ids.SUBSTITUTE, "value"),
    State(ids.FIRST_DAY, "date"),
    State(ids.LAST_DAY, "date"),
    State(ids.REASON, "value"),
    permission=Permission.USE,
    prevent_initial_call=True,
)
def arrange_substitution(clicks: int | None, substitute: str | None, first: str | None, last: str | None, reason: str | None) -> Any:
    if not clicks:
        raise PreventUpdate
    kept = (no_update,) * 5
    missing = field_error(words_of(FieldRequired()))
    if not substitute or not first or not last:
        return (None if substitute else missing, None if first and last else missing, *kept)
    actor = current_actor()
    days = {"first_day": date.fromisoformat(first[:10]), "last_day": date.fromisoformat(last[:10])}
    try:
        with transaction(actor) as session:
            add_substitution(session, absent_id=_me(actor), substitute_id=UUID(substitute), reason=reason or "", **days)
    except KordonError as error:
        words = field_error(words_of(error))
        return (None, words, *kept) if error.field == "last_day" else (words, None, *kept)
    say(_("The substitution is arranged."))
    return None, None, _absences(actor), None, None, None, ""


@on(
    Output(ids.ABSENCES, "children", allow_duplicate=True),
    Input(cancel_id(ALL), "n_clicks"),  # type: ignore[arg-type]
    permission=Permission.USE,
    prevent_initial_call=True,
)
def cancel_arranged(clicks: list[int | None]) -> Any:
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    actor = current_actor()
    with transaction(actor) as session:
        cancel_substitution(session, UUID(ctx.triggered_id["substitution"]))
    say(_("The substitution is cancelled."))
    return _absences(actor)


@on(
    Output(ids.SESSIONS, "children", allow_duplicate=True),
    Input(end_id(ALL), "n_clicks"),  # type: ignore[arg-type]
    permission=Permission.USE,
    prevent_initial_call=True,
)
def end_other_session(clicks: list[int | None]) -> Any:
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    actor = current_actor()
    with transaction(actor) as session:
        end_session(session, UUID(ctx.triggered_id["session"]))
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
in_browser("presentTheme", Output(ids.THEME, "value"), Input(ids.WHO, "id"))
