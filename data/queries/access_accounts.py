"""Accounts in full for administrators, and what everybody may see of his own: substitutions, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, tuple_

from data.queries.access import bank_day, known_roles
from data.queries.access_names import name_order, shown_name
from data.queries.access_people import name_matches
from data.session import Session
from data.settings import read_settings
from data.tables.access import membership, person, substitution, unit, web_session, work_group
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.access.sign_in import is_open
from models.errors import Forbidden, NotFound

State = Literal["", "active", "closed", "waiting"]
PAGE = 100


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What an administrator looks for; empty means everybody."""

    search: str = ""
    role: Role | None = None
    group_id: UUID | None = None
    unit_id: UUID | None = None
    state: State = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account in the administrator's list. `seen_at` is the last sign of life."""

    id: UUID
    login: str
    name: str
    position: str
    unit: Mapping[str, str]
    roles: tuple[Role, ...]
    groups: tuple[str, ...]
    is_active: bool
    locked_until: datetime | None
    must_change_password: bool
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class SubstitutionLine:
    """Who stands in for whom, from when to when; `is_now` on the day of asking."""

    id: UUID
    absent_id: UUID
    absent_name: str
    substitute_id: UUID
    substitute_name: str
    first_day: date
    last_day: date
    reason: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of one's own open sessions."""

    id: UUID
    created_at: datetime
    seen_at: datetime
    ip: str
    agent: str
    is_this: bool


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """An account as the form is filled in with it."""

    id: UUID
    login: str
    full_name: str
    full_name_en: str
    position: str
    email: str
    phone: str
    roles: frozenset[Role]
    unit_id: UUID | None
    capacity: int
    groups: Mapping[UUID, bool]
    is_active: bool
    locked_until: datetime | None
    must_change_password: bool
    created_at: datetime
    revision: int
    open_sessions: int


def people_rows(
    session: Session, wanted: PeopleFilter, *, after: tuple[str, UUID] | None = None, skip: int = 0, limit: int = PAGE
) -> tuple[list[PersonRow], tuple[str, UUID] | None]:
    """A page of accounts by name, and where the next page starts (None at the end). For administrators.

    `skip` is for a grid that jumps: a bank's few thousand accounts stand it, a list of cases would not.
    """
    require(session.actor, Permission.MANAGE_USERS)
    seen = select(func.max(web_session.c.seen_at)).where(web_session.c.person_id == person.c.id).scalar_subquery()
    codes = (
        select(func.array_agg(work_group.c.code))
        .join(membership, membership.c.group_id == work_group.c.id)
        .where(membership.c.person_id == person.c.id)
        .scalar_subquery()
    )
    order = name_order(session.actor.lang)
    page = (
        select(
            person, unit.c.name.label("unit"), seen.label("seen_at"), codes.label("groups"), order.label("sort_name"),
            shown_name(session.actor.lang).label("name"),
        )
        .outerjoin(unit, unit.c.id == person.c.unit_id)
        .where(_conditions(session, wanted))
        .order_by(order, person.c.id)
        .offset(skip)
        .limit(limit + 1)
    )
    if after is not None:
        page = page.where(tuple_(order, person.c.id) > tuple_(*after))
    rows = session.rows(page)
    lines = [
        PersonRow(
            row.id, row.login, row.name, row.position, row.unit or {}, tuple(role for role in Role if role.value in row.roles),
            tuple(sorted(row.groups or ())), row.is_active,
            row.locked_until if row.locked_until and row.locked_until > session.now else None, row.must_change_password, row.seen_at,
        )
        for row in rows[:limit]
    ]  # fmt: skip
    last = rows[limit - 1] if len(rows) > limit else None
    return lines, (last.sort_name, last.id) if last is not None else None


def people_counts(session: Session) -> dict[str, int]:
    """How many accounts there are: `all`, `active`, `closed`, `waiting` (locked after wrong passwords)."""
    require(session.actor, Permission.MANAGE_USERS)
    row = session.rows(
        select(
            func.count().label("all"),
            func.count().filter(person.c.is_active).label("active"),
            func.count().filter(~person.c.is_active).label("closed"),
            func.count().filter(person.c.is_active, person.c.locked_until > session.now).label("waiting"),
        ).select_from(person)
    )[0]
    return dict(row._mapping)


def _conditions(session: Session, wanted: PeopleFilter) -> ColumnElement[bool]:
    conditions = [name_matches(wanted.search)]
    if wanted.role is not None:
        conditions.append(person.c.roles.contains([wanted.role.value]))
    if wanted.group_id is not None:
        conditions.append(person.c.id.in_(select(membership.c.person_id).where(membership.c.group_id == wanted.group_id)))
    if wanted.unit_id is not None:
        conditions.append(person.c.unit_id == wanted.unit_id)
    if wanted.state:
        conditions.append(~person.c.is_active if wanted.state == "closed" else person.c.is_active)
    if wanted.state == "waiting":
        conditions.append(person.c.locked_until > session.now)
    return and_(*conditions)


def person_details(session: Session, person_id: UUID) -> PersonDetails:
    """One account in full. For administrators, and for everybody about himself. Raises `NotFound`."""
    if person_id != session.actor.user_id:
        require(session.actor, Permission.MANAGE_USERS)
    row = session.first(select(person).where(person.c.id == person_id))
    if row is None:
        raise NotFound
    groups = session.rows(select(membership.c.group_id, membership.c.is_lead).where(membership.c.person_id == person_id))
    opened = select(func.count()).select_from(web_session).where(web_session.c.person_id == person_id, web_session.c.ended_at.is_(None))
    return PersonDetails(
        id=row.id, login=row.login, full_name=row.full_name, full_name_en=row.full_name_en, position=row.position, email=row.email,
        phone=row.phone, roles=known_roles(row.roles), unit_id=row.unit_id, capacity=row.capacity,
        groups={group.group_id: group.is_lead for group in groups}, is_active=row.is_active, locked_until=row.locked_until,
        must_change_password=row.must_change_password, created_at=row.created_at, revision=row.revision,
        open_sessions=session.scalar(opened) or 0,
    )  # fmt: skip


def substitutions_of(session: Session, person_id: UUID) -> list[SubstitutionLine]:
    """Present and coming substitutions in which this person is absent or stands in. One's own; others' for administrators."""
    if person_id != session.actor.user_id:
        require(session.actor, Permission.MANAGE_USERS)
    return _substitutions(session, or_(substitution.c.absent_id == person_id, substitution.c.substitute_id == person_id))


def coming_substitutions(session: Session) -> list[SubstitutionLine]:
    """All present and coming ones: an administrator's and the head's; a lead sees those of the people of his groups."""
    actor = session.actor
    if actor.has(Role.HEAD, Role.ADMIN) or actor.is_system:
        return _substitutions(session, true())
    if not actor.has(Role.LEAD):
        raise Forbidden
    led = select(membership.c.person_id).where(membership.c.group_id.in_(actor.lead_of))
    return _substitutions(session, substitution.c.absent_id.in_(led))


def _substitutions(session: Session, which: ColumnElement[bool]) -> list[SubstitutionLine]:
    today = bank_day(session.now)
    absent, substitute = person.alias(), person.alias()
    wanted: Select[Any] = (
        select(
            substitution, shown_name(session.actor.lang, absent).label("absent_name"),
            shown_name(session.actor.lang, substitute).label("substitute_name"),
        )
        .join(absent, absent.c.id == substitution.c.absent_id)
        .join(substitute, substitute.c.id == substitution.c.substitute_id)
        .where(which, substitution.c.cancelled_at.is_(None), substitution.c.last_day >= today)
        .order_by(substitution.c.first_day, substitution.c.id)
    )
    return [
        SubstitutionLine(
            row.id, row.absent_id, row.absent_name, row.substitute_id, row.substitute_name, row.first_day, row.last_day, row.reason,
            row.first_day <= today,
        )
        for row in session.rows(wanted)
    ]  # fmt: skip


def own_sessions(session: Session) -> list[OwnSession]:
    """Where one is signed in, the newest first."""
    rows = session.rows(
        select(web_session)
        .where(web_session.c.person_id == session.actor.user_id, web_session.c.ended_at.is_(None))
        .order_by(web_session.c.seen_at.desc())
    )
    minutes = read_settings().session_minutes
    return [
        OwnSession(row.id, row.created_at, row.seen_at, row.ip, row.agent, row.id == session.actor.session_id)
        for row in rows
        if is_open(created_at=row.created_at, seen_at=row.seen_at, ended_at=row.ended_at, session_minutes=minutes, now=session.now)
    ]
