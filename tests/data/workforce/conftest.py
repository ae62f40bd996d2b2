"""A small security service with cases whose events are written straight into the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from data.ids import new_id
from data.operations.calendars import seed_calendars
from data.operations.workforce import install_shipped_rules, write_efforts
from data.queries.access import actor_of_person
from data.session import Session, reading, transaction
from data.tables.access import business_line, membership, person, unit, work_group
from data.tables.processes import case_event, cases, process, process_version
from data.tables.workforce import effort, effort_week, project
from models.access.actor import SYSTEM, Actor

MONDAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # Wednesday, noon in Moscow


@dataclass
class Bureau:
    """belova and gusev work in the group that lebedev leads; rodin is led by nobody else than the head, orlov."""

    people: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    unit_id: UUID = field(default_factory=new_id)
    line_id: UUID = field(default_factory=new_id)
    project_id: UUID = field(default_factory=new_id)

    def actor(self, login: str) -> Actor:
        with reading(SYSTEM, at=NOON) as session:
            found = actor_of_person(session, self.people[login])
        assert found is not None
        return found

    def do(self, login: str, action: Callable[[Session], Any], at: datetime = NOON) -> Any:
        with transaction(self.actor(login), at=at) as session:
            return action(session)

    def happens(
        self, who: str | None, kind: str = "task_completed", *, at: datetime = NOON, service: str = "company_check", step: str = "check",
        on_behalf_of: str | None = None, session: Session | None = None,
    ) -> UUID:  # fmt: skip
        """An event of a case of this service."""
        event_id = new_id()
        values = {
            "id": event_id, "case_id": self.cases[service], "at": at, "kind": kind, "actor_id": self.people.get(who or ""), "step": step, "data": {},
            "on_behalf_of": self.people.get(on_behalf_of or ""),
        }  # fmt: skip
        if session is not None:
            session.execute(insert(case_event), values)
            return event_id
        with transaction(SYSTEM) as own:
            own.execute(insert(case_event), values)
        return event_id

    def close(self, who: str, monday: date, state: str = "approved") -> None:
        with transaction(SYSTEM) as session:
            session.execute(insert(effort_week).values(id=new_id(), person_id=self.people[who], monday=monday, state=state))

    def efforts(self, who: str | None = None, *, counted: bool = True) -> list[Any]:
        found = select(effort).order_by(effort.c.day, effort.c.entered_at, effort.c.id)
        if who:
            found = found.where(effort.c.person_id == self.people[who])
        if counted:
            found = found.where(effort.c.cancelled_at.is_(None))
        with reading(SYSTEM) as session:
            return list(session.rows(found))

    def minutes(self, who: str, day: date) -> int:
        return sum(row.minutes for row in self.efforts(who) if row.day == day)

    def count(self) -> int:
        with reading(SYSTEM) as session:
            return int(session.scalar(select(func.count()).select_from(effort)))


def write(at: datetime = NOON + timedelta(hours=1), *, everything: bool = False) -> Any:
    with transaction(SYSTEM, at=at) as session:
        return write_efforts(session, everything=everything)


@pytest.fixture
def bureau(database: str) -> Bureau:
    made = Bureau()
    with transaction(SYSTEM, at=NOON) as session:
        seed_calendars(session)
        install_shipped_rules(session)
        session.execute(insert(business_line).values(id=made.line_id, code="corporate", name={"ru": "К", "en": "C"}))
        session.execute(insert(unit).values(id=made.unit_id, code="u", name={"ru": "Отдел", "en": "Unit"}, business_line_id=made.line_id))
        session.execute(insert(project).values(id=made.project_id, code="video", name={"ru": "Камеры", "en": "Cameras"}))
        roles = {"belova": "officer", "gusev": "officer", "rodin": "officer", "lebedev": "lead", "orlov": "head", "kim": "designer", "zaitseva": "requester"}
        for login, role in roles.items():
            made.people[login] = new_id()
            session.execute(insert(person).values(id=made.people[login], login=login, full_name=login.title(), roles=[role], created_at=NOON))
        group = new_id()
        session.execute(insert(work_group).values(id=group, code="company_checks", name={"ru": "г", "en": "g"}))
        for login in ("belova", "gusev", "lebedev"):
            session.execute(insert(membership).values(group_id=group, person_id=made.people[login], is_lead=login == "lebedev"))
        for number, code in enumerate(("company_check", "person_check", "other")):
            process_id, version_id, case_id = new_id(), new_id(), new_id()
            session.execute(insert(process).values(id=process_id, code=code, prefix="T"))
            session.execute(insert(process_version).values(
                id=version_id, process_id=process_id, number=1, state="published", definition={"case_name": {"ru": code, "en": code}}, hash=code, created_at=NOON,
            ))  # fmt: skip
            session.execute(insert(cases).values(
                id=case_id, number=f"T-{number + 1}", process_id=process_id, version_id=version_id, service=code, state="in_work", title=f"Case {code}",
                fields={}, opened_at=NOON, changed_at=NOON, unit_id=made.unit_id, business_line_id=made.line_id, group_id=group,
                owner_id=made.people["belova"],
            ))  # fmt: skip
            made.cases[code] = case_id
    return made
