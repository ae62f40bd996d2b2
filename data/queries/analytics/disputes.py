"""Disputes about shares of costs: what is left of a share, and every dispute the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from data.queries.access_names import shown_name
from data.queries.analytics.costs import month_of_costs
from data.session import Session
from data.tables.access import person, unit
from data.tables.costs import allocation_correction, allocation_dispute, cost_pool
from models.access.permissions import Permission, may, require

MOST = 200


@dataclass(frozen=True, slots=True)
class Dispute:
    """`kopecks` is the share as it is disputed; `granted` what was taken off it, in the month `counts_in`, onto a unit or nobody."""

    id: UUID
    month: date
    unit: str
    unit_name: Mapping[str, str]
    pool_name: Mapping[str, str]
    kopecks: int
    claim: str
    opened_by: str
    opened_at: datetime
    state: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    granted: int | None
    counts_in: date | None
    onto_name: Mapping[str, str] | None
    revision: int


def left_of_share(session: Session, month: date, pool_id: UUID, unit_id: UUID) -> int:
    """What the unit bears of the pool for this month, less what was taken off it since. Kopecks."""
    code = session.scalar(select(unit.c.code).where(unit.c.id == unit_id))
    found = month_of_costs(session, month)
    shares = [share for pool in found.pools if pool.id == pool_id for share in pool.shares]
    borne = sum(share.kopecks for share in shares if share.unit == code and not share.correction)
    taken = allocation_correction.c
    corrected = select(func.coalesce(func.sum(taken.kopecks), 0))
    return borne - int(session.scalar(corrected.where(taken.of_month == month, taken.pool_id == pool_id, taken.unit_id == unit_id)))


def may_dispute(session: Session) -> bool:
    """Does the reader head a unit that bears costs?"""
    return bool(session.actor.unit_ids) and may(session.actor, Permission.SEE_ALLOCATIONS)


def disputes(session: Session) -> list[Dispute]:
    """The open ones first, then the newest: all for those who see all costs, to the head of a unit his own. Raises `Forbidden`."""
    require(session.actor, Permission.SEE_ALLOCATIONS)
    opener, answerer, onto = person.alias("opener"), person.alias("answerer"), unit.alias("onto")
    lang = session.actor.lang
    query = (
        select(
            allocation_dispute, unit.c.code.label("unit"), unit.c.name.label("unit_name"), cost_pool.c.name.label("pool_name"),
            shown_name(lang, opener).label("opener"), shown_name(lang, answerer).label("answerer"),
            allocation_correction.c.kopecks.label("granted"), allocation_correction.c.month.label("counts_in"),
            onto.c.name.label("onto_name"),
        )
        .join(unit, unit.c.id == allocation_dispute.c.unit_id)
        .join(cost_pool, cost_pool.c.id == allocation_dispute.c.pool_id)
        .join(opener, opener.c.id == allocation_dispute.c.opened_by)
        .outerjoin(answerer, answerer.c.id == allocation_dispute.c.answered_by)
        .outerjoin(allocation_correction, allocation_correction.c.dispute_id == allocation_dispute.c.id)
        .outerjoin(onto, onto.c.id == allocation_correction.c.onto_unit_id)
        .order_by(allocation_dispute.c.state != "open", allocation_dispute.c.opened_at.desc(), allocation_dispute.c.id)
        .limit(MOST)
    )  # fmt: skip
    if not may(session.actor, Permission.SEE_DASHBOARDS):
        query = query.where(allocation_dispute.c.unit_id.in_(session.actor.unit_ids))
    rows = session.rows(query)
    borne = _borne(session, {row.month for row in rows})
    return [_dispute(row, borne.get((row.month, row.pool_id, row.unit), 0)) for row in rows]


def _borne(session: Session, months: set[date]) -> dict[tuple[date, UUID, str], int]:
    found: dict[tuple[date, UUID, str], int] = {}
    for month in months:
        for pool in month_of_costs(session, month).pools:
            for share in pool.shares:
                if not share.correction:
                    key = (month, pool.id, share.unit)
                    found[key] = found.get(key, 0) + share.kopecks
    return found


def _dispute(row: Any, kopecks: int) -> Dispute:
    return Dispute(
        id=row.id, month=row.month, unit=row.unit, unit_name=row.unit_name, pool_name=row.pool_name, kopecks=kopecks, claim=row.claim,
        opened_by=row.opener or "", opened_at=row.opened_at, state=row.state, answer=row.answer, answered_by=row.answerer or "",
        answered_at=row.answered_at, granted=row.granted, counts_in=row.counts_in, onto_name=row.onto_name, revision=row.revision,
    )  # fmt: skip
