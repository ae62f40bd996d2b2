"""The panel of the user administration: fill it, check while one types, save, close accounts, give passwords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import dash
from dash import ALL, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.access.saving import Saved, form_of, save_form
from callbacks.components.toast import say
from callbacks.components.wire import on
from callbacks.web.current import current_actor
from data.operations.access_people import lock_person, reset_password, unlock_person
from data.queries.access_accounts import person_details
from data.queries.access_people import all_groups, business_lines, people_directory, unit_tree
from data.session import Session, reading, transaction
from models.access.people import EditedMeanwhile, FieldRequired, check_names, check_person
from models.access.permissions import Permission
from models.errors import InvalidFields, InvalidInput, KordonError, NotFound
from pages.access import user_forms as forms
from pages.access import users
from pages.access.users import ids as page_ids
from pages.components.forms import field_error
from pages.components.presses import pressed
from pages.errors import words_of
from pages.translations import _, text_of

_MAY = Permission.MANAGE_USERS
_MOST_IN_A_LIST = 5_000
_STRUCTURE = ("group", "unit", "line")


@on(
    Output(page_ids.DRAWER, "is_open"),
    Output(page_ids.DRAWER_TITLE, "children"),
    Output(page_ids.FORM, "children"),
    Input(page_ids.OPEN, "data"),
    permission=_MAY,
)
def show_form(what: str | None) -> Any:
    if not what:
        return no_update, no_update, no_update
    with reading(current_actor()) as session:
        title, form = _draw(session, what)
    return True, title, form


def _draw(session: Session, what: str) -> tuple[str, Any]:
    kind, _colon, key = what.partition(":")
    found = None if key == "new" else _id(key)
    if kind == "person":
        return _draw_person(session, found)
    people = [(str(line.id), f"{line.name}, {line.position}".rstrip(", ")) for line in people_directory(session, limit=_MOST_IN_A_LIST)]
    if kind == "absence":
        return _(users.NEW_WORDS[users.ABSENCES]), forms.absence_form(people=people)
    if kind == "group":
        group = _one(all_groups(session), found)
        return text_of(group.name) if group else _(users.NEW_WORDS[users.GROUPS]), forms.group_form(group, people=people)
    lines = business_lines(session)
    if kind == "line":
        line = _one(lines, found)
        return text_of(line.name) if line else _(users.NEW_WORDS[users.LINES]), forms.line_form(line)
    if kind == "unit":
        tree = unit_tree(session)
        place = _one(tree, found)
        others = [(str(one.id), text_of(one.name)) for one in tree if one.id != found]
        named = [(str(one.id), text_of(one.name)) for one in lines]
        title = text_of(place.name) if place else _(users.NEW_WORDS[users.UNITS])
        return title, forms.unit_form(place, units=others, lines=named, people=people)
    raise NotFound


def _draw_person(session: Session, found: UUID | None) -> tuple[str, Any]:
    known = person_details(session, found) if found else None
    groups = [(str(line.id), text_of(line.name)) for line in all_groups(session)]
    units = [(str(line.id), text_of(line.name)) for line in unit_tree(session)]
    is_own = found is not None and found == session.actor.user_id
    drawn = forms.person_form(known, groups=groups, units=units, is_own=is_own, now=session.now)
    return known.full_name if known else _(users.NEW_WORDS[users.PEOPLE]), drawn


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _one(things: list[Any], wanted: UUID | None) -> Any:
    if wanted is None:
        return None
    found = next((thing for thing in things if thing.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _values(names: list[Mapping[str, Any]], values: list[Any]) -> dict[str, Any]:
    return {str(name["name"]): value for name, value in zip(names, values, strict=True)}


def _errors(wrong: Mapping[str, InvalidInput]) -> list[Any]:
    """Words for each place of an error that the form has, in the order Dash wants them."""
    places = ctx.outputs_list[0] if ctx.outputs_list and isinstance(ctx.outputs_list[0], list) else ctx.outputs_list
    return [field_error(words_of(wrong[name])) if (name := place["id"]["name"]) in wrong else None for place in places]


@on(
    Output(forms.error_id(ALL), "children", allow_duplicate=True),  # type: ignore[arg-type]
    Input(forms.input_id(ALL), "value"),  # type: ignore[arg-type]
    State(forms.input_id(ALL), "id"),  # type: ignore[arg-type]
    State(forms.ids.SUBJECT, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def check_while_typing(values: list[Any], names: list[dict[str, Any]], subject: str | None) -> Any:
    """What was typed wrong; what is still empty is not held against anybody yet."""
    typed = _values(names, values)
    kind = str(subject).partition(":")[0]
    wrong: Mapping[str, InvalidInput] = {}
    try:
        if kind == "person":
            check_person(form_of(typed))
        elif kind in _STRUCTURE:
            check_names(str(typed.get("code") or ""), {lang: str(typed.get(f"name_{lang}") or "") for lang in ("ru", "en")})
    except InvalidFields as error:
        wrong = {name: one for name, one in error.errors.items() if not isinstance(one, FieldRequired)}
    return _errors(wrong)


@on(
    Output(forms.error_id(ALL), "children", allow_duplicate=True),  # type: ignore[arg-type]
    Output(forms.ids.CONFLICT, "children"),
    Output(forms.ids.REVISION, "data"),
    Output(page_ids.DRAWER, "is_open", allow_duplicate=True),
    Output(page_ids.CHANGED, "data", allow_duplicate=True),
    Input(forms.ids.SAVE, "n_clicks"),
    Input(pressed(forms.ACTS), "data"),
    State(forms.input_id(ALL), "value"),  # type: ignore[arg-type]
    State(forms.input_id(ALL), "id"),  # type: ignore[arg-type]
    State(forms.ids.SUBJECT, "data"),
    State(forms.ids.REVISION, "data"),
    State(page_ids.CHANGED, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def save(
    clicks: int | None, act: Mapping[str, str] | None, values: list[Any], names: list[Any], subject: str, revision: int, changed: int
) -> Any:  # fmt: skip
    if not (_is(act, forms.Act.MINE) if ctx.triggered_id == pressed(forms.ACTS) else clicks):
        raise PreventUpdate
    typed = _values(names, values)
    kept = (no_update, no_update, no_update, no_update)
    try:
        with transaction(current_actor()) as session:
            saved = save_form(session, subject, typed, revision=revision)
    except InvalidFields as error:
        return _errors(error.errors), *kept
    except EditedMeanwhile as error:
        with reading(current_actor()) as session:
            note = _conflict(session, subject, typed, error)
        return _errors({}), note, error.revision, no_update, no_update
    except InvalidInput as error:
        return _errors({error.field: error} if error.field else {}), *_unless_told(error, kept)
    _tell(saved)
    return _errors({}), None, no_update, False, changed + 1


def _is(pressed_act: Mapping[str, str] | None, *acts: forms.Act) -> bool:
    return pressed_act is not None and pressed_act["act"] in [one.value for one in acts]


def _unless_told(error: KordonError, kept: tuple[Any, ...]) -> tuple[Any, ...]:
    if not error.field:
        say(words_of(error), kind="warn")
    return kept


def _tell(saved: Saved) -> None:
    if saved.password:
        dash.set_props(page_ids.SECRET_WORDS, {"children": users.secret_words(saved.name, saved.login, saved.password)})
        dash.set_props(page_ids.SECRET, {"is_open": True})
    else:
        say(_("Saved: {name}.", name=saved.name))


def _conflict(session: Session, subject: str, typed: Mapping[str, Any], error: EditedMeanwhile) -> Any:
    """Both versions in the terms of the stored one: names of groups and units instead of their ids."""
    from callbacks.access.saving import told_form

    mine, names = told_form(session, subject, typed)
    shared = {key: value for key, value in mine.items() if key in error.theirs}
    return forms.conflict_note(shared, error.theirs, names=names)


@on(
    Output(page_ids.FORM, "children", allow_duplicate=True),
    Input(pressed(forms.ACTS), "data"),
    State(forms.ids.SUBJECT, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def take_what_is_stored(act: Mapping[str, str], subject: str) -> Any:
    if not _is(act, forms.Act.THEIRS):
        raise PreventUpdate
    with reading(current_actor()) as session:
        return _draw(session, subject)[1]


@on(
    Output(page_ids.FORM, "children", allow_duplicate=True),
    Output(page_ids.CHANGED, "data", allow_duplicate=True),
    Input(pressed(forms.ACTS), "data"),
    State(forms.ids.SUBJECT, "data"),
    State(page_ids.CHANGED, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def change_sign_in(act: Mapping[str, str], subject: str, changed: int) -> Any:
    """A new password, or an open door. The form is drawn anew, because the account's revision has moved on."""
    if not _is(act, forms.Act.RESET, forms.Act.REOPEN):
        raise PreventUpdate
    person_id = _id(subject.partition(":")[2])
    with transaction(current_actor()) as session:
        known = person_details(session, person_id)
        if _is(act, forms.Act.RESET):
            saved = Saved(known.full_name, known.login, reset_password(session, person_id))
        else:
            unlock_person(session, person_id)
            saved = Saved(known.full_name)
    _tell(saved)
    with reading(current_actor()) as session:
        return _draw(session, subject)[1], changed + 1


@on(
    Output(page_ids.CLOSE_ASK, "is_open"),
    Input(pressed(forms.ACTS), "data"),
    Input(page_ids.CLOSE_NO, "n_clicks"),
    permission=_MAY,
    prevent_initial_call=True,
)
def ask_before_closing(act: Mapping[str, str] | None, _no: int | None) -> bool:
    return ctx.triggered_id != page_ids.CLOSE_NO and _is(act, forms.Act.CLOSE)


@on(
    Output(page_ids.CLOSE_ASK, "is_open", allow_duplicate=True),
    Output(page_ids.CLOSE_REASON, "value"),
    Output(page_ids.DRAWER, "is_open", allow_duplicate=True),
    Output(page_ids.CHANGED, "data", allow_duplicate=True),
    Input(page_ids.CLOSE_YES, "n_clicks"),
    State(page_ids.CLOSE_REASON, "value"),
    State(forms.ids.SUBJECT, "data"),
    State(page_ids.CHANGED, "data"),
    permission=_MAY,
    prevent_initial_call=True,
)
def close_account(clicks: int | None, reason: str | None, subject: str, changed: int) -> Any:
    if not clicks:
        raise PreventUpdate
    with transaction(current_actor()) as session:
        name = person_details(session, _id(subject.partition(":")[2])).full_name
        lock_person(session, _id(subject.partition(":")[2]), reason=reason or "")
    say(_("The account is closed: {name}.", name=name))
    return False, "", False, changed + 1


@on(
    Output(page_ids.SECRET, "is_open"),
    Output(page_ids.SECRET_WORDS, "children"),
    Input(page_ids.SECRET_DONE, "n_clicks"),
    permission=_MAY,
    prevent_initial_call=True,
)
def forget_password(_done: int | None) -> Any:
    return False, None
