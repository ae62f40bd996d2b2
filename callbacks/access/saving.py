"""From what was typed in the panel of the user administration to the operation that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from callbacks.components.days import read_day
from data.operations.access_people import create_person, edit_person
from data.operations.access_structure import (
    create_business_line,
    create_group,
    create_unit,
    edit_business_line,
    edit_group,
    edit_unit,
)
from data.operations.access_substitutions import add_substitution
from data.queries.access_people import all_groups, business_lines, people_directory, unit_tree
from data.session import Session
from models.access.actor import Role
from models.access.people import FieldRequired, PersonForm
from models.errors import InvalidFields, InvalidInput, NotFound
from models.processes.field_errors import NotADate
from pages.translations import text_of

Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved, and the password if one was made."""

    name: str
    login: str = ""
    password: str = ""


def _text(typed: Typed, name: str) -> str:
    return str(typed.get(name) or "").strip()


def _ids(typed: Typed, name: str) -> list[UUID]:
    return [UUID(str(one)) for one in typed.get(name) or []]


def _id(typed: Typed, name: str) -> UUID | None:
    return UUID(str(typed[name])) if typed.get(name) else None


def _led(typed: Typed, everybody: str) -> dict[UUID, bool]:
    """Members with whether they lead: who leads is in it."""
    leads = _ids(typed, "leads")
    return {one: one in leads for one in [*_ids(typed, everybody), *leads]}


def form_of(typed: Typed) -> PersonForm:
    """An account as it was typed."""
    capacity = _text(typed, "capacity")
    return PersonForm(
        login=_text(typed, "login").lower(), full_name=_text(typed, "full_name"), full_name_en=_text(typed, "full_name_en"),
        position=_text(typed, "position"), email=_text(typed, "email"), phone=_text(typed, "phone"), unit_id=_id(typed, "unit_id"),
        roles=frozenset(Role(role) for role in typed.get("roles") or []), capacity=int(capacity) if capacity.isdecimal() else 0,
        groups=_led(typed, "groups"),
    )  # fmt: skip


def save_form(session: Session, subject: str, typed: Typed, *, revision: int) -> Saved:
    """Create or edit what the panel is about: "person:new", "group:<id>". Raises `InvalidFields`, `EditedMeanwhile` and the like."""
    kind, _colon, key = subject.partition(":")
    known = None if key == "new" else UUID(key)
    if kind == "person":
        return _save_person(session, known, form_of(typed), revision)
    if kind == "absence":
        return _save_absence(session, typed)
    code, name = _text(typed, "code"), {lang: _text(typed, f"name_{lang}") for lang in ("ru", "en")}
    if kind == "line":
        if known is None:
            create_business_line(session, code=code, name=name)
        else:
            edit_business_line(session, known, code=code, name=name, revision=revision)
    elif kind == "unit":
        place = {key: _id(typed, key) for key in ("parent_id", "business_line_id", "head_id")}
        if known is None:
            create_unit(session, code=code, name=name, **place)
        else:
            edit_unit(session, known, code=code, name=name, revision=revision, **place)
    elif kind == "group":
        more: dict[str, Any] = {"mailbox": _text(typed, "mailbox"), "is_closed": bool(typed.get("is_closed"))}
        made = known or create_group(session, code=code, name=name, **more)
        members = _led(typed, "members")
        if known is not None or members:
            edit_group(session, made, code=code, name=name, revision=revision if known else 1, members=members, **more)
    else:
        raise NotFound
    return Saved(text_of(name))


def _save_person(session: Session, known: UUID | None, form: PersonForm, revision: int) -> Saved:
    if known is None:
        _made, password = create_person(session, form)
        return Saved(form.full_name, form.login, password)
    edit_person(session, known, form, revision=revision)
    return Saved(form.full_name)


def _save_absence(session: Session, typed: Typed) -> Saved:
    wrong: dict[str, InvalidInput] = {name: FieldRequired() for name in ("absent_id", "substitute_id") if not typed.get(name)}
    days: dict[str, date] = {}
    for name in ("first_day", "last_day"):
        try:
            day = read_day(typed.get(name), field=name)
        except NotADate as error:
            wrong[name] = error
            continue
        if day is None:
            wrong[name] = FieldRequired()
        else:
            days[name] = day
    if wrong:
        raise InvalidFields(wrong)
    absent, substitute = UUID(str(typed["absent_id"])), UUID(str(typed["substitute_id"]))
    add_substitution(
        session, absent_id=absent, substitute_id=substitute, reason=_text(typed, "reason"), first_day=days["first_day"],
        last_day=days["last_day"],
    )  # fmt: skip
    return Saved(next((line.name for line in people_directory(session, limit=5_000) if line.id == absent), ""))


def told_form(session: Session, subject: str, typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed in the terms in which a stored version is told, and the names behind ids and codes of both."""
    groups, units = all_groups(session), unit_tree(session)
    names = {str(line.id): text_of(line.name) for line in units} | {str(line.id): text_of(line.name) for line in business_lines(session)}
    names |= {line.code: text_of(line.name) for line in groups} | {line.code: text_of(line.name) for line in units}
    names |= {str(line.id): line.name for line in people_directory(session, limit=5_000)}
    if subject.startswith("person:"):
        form = form_of(typed)
        codes = {line.id: line.code for line in groups}
        return {
            "login": form.login, "full_name": form.full_name, "full_name_en": form.full_name_en, "position": form.position,
            "email": form.email, "phone": form.phone, "roles": sorted(role.value for role in form.roles), "capacity": form.capacity,
            "unit": next((line.code for line in units if line.id == form.unit_id), ""),
            "groups": sorted(codes[one] for one in form.groups if one in codes),
            "leads": sorted(codes[one] for one, is_lead in form.groups.items() if is_lead and one in codes),
        }, names  # fmt: skip
    told: dict[str, Any] = {"code": _text(typed, "code"), "name": {lang: _text(typed, f"name_{lang}") for lang in ("ru", "en")}}
    told |= {key: typed.get(key) or None for key in ("parent_id", "head_id", "business_line_id") if key in typed}
    if "mailbox" in typed:
        told |= {"mailbox": _text(typed, "mailbox"), "is_closed": bool(typed.get("is_closed"))}
    return told, names
