"""A small bank for tests of figures: two services, groups, people, and cases written straight into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.session import Session
from data.tables.access import business_line, membership, person, unit, work_group
from data.tables.processes import cases, process, process_version, task
from models.access.actor import Actor, Role

NOW = datetime(2026, 11, 18, 11, 12, tzinfo=UTC)


def reader(role: Role, **more: Any) -> Actor:
    """Somebody with this role."""
    return Actor(user_id=more.pop("user_id", new_id()), name=f"Test {role}", roles=frozenset({role}), **more)


@dataclass
class Desk:
    """Ids of what a case may point at."""

    session: Session
    services: dict[str, tuple[UUID, UUID]] = field(default_factory=dict)
    groups: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    lines: dict[str, UUID] = field(default_factory=dict)
    count: int = 0

    def add_case(self, **given: Any) -> UUID:
        """One case; what is not given is ordinary."""
        self.count += 1
        number = new_id()
        service = given.pop("service", "check")
        process_id, version_id = self.services[service]
        values = {
            "id": number, "number": f"T-{self.count}-{number.hex[-6:]}", "process_id": process_id, "version_id": version_id, "service": service,
            "state": "done" if given.get("closed_at") else "in_work", "title": f"Case {self.count}", "fields": {}, "opened_at": NOW, "changed_at": NOW,
        }  # fmt: skip
        self.session.execute(insert(cases).values({**values, **given}))
        return number

    def add_task(self, case_id: UUID, **given: Any) -> UUID:
        """One task; done if it has an end."""
        number = new_id()
        values = {
            "id": number, "case_id": case_id, "step": "look", "kind": "task", "state": "done" if given.get("done_at") else "open", "entered_at": NOW,
        }  # fmt: skip
        self.session.execute(insert(task).values({**values, **given}))
        return number


def set_up(session: Session) -> Desk:
    """The things cases point at."""
    desk = Desk(session)
    for code, name in (("check", "Проверка"), ("visit", "Выезд")):
        process_id, version_id = new_id(), new_id()
        steps = [{"key": key, "kind": "task", "name": {"ru": key, "en": key}} for key in ("look", "decide")]
        definition = {"case_name": {"ru": name, "en": code.title()}, "steps": steps}
        session.execute(insert(process).values(id=process_id, code=code, prefix="T"))
        session.execute(insert(process_version).values(
            id=version_id, process_id=process_id, number=1, state="published", definition=definition, hash=code, created_at=NOW,
        ))  # fmt: skip
        session.execute(process.update().where(process.c.id == process_id).values(published_id=version_id))
        desk.services[code] = (process_id, version_id)
    for code in ("duty", "secret"):
        desk.groups[code] = new_id()
        session.execute(insert(work_group).values(id=desk.groups[code], code=code, name={"ru": code, "en": code}, is_closed=code == "secret"))
    for login in ("belova", "gusev"):
        desk.people[login] = new_id()
        session.execute(insert(person).values(id=desk.people[login], login=login, full_name=login.title(), roles=["officer"], capacity=20, created_at=NOW))
    session.execute(insert(membership).values(group_id=desk.groups["duty"], person_id=desk.people["belova"]))
    for code, parent in (("bank", None), ("branch", "bank")):
        desk.units[code] = new_id()
        session.execute(insert(unit).values(id=desk.units[code], code=code, name={"ru": code, "en": code}, parent_id=desk.units.get(parent or "")))
    desk.lines["retail"] = new_id()
    session.execute(insert(business_line).values(id=desk.lines["retail"], code="retail", name={"ru": "Розница", "en": "Retail"}))
    return desk
