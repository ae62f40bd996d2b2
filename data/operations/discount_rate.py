"""The yearly rate of discounting: decided by the bank, only ever added."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day
from data.queries.analytics.discount_rate import discount_rate
from data.session import Session
from data.tables.effect import discount_rate as kept
from models.access.permissions import Permission, require
from models.analytics.discount_rate import check_discount_rate


def set_discount_rate(session: Session, percent: int, first_day: date, *, source: str) -> None:
    """From this day on that rate holds; earlier decisions stay. Raises `WrongDiscountRate`, `BaselineSourceNeeded`, `Forbidden`."""
    require(session.actor, Permission.MANAGE_EFFECT)
    given = check_discount_rate(percent, first_day, source, today=bank_day(session.now))
    before = discount_rate(session)
    made = new_id()
    session.execute(insert(kept).values(
        id=made, percent=given.percent, first_day=given.first_day, source=given.source, entered_by=session.actor.user_id,
        entered_at=session.now,
    ))  # fmt: skip
    record(
        session, "discount_rate_set", subject_kind="discount_rate", subject_id=made, subject_name=f"{given.percent}%",
        before={"percent": before.percent}, after={"percent": given.percent, "first_day": first_day.isoformat(), "source": given.source},
    )  # fmt: skip
    session.changed("figures")
