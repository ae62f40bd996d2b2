"""Keys of allocation: dated versions, drafted by one person and published by a second one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.costs import take_turns
from data.queries.analytics.costs import first_open_month
from data.session import Session
from data.tables.access import person, unit
from data.tables.costs import allocation_key, cost_pool
from models.access.permissions import Permission, require
from models.analytics.allocation import Driver, KeyDraftThere, KeyNotDraft, SharesAreWrong, check_key, read_shares
from models.analytics.bookkeeping import SecondPersonNeeded
from models.errors import NotFound


def draft_key(
    session: Session, pool_id: UUID, *, first_month: date, driver: Driver, parameters: Mapping[str, Any], words: str = ""
) -> UUID:
    """The next version of how a pool is shared; one's own draft of the pool is replaced.

    Raises `SharesAreWrong` (also for a unit there is not), `WeightsAreWrong`, `NotFound`, `KeyDraftThere` (another's draft waits).
    """
    require(session.actor, Permission.MANAGE_COSTS)
    check_key(driver, parameters)
    _check_units(session, driver, parameters)
    pool = session.first(select(cost_pool).where(cost_pool.c.id == pool_id).with_for_update())
    if pool is None:
        raise NotFound(what="cost_pool", field="pool")
    waiting = session.first(_drafts(pool_id))
    if waiting is not None:
        if waiting.author_id not in session.actor.identities:
            raise KeyDraftThere(name=waiting.full_name or "")
        session.execute(delete(allocation_key).where(allocation_key.c.id == waiting.id))
    last = session.scalar(select(func.coalesce(func.max(allocation_key.c.number), 0)).where(allocation_key.c.pool_id == pool_id))
    made = new_id()
    content = {"first_month": first_month.replace(day=1), "driver": driver.value, "parameters": dict(parameters), "words": words.strip()}
    session.execute(
        insert(allocation_key),
        {
            "id": made, "pool_id": pool_id, "number": last + 1, "state": "draft", "author_id": session.actor.user_id,
            "created_at": session.now, **content,
        },
    )  # fmt: skip
    told = {key: str(one) for key, one in content.items()}
    record(session, "allocation_key_drafted", subject_kind="allocation_key", subject_id=made, subject_name=pool.code, after=told)
    session.changed("figures")
    return made


def _check_units(session: Session, driver: Driver, parameters: Mapping[str, Any]) -> None:
    if driver is Driver.FIXED:
        named = read_shares(parameters).keys()
        if session.scalar(select(func.count()).where(unit.c.code.in_(named))) != len(named):
            raise SharesAreWrong(field="shares")


def _drafts(pool_id: UUID) -> Any:
    return (
        select(allocation_key, person.c.full_name)
        .outerjoin(person, person.c.id == allocation_key.c.author_id)
        .where(allocation_key.c.pool_id == pool_id, allocation_key.c.state == "draft")
    )


def discard_key(session: Session, key_id: UUID) -> None:
    """Throw a draft away, one's own or another's; the trail says who did. Raises `KeyNotDraft`, `NotFound`."""
    require(session.actor, Permission.MANAGE_COSTS)
    row, code = _taken(session, key_id)
    if row.state != "draft":
        raise KeyNotDraft()
    session.execute(delete(allocation_key).where(allocation_key.c.id == key_id))
    record(session, "allocation_key_discarded", subject_kind="allocation_key", subject_id=key_id, subject_name=code,
           before={"number": row.number, "words": row.words})  # fmt: skip
    session.changed("figures")


def publish_key(session: Session, key_id: UUID) -> None:
    """Put a draft into force from its month on. Raises `SecondPersonNeeded`, `KeyNotDraft` (also when that month is closed)."""
    require(session.actor, Permission.MANAGE_COSTS)
    take_turns(session)
    row, code = _taken(session, key_id)
    if row.author_id in session.actor.identities:
        raise SecondPersonNeeded()
    if row.state != "draft" or row.first_month < first_open_month(session):
        raise KeyNotDraft()
    changes = {"state": "published", "publisher_id": session.actor.user_id, "published_at": session.now}
    session.execute(update(allocation_key).where(allocation_key.c.id == key_id).values(changes))
    record(session, "allocation_key_published", subject_kind="allocation_key", subject_id=key_id, subject_name=code,
           after={"number": row.number})  # fmt: skip
    session.changed("figures")


def _taken(session: Session, key_id: UUID) -> tuple[Row[Any], str]:
    row = session.first(select(allocation_key).where(allocation_key.c.id == key_id).with_for_update())
    if row is None:
        raise NotFound(what="allocation_key")
    return row, str(session.scalar(select(cost_pool.c.code).where(cost_pool.c.id == row.pool_id)))
