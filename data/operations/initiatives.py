"""Initiatives: written by one person, confirmed by another, with months of cash and with sources that are read live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.operations.effect import known_services
from data.queries.access import bank_day
from data.session import Session
from data.tables.access import person
from data.tables.costs import cost_pool
from data.tables.effect import initiative, initiative_cash, initiative_source
from data.tables.losses import loss_category
from models.access.permissions import Permission, require
from models.analytics.bookkeeping import LARGEST_AMOUNT, SecondPersonNeeded, WrongAmount
from models.analytics.cash_flow import check_horizon
from models.analytics.effect import (
    AMOUNTS,
    BaselineSourceNeeded,
    CashOutside,
    FactAhead,
    InitiativeNotWaiting,
    WrongInitiative,
    WrongShare,
    check_share,
)
from models.analytics.period import month_after
from models.errors import Conflict, NotFound

_SHARES_ONE_BY_ONE = 5_672_350  # advisory lock: two people do not give the same half away at once
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LONGEST_NAME, _LONGEST_TEXT, _SHORTEST_SOURCE = 120, 2000, 10


@dataclass(frozen=True, slots=True)
class InitiativeForm:
    """What people say about an initiative."""

    name: Mapping[str, str]
    description: str
    owner_id: UUID
    first_month: date
    horizon: int


def write_initiative(session: Session, code: str, form: InitiativeForm, *, revision: int | None = None) -> UUID:
    """A new draft, or another wording of what is there: then a second person confirms it anew.

    `revision`: the one that was looked at, None for a new one. Raises `WrongInitiative`, `WrongHorizon`, `CashOutside`, `Conflict`.
    """
    require(session.actor, Permission.MANAGE_EFFECT)
    values = _checked(session, code, form)
    row = session.first(select(initiative).where(initiative.c.code == code).with_for_update())
    if (row is None) != (revision is None):
        raise WrongInitiative(field="code")
    if row is None:
        made = new_id()
        session.execute(insert(initiative).values(
            id=made, code=code, state="draft", author_id=session.actor.user_id, created_at=session.now, **values,
        ))  # fmt: skip
        record(session, "initiative_drafted", subject_kind="initiative", subject_id=made, subject_name=code, after=_told(values))
        session.changed("figures")
        return made
    if row.revision != revision:
        raise Conflict
    _keep_cash_inside(session, row.id, values["first_month"], month_after(values["first_month"], values["horizon"]))
    _redraft(session, row, values, before=_told({name: getattr(row, name) for name in values}))
    return UUID(str(row.id))


def _keep_cash_inside(session: Session, initiative_id: UUID, first: date, after: date) -> None:
    told = or_(*(initiative_cash.c[name].is_not(None) for name in AMOUNTS))
    outside = (initiative_cash.c.month < first) | (initiative_cash.c.month >= after)
    asked = select(func.count()).select_from(initiative_cash).where(initiative_cash.c.initiative_id == initiative_id, told, outside)
    months = int(session.scalar(asked) or 0)
    if months:
        raise CashOutside(field="horizon", months=months)


def _checked(session: Session, code: str, form: InitiativeForm) -> dict[str, Any]:
    if not _CODE.fullmatch(code):
        raise WrongInitiative(field="code")
    names = {lang: " ".join(str(form.name.get(lang) or "").split()) for lang in ("ru", "en")}
    for lang, words in names.items():
        if not words or len(words) > _LONGEST_NAME:
            raise WrongInitiative(field=f"name_{lang}")
    if session.first(select(person.c.id).where(person.c.id == form.owner_id, person.c.is_active)) is None:
        raise WrongInitiative(field="owner")
    if not 2000 <= form.first_month.year < 2100:
        raise WrongInitiative(field="first_month")
    return {
        "name": names, "description": form.description.strip()[:_LONGEST_TEXT], "owner_id": form.owner_id,
        "first_month": form.first_month.replace(day=1), "horizon": check_horizon(form.horizon),
    }  # fmt: skip


def confirm_initiative(session: Session, initiative_id: UUID, *, revision: int) -> None:
    """From now on it counts. Raises `SecondPersonNeeded`, `InitiativeNotWaiting`, `CountedTwice` (others have its shares by now)."""
    row = _taken(session, initiative_id)
    if row.state != "draft" or row.revision != revision:
        raise InitiativeNotWaiting
    if row.author_id in session.actor.identities or session.actor.user_id is None:
        raise SecondPersonNeeded
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SHARES_ONE_BY_ONE})
    for own in session.rows(select(initiative_source).where(initiative_source.c.initiative_id == row.id)):
        check_share(own.share, _taken_by_others(session, row.id, own.kind, own.ref))
    changes = {"state": "confirmed", "confirmed_by": session.actor.user_id, "confirmed_at": session.now, "revision": row.revision + 1}
    session.execute(update(initiative).where(initiative.c.id == row.id).values(changes))
    record(session, "initiative_confirmed", subject_kind="initiative", subject_id=row.id, subject_name=row.code)
    session.changed("figures")


def stop_initiative(session: Session, initiative_id: UUID, *, revision: int) -> None:
    """It no longer counts and gives its shares back. Raises `InitiativeNotWaiting` when it is stopped already or has changed."""
    row = _taken(session, initiative_id)
    if row.state == "stopped" or row.revision != revision:
        raise InitiativeNotWaiting
    session.execute(update(initiative).where(initiative.c.id == row.id).values(state="stopped", revision=row.revision + 1))
    record(session, "initiative_stopped", subject_kind="initiative", subject_id=row.id, subject_name=row.code,
           before={"state": row.state}, after={"state": "stopped"})  # fmt: skip
    session.changed("figures")


def set_cash(session: Session, initiative_id: UUID, month: date, amounts: Mapping[str, int | None], *, source: str = "") -> None:
    """Plan and facts of a month, in kopecks; what is None is left open. Another plan asks for a second person anew, facts do not.

    Raises `WrongAmount`, `WrongInitiative` (the month lies outside), `FactAhead`, `BaselineSourceNeeded` (facts without their document).
    """
    row = _taken(session, initiative_id)
    first = month.replace(day=1)
    if not row.first_month <= first < month_after(row.first_month, row.horizon):
        raise WrongInitiative(field="month")
    given = {name: amounts.get(name) for name in AMOUNTS}
    for name, kopecks in given.items():
        if kopecks is not None and not 0 <= kopecks < LARGEST_AMOUNT:
            raise WrongAmount(str(kopecks), field=name, given=kopecks)
    if first > bank_day(session.now):
        ahead = next((name for name in ("actual_cost", "actual_benefit") if given[name] is not None), None)
        if ahead:
            raise FactAhead(field=ahead)
    words = " ".join(source.split())[:500]
    if len(words) < _SHORTEST_SOURCE and not given["actual_cost"] is given["actual_benefit"] is None:
        raise BaselineSourceNeeded(field="source")
    there = session.first(
        select(initiative_cash).where(initiative_cash.c.initiative_id == row.id, initiative_cash.c.month == first)
    )
    before = {name: getattr(there, name) if there else None for name in AMOUNTS}
    if before == given and (there is None or there.source == words):
        return
    values = {**given, "source": words, "changed_by": session.actor.user_id, "changed_at": session.now}
    kept = upsert(initiative_cash).values(initiative_id=row.id, month=first, **values)
    session.execute(kept.on_conflict_do_update(index_elements=["initiative_id", "month"], set_=values))
    record(session, "initiative_cash_set", subject_kind="initiative", subject_id=row.id, subject_name=row.code,
           before=before, after={"month": first.isoformat(), **given, "source": words})  # fmt: skip
    if any(before[name] != given[name] for name in ("planned_cost", "planned_benefit")) and row.state == "confirmed":
        _redraft(session, row, {}, before={"state": row.state})
    session.changed("figures")


def set_source(session: Session, initiative_id: UUID, kind: str, ref: str, share: Decimal | None) -> None:
    """Which share of a pool, of saved labour or of prevented loss belongs to it; None: none of it.

    Raises `WrongShare`, `CountedTwice`, `NotFound`.
    """
    row = _taken(session, initiative_id)
    if ref not in _refs(session, kind):
        raise NotFound(what="initiative_source", field="ref")
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _SHARES_ONE_BY_ONE})
    of_source = (initiative_source.c.kind == kind) & (initiative_source.c.ref == ref)
    own = of_source & (initiative_source.c.initiative_id == row.id)
    if share is not None:
        if share.is_finite():
            share = share.quantize(Decimal("0.000001"))
        check_share(share, _taken_by_others(session, row.id, kind, ref))
    before = session.scalar(select(initiative_source.c.share).where(own))
    session.execute(delete(initiative_source).where(own))
    if share is not None:
        session.execute(insert(initiative_source).values(initiative_id=row.id, kind=kind, ref=ref, share=share))
    record(
        session, "initiative_source_set", subject_kind="initiative", subject_id=row.id, subject_name=row.code,
        before={"share": None if before is None else float(before)},
        after={"source": f"{kind}: {ref}", "share": None if share is None else float(share)},
    )  # fmt: skip
    _redraft(session, row, {}, before={"state": row.state})


def _taken_by_others(session: Session, own: UUID, kind: str, ref: str) -> Decimal:
    """What other initiatives that are not stopped have of the same source."""
    others = initiative.c.id != own, initiative.c.state != "stopped"
    return Decimal(session.scalar(
        select(func.coalesce(func.sum(initiative_source.c.share), 0))
        .join(initiative, initiative.c.id == initiative_source.c.initiative_id)
        .where(initiative_source.c.kind == kind, initiative_source.c.ref == ref, *others)
    ))  # fmt: skip


def _refs(session: Session, kind: str) -> frozenset[str]:
    if kind == "labour":
        return known_services(session)
    table = {"pool": cost_pool, "prevented": loss_category}.get(kind)
    if table is None:
        raise WrongShare(field="kind")
    return frozenset(row.code for row in session.rows(select(table.c.code)))


def _taken(session: Session, initiative_id: UUID) -> Row[Any]:
    require(session.actor, Permission.MANAGE_EFFECT)
    row = session.first(select(initiative).where(initiative.c.id == initiative_id).with_for_update())
    if row is None:
        raise NotFound(what="initiative")
    return row


def _redraft(session: Session, row: Row[Any], values: Mapping[str, Any], *, before: Mapping[str, Any]) -> None:
    """What a second person has confirmed is another thing now: whoever changed it is its author and somebody else confirms."""
    drafted = {"state": "draft", "author_id": session.actor.user_id, "confirmed_by": None, "confirmed_at": None}
    session.execute(update(initiative).where(initiative.c.id == row.id).values(**values, **drafted, revision=row.revision + 1))
    if values or row.state != "draft":
        record(session, "initiative_drafted", subject_kind="initiative", subject_id=row.id, subject_name=row.code, before=before,
               after=_told(values) or {"state": "draft"})  # fmt: skip
    session.changed("figures")


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, dict | int | str) else str(value) for name, value in values.items()}
