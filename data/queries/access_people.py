"""People, groups, units and business lines as everybody inside the bank may see them. External users have no directories."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true

from data.queries.access_names import name_order, shown_name
from data.session import Session
from data.tables.access import business_line, membership, person, unit, work_group
from models.access.actor import Role
from models.errors import Forbidden


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A colleague in a picker: enough to tell two namesakes apart."""

    id: UUID
    name: str
    position: str
    unit: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    person_id: UUID
    name: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with its members, leads first."""

    id: UUID
    code: str
    name: Mapping[str, str]
    mailbox: str
    is_closed: bool
    revision: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the order of the tree; `depth` 0 is the top."""

    id: UUID
    code: str
    name: Mapping[str, str]
    parent_id: UUID | None
    business_line_id: UUID | None
    head_id: UUID | None
    head_name: str
    revision: int
    depth: int
    people: int


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """A line of business."""

    id: UUID
    code: str
    name: Mapping[str, str]
    revision: int


def refuse_outsiders(session: Session) -> None:
    """External users have no directories."""
    if session.actor.has(Role.EXTERNAL) or not (session.actor.roles or session.actor.is_system):
        raise Forbidden


def name_matches(search: str) -> ColumnElement[bool]:
    """Every word is the beginning of a word of the name, or part of the login or the position."""
    conditions: list[ColumnElement[bool]] = []
    for word in search.lower().replace("ё", "е").split()[:6]:
        literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(
            or_(
                (" " + name_order("ru")).like(f"% {literal}%"),
                person.c.login.like(f"%{literal}%"),
                func.lower(person.c.full_name_en).like(f"%{literal}%"),
                func.lower(person.c.position).like(f"%{literal}%"),
            )
        )
    return and_(true(), *conditions)


def people_directory(
    session: Session, *, search: str = "", roles: Collection[Role] = (), group_id: UUID | None = None, limit: int = 20
) -> list[PersonLine]:
    """Colleagues for a picker, by name. Raises `Forbidden` for external users."""
    refuse_outsiders(session)
    lang = session.actor.lang
    wanted = (
        select(person.c.id, shown_name(lang).label("name"), person.c.position, unit.c.name.label("unit"))
        .outerjoin(unit, unit.c.id == person.c.unit_id)
        .where(person.c.is_active, ~person.c.roles.contains([Role.EXTERNAL.value]), name_matches(search))
        .order_by(name_order(lang), person.c.id)
        .limit(limit)
    )
    if roles:
        wanted = wanted.where(person.c.roles.overlap([role.value for role in roles]))
    if group_id is not None:
        wanted = wanted.where(person.c.id.in_(select(membership.c.person_id).where(membership.c.group_id == group_id)))
    return [PersonLine(row.id, row.name, row.position, row.unit or {}) for row in session.rows(wanted)]


def all_groups(session: Session) -> list[GroupLine]:
    """Groups by code, with members. Raises `Forbidden` for external users."""
    refuse_outsiders(session)
    lang = session.actor.lang
    members: dict[UUID, list[Member]] = {}
    joined = select(membership, shown_name(lang).label("name")).join(person, person.c.id == membership.c.person_id)
    for row in session.rows(joined.where(person.c.is_active).order_by(membership.c.is_lead.desc(), name_order(lang))):
        members.setdefault(row.group_id, []).append(Member(row.person_id, row.name, row.is_lead))
    return [
        GroupLine(row.id, row.code, row.name, row.mailbox, row.is_closed, row.revision, tuple(members.get(row.id, [])))
        for row in session.rows(select(work_group).order_by(work_group.c.code))
    ]


def unit_tree(session: Session) -> list[UnitLine]:
    """All units, each followed by what lies under it. Raises `Forbidden` for external users."""
    refuse_outsiders(session)
    heads = person.alias()
    staff = select(person.c.unit_id, func.count().label("people")).where(person.c.is_active).group_by(person.c.unit_id).subquery()
    rows = session.rows(
        select(unit, shown_name(session.actor.lang, heads).label("head_name"), func.coalesce(staff.c.people, 0).label("people"))
        .outerjoin(heads, heads.c.id == unit.c.head_id)
        .outerjoin(staff, staff.c.unit_id == unit.c.id)
        .order_by(unit.c.code)
    )
    under: dict[UUID | None, list[Row[Any]]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    lines: list[UnitLine] = []
    waiting = [(row, 0) for row in reversed(under.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        lines.append(
            UnitLine(
                row.id, row.code, row.name, row.parent_id, row.business_line_id, row.head_id, row.head_name or "", row.revision, depth,
                row.people,
            )
        )  # fmt: skip
        waiting.extend((child, depth + 1) for child in reversed(under.get(row.id, [])))
    return lines


def business_lines(session: Session) -> list[BusinessLine]:
    """All lines of business by code. Raises `Forbidden` for external users."""
    refuse_outsiders(session)
    rows = session.rows(select(business_line).order_by(business_line.c.code))
    return [BusinessLine(row.id, row.code, row.name, row.revision) for row in rows]


def people_to_share_with(session: Session, *, limit: int = 300) -> list[PersonLine]:
    """Everybody a case may be shared with, externals first: they are the ones looked for. Raises `Forbidden` for external users."""
    refuse_outsiders(session)
    lang = session.actor.lang
    external = person.c.roles.contains([Role.EXTERNAL.value])
    rows = session.rows(
        select(person.c.id, shown_name(lang).label("name"), person.c.position, unit.c.name.label("unit"))
        .outerjoin(unit, unit.c.id == person.c.unit_id)
        .where(person.c.is_active, person.c.id != session.actor.user_id)
        .order_by(external.desc(), name_order(lang), person.c.id)
        .limit(limit)
    )
    return [PersonLine(row.id, row.name, row.position, row.unit or {}) for row in rows]
