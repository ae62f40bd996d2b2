"""Books of costs for tests: people who keep them, pools, costs, keys, minutes of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from data.ids import new_id
from data.operations.allocation_keys import draft_key, publish_key
from data.operations.calendars import seed_calendars
from data.operations.costs import add_pool, enter_cost
from data.queries.analytics.costs import MonthOfCosts, month_of_costs
from data.session import Session, reading, transaction
from data.tables.access import person
from data.tables.workforce import effort
from models.access.actor import SYSTEM, Actor, Role
from models.analytics.allocation import Driver
from tests.data.analytics.desk import Desk, set_up

NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


@dataclass
class Books:
    desk: Desk
    people: dict[str, Actor]
    pools: dict[str, UUID]

    def do(self, who: str, action: Callable[[Session], Any]) -> Any:
        with transaction(SYSTEM if who == "system" else self.people[who], at=NOW) as session:
            return action(session)

    def month(self, month: date) -> MonthOfCosts:
        with reading(SYSTEM, at=NOW) as session:
            return month_of_costs(session, month)

    def key(self, pool: str, driver: Driver, parameters: dict[str, Any] | None = None, *, first: date = SEPTEMBER) -> UUID:
        made = self.do("lead", lambda s: draft_key(s, self.pools[pool], first_month=first, driver=driver, parameters=parameters or {}))
        self.do("head", lambda s: publish_key(s, made))
        return UUID(str(made))

    def cost(self, pool: str, month: date, kopecks: int, **more: Any) -> date:
        return date.fromisoformat(str(self.do("head", lambda s: enter_cost(s, self.pools[pool], month, kopecks, **more))))

    def work(self, unit: str | None, minutes: int, day: date = date(2026, 10, 7), service: str = "check") -> None:
        parts = [1000] * (minutes // 1000) + [minutes % 1000] * (minutes % 1000 > 0)
        self.do("system", lambda s: s.execute(insert(effort), [
            {
                "id": new_id(), "person_id": self.desk.people["belova"], "day": day, "minutes": part, "origin": "manual", "service": service,
                "unit_id": self.desk.units[unit] if unit else None, "reason": "Замер", "entered_at": NOW,
            }
            for part in parts
        ]))  # fmt: skip


def open_books() -> Books:
    """Two officers, two units, two pools; no costs yet. In an empty database."""
    with transaction(SYSTEM, at=NOW) as session:
        seed_calendars(session)
        desk = set_up(session)
        people = {}
        for login, role in (("head", Role.HEAD), ("lead", Role.LEAD), ("officer", Role.OFFICER), ("executive", Role.EXECUTIVE)):
            number = new_id()
            session.execute(insert(person).values(id=number, login=f"costs-{login}", full_name=login.title(), roles=["requester"], created_at=NOW))
            people[login] = Actor(user_id=number, name=login.title(), roles=frozenset({role}))
        pools = {code: add_pool(session, code=code, name={"ru": code, "en": code}) for code in ("payroll", "licences")}
    return Books(desk, people, pools)


def shares(found: MonthOfCosts, pool: str) -> dict[tuple[str, str], int]:
    return {(one.unit, one.service): one.kopecks for one in next(pool_ for pool_ in found.pools if pool_.code == pool).shares}
