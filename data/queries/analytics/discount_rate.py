"""The yearly rate of discounting that holds today."""

from __future__ import annotations

from sqlalchemy import select

from data.queries.access import bank_day
from data.session import Session
from data.tables.effect import discount_rate as kept
from models.access.permissions import Permission, require
from models.analytics.discount_rate import USUAL, DiscountRate


def discount_rate(session: Session) -> DiscountRate:
    """Of the decisions that hold by now the one with the latest day; of several of one day the one entered last. Raises `Forbidden`."""
    require(session.actor, Permission.SEE_EFFECT)
    row = session.first(
        select(kept).where(kept.c.first_day <= bank_day(session.now))
        .order_by(kept.c.first_day.desc(), kept.c.entered_at.desc(), kept.c.id.desc()).limit(1)
    )  # fmt: skip
    return USUAL if row is None else DiscountRate(row.percent, row.first_day, row.source)


def other_discount_rates(session: Session, holding: DiscountRate) -> list[DiscountRate]:
    """Decisions that do not hold now: of days to come, and those that came before. The latest day first."""
    require(session.actor, Permission.MANAGE_EFFECT)
    rows = session.rows(select(kept).order_by(kept.c.first_day.desc(), kept.c.entered_at.desc(), kept.c.id.desc()))
    found = [DiscountRate(row.percent, row.first_day, row.source) for row in rows]
    return [one for place, one in enumerate(found) if one != holding or one in found[:place]]
