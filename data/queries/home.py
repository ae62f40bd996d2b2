"""What the first page of each role counts and lists: by a fixed number of questions, however many cases there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select

from data.queries.analytics.filters import read_scope
from data.queries.analytics.measures import bank_zone, flows, stale_days
from data.queries.processes.lists import CaseFilter, CaseRow, by_promise, case_count, case_counts, case_rows
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import work_group
from data.tables.processes import cases
from models.access.permissions import Permission, may, require
from models.analytics.flow import total

URGENT_ROWS = 8
QUEUE_ROWS = 12
WEEKS = 12


@dataclass(frozen=True, slots=True)
class OfficerHome:
    """My work: the most urgent rows, and how much there is of each kind. `free`: in my groups, taken by nobody."""

    rows: Sequence[CaseRow]
    mine: int
    late: int
    soon: int
    today: int
    free: int
    approvals: int


def officer_home(session: Session) -> OfficerHome:
    """Raises `Forbidden` for those who work on no cases."""
    require(session.actor, Permission.WORK_CASES)
    mine = CaseFilter(scope="mine")
    lists = {**by_promise(mine), "mine": mine, "free": CaseFilter(scope="unassigned"), "approvals": CaseFilter(scope="approvals")}
    counts = dict(zip(lists, case_counts(session, list(lists.values())), strict=True))
    return OfficerHome(rows=case_rows(session, mine, sort="due", limit=QUEUE_ROWS), **counts)


def approvals_waiting(session: Session) -> int:
    """Decisions that wait for this actor."""
    return case_count(session, CaseFilter(scope="approvals"))


def led_groups(session: Session) -> tuple[str, ...] | None:
    """Codes of the groups whose work this actor watches over; None for somebody who watches everything."""
    require(session.actor, Permission.DISTRIBUTE_WORK)
    if may(session.actor, Permission.SEE_ALL_CASES):
        return None
    found = session.rows(select(work_group.c.code).where(work_group.c.id.in_(session.actor.lead_of)).order_by(work_group.c.code))
    return tuple(row.code for row in found)


def urgent_rows(session: Session, groups: Sequence[str] | None) -> list[CaseRow]:
    """What is late, then what is about to be: the most urgent first."""
    wanted = CaseFilter(scope="all", groups=frozenset(groups or ()))
    late = case_rows(session, replace(wanted, sla="late"), sort="due", limit=URGENT_ROWS)
    room = URGENT_ROWS - len(late)
    soon = case_rows(session, replace(wanted, sla="soon"), sort="due", limit=room) if room else []
    return [*late, *soon]


def opened_by_week(session: Session, groups: Sequence[str] | None, *, service: str = "") -> list[tuple[date, int]]:
    """Cases opened in each of the last twelve weeks by their Mondays; the last week is not over."""
    require(session.actor, Permission.DISTRIBUTE_WORK)
    today, stale = session.now.astimezone(bank_zone()).date(), stale_days(session)
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    scope = read_scope(session, {"group": groups or (), "service": (service,) if service else ()})
    weeks = []
    for number in range(WEEKS):
        monday = first + timedelta(weeks=number)
        opened = flows(session, monday, monday + timedelta(weeks=1), scope=scope, names=("opened",), by=(), stale=stale)
        weeks.append((monday, total(opened)))
    return weeks


def unassigned_of(session: Session, groups: Sequence[str] | None) -> int:
    """Open cases of these groups that nobody answers for yet."""
    wanted = (
        select(func.count())
        .select_from(cases)
        .where(cases.c.closed_at.is_(None), cases.c.owner_id.is_(None), readable_cases(session.actor))
    )
    if groups is not None:
        wanted = wanted.where(cases.c.group_id.in_(select(work_group.c.id).where(work_group.c.code.in_(groups))))
    return int(session.scalar(wanted) or 0)
