"""A unit disputes a share of costs; who keeps the books answers. What is granted moves in the first open month, visibly."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.costs import take_turns
from data.operations.processes.notices import notify
from data.queries.analytics.costs import first_open_month
from data.queries.analytics.disputes import left_of_share
from data.session import Session
from data.tables.access import person, unit
from data.tables.costs import allocation_correction, allocation_dispute, cost_pool
from models.access.actor import Role
from models.access.permissions import Permission, require
from models.analytics.allocation import ClaimNeeded, DisputeAnswered, DisputeThere, WrongCorrection
from models.errors import Forbidden, NotFound

LONGEST_CLAIM = 1000
_SHORTEST_CLAIM = 10


def open_dispute(session: Session, month: date, unit_code: str, pool_code: str, claim: str) -> UUID:
    """The head of the unit says what is wrong with its share of a pool in a month.

    Raises `ClaimNeeded`, `DisputeThere`, `NotFound` (no such share), `Forbidden` (another's unit).
    """
    require(session.actor, Permission.SEE_ALLOCATIONS)
    words = _words(claim, "claim")
    place = session.first(select(unit.c.id).where(unit.c.code == unit_code))
    pool = session.first(select(cost_pool.c.id).where(cost_pool.c.code == pool_code))
    if place is None or pool is None:
        raise NotFound(what="share")
    if place.id not in session.actor.unit_ids or session.actor.user_id is None:
        raise Forbidden(what="share")
    take_turns(session)
    first = month.replace(day=1)
    if left_of_share(session, first, pool.id, place.id) <= 0:
        raise NotFound(what="share")
    same = select(allocation_dispute.c.id).where(
        allocation_dispute.c.month == first, allocation_dispute.c.unit_id == place.id, allocation_dispute.c.pool_id == pool.id,
        allocation_dispute.c.state == "open",
    )  # fmt: skip
    if session.first(same) is not None:
        raise DisputeThere
    made = new_id()
    session.execute(insert(allocation_dispute).values(
        id=made, month=first, unit_id=place.id, pool_id=pool.id, claim=words, opened_by=session.actor.user_id, opened_at=session.now,
        state="open",
    ))  # fmt: skip
    record(session, "dispute_opened", subject_kind="allocation_dispute", subject_id=made, subject_name=f"{unit_code} {first:%Y-%m}",
           after={"unit": unit_code, "pool": pool_code, "month": f"{first:%Y-%m}", "claim": words})  # fmt: skip
    heads = session.rows(select(person.c.id).where(person.c.roles.contains([Role.HEAD.value]), person.c.is_active))
    notify(session, [row.id for row in heads], "dispute_opened", claim=words)
    session.changed("figures")
    return made


def refuse_dispute(session: Session, dispute_id: UUID, answer: str, *, revision: int) -> None:
    """The share stays. Raises `ClaimNeeded`, `DisputeAnswered`, `NotFound`."""
    _answer(session, dispute_id, "rejected", answer, revision=revision)


def accept_dispute(session: Session, dispute_id: UUID, answer: str, *, kopecks: int, onto: str = "", revision: int) -> date:
    """Take so much off the unit. `onto`: the code of the unit that bears it instead, empty for nobody. Returns the month it counts in.

    Raises `WrongCorrection`, `ClaimNeeded`, `DisputeAnswered`, `NotFound`.
    """
    require(session.actor, Permission.MANAGE_COSTS)
    take_turns(session)
    row = session.first(select(allocation_dispute).where(allocation_dispute.c.id == dispute_id))
    if row is None:
        raise NotFound(what="allocation_dispute")
    other = session.first(select(unit.c.id).where(unit.c.code == onto)) if onto else None
    if onto and (other is None or other.id == row.unit_id):
        raise WrongCorrection(field="onto")
    if not 0 < kopecks <= left_of_share(session, row.month, row.pool_id, row.unit_id):
        raise WrongCorrection(str(kopecks), field="kopecks")
    counts_in: date = max(first_open_month(session), row.month)
    words = _answer(session, dispute_id, "accepted", answer, revision=revision, kopecks=kopecks, onto=onto, month=f"{counts_in:%Y-%m}")
    session.execute(insert(allocation_correction).values(
        id=new_id(), dispute_id=dispute_id, pool_id=row.pool_id, month=counts_in, of_month=row.month, kopecks=kopecks, unit_id=row.unit_id,
        onto_unit_id=other.id if other is not None else None, reason=words, entered_by=session.actor.user_id, entered_at=session.now,
    ))  # fmt: skip
    return counts_in


def _answer(session: Session, dispute_id: UUID, state: str, answer: str, *, revision: int, **told: object) -> str:
    require(session.actor, Permission.MANAGE_COSTS)
    words = _words(answer, "answer")
    row = session.first(select(allocation_dispute).where(allocation_dispute.c.id == dispute_id).with_for_update())
    if row is None:
        raise NotFound(what="allocation_dispute")
    if row.state != "open" or row.revision != revision:
        raise DisputeAnswered
    values = {"state": state, "answer": words, "answered_by": session.actor.user_id, "answered_at": session.now, "revision": revision + 1}
    session.execute(update(allocation_dispute).where(allocation_dispute.c.id == dispute_id).values(values))
    record(session, "dispute_answered", subject_kind="allocation_dispute", subject_id=dispute_id, subject_name=f"{row.month:%Y-%m}",
           before={"state": "open"}, after={"state": state, "answer": words, **told})  # fmt: skip
    notify(session, [row.opened_by], "dispute_answered", state=state, answer=words)
    session.changed("figures")
    return words


def _words(given: str, field: str) -> str:
    words = " ".join(given.split())[:LONGEST_CLAIM]
    if len(words) < _SHORTEST_CLAIM:
        raise ClaimNeeded(field=field)
    return words
