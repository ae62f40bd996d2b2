"""What may stand in a person's account, a unit or a group, and which roles exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.access.actor import Role
from models.errors import Conflict, Forbidden, InvalidFields, InvalidInput

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_CASE_WORK = frozenset({Role.OFFICER, Role.LEAD, Role.HEAD})


class FieldRequired(InvalidInput):
    """Nothing was entered."""

    code = "field_required"


class LoginWrong(InvalidInput):
    """A login is 2–64 small Latin letters, digits, dots, hyphens and underscores."""

    code = "login_wrong"


class LoginTaken(InvalidInput):
    """Somebody has this login."""

    code = "login_taken"


class CodeWrong(InvalidInput):
    """A code is small Latin letters, digits, hyphens and underscores."""

    code = "code_wrong"


class CodeTaken(InvalidInput):
    """Another one has this code."""

    code = "code_taken"


class MailWrong(InvalidInput):
    """This is no mail address."""

    code = "mail_wrong"


class CapacityWrong(InvalidInput):
    """Open cases one carries comfortably: 1–500."""

    code = "capacity_wrong"


class RolesExclude(InvalidInput):
    """External stands alone; who administers or audits does not work cases; an auditor changes nothing."""

    code = "roles_exclude"


class UnitUnderItself(InvalidInput):
    """A unit cannot lie under one of its own parts."""

    code = "unit_under_itself"


class OwnAccount(Forbidden):
    """Nobody changes the roles, groups or state of his own account: another administrator does."""

    code = "own_account"


class LastAdministrator(Conflict):
    """Somebody must be left who can let others in."""

    code = "last_administrator"


class EditedMeanwhile(Conflict):
    """Somebody saved first. `theirs` is what is stored now, `revision` the one to save over it; nothing of mine is lost."""

    code = "edited_meanwhile"

    def __init__(self, *, theirs: Mapping[str, Any], revision: int) -> None:
        super().__init__(revision=revision)
        self.theirs = dict(theirs)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class PersonForm:
    """An account as an administrator fills it in. `groups` says for each group whether the person leads it."""

    login: str
    full_name: str
    roles: frozenset[Role]
    full_name_en: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    unit_id: UUID | None = None
    capacity: int = 25
    groups: Mapping[UUID, bool] = field(default_factory=dict)


def roles_exclude(roles: Iterable[Role]) -> bool:
    """Do these roles contradict each other? Separation of duties: see `RolesExclude`."""
    held = frozenset(roles)
    return (
        (Role.EXTERNAL in held and len(held) > 1)
        or (Role.AUDITOR in held and bool(held - {Role.AUDITOR, Role.REQUESTER}))
        or (Role.ADMIN in held and bool(held & _CASE_WORK))
    )


def check_person(form: PersonForm) -> None:
    """Raise `InvalidFields` with everything that is wrong at once."""
    errors: dict[str, InvalidInput] = {}
    if not _LOGIN.fullmatch(form.login):
        errors["login"] = LoginWrong() if form.login else FieldRequired()
    if not form.full_name.strip():
        errors["full_name"] = FieldRequired()
    if form.email and not _MAIL.fullmatch(form.email):
        errors["email"] = MailWrong()
    if not 1 <= form.capacity <= 500:
        errors["capacity"] = CapacityWrong()
    if not form.roles:
        errors["roles"] = FieldRequired()
    elif roles_exclude(form.roles):
        errors["roles"] = RolesExclude()
    if errors:
        raise InvalidFields(errors)


def check_names(code: str, name: Mapping[str, str]) -> None:
    """Raise `InvalidFields` unless a unit, group or business line has a good code and a name in both languages."""
    errors: dict[str, InvalidInput] = {}
    if not _CODE.fullmatch(code):
        errors["code"] = CodeWrong() if code else FieldRequired()
    for lang in ("ru", "en"):
        if not name.get(lang, "").strip():
            errors[f"name_{lang}"] = FieldRequired()
    if errors:
        raise InvalidFields(errors)
