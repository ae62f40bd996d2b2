"""Accounts: create, edit, close, open, give a new password. For administrators; every step stands in the audit trail."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text, update

from data.ids import new_id
from data.operations.access import end_sessions_of, forget_attempts, hash_password
from data.operations.audit import record
from data.session import Session
from data.tables.access import membership, person, unit, work_group
from models.access.actor import Role
from models.access.people import EditedMeanwhile, LastAdministrator, LoginTaken, OwnAccount, PersonForm, check_person
from models.access.permissions import Permission, require
from models.errors import Conflict, InvalidFields, NotFound

# One reads it over the telephone: no letters that look alike.
_ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"


def create_person(session: Session, form: PersonForm) -> tuple[UUID, str]:
    """A new account; its id and the password, which is shown once and has to be changed at the first sign-in.

    Raises `InvalidFields`.
    """
    require(session.actor, Permission.MANAGE_USERS)
    check_person(form)
    _check_login(session, form.login)
    person_id, password = new_id(), _one_time_password()
    session.execute(
        insert(person),
        {
            "id": person_id, **_columns(form), "password_hash": hash_password(password), "must_change_password": True,
            "created_at": session.now,
        },
    )  # fmt: skip
    _write_groups(session, person_id, form.groups)
    after = _said(session, _row(session, person_id))
    record(session, "person_created", subject_kind="person", subject_id=person_id, subject_name=form.full_name, after=after)
    session.changed("people")
    return person_id, password


def edit_person(session: Session, person_id: UUID, form: PersonForm, *, revision: int) -> int:
    """Save the form over the revision it was filled in from; the new revision. Changed roles end all sessions of the person.

    Raises `InvalidFields`, `EditedMeanwhile` (with what is stored now), `OwnAccount`, `LastAdministrator`.
    """
    require(session.actor, Permission.MANAGE_USERS)
    check_person(form)
    row = _row(session, person_id, lock=True)
    before = _said(session, row)
    if row.revision != revision:
        raise EditedMeanwhile(theirs=before, revision=row.revision)
    if form.login != row.login:
        _check_login(session, form.login)
    roles_differ = set(row.roles) != {role.value for role in form.roles}
    groups_differ = _groups_of(session, person_id) != dict(form.groups)
    if person_id == session.actor.user_id and (roles_differ or groups_differ):
        raise OwnAccount
    if Role.ADMIN in row.roles and Role.ADMIN not in form.roles:
        _keep_one_administrator(session, person_id)
    session.execute(update(person).where(person.c.id == person_id).values(**_columns(form), revision=revision + 1))
    if groups_differ:
        session.execute(delete(membership).where(membership.c.person_id == person_id))
        _write_groups(session, person_id, form.groups)
    if roles_differ:
        end_sessions_of(session, person_id)
    after = _said(session, _row(session, person_id))
    record(session, "person_edited", subject_kind="person", subject_id=person_id, subject_name=form.full_name, before=before, after=after)
    session.changed("people", f"user:{person_id}")
    return revision + 1


def lock_person(session: Session, person_id: UUID, *, reason: str) -> None:
    """Close the account and end its sessions at once. What the person has done stays."""
    row = _somebody_else(session, person_id)
    if not row.is_active:
        raise Conflict
    if Role.ADMIN in row.roles:
        _keep_one_administrator(session, person_id)
    _set_active(session, row, is_active=False)
    end_sessions_of(session, person_id)
    record(session, "person_locked", subject_kind="person", subject_id=person_id, subject_name=row.full_name, reason=reason.strip())


def unlock_person(session: Session, person_id: UUID) -> None:
    """Open a closed account, or let one in again that waits after wrong passwords."""
    row = _somebody_else(session, person_id)
    if not row.is_active:
        _set_active(session, row, is_active=True)
    forget_attempts(session, row.login)
    record(session, "person_unlocked", subject_kind="person", subject_id=person_id, subject_name=row.full_name)


def reset_password(session: Session, person_id: UUID) -> str:
    """A new password, shown once; the person chooses an own one at the next sign-in. All sessions end."""
    row = _somebody_else(session, person_id)
    password = _one_time_password()
    values = {"password_hash": hash_password(password), "must_change_password": True}
    session.execute(update(person).where(person.c.id == person_id).values(values))
    forget_attempts(session, row.login)
    end_sessions_of(session, person_id)
    record(session, "password_reset", subject_kind="person", subject_id=person_id, subject_name=row.full_name)
    return password


def _one_time_password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(4)) for _part in range(4))


def _columns(form: PersonForm) -> dict[str, Any]:
    return {
        "login": form.login, "full_name": form.full_name.strip(), "full_name_en": form.full_name_en.strip(),
        "position": form.position.strip(), "email": form.email.strip(), "phone": form.phone.strip(),
        "roles": [role.value for role in Role if role in form.roles], "unit_id": form.unit_id, "capacity": form.capacity,
    }  # fmt: skip


def _row(session: Session, person_id: UUID, *, lock: bool = False) -> Row[Any]:
    wanted = select(person).where(person.c.id == person_id)
    if lock:
        _one_change_at_a_time(session)
    row = session.first(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise NotFound
    return row


def _somebody_else(session: Session, person_id: UUID) -> Row[Any]:
    require(session.actor, Permission.MANAGE_USERS)
    if person_id == session.actor.user_id:
        raise OwnAccount
    return _row(session, person_id, lock=True)


def _set_active(session: Session, row: Row[Any], *, is_active: bool) -> None:
    session.execute(update(person).where(person.c.id == row.id).values(is_active=is_active, revision=row.revision + 1))
    session.changed("people", f"user:{row.id}")


def _one_change_at_a_time(session: Session) -> None:
    """Of accounts. Two who create the same login would both find it free, and two administrators who close each other's account would
    each hold what the other waits for."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('accounts', 7))"))


def _check_login(session: Session, login: str) -> None:
    _one_change_at_a_time(session)
    if session.first(select(person.c.id).where(person.c.login == login)) is not None:
        raise InvalidFields({"login": LoginTaken()})


def _keep_one_administrator(session: Session, leaving: UUID) -> None:
    # Locked together, so that two administrators cannot take the role from each other at the same moment.
    administrators = select(person.c.id).where(person.c.roles.contains([Role.ADMIN.value]), person.c.is_active)
    others = administrators.order_by(person.c.id).with_for_update()
    if not [row for row in session.rows(others) if row.id != leaving]:
        raise LastAdministrator


def _groups_of(session: Session, person_id: UUID) -> dict[UUID, bool]:
    rows = session.rows(select(membership.c.group_id, membership.c.is_lead).where(membership.c.person_id == person_id))
    return {row.group_id: row.is_lead for row in rows}


def _write_groups(session: Session, person_id: UUID, groups: Mapping[UUID, bool]) -> None:
    rows = [{"group_id": group_id, "person_id": person_id, "is_lead": is_lead} for group_id, is_lead in groups.items()]
    if rows:
        session.execute(insert(membership), rows)


def _said(session: Session, row: Row[Any]) -> dict[str, Any]:
    """The account as the audit trail and a conflict show it: codes of groups and units, because names change."""
    groups = session.rows(
        select(work_group.c.code, membership.c.is_lead)
        .join(membership, membership.c.group_id == work_group.c.id)
        .where(membership.c.person_id == row.id)
        .order_by(work_group.c.code)
    )
    return {
        "login": row.login, "full_name": row.full_name, "full_name_en": row.full_name_en, "position": row.position, "email": row.email,
        "phone": row.phone, "roles": sorted(row.roles), "capacity": row.capacity,
        "unit": session.scalar(select(func.coalesce(func.max(unit.c.code), "")).where(unit.c.id == row.unit_id)),
        "groups": [group.code for group in groups], "leads": [group.code for group in groups if group.is_lead],
    }  # fmt: skip
