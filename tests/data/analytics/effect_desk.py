"""A bank whose effect is measured: cases with minutes, rates, a pool, and two people who confirm each other's initiatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.operations.calendars import seed_calendars
from data.operations.costs import add_pool, enter_cost
from data.operations.effect import enter_baseline
from data.operations.initiatives import InitiativeForm, confirm_initiative, write_initiative
from data.operations.loss_methods import install_loss_register
from data.queries.analytics.initiatives import Initiative, initiatives
from data.session import Session, reading, transaction
from data.tables.access import person
from data.tables.workforce import effort, grade, grade_rate, person_grade
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.effect import Baseline, Measure
from tests.data.analytics.desk import NOW, Desk, set_up

SOURCE = "Хронометраж отдела, протокол № 4"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@dataclass
class EffectDesk:
    desk: Desk
    people: dict[str, Actor]

    def do(self, who: str, action: Callable[[Session], Any]) -> Any:
        with transaction(SYSTEM if who == "system" else self.people[who], at=NOW) as session:
            self.desk.session = session
            return action(session)

    def see(self, who: str, action: Callable[[Session], Any]) -> Any:
        with reading(self.people[who], at=NOW) as session:
            return action(session)

    def baseline(self, measure: Measure, value: str, service: str = "", rows: int | None = 200, source: str = SOURCE) -> UUID:
        given = Baseline(measure, service, Decimal(value), source, date(2025, 1, 1), date(2025, 6, 30), rows)
        return UUID(str(self.do("lead", lambda s: enter_baseline(s, given))))

    def closed(self, *, service: str = "check", minutes: int, handling: int = 120, day: date = date(2026, 10, 7)) -> None:
        """A closed case with so many minutes of work and of handling."""
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)

        def make(session: Session) -> None:
            case = self.desk.add_case(service=service, opened_at=at - timedelta(days=2), closed_at=at, handling_minutes=handling)
            session.execute(insert(effort), {
                "id": new_id(), "person_id": self.desk.people["belova"], "day": day, "minutes": minutes, "origin": "manual", "service": service,
                "case_id": case, "reason": "Замер", "entered_at": NOW,
            })  # fmt: skip

        self.do("system", make)

    def initiative(self, code: str = "robot", *, first: date = OCTOBER, horizon: int = 6, is_confirmed: bool = True) -> UUID:
        form = InitiativeForm({"ru": "Робот", "en": "Robot"}, "", self.desk.people["belova"], first, horizon)
        made = UUID(str(self.do("lead", lambda s: write_initiative(s, code, form))))
        if is_confirmed:
            self.confirm(made)
        return made

    def confirm(self, made: UUID, who: str = "head") -> None:
        revision = self.one(made).row.revision
        self.do(who, lambda s: confirm_initiative(s, made, revision=revision))

    def one(self, made: UUID) -> Initiative:
        found: list[Initiative] = self.see("head", initiatives)
        return next(one for one in found if one.row.id == made)


def effect_desk() -> EffectDesk:
    with transaction(SYSTEM, at=NOW) as session:
        desk = set_up(session)
        seed_calendars(session)
        install_loss_register(session)
        people = {}
        for role in (Role.HEAD, Role.LEAD, Role.EXECUTIVE, Role.OFFICER):
            number = new_id()
            session.execute(insert(person).values(id=number, login=role.value, full_name=f"Test {role}", roles=[role.value], created_at=NOW))
            people[role.value] = Actor(user_id=number, name=f"Test {role}", roles=frozenset({role}))
        rank = new_id()
        session.execute(insert(grade).values(id=rank, code="one", name={"ru": "Первый", "en": "First"}))
        session.execute(insert(person_grade).values(person_id=desk.people["belova"], grade_id=rank, first_day=date(2025, 1, 1)))
        session.execute(insert(grade_rate).values(grade_id=rank, first_day=date(2025, 1, 1), kopecks_per_hour=1_200_00, changed_at=NOW))
        pool = add_pool(session, code="licences", name={"ru": "Лицензии", "en": "Licences"})
        enter_cost(session, pool, OCTOBER, 90_000_00)
    return EffectDesk(desk, people)
