"""How much labour a case has taken, and whether the actor's clock runs on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select

from data.queries.processes.reading import readable_cases
from data.queries.workforce.week import Timer, running_timer
from data.session import Session
from data.tables.processes import cases
from data.tables.workforce import effort
from models.access.permissions import Permission, require
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class CaseLabour:
    """Minutes of everybody and of the actor that count; his running clock, on whatever it runs."""

    number: str
    minutes: int
    own_minutes: int
    people: int
    timer: Timer | None

    @property
    def runs_here(self) -> bool:
        return self.timer is not None and self.timer.number == self.number


def case_labour(session: Session, number: str) -> CaseLabour:
    """Raises `Forbidden` for those who work on no cases, `NotFound` for a case the actor may not read."""
    require(session.actor, Permission.WORK_CASES)
    case_id = session.scalar(select(cases.c.id).where(cases.c.number == number, readable_cases(session.actor)))
    if case_id is None:
        raise NotFound(what="case")
    me = session.actor.user_id
    total = func.coalesce(func.sum(effort.c.minutes), 0)
    own = func.coalesce(func.sum(effort.c.minutes).filter(effort.c.person_id == me), 0)
    sums = select(
        cast(total, BigInteger).label("total"), cast(own, BigInteger).label("own"),
        func.count(func.distinct(effort.c.person_id)).label("people"),
    )  # fmt: skip
    row = session.rows(sums.where(effort.c.case_id == case_id, effort.c.cancelled_at.is_(None)))[0]
    return CaseLabour(number, row.total, row.own, row.people, running_timer(session, me) if me else None)
