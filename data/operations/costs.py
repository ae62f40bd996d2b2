"""Pools and their costs. What comes for a closed month counts in the first open one and keeps the month it is of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.queries.analytics.costs import first_open_month
from data.session import Session
from data.tables.costs import cost_entry, cost_pool
from models.access.permissions import Permission, require
from models.analytics.allocation import WrongPool
from models.analytics.bookkeeping import LARGEST_AMOUNT, WrongAmount
from models.errors import Conflict, NotFound

_ONE_AT_A_TIME = 5_672_312  # advisory lock: entries, keys, decisions and closings of months wait for each other
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LONGEST_NAME = 120


def add_pool(session: Session, *, code: str, name: Mapping[str, str], position: int | None = None) -> UUID:
    """A new pool of costs, the last one unless told otherwise. Raises `WrongPool`."""
    require(session.actor, Permission.MANAGE_COSTS)
    if not _CODE.fullmatch(code):
        raise WrongPool(field="code")
    take_turns(session)
    if session.first(select(cost_pool.c.id).where(cost_pool.c.code == code)) is not None:
        raise WrongPool(field="code")
    place = session.scalar(select(func.coalesce(func.max(cost_pool.c.position) + 1, 0))) if position is None else position
    made = new_id()
    names = _names(name)
    session.execute(insert(cost_pool).values(id=made, code=code, name=names, position=place))
    record(session, "cost_pool_added", subject_kind="cost_pool", subject_id=made, subject_name=code, after={"name": names})
    session.changed("figures")
    return made


def rename_pool(session: Session, pool_id: UUID, *, name: Mapping[str, str], revision: int) -> None:
    """What people read. The code stays: imports know the pool by it. Raises `WrongPool`, `NotFound`, `Conflict` (changed meanwhile)."""
    require(session.actor, Permission.MANAGE_COSTS)
    row = session.first(select(cost_pool).where(cost_pool.c.id == pool_id).with_for_update())
    if row is None:
        raise NotFound(what="cost_pool")
    if row.revision != revision:
        raise Conflict
    names = _names(name)
    session.execute(update(cost_pool).where(cost_pool.c.id == pool_id).values(name=names, revision=row.revision + 1))
    record(session, "cost_pool_renamed", subject_kind="cost_pool", subject_id=pool_id, subject_name=row.code,
           before={"name": row.name}, after={"name": names})  # fmt: skip
    session.changed("figures")


def _names(name: Mapping[str, str]) -> dict[str, str]:
    found = {lang: str(name.get(lang) or "").strip() for lang in ("ru", "en")}
    for lang, words in found.items():
        if not words or len(words) > _LONGEST_NAME:
            raise WrongPool(field=f"name_{lang}")
    return found


def enter_cost(
    session: Session, pool_id: UUID, month: date, kopecks: int, *, account: str = "", document: str = "", description: str = "",
    form_key: str = "",
) -> date:  # fmt: skip
    """Add a cost of a month (a credit note is negative). In a closed month it counts in the first open one, which is returned.

    The same `form_key` twice is one cost: whoever pressed twice meant it once. Raises `WrongAmount`, `NotFound`.
    """
    require(session.actor, Permission.MANAGE_COSTS)
    if kopecks == 0 or abs(kopecks) >= LARGEST_AMOUNT:
        raise WrongAmount(str(kopecks), field="kopecks", given=kopecks)
    if session.first(select(cost_pool.c.id).where(cost_pool.c.id == pool_id)) is None:
        raise NotFound(what="cost_pool", field="pool")
    take_turns(session)
    made = new_id()
    source_key = form_key or str(made)
    there: date | None = session.scalar(
        select(cost_entry.c.month).where(cost_entry.c.source == "manual", cost_entry.c.source_key == source_key)
    )
    if there is not None:
        return there
    first = month.replace(day=1)
    counted = max(first, first_open_month(session))
    values = {
        "pool_id": pool_id, "month": counted, "of_month": first, "kopecks": kopecks, "account": account, "document": document,
        "description": description, "source": "manual",
    }  # fmt: skip
    session.execute(
        insert(cost_entry),
        {"id": made, "source_key": source_key, "entered_by": session.actor.user_id, "entered_at": session.now, **values},
    )
    record(session, "cost_entered", subject_kind="cost_entry", subject_id=made, subject_name=document, after={
        name: str(value) for name, value in values.items() if value
    })  # fmt: skip
    session.changed("figures")
    return counted


def take_turns(session: Session) -> None:
    """Whoever changes what a month consists of waits for the others."""
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
