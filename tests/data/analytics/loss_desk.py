"""A register of prevented losses for tests: categories, rules, methods, people who hand in and decide, and cases that ended badly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from data.ids import new_id
from data.operations.loss_methods import draft_method, install_loss_register, publish_method
from data.operations.prevented_loss import confirm_loss, gather_candidates, submit_loss
from data.session import Session, reading, transaction
from data.tables.access import person
from data.tables.losses import prevented_loss
from data.tables.processes import process, process_version
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.prevented_loss import LossBasis
from tests.data.analytics.desk import NOW, Desk, set_up

EVIDENCE = "Выписка из реестра и решение комитета"
WORDS = {"ru": "Ожидаемые потери: сумма × вероятность × доля.", "en": "Expected loss: amount × probability × share lost."}
SHARES = {"expected": (Decimal("0.12"), Decimal("0.45")), "full": (Decimal(1), Decimal(1))}


@dataclass
class LossDesk:
    desk: Desk
    people: dict[str, Actor]

    def do(self, who: str, action: Callable[[Session], Any], at: datetime = NOW) -> Any:
        with transaction(SYSTEM if who == "system" else self.people[who], at=at) as session:
            return action(session)

    def see(self, who: str, query: Callable[[Session], Any], at: datetime = NOW) -> Any:
        with reading(self.people[who], at=at) as session:
            return query(session)

    def bad_end(self, *, amount: int = 3_000_000_00, days_ago: int = 0, inn: str = "7707083893", purpose: str = "borrower", **more: Any) -> UUID:
        """A company check that ended with "not recommended"."""

        def add(session: Session) -> UUID:
            self.desk.session = session
            ended = NOW - timedelta(days=days_ago)
            given = {
                "service": "company_check", "opened_at": ended - timedelta(days=2), "closed_at": ended, "negative": True,
                "outcome": "not_recommended", "amount_kopecks": amount, "group_id": self.desk.groups["duty"],
                "fields": {"company": {"name": "ООО «Ромашка»", "inn": inn}, "purpose": purpose},
            }  # fmt: skip
            return self.desk.add_case(**{**given, **more})

        return UUID(str(self.do("system", add)))

    def gather(self, at: datetime = NOW) -> int:
        return int(self.do("system", gather_candidates, at))

    def loss_of(self, case_id: UUID) -> Any:
        with reading(SYSTEM) as session:
            return session.first(select(prevented_loss).where(prevented_loss.c.case_id == case_id, prevented_loss.c.corrects_id.is_(None)))

    def row(self, loss_id: UUID) -> Any:
        with reading(SYSTEM) as session:
            return session.first(select(prevented_loss).where(prevented_loss.c.id == loss_id))

    def submit(self, loss_id: UUID, who: str = "lead", **more: Any) -> None:
        self.do(who, lambda s: submit_loss(s, loss_id, evidence=EVIDENCE, revision=self.row(loss_id).revision, **more))

    def confirm(self, loss_id: UUID, who: str = "head", at: datetime = NOW, **more: Any) -> None:
        self.do(who, lambda s: confirm_loss(s, loss_id, revision=self.row(loss_id).revision, **more), at)

    def confirmed(self, **case: Any) -> UUID:
        """A case that ended badly, gathered, handed in and confirmed; the id of its loss."""
        made = self.bad_end(**case)
        self.gather()
        loss = self.loss_of(made).id
        self.submit(loss)
        self.confirm(loss)
        return UUID(str(loss))


def loss_desk() -> LossDesk:
    with transaction(SYSTEM, at=NOW) as session:
        desk = set_up(session)
        for code in ("company_check", "field_visit"):
            process_id, version_id = new_id(), new_id()
            session.execute(insert(process).values(id=process_id, code=code, prefix="C"))
            session.execute(insert(process_version).values(
                id=version_id, process_id=process_id, number=1, state="published", definition={"case_name": {"ru": code}, "steps": []}, hash=code,
                created_at=NOW,
            ))  # fmt: skip
            desk.services[code] = (process_id, version_id)
        people: dict[str, Actor] = {}
        for login, role in (("officer", Role.OFFICER), ("lead", Role.LEAD), ("head", Role.HEAD), ("second", Role.HEAD), ("designer", Role.DESIGNER),
                            ("executive", Role.EXECUTIVE), ("requester", Role.REQUESTER)):  # fmt: skip
            number = new_id()
            session.execute(insert(person).values(id=number, login=f"loss-{login}", full_name=login.title(), roles=[role.value], created_at=NOW))
            people[login] = Actor(user_id=number, name=login.title(), roles=frozenset({role}))
        install_loss_register(session)
    made = LossDesk(desk, people)
    for category, basis in (("corporate_lending", "expected"), ("external_fraud", "full"), ("security", "expected")):
        write_method(made, category, basis)
    return made


def write_method(made: LossDesk, category: str, basis: str = "expected", *, first_day: date = date(2025, 1, 1), at: datetime = NOW) -> UUID:
    """A method drafted by the designer and published by the head."""
    probability, given = SHARES[basis]
    number = made.do("designer", lambda s: draft_method(
        s, category, basis=LossBasis(basis), probability=probability, loss_given_event=given, repeat_days=180, wording=WORDS,
        source="Протокол комитета № 4", first_day=first_day,
    ), at)  # fmt: skip
    made.do("head", lambda s: publish_method(s, number), at)
    return UUID(str(number))
