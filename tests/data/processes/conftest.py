"""The demo bank's people around a small process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from data.demo.cast import Bank, found_bank
from data.operations.calendars import seed_calendars
from data.operations.processes import complete_task, open_case, publish_definition, take_task
from data.queries.access import actor_of_person
from data.session import Session, reading, transaction
from data.tables.processes import cases, task
from models.access.actor import SYSTEM, Actor
from tests.data.processes.sample import sample_process

MONDAY = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # ten o'clock in Moscow
COMPANY = {"name": "ООО «Ромашка»", "inn": "7707083893"}


@dataclass
class Stage:
    """A bank in which things can be done by somebody at some moment."""

    bank: Bank

    def actor(self, login: str, at: datetime = MONDAY) -> Actor:
        with reading(SYSTEM, at=at) as session:
            found = actor_of_person(session, self.bank.people[login])
        assert found is not None
        return found

    def do(self, login: str, action: Callable[[Session], Any], at: datetime = MONDAY) -> Any:
        with transaction(self.actor(login, at), at=at) as session:
            return action(session)

    def order(self, at: datetime = MONDAY, **values: Any) -> UUID:
        return self.do("zaitseva", lambda s: open_case(s, "sample", {"company": COMPANY, **values}), at).id

    def row(self, case_id: UUID) -> Any:
        with reading(SYSTEM) as session:
            return session.first(select(cases).where(cases.c.id == case_id))

    def open_tasks(self, case_id: UUID) -> dict[str, Any]:
        with reading(SYSTEM) as session:
            found = session.rows(select(task).where(task.c.case_id == case_id, task.c.state == "open"))
        return {one.step: one for one in found}

    def login_of(self, person_id: UUID) -> str:
        return next(login for login, known in self.bank.people.items() if known == person_id)

    def finish(self, login: str, case_id: UUID, step: str, outcome: str, at: datetime = MONDAY, **extra: Any) -> None:
        task_id = self.open_tasks(case_id)[step].id
        self.do(login, lambda s: complete_task(s, task_id, outcome, **extra), at)

    def until_approval(self, case_id: UUID, at: datetime = MONDAY) -> None:
        """Walk a fresh case through intake and both branches."""
        intake = self.open_tasks(case_id)["intake"].id
        self.do("belova", lambda s: take_task(s, intake), at)
        self.finish("belova", case_id, "intake", "accept", at)
        self.finish_branches(case_id, at)

    def finish_branches(self, case_id: UUID, at: datetime = MONDAY) -> None:
        opened = self.open_tasks(case_id)
        self.finish(self.login_of(opened["facts"].assignee_id), case_id, "facts", "done", at, values={"register": {"result": "clear"}})
        self.finish(self.login_of(opened["site"].assignee_id), case_id, "site", "done", at)


def set_stage() -> Stage:
    """The bank and the small process, in the database that is there."""
    with transaction(SYSTEM, at=MONDAY) as session:
        seed_calendars(session)
        bank = found_bank(session)
        publish_definition(session, sample_process())
    return Stage(bank)


@pytest.fixture
def stage(database: str) -> Stage:
    return set_stage()
