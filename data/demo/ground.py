"""The bank as made-up history needs it: people, groups, absences, calendars and services, read once and then only looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from data.demo.clock import Hours, duty_hours
from data.queries.access import known_roles
from data.queries.calendars import intervals_of
from data.queries.processes.definitions import published
from data.session import Session
from data.settings import read_settings
from data.tables.access import membership, person, substitution, unit, work_group
from data.tables.processes import calendar, calendar_day, process
from models.access.actor import Role
from models.access.substitution import may_stand_in
from models.processes.definition import Definition, Route, Step
from models.processes.routing import acting_person


class IndexedDefinition(Definition):
    """A definition whose steps and routes are found without looking through all of them; it runs by the same rules."""

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _routes(self) -> dict[str, tuple[Route, ...]]:
        return {step.key: Definition.routes_from(self, step.key) for step in self.steps}

    @cached_property
    def _fields(self) -> dict[str, Any]:
        return {item.key: item for item in self.fields}

    def step(self, key: str) -> Step:
        return self._steps[key]

    def field(self, key: str) -> Any:
        return self._fields[key]

    def routes_from(self, key: str) -> tuple[Route, ...]:
        return self._routes[key]


def indexed(definition: Definition) -> IndexedDefinition:
    """The same definition, indexed."""
    return IndexedDefinition(**{item.name: getattr(definition, item.name) for item in fields(Definition)})


@dataclass(frozen=True, slots=True)
class Who:
    """A person of the bank. Ids are texts here: they go into documents and into COPY as they are."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    unit_id: str | None
    unit_name: dict[str, str]
    unit_code: str
    line_id: str | None
    lang: str
    name_en: str = ""

    @property
    def is_woman(self) -> bool:
        return self.name.endswith(("вна", "чна", "кызы"))


@dataclass(frozen=True, slots=True)
class Service:
    process_id: str
    version_id: str
    definition: IndexedDefinition
    hours: Hours


@dataclass(slots=True)
class Ground:
    """Everything is looked up by id unless it says otherwise."""

    zone: ZoneInfo
    people: dict[str, Who]
    logins: dict[str, Who]
    groups: dict[str, str]  # code → id
    codes: dict[str, str]  # group's id → code
    workers: dict[str, list[str]]  # group's code → people who are not its leads, by id
    leads: dict[str, list[str]]
    units: dict[str, str]  # code → id
    unit_names: dict[str, dict[str, str]]
    unit_heads: dict[str, str]  # unit's id → who heads it or the nearest unit above
    services: dict[str, Service]
    desk: Hours  # ordinary working hours
    duty: Hours
    absences: list[tuple[date, date, str, str]] = field(default_factory=list)
    turns: dict[str, str | None] = field(default_factory=dict)  # round robin: group's code → whose turn it was
    _away: dict[date, dict[str, str | None]] = field(default_factory=dict)
    _acting: dict[date, dict[str, frozenset[str]]] = field(default_factory=dict)

    def day(self, at: int) -> date:
        return datetime.fromtimestamp(at, self.zone).date()

    def away(self, at: int) -> dict[str, str | None]:
        """Everybody absent on this day, with the one who stands in."""
        day = self.day(at)
        known = self._away.get(day)
        if known is None:
            known = {absent: other for first, last, absent, other in self.absences if first <= day <= last}
            self._away[day] = known
            acting: dict[str, set[str]] = {}
            for absent, other in known.items():
                if other and may_stand_in(self.people[other].roles, absent=self.people[absent].roles):
                    acting.setdefault(other, set()).add(absent)
            self._acting[day] = {other: frozenset(absent) for other, absent in acting.items()}
        return known

    def acts_for(self, who: str | None, at: int) -> frozenset[str]:
        """The absent people whose work this person does on this day."""
        if who is None or not self.away(at):
            return frozenset()
        return self._acting[self.day(at)].get(who, frozenset())

    def stand_in(self, who: str, at: int) -> str | None:
        """Who does this person's work at this moment."""
        away = self.away(at)
        return acting_person(who, away) if who in away else who  # type: ignore[arg-type, return-value]

    def present(self, people: Iterable[str], at: int) -> list[str]:
        away = self.away(at)
        return [one for one in people if one not in away]

    def hours_of(self, service: str) -> Hours:
        """When people work on a service: incidents are answered by whoever is on duty."""
        return self.duty if service == "incident_report" else self.desk

    def requesters(self, *units: str) -> list[Who]:
        """Internal clients, of these units or of all."""
        return [
            who for who in self.people.values()
            if who.roles & {Role.REQUESTER, Role.UNIT_HEAD} and (not units or who.unit_code in units)
        ]  # fmt: skip


def load_ground(session: Session) -> Ground:
    """Read the bank. Everything must be there: people, calendars, published services."""
    zone = ZoneInfo(read_settings().zone)
    units = session.rows(select(unit))
    by_id = {row.id: row for row in units}
    people = {str(row.id): _who(row, by_id) for row in session.rows(select(person).where(person.c.is_active).order_by(person.c.id))}
    groups = {row.code: str(row.id) for row in session.rows(select(work_group))}
    codes = {identifier: code for code, identifier in groups.items()}
    workers: dict[str, list[str]] = {code: [] for code in groups}
    leads: dict[str, list[str]] = {code: [] for code in groups}
    for row in session.rows(select(membership).order_by(membership.c.person_id)):
        if str(row.person_id) in people:
            (leads if row.is_lead else workers)[codes[str(row.group_id)]].append(str(row.person_id))
    hours, span = _calendars(session, zone)
    ground = Ground(
        zone=zone, people=people, logins={who.login: who for who in people.values()}, groups=groups, codes=codes, workers=workers,
        leads=leads,
        units={row.code: str(row.id) for row in units}, unit_names={str(row.id): dict(row.name) for row in units},
        unit_heads={str(row.id): head for row in units if (head := _head_of(row, by_id))},
        services={}, desk=hours["standard"], duty=duty_hours(*span, zone),
    )  # fmt: skip
    for code in session.connection.execute(select(process.c.code).where(process.c.source == "kordon")).scalars():
        process_id, version_id, definition = published(session, code)
        ground.services[code] = Service(str(process_id), str(version_id), indexed(definition), hours[definition.calendar])
    read_absences(session, ground)
    ground.turns = {row.code: str(row.last_assigned) if row.last_assigned else None for row in session.rows(select(work_group))}
    return ground


def read_absences(session: Session, ground: Ground) -> None:
    """Read the substitutions anew, after some were added."""
    rows = session.rows(select(substitution).where(substitution.c.cancelled_at.is_(None)).order_by(substitution.c.created_at))
    ground.absences = [(row.first_day, row.last_day, str(row.absent_id), str(row.substitute_id)) for row in rows]
    ground._away.clear()
    ground._acting.clear()


def _who(row: Any, units: dict[Any, Any]) -> Who:
    place = units.get(row.unit_id)
    return Who(
        str(row.id), row.login, row.full_name, known_roles(row.roles), str(row.unit_id) if row.unit_id else None,
        dict(place.name) if place else {}, place.code if place else "",
        str(place.business_line_id) if place and place.business_line_id else None,
        row.lang or "ru", row.full_name_en,
    )  # fmt: skip


def _head_of(row: Any, units: dict[Any, Any]) -> str | None:
    while row is not None:
        if row.head_id:
            return str(row.head_id)
        row = units.get(row.parent_id)
    return None


def _calendars(session: Session, zone: ZoneInfo) -> tuple[dict[str, Hours], tuple[date, date]]:
    hours: dict[str, Hours] = {}
    days: dict[date, Any] = {}
    for head in session.rows(select(calendar)):
        rows = session.rows(select(calendar_day.c.day, calendar_day.c.work).where(calendar_day.c.calendar_id == head.id))
        days = {row.day: intervals_of(row.work) for row in rows}
        hours[head.code] = Hours(days, ZoneInfo(head.zone))
    return hours, (min(days), max(days))


ECHO_ID, ECHO_NUMBER = "ec0de0", "\ue000"  # what differs between the echoes of one story: see `data.demo.copying`


class Ids:
    """UUIDs version 7 from the demo's own dice, so that the same seed names everything the same; later ones are greater.

    `echoes`: ids end with a mark that is exchanged where a story is written several times.
    """

    def __init__(self, rng: Random, *, echoes: bool = False) -> None:
        self._bits, self._last, self._echoes = rng.getrandbits, 0, echoes

    def at(self, seconds: int) -> str:
        moment = self._last = max(self._last + 1, seconds * 1000)
        bits = self._bits(74)
        text = f"{moment:012x}7{bits >> 62:03x}{(bits & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000:016x}"
        if self._echoes:
            text = text[:26] + ECHO_ID
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
