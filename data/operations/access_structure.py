"""Business lines, units and groups: create and edit, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.access import business_line, membership, person, unit, work_group
from models.access.people import CodeTaken, EditedMeanwhile, OwnAccount, UnitUnderItself, check_names
from models.access.permissions import Permission, require
from models.errors import InvalidFields, NotFound

Names = Mapping[str, str]  # {"ru": …, "en": …}


def create_business_line(session: Session, *, code: str, name: Names) -> UUID:
    """A line of business that requests and costs are booked to."""
    return _create(session, business_line, code=code, name=name)


def edit_business_line(session: Session, line_id: UUID, *, code: str, name: Names, revision: int) -> int:
    """Rename it; the new revision. Raises `EditedMeanwhile`."""
    return _edit(session, business_line, line_id, code=code, name=name, revision=revision)


def create_unit(
    session: Session, *, code: str, name: Names, parent_id: UUID | None = None, business_line_id: UUID | None = None,
    head_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """A unit of the bank, under another one or at the top."""
    return _create(session, unit, code=code, name=name, parent_id=parent_id, business_line_id=business_line_id, head_id=head_id)


def edit_unit(
    session: Session,
    unit_id: UUID,
    *,
    code: str,
    name: Names,
    revision: int,
    parent_id: UUID | None = None,
    business_line_id: UUID | None = None,
    head_id: UUID | None = None,
) -> int:
    """Rename it, move it, give it another head; the new revision. Raises `EditedMeanwhile`, `InvalidFields`."""
    require(session.actor, Permission.MANAGE_USERS)
    # Moves are rare and two of them at once could make a circle together, so they queue.
    parents = {row.id: row.parent_id for row in session.rows(select(unit.c.id, unit.c.parent_id).order_by(unit.c.id).with_for_update())}
    above = parent_id
    while above is not None:
        if above == unit_id:
            raise InvalidFields({"parent_id": UnitUnderItself()})
        above = parents.get(above)
    return _edit(
        session, unit, unit_id, code=code, name=name, revision=revision, parent_id=parent_id, business_line_id=business_line_id,
        head_id=head_id,
    )  # fmt: skip


def create_group(session: Session, *, code: str, name: Names, mailbox: str = "", is_closed: bool = False) -> UUID:
    """A group that work is routed to. Cases of a closed one are seen by its members and the head only."""
    return _create(session, work_group, code=code, name=name, mailbox=mailbox.strip(), is_closed=is_closed)


def edit_group(
    session: Session, group_id: UUID, *, code: str, name: Names, revision: int, members: Mapping[UUID, bool], mailbox: str = "",
    is_closed: bool = False,
) -> int:  # fmt: skip
    """Rename it and say who is in it and who leads; the new revision. Nobody adds or removes himself.

    Raises `EditedMeanwhile`, `InvalidFields`, `OwnAccount`.
    """
    require(session.actor, Permission.MANAGE_USERS)
    _locked(session, work_group, group_id)
    old = _members(session, group_id)
    # Whoever has a closed account is not on screen, so nobody meant to remove him.
    members = {**{person_id: old[person_id] for person_id in _closed(session, old)}, **members}
    own = session.actor.user_id
    if own is not None and old.get(own) != members.get(own):
        raise OwnAccount
    if old != dict(members):
        session.execute(delete(membership).where(membership.c.group_id == group_id))
        rows = [{"group_id": group_id, "person_id": person_id, "is_lead": is_lead} for person_id, is_lead in members.items()]
        if rows:
            session.execute(insert(membership), rows)
    logins = _logins(session, {*old, *members})
    return _edit(
        session, work_group, group_id, code=code, name=name, revision=revision, mailbox=mailbox.strip(), is_closed=is_closed,
        also_before=_said_members(old, logins), also_after=_said_members(members, logins),
    )  # fmt: skip


def _create(session: Session, table: Table, *, code: str, name: Names, **columns: Any) -> UUID:
    require(session.actor, Permission.MANAGE_USERS)
    check_names(code, name)
    _check_code(session, table, code)
    made = new_id()
    values = {"code": code, "name": {lang: text.strip() for lang, text in name.items()}, **columns}
    session.execute(insert(table), {"id": made, **values})
    record(session, f"{table.name}_created", subject_kind=table.name, subject_id=made, subject_name=name["ru"], after=values)
    session.changed("people")
    return made


def _edit(
    session: Session,
    table: Table,
    row_id: UUID,
    *,
    code: str,
    name: Names,
    revision: int,
    also_before: Mapping[str, Any] | None = None,
    also_after: Mapping[str, Any] | None = None,
    **columns: Any,
) -> int:
    require(session.actor, Permission.MANAGE_USERS)
    check_names(code, name)
    stored = _locked(session, table, row_id)
    values = {"code": code, "name": {lang: text.strip() for lang, text in name.items()}, **columns}
    before = {column: stored[column] for column in values} | dict(also_before or {})
    if stored["revision"] != revision:
        raise EditedMeanwhile(theirs=before, revision=stored["revision"])
    if code != stored["code"]:
        _check_code(session, table, code)
    session.execute(update(table).where(table.c.id == row_id).values(**values, revision=revision + 1))
    after = values | dict(also_after or {})
    record(session, f"{table.name}_edited", subject_kind=table.name, subject_id=row_id, subject_name=name["ru"], before=before, after=after)
    session.changed("people")
    return revision + 1


def _locked(session: Session, table: Table, row_id: UUID) -> Mapping[str, Any]:
    row = session.first(select(table).where(table.c.id == row_id).with_for_update())
    if row is None:
        raise NotFound
    return dict(row._mapping)


def _check_code(session: Session, table: Table, code: str) -> None:
    # One at a time, or two who create the same would both find it free.
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:code, 8))"), {"code": f"{table.name}:{code}"})
    if session.first(select(table.c.id).where(table.c.code == code)) is not None:
        raise InvalidFields({"code": CodeTaken()})


def _members(session: Session, group_id: UUID) -> dict[UUID, bool]:
    rows = session.rows(select(membership.c.person_id, membership.c.is_lead).where(membership.c.group_id == group_id))
    return {row.person_id: row.is_lead for row in rows}


def _closed(session: Session, people: Mapping[UUID, bool]) -> list[UUID]:
    return [row.id for row in session.rows(select(person.c.id).where(person.c.id.in_(people), ~person.c.is_active))]


def _logins(session: Session, people: set[UUID]) -> dict[UUID, str]:
    return {row.id: row.login for row in session.rows(select(person.c.id, person.c.login).where(person.c.id.in_(people)))}


def _said_members(members: Mapping[UUID, bool], logins: Mapping[UUID, str]) -> dict[str, Any]:
    known = {logins[person_id]: is_lead for person_id, is_lead in members.items() if person_id in logins}
    return {"members": sorted(known), "leads": sorted(login for login, is_lead in known.items() if is_lead)}
