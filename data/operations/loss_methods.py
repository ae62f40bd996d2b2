"""How prevented loss is counted: categories and rules that come with Kordon, written methods that a second person publishes, the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import orjson
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day
from data.session import Session
from data.tables.losses import loss_category, loss_method, loss_plan, loss_rule
from models.access.permissions import Permission, require
from models.analytics.bookkeeping import LARGEST_AMOUNT, SecondPersonNeeded, WrongAmount
from models.analytics.prevented_loss import (
    LossBasis,
    MethodNotDraft,
    WrongMethod,
    check_method,
)
from models.errors import NotFound

_SHIPPED = Path(__file__).parents[1] / "definitions" / "losses" / "register.json"


def install_loss_register(session: Session) -> None:
    """Categories and rules that are not there yet; once the bank has rules of its own they stay as they are. No method is shipped."""
    shipped = orjson.loads(_SHIPPED.read_bytes())
    categories = [{**one, "position": place} for place, one in enumerate(shipped["categories"])]
    session.execute(upsert(loss_category).on_conflict_do_nothing(), categories)
    if session.first(select(loss_rule.c.id).limit(1)) is None:
        empty = {"outcome": "", "field": "", "values": [], "business_line": "", "amount_field": ""}
        rules = [{"id": new_id(), "position": place, **empty, **one} for place, one in enumerate(shipped["rules"])]
        session.execute(insert(loss_rule), rules)


def draft_method(
    session: Session, category: str, *, basis: LossBasis, probability: Decimal, loss_given_event: Decimal, repeat_days: int,
    wording: Mapping[str, str], source: str, first_day: date,
) -> UUID:  # fmt: skip
    """Write the next version of a category's method; a draft of the same category is replaced. Raises `WrongMethod`, `NotFound`."""
    require(session.actor, Permission.WRITE_LOSS_METHODS)
    check_method(basis, probability, loss_given_event, repeat_days=repeat_days, wording=wording, source=source)
    if session.first(select(loss_category.c.code).where(loss_category.c.code == category).with_for_update()) is None:
        raise NotFound(what="loss_category")
    session.execute(delete(loss_method).where(loss_method.c.category == category, loss_method.c.state == "draft"))
    last = session.scalar(select(func.coalesce(func.max(loss_method.c.number), 0)).where(loss_method.c.category == category))
    made = new_id()
    content = {
        "basis": basis.value, "probability": probability, "loss_given_event": loss_given_event, "repeat_days": repeat_days,
        "wording": dict(wording), "source": source.strip(), "first_day": first_day,
    }  # fmt: skip
    session.execute(
        insert(loss_method),
        {
            "id": made, "category": category, "number": last + 1, "state": "draft", "author_id": session.actor.user_id,
            "created_at": session.now, **content,
        },
    )  # fmt: skip
    record(
        session, "loss_method_drafted", subject_kind="loss_method", subject_id=made, subject_name=category,
        after={name: str(value) for name, value in content.items()},
    )  # fmt: skip
    session.changed("figures")
    return made


def publish_method(session: Session, method_id: UUID) -> None:
    """Put a draft into force. What is confirmed or waits keeps the method of its day, so a version does not reach back.

    The first method of a category may: before it nothing was counted. Raises `SecondPersonNeeded`, `MethodNotDraft`, `WrongMethod`.
    """
    require(session.actor, Permission.WRITE_LOSS_METHODS)
    row = session.first(select(loss_method).where(loss_method.c.id == method_id).with_for_update())
    if row is None:
        raise NotFound(what="loss_method")
    if row.state != "draft":
        raise MethodNotDraft()
    if row.author_id in session.actor.identities:
        raise SecondPersonNeeded()
    same = loss_method.c.category == row.category, loss_method.c.state == "published"
    if row.first_day < bank_day(session.now) and session.first(select(loss_method.c.id).where(*same)) is not None:
        raise WrongMethod(field="first_day")
    session.execute(update(loss_method).where(*same).values(state="retired"))
    changes = {"state": "published", "publisher_id": session.actor.user_id, "published_at": session.now}
    session.execute(update(loss_method).where(loss_method.c.id == method_id).values(changes))
    record(
        session, "loss_method_published", subject_kind="loss_method", subject_id=method_id, subject_name=row.category,
        after={"number": row.number},
    )  # fmt: skip
    session.changed("figures")


def set_loss_plan(session: Session, category: str, month: date, kopecks: int) -> None:
    """What the service means to prevent in a month. Raises `WrongAmount`, `NotFound`."""
    require(session.actor, Permission.SET_TARGETS)
    if not 0 <= kopecks < LARGEST_AMOUNT:
        raise WrongAmount(str(kopecks), field="plan", given=kopecks)
    if session.first(select(loss_category.c.code).where(loss_category.c.code == category)) is None:
        raise NotFound(what="loss_category")
    first = month.replace(day=1)
    before = session.scalar(select(loss_plan.c.kopecks).where(loss_plan.c.category == category, loss_plan.c.month == first))
    values = {"kopecks": kopecks, "changed_by": session.actor.user_id, "changed_at": session.now}
    planned = upsert(loss_plan).values(category=category, month=first, **values)
    session.execute(planned.on_conflict_do_update(index_elements=["category", "month"], set_=values))
    record(
        session, "loss_plan_set", subject_kind="loss_category", subject_id=category, before={"kopecks": before},
        after={"month": first.isoformat(), "kopecks": kopecks},
    )  # fmt: skip
    session.changed("figures")
