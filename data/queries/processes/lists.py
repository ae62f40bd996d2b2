"""Lists of cases: filtered, sorted, a page at a time by keyset, so that the last page costs what the first one does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, true, tuple_

from data.queries.access_names import shown_name
from data.queries.processes.clocks import Left, clocks_of, time_left
from data.queries.processes.definitions import ProcessNames, names_of_versions
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.settings import read_settings
from data.tables.access import person, unit, work_group
from data.tables.processes import amount_order, approver, cases, closing, message, task, title_order, urgency
from models.access.permissions import Permission, may
from models.errors import InvalidInput
from models.processes.case import CLOSED, CaseState
from models.processes.sla import SlaState, sla_state

PAGE_LIMIT = 200
_CASE_NUMBER = re.compile(r"\w{1,8}-\d{4}-\d{1,9}")
COUNT_LIMIT = 1001  # "1,000+" is all anybody needs to know

# What a list may be sorted by: never null, and with an index of its own.
SORTS: Mapping[str, ColumnElement[Any]] = {
    "due": urgency, "opened": cases.c.opened_at, "number": cases.c.number, "title": title_order, "priority": cases.c.priority,
    "changed": cases.c.changed_at, "amount": amount_order, "closed": closing,
}  # fmt: skip


class UnknownSort(InvalidInput):
    """There is no such order."""

    code = "unknown_sort"


class UnknownFilter(InvalidInput):
    """There is no such filter, or not with this value."""

    code = "unknown_filter"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list shows. Empty = everything the actor may read. All of it fits into the URL.

    `scope`: mine (my tasks and cases), group (my groups), unassigned, all, approvals (waiting for my decision), requests (ordered by me),
    unit (my unit), mentions. `sla`: late, soon, today. `states` empty means open ones; {"closed"} all closed, {"any"} all.
    """

    scope: str = "all"
    states: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()
    sla: str = ""
    search: str = ""
    opened_from: datetime | None = None
    opened_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of a list. `sla` is the state of the promise now; `step` the step's name in both languages."""

    id: UUID
    number: str
    title: str
    service: str
    service_name: Mapping[str, str]
    state: str
    step: Mapping[str, str]
    priority: int
    risk_level: str
    amount_kopecks: int | None
    owner_id: UUID | None
    owner: str
    group: Mapping[str, str]
    requester: str
    unit: Mapping[str, str]
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime
    resume_on: Any
    sla: SlaState
    task_id: UUID | None
    left: Left | None = None
    outcome: str = ""
    rating: int | None = None
    cursor: tuple[Any, ...] = field(default=(), compare=False)


def case_rows(
    session: Session,
    chosen: CaseFilter,
    *,
    sort: str = "due",
    descending: bool = False,
    after: Sequence[Any] | None = None,
    limit: int = 50,
) -> list[CaseRow]:
    """One page of a list, after the cursor of the last row of the page before. Raises `UnknownSort`, `UnknownFilter`."""
    if sort not in SORTS:
        raise UnknownSort(field="sort", sort=sort)
    order = SORTS[sort]
    query = _page(order, session.actor.lang).where(_wanted(session, chosen))
    direction = (order.desc(), cases.c.id.desc()) if descending else (order.asc(), cases.c.id.asc())
    if after is not None:
        here, there = tuple_(order, cases.c.id), tuple_(literal(after[0], order.type), literal(UUID(str(after[1]))))
        query = query.where(here < there if descending else here > there)
    rows = session.rows(query.order_by(*direction).limit(min(limit, PAGE_LIMIT)))
    versions = {row.version_id for row in rows}
    names, clocks, now = names_of_versions(session, versions), clocks_of(session, versions), session.now
    return [
        _row(row, open_task, names=names[row.version_id], now=now, left=time_left(row.due_at, clocks[row.version_id], now=now))
        for row, open_task in _with_steps(session, rows)
    ]


def case_counts(session: Session, lists: Sequence[CaseFilter]) -> list[int]:
    """How many rows each of these lists has, counted to 1,001 at most, by one question for all of them."""
    if not lists:
        return []
    wanted = [select(literal(1)).select_from(cases).where(_wanted(session, one)).limit(COUNT_LIMIT).subquery() for one in lists]
    row = session.first(select(*[select(func.count()).select_from(one).scalar_subquery() for one in wanted]))
    return [int(count) for count in row or ()]


def case_count(session: Session, chosen: CaseFilter) -> int:
    """How many rows the list has, counted to 1,001 at most."""
    return case_counts(session, [chosen])[0]


def by_promise(chosen: CaseFilter) -> dict[str, CaseFilter]:
    """late, soon and today among the open rows of a list."""
    return {name: replace(chosen, sla=name) for name in ("late", "soon", "today")}


def _page(order: ColumnElement[Any], lang: str) -> Select[Any]:
    owner, requester = person.alias(), person.alias()
    return (
        select(
            cases.c.id, cases.c.number, cases.c.title, cases.c.service, cases.c.state, cases.c.priority, cases.c.risk_level,
            cases.c.amount_kopecks,
            cases.c.owner_id, cases.c.opened_at, cases.c.due_at, cases.c.closed_at, cases.c.changed_at, cases.c.resume_on,
            cases.c.paused_at, cases.c.sla_met,
            cases.c.remind_times, cases.c.outcome, cases.c.rating, cases.c.version_id, shown_name(lang, owner).label("owner"),
            shown_name(lang, requester).label("requester"), work_group.c.name.label("group_name"), unit.c.name.label("unit_name"),
            order.label("sort_key"),
        )
        .outerjoin(owner, owner.c.id == cases.c.owner_id)
        .outerjoin(requester, requester.c.id == cases.c.requester_id)
        .outerjoin(work_group, work_group.c.id == cases.c.group_id)
        .outerjoin(unit, unit.c.id == cases.c.unit_id)
    )  # fmt: skip


def _with_steps(session: Session, rows: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each row with the open task that concerns the reader most, by one more query for the whole page."""
    found = session.rows(
        select(task.c.case_id, task.c.id, task.c.step, task.c.assignee_id, task.c.group_id)
        .where(task.c.case_id.in_([row.id for row in rows]), task.c.state == "open")
        .order_by(task.c.entered_at.desc())
    )
    chosen: dict[Any, Any] = {}
    for one in found:
        mine = one.assignee_id in session.actor.identities or (one.assignee_id is None and one.group_id in session.actor.group_ids)
        if one.case_id not in chosen or mine:
            chosen[one.case_id] = one
    return [(row, chosen.get(row.id)) for row in rows]


def _row(row: Any, open_task: Any, *, names: ProcessNames, now: datetime, left: Left | None) -> CaseRow:
    soon_at = row.remind_times[0] if len(row.remind_times) > 1 else None
    return CaseRow(
        id=row.id, number=row.number, title=row.title, service=row.service, service_name=names.case_name, state=row.state,
        step=names.steps.get(open_task.step, {}) if open_task else {},
        priority=row.priority, risk_level=row.risk_level, amount_kopecks=row.amount_kopecks, owner_id=row.owner_id, owner=row.owner or "",
        group=row.group_name or {}, requester=row.requester or "", unit=row.unit_name or {}, opened_at=row.opened_at, due_at=row.due_at,
        closed_at=row.closed_at, changed_at=row.changed_at, resume_on=row.resume_on, outcome=row.outcome, rating=row.rating,
        sla=sla_state(
            row.due_at, now, is_closed=row.closed_at is not None, was_kept=row.sla_met, is_paused=row.paused_at is not None, soon_at=soon_at
        ),
        task_id=open_task.id if open_task else None, left=left, cursor=(row.sort_key, row.id),
    )  # fmt: skip


def _wanted(session: Session, chosen: CaseFilter) -> ColumnElement[bool]:
    parts = [readable_cases(session.actor), _scope(session, chosen.scope), _states(chosen)]
    if chosen.services:
        parts.append(cases.c.service.in_(chosen.services))
    if chosen.groups:
        parts.append(cases.c.group_id.in_(select(work_group.c.id).where(work_group.c.code.in_(chosen.groups))))
    if chosen.owners:
        parts.append(cases.c.owner_id.in_(_ids("owners", chosen.owners)))
    if chosen.risks:
        parts.append(cases.c.risk_level.in_({"" if risk == "none" else risk for risk in chosen.risks}))
    if chosen.priorities:
        parts.append(cases.c.priority.in_([int(one) for one in chosen.priorities if one.isdecimal()]))
    if chosen.opened_from is not None:
        parts.append(cases.c.opened_at >= chosen.opened_from)
    if chosen.opened_to is not None:
        parts.append(cases.c.opened_at < chosen.opened_to)
    if chosen.sla:
        parts.append(_sla(session, chosen.sla))
    if chosen.search.strip():
        parts.append(matches_search(chosen.search))
    return and_(*parts)


def matches_search(typed: str) -> ColumnElement[bool]:
    """A whole number of a case, or full text over number, title, names and identifiers, where the last word may be unfinished."""
    if _CASE_NUMBER.fullmatch(typed.strip()):  # full text takes "-00400" for a negative number
        return cases.c.number == typed.strip().upper()
    words = ["".join(letter for letter in word if letter.isalnum()) for word in typed.replace("-", " ").split()][:8]
    words = [word.lstrip("0") if word.isdecimal() and len(word) <= 6 else word for word in words]  # the tail of a number is kept bare
    query = " & ".join(f"{word}:*" for word in words if word)
    return cases.c.search.op("@@")(func.to_tsquery("russian", query)) if query else true()


def _states(chosen: CaseFilter) -> ColumnElement[bool]:
    if not chosen.states:
        return cases.c.closed_at.is_(None)
    if "any" in chosen.states:
        return true()
    wanted = set(chosen.states - {"closed"}) | (set(CLOSED) if "closed" in chosen.states else set())
    unknown = wanted - set(CaseState)
    if unknown:
        raise UnknownFilter(field="states", value=sorted(unknown))
    of_these = cases.c.state.in_({str(state) for state in wanted})
    # Said outright for the open ones: they are few, and their index does not know that the state says it.
    return of_these if wanted & set(CLOSED) else and_(cases.c.closed_at.is_(None), of_these)


def _scope(session: Session, scope: str) -> ColumnElement[bool]:
    actor = session.actor
    opened = and_(task.c.case_id == cases.c.id, task.c.state == "open")
    own_group = task.c.group_id.in_(actor.group_ids)
    leads_all = not actor.group_ids and may(actor, Permission.SEE_ALL_CASES)  # the head of all groups is a member of none
    match scope:
        case "all":
            return true()
        case "mine":
            return or_(cases.c.owner_id.in_(actor.identities), exists().where(opened, task.c.assignee_id.in_(actor.identities)))
        case "group":
            return true() if leads_all else or_(cases.c.group_id.in_(actor.group_ids), exists().where(opened, own_group))
        case "unassigned":
            return exists().where(opened, task.c.kind == "task", task.c.assignee_id.is_(None), true() if leads_all else own_group)
        case "approvals":
            asked = and_(approver.c.task_id == task.c.id, approver.c.decision == "", approver.c.person_id.in_(actor.identities))
            return exists().where(opened, asked)
        case "requests":
            return cases.c.requester_id == actor.user_id
        case "unit":
            return cases.c.unit_id.in_(actor.unit_ids)
        case "mentions":
            return exists().where(message.c.case_id == cases.c.id, message.c.mentions.contains([actor.user_id]))
        case _:
            raise UnknownFilter(field="scope", value=scope)


def _sla(session: Session, wanted: str) -> ColumnElement[bool]:
    running = and_(cases.c.closed_at.is_(None), cases.c.paused_at.is_(None))
    if wanted == "late":
        return and_(running, cases.c.due_at < session.now)
    if wanted == "soon":
        return and_(running, cases.c.due_at >= session.now, cases.c.remind_times[1] <= session.now)
    if wanted == "today":
        local = session.now.astimezone(ZoneInfo(read_settings().zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return and_(running, cases.c.due_at >= session.now, cases.c.due_at < midnight)
    raise UnknownFilter(field="sla", value=wanted)


def _ids(name: str, values: frozenset[str]) -> list[UUID]:
    try:
        return [UUID(value) for value in values]
    except ValueError:
        raise UnknownFilter(field=name, value=sorted(values)) from None
