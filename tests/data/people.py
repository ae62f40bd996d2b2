"""A small cast for tests of access: made through the tables, because somebody must be there before the first operation."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.operations.access import hash_password
from data.queries.access import actor_of_person
from data.session import reading, transaction
from data.tables.access import membership, person, unit, work_group
from models.access.actor import SYSTEM, Actor, Role

PASSWORD = "колокол-над-рекой"


def make_person(login: str, *roles: Role, name: str = "", unit_id: UUID | None = None, password: str | None = None, **values: object) -> UUID:
    """A person's row; without a password nobody can sign in with it (hashing is slow on purpose)."""
    person_id = new_id()
    with transaction(SYSTEM) as session:
        session.execute(
            insert(person),
            {
                "id": person_id, "login": login, "full_name": name or login.title(), "roles": [role.value for role in roles or (Role.REQUESTER,)],
                "unit_id": unit_id, "password_hash": hash_password(password) if password else None, "created_at": session.now, **values,
            },
        )  # fmt: skip
    return person_id


def make_unit(code: str, *, parent_id: UUID | None = None, head_id: UUID | None = None) -> UUID:
    unit_id = new_id()
    with transaction(SYSTEM) as session:
        session.execute(insert(unit), {"id": unit_id, "code": code, "name": {"ru": code, "en": code}, "parent_id": parent_id, "head_id": head_id})
    return unit_id


def make_group(code: str, *, members: tuple[UUID, ...] = (), leads: tuple[UUID, ...] = ()) -> UUID:
    group_id = new_id()
    with transaction(SYSTEM) as session:
        session.execute(insert(work_group), {"id": group_id, "code": code, "name": {"ru": code, "en": code}})
        for person_id in (*members, *leads):
            session.execute(insert(membership), {"group_id": group_id, "person_id": person_id, "is_lead": person_id in leads})
    return group_id


def as_actor(person_id: UUID, *, ip: str = "10.0.0.7") -> Actor:
    """The person as the edge would know him."""
    with reading(SYSTEM) as session:
        actor = actor_of_person(session, person_id, ip=ip)
    assert actor is not None
    return actor
