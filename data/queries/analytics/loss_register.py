"""The register of prevented losses: the rows of every sum, the list people work through, one loss with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, literal, or_, select, tuple_

from data.queries.access import bank_day
from data.queries.access_names import shown_name
from data.queries.analytics.losses import IS_CONFIRMED, IS_LOSS, counted_between, loss_categories, loss_days, read_loss_filter
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import person
from data.tables.losses import loss_category, loss_method, prevented_loss
from data.tables.processes import cases
from models.access.permissions import Permission, may, require
from models.analytics.period import parse_period, so_far
from models.analytics.prevented_loss import LossBasis, LossMethod, LossState
from models.errors import NotFound

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class LossRow:
    """A row of the register. Readers who may not open cases get neither object nor case: both are then empty."""

    id: UUID | None
    number: str
    category: str
    state: str
    object_name: str
    case_number: str
    happened_on: date
    counted_on: date
    at_stake_kopecks: int
    loss_kopecks: int
    is_correction: bool
    service: str


@dataclass(frozen=True, slots=True)
class LossPage:
    rows: tuple[LossRow, ...]
    total: int
    kopecks: int
    closed_to_reader: int
    next_after: str


def losses_behind(
    session: Session, figure: str, filters: Mapping[str, Any], *, after: str = "", limit: int = 50
) -> LossPage:
    """The rows a sum is made of: `confirmed`, `corrections`, `candidates`, `submitted`, `rejected`, `doubles`. Largest first.

    Raises `NotFound` for a figure nobody draws, `Forbidden` without the right to see figures.
    """
    require(session.actor, Permission.SEE_DASHBOARDS)
    session.plan_for_values()
    today = bank_day(session.now)
    rest = dict(filters)
    period = parse_period(str(rest.pop("period", "all")), everything=loss_days(session, today))
    chosen = read_loss_filter(session, rest, loss_categories(session))
    wanted = and_(_behind(figure, so_far(period, today)), chosen.condition())
    opens = may(session.actor, Permission.DRILL_TO_CASES)
    shown = or_(prevented_loss.c.case_id.is_(None), readable_cases(session.actor)) if opens else literal(True)
    source = prevented_loss.outerjoin(cases, cases.c.id == prevented_loss.c.case_id)
    kopecks = cast(func.coalesce(func.sum(prevented_loss.c.loss_kopecks), 0), BigInteger)
    totals = session.rows(
        select(func.count().label("n"), kopecks.label("kopecks"), func.count().filter(shown).label("shown"))
        .select_from(source)
        .where(wanted)
    )[0]
    size = min(max(limit, 1), LARGEST_PAGE)
    query = select(prevented_loss, cases.c.number.label("case_number")).select_from(source).where(wanted, shown)
    if after:
        worth, _tilde, number = after.partition("~")
        if not worth.lstrip("-").isdecimal():
            raise NotFound(after)
        query = query.where(tuple_(prevented_loss.c.loss_kopecks, prevented_loss.c.number) < tuple_(literal(int(worth)), literal(number)))
    found = session.rows(query.order_by(prevented_loss.c.loss_kopecks.desc(), prevented_loss.c.number.desc()).limit(size + 1))
    rows = tuple(_row(row, opens=opens) for row in found[:size])
    more = f"{rows[-1].loss_kopecks}~{rows[-1].number}" if len(found) > size else ""
    return LossPage(rows=rows, total=totals.n, kopecks=totals.kopecks, closed_to_reader=totals.n - totals.shown, next_after=more)


def _behind(figure: str, stretch: tuple[date, date]) -> ColumnElement[bool]:
    found: Mapping[str, ColumnElement[bool]] = {
        "confirmed": and_(IS_CONFIRMED, counted_between(*stretch)),
        "corrections": and_(IS_CONFIRMED, ~IS_LOSS, counted_between(*stretch)),
        "rejected": and_(prevented_loss.c.state == LossState.REJECTED.value, counted_between(*stretch)),
        "doubles": and_(prevented_loss.c.state == LossState.DOUBLE.value, counted_between(*stretch)),
        "candidates": prevented_loss.c.state == LossState.CANDIDATE.value,
        "submitted": prevented_loss.c.state == LossState.SUBMITTED.value,
    }
    if figure not in found:
        raise NotFound(figure)
    return found[figure]


def _row(row: Any, *, opens: bool) -> LossRow:
    return LossRow(
        id=row.id if opens else None, number=row.number, category=row.category, state=row.state,
        object_name=row.object_name if opens else "", case_number=(row.case_number or "") if opens else "",
        happened_on=row.happened_on, counted_on=row.counted_on, at_stake_kopecks=row.at_stake_kopecks, loss_kopecks=row.loss_kopecks,
        is_correction=row.corrects_id is not None, service=row.service,
    )  # fmt: skip


# Which rows each tab of the register holds.
TABS: Mapping[str, tuple[str, ...]] = {
    "candidates": (LossState.CANDIDATE.value,), "submitted": (LossState.SUBMITTED.value,), "confirmed": (LossState.CONFIRMED.value,),
    "declined": (LossState.REJECTED.value, LossState.DOUBLE.value), "all": tuple(state.value for state in LossState),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """`tab` is a key of `TABS`; `search` is found in the number, the object's name and the number of the case."""

    tab: str = "submitted"
    category: str = ""
    search: str = ""


def _visible(session: Session) -> ColumnElement[bool]:
    require(session.actor, Permission.REGISTER_LOSS)
    return or_(prevented_loss.c.case_id.is_(None), readable_cases(session.actor))


def register_page(session: Session, wanted: RegisterFilter, *, offset: int = 0, limit: int = 100) -> list[LossRow]:
    """Rows of the register this reader may see, the latest first."""
    source = prevented_loss.outerjoin(cases, cases.c.id == prevented_loss.c.case_id)
    found = session.rows(
        select(prevented_loss, cases.c.number.label("case_number"))
        .select_from(source)
        .where(_visible(session), *_chosen(wanted))
        .order_by(prevented_loss.c.happened_on.desc(), prevented_loss.c.number.desc())
        .offset(offset)
        .limit(min(limit, LARGEST_PAGE) + 1)
    )
    return [_row(row, opens=True) for row in found]


def register_counts(session: Session) -> dict[str, int]:
    """How many rows each tab holds for this reader."""
    source = prevented_loss.outerjoin(cases, cases.c.id == prevented_loss.c.case_id)
    counted = [func.count().filter(prevented_loss.c.state.in_(states)).label(tab) for tab, states in TABS.items()]
    return dict(session.rows(select(*counted).select_from(source).where(_visible(session)))[0]._mapping)


def _chosen(wanted: RegisterFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [prevented_loss.c.state.in_(TABS.get(wanted.tab, TABS["all"]))]
    if wanted.category:
        chosen.append(prevented_loss.c.category == wanted.category)
    if words := wanted.search.strip().lower().replace("\\", "").replace("%", "").replace("_", ""):
        texts = (prevented_loss.c.number, prevented_loss.c.object_name, cases.c.number)
        chosen.append(or_(*(func.lower(one).contains(words) for one in texts)))
    return chosen


@dataclass(frozen=True, slots=True)
class LossCard:
    """One loss: `row` with its method, the people who handed in and decided, its corrections, and other losses of the same object."""

    row: Any
    method: LossMethod
    case_number: str
    submitter: str
    decider: str
    double_of: str
    corrections: tuple[LossRow, ...]
    counted_kopecks: int
    neighbours: tuple[LossRow, ...]


def loss_card(session: Session, loss_id: UUID) -> LossCard:
    """Everything about one loss. Raises `NotFound` for what this reader may not see."""
    source = prevented_loss.outerjoin(cases, cases.c.id == prevented_loss.c.case_id)
    row = session.first(
        select(prevented_loss, cases.c.number.label("case_number"))
        .select_from(source)
        .where(prevented_loss.c.id == loss_id, _visible(session))
    )
    if row is None:
        raise NotFound(what="loss")
    people = {row.submitted_by, row.decided_by} - {None}
    names = {one.id: one.name for one in session.rows(
        select(person.c.id, shown_name(session.actor.lang).label("name")).where(person.c.id.in_(people)))} if people else {}  # fmt: skip
    of_object = session.rows(
        select(prevented_loss, cases.c.number.label("case_number"))
        .select_from(source)
        .where(prevented_loss.c.object_key == row.object_key, prevented_loss.c.id != row.id, _visible(session))
        .order_by(prevented_loss.c.happened_on.desc())
        .limit(20)
    )
    corrections = [one for one in of_object if one.corrects_id == row.id]
    counted = [one for one in (row, *corrections) if one.state == LossState.CONFIRMED]
    first = session.scalar(select(prevented_loss.c.number).where(prevented_loss.c.id == row.double_of)) if row.double_of else ""
    return LossCard(
        row=row, method=next(one for one in loss_methods(session, row.category) if one.id == row.method_id),
        case_number=row.case_number or "", submitter=names.get(row.submitted_by, ""), decider=names.get(row.decided_by, ""),
        double_of=first or "",
        corrections=tuple(_row(one, opens=True) for one in corrections), counted_kopecks=sum(one.loss_kopecks for one in counted),
        neighbours=tuple(_row(one, opens=True) for one in of_object if one.corrects_id is None),
    )  # fmt: skip


def loss_methods(session: Session, category: str = "") -> list[LossMethod]:
    """Every version of the written methods, by category in the order of the register, the latest first."""
    author, publisher = person.alias("author"), person.alias("publisher")
    lang = session.actor.lang
    named = loss_method.join(loss_category, loss_category.c.code == loss_method.c.category)
    named = named.outerjoin(author, author.c.id == loss_method.c.author_id)
    query = (
        select(loss_method, shown_name(lang, author).label("author"), shown_name(lang, publisher).label("publisher"))
        .select_from(named.outerjoin(publisher, publisher.c.id == loss_method.c.publisher_id))
        .order_by(loss_category.c.position, loss_method.c.number.desc())
    )
    if category:
        query = query.where(loss_method.c.category == category)
    return [
        LossMethod(
            id=row.id, category=row.category, number=row.number, basis=LossBasis(row.basis), probability=row.probability,
            loss_given_event=row.loss_given_event, repeat_days=row.repeat_days, wording=row.wording, source=row.source, state=row.state,
            first_day=row.first_day, author_id=row.author_id, author=row.author or "", publisher=row.publisher or "",
        )
        for row in session.rows(query)
    ]  # fmt: skip
