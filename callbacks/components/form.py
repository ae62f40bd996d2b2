"""What happens in a form while it is filled in: checks, fields that come and go, the kept draft, the search for colleagues.

A screen with a form calls `connect_form` once for its kind and gives the rules of a subject; permissions are asked there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import dash
from dash import ALL, MATCH, Input, Output, State, ctx, no_update

from callbacks.components.wire import in_browser, on
from callbacks.web.current import current_actor
from data.operations.processes import draft_of, save_draft
from data.queries.access_people import people_directory
from data.session import Session, reading, transaction
from data.settings import read_settings
from models.access.permissions import Permission
from models.errors import InvalidFields, InvalidInput
from models.processes.condition import is_empty
from models.processes.definition import Field
from models.processes.field_errors import RequiredFieldMissing
from models.processes.form import check_field, required_fields, visible_fields
from pages.components.form import draft_kept_words
from pages.components.form_ids import Kind, collected, every, form_id, kept_files, part_id, target_of
from pages.errors import words_of
from pages.processes.field_errors import words_at_field
from pages.translations import _, text_of


@dataclass(frozen=True, slots=True)
class FormRules:
    """The fields of a form about one subject. `required` and `context` as in `pages.components.form.form`."""

    fields: Sequence[Field]
    required: frozenset[str] = frozenset()
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A form as it stands: what is wrong by "field" or "field.part", which fields are seen, which must be filled."""

    errors: Mapping[str, str]
    visible: frozenset[str]
    required: frozenset[str]


def check_form(rules: FormRules, typed: Mapping[str, Any], *, today: Any, asked: bool) -> Checked:
    """Check what was typed so far. An empty required field is told only once sending was tried (`asked`)."""
    normal: dict[str, Any] = dict(rules.context)
    wrong: dict[str, InvalidInput] = {}
    for one in rules.fields:
        given = typed.get(one.key)
        try:
            normal[one.key] = check_field(one, given, today)
        except InvalidInput as error:
            normal[one.key] = given
            wrong[one.key] = error
    visible = frozenset(one.key for one in visible_fields(rules.fields, normal))
    required = required_fields(rules.fields, normal, rules.required)
    if asked:
        wrong |= {key: RequiredFieldMissing(field=key) for key in required if is_empty(typed.get(key)) and key not in wrong}
    told: dict[str, Any] = {}
    for one in rules.fields:
        error = wrong.get(one.key)
        place = (error.field if error else "") or one.key
        if error is not None and one.key in visible and (asked or not _is_blank(typed, place)):
            told[place] = words_at_field(error, one)
    return Checked(told, visible, required)


def _is_blank(typed: Mapping[str, Any], place: str) -> bool:
    """Has nothing been typed there yet? Half of an account is no error while one types the other half."""
    key, _dot, part = place.partition(".")
    value = typed.get(key)
    return is_empty(value.get(part) if part and isinstance(value, Mapping) else value)


def error_at(errors: Mapping[str, str], name: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """The words for one part; an error of the whole compound field stands at its first part."""
    key = str(name["field"])
    if name["part"]:
        own = errors.get(f"{key}.{name['part']}", "")
        first = next(one["part"] for one in parts if one["field"] == key)
        return own or (errors.get(key, "") if name["part"] == first else "")
    return errors.get(key, "")


def connect_form(form: str, *, permission: Permission, rules_of: Callable[[Session, str], FormRules], draft: str = "") -> None:
    """Connect all forms of this kind. `rules_of(session, subject)` gives the rules, or raises if the actor may not fill it in.

    `draft`: the kind under which what was typed is kept ("order", "task"); "" keeps none.
    """

    @on(
        Output(every(Kind.PART, form, ALL), "error"),
        Output(every(Kind.PART, form, ALL), "required"),
        Output(every(Kind.FIELD, form, ALL), "hidden"),
        Output(every(Kind.SECTION, form, ALL), "hidden"),
        Input(every(Kind.VALUE, form, ALL), "value"),
        Input(form_id(Kind.ASKED, form), "data"),
        State(every(Kind.VALUE, form, ALL), "id"),
        State(form_id(Kind.SUBJECT, form), "data"),
        permission=permission,
        prevent_initial_call=True,
    )
    def check_while_typing(values: list[Any], asked: bool, names: list[dict[str, Any]], subject: str) -> Any:
        typed = collected(names, values)
        with reading(current_actor()) as session:
            rules = rules_of(session, subject)
            today = session.now.astimezone(ZoneInfo(read_settings().zone)).date()
        checked = check_form(rules, typed, today=today, asked=bool(asked))
        parts, _required, fields, sections = (list(group) for group in ctx.outputs_list)
        part_names = [one["id"] for one in parts]
        in_section: dict[str, bool] = {}
        known = {one["id"]["section"] for one in sections}
        for one in rules.fields:
            place = one.section if one.section in known else ""
            in_section[place] = in_section.get(place, False) or one.key in checked.visible
        return (
            [error_at(checked.errors, name, part_names) for name in part_names],
            [_("required") if name["field"] in checked.required and not name["part"] else "" for name in part_names],
            [one["id"]["field"] not in checked.visible for one in fields],
            [not in_section.get(one["id"]["section"], False) for one in sections],
        )

    @on(
        Output({**every(Kind.VALUE, form, MATCH)}, "options"),
        Input({**every(Kind.VALUE, form, MATCH)}, "search_value"),
        State({**every(Kind.VALUE, form, MATCH)}, "id"),
        State({**every(Kind.VALUE, form, MATCH)}, "options"),
        State({**every(Kind.VALUE, form, MATCH)}, "value"),
        State(form_id(Kind.SUBJECT, form), "data"),
        permission=permission,
        prevent_initial_call=True,
    )
    def find_colleagues(text: str | None, name: dict[str, Any], options: list[dict[str, Any]], chosen: Any, subject: str) -> Any:
        if not text or len(text.strip()) < 2:
            return no_update
        with reading(current_actor()) as session:
            if next((one.type for one in rules_of(session, subject).fields if one.key == name["field"]), "") != "employee":
                return no_update
            found = people_directory(session, search=text)
        kept = [one for one in options or [] if one["value"] == chosen]
        return kept + [{"label": _person_words(one), "value": str(one.id)} for one in found if str(one.id) != str(chosen)]

    in_browser("focusField", Output(form_id(Kind.FOCUS, form), "modified_timestamp"), Input(form_id(Kind.FOCUS, form), "data"))
    if draft:
        _connect_draft(form, permission=permission, draft=draft)


def _connect_draft(form: str, *, permission: Permission, draft: str) -> None:
    @on(
        Output(form_id(Kind.SIGN, form), "children"),
        Input(every(Kind.VALUE, form, ALL), "value"),
        Input(form_id(Kind.AGAIN, form), "data"),
        State(every(Kind.VALUE, form, ALL), "id"),
        State(form_id(Kind.SUBJECT, form), "data"),
        State(form_id(Kind.SIGN, form), "children"),
        permission=permission,
        prevent_initial_call=True,
    )
    def keep_draft(values: list[Any], _again: int | None, names: list[dict[str, Any]], subject: str, told: str | None) -> Any:
        """What was typed, as it was typed. A form that has just been drawn is no change."""
        content = {"values": collected(names, values), "files": kept_files(names, values)}
        with transaction(current_actor()) as session:
            known = draft_of(session, draft, subject)
            if known is None and (told or all(is_empty(one) for one in content["values"].values())):
                return no_update  # nothing yet; or it was kept and then sent: a late letter must not bring it back
            if known is not None and all(known.content.get(key) == part for key, part in content.items()):
                return draft_kept_words(known.saved_at)
            save_draft(session, draft, subject, content={**(known.content if known else {}), **content})
            return draft_kept_words(session.now)


def _person_words(one: Any) -> str:
    place = text_of(one.unit)
    return ", ".join(part for part in (one.name, one.position or place) if part)


def show_form_errors(form: str, error: InvalidFields, parts: Sequence[Mapping[str, Any]], *, fields: Sequence[Field]) -> None:
    """From a callback that tried to send: the words at each field, the cursor in the first wrong one, empty required fields marked.

    `parts` are the ids of the form's values (`State(every(Kind.VALUE, form, ALL), "id")`).
    """
    by_key = {one.key: one for one in fields}
    words = {one.field or key: words_at_field(one, by_key[key]) if key in by_key else words_of(one) for key, one in error.errors.items()}
    first = ""
    for name in parts:
        told = error_at(words, name, parts)
        dash.set_props(part_id(form, str(name["field"]), str(name["part"])), {"error": told})
        if told and not first:
            first = target_of(form, str(name["field"]), str(name["part"]))
    dash.set_props(form_id(Kind.ASKED, form), {"data": True})
    if first:
        dash.set_props(form_id(Kind.FOCUS, form), {"data": {"id": first}})
