"""Who has how much time for the sprint that runs and the one to come, who is promised twice, who could take what nobody has yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from data.queries.access import bank_day
from data.queries.access_names import shown_name
from data.queries.analytics.operations import figure_targets
from data.queries.workforce.reading import in_service
from data.queries.workforce.workload import labour_of, owed_by
from data.session import Session
from data.tables.access import person
from data.tables.projects import backlog_item, project_member, sprint
from data.tables.workforce import effort, project
from models.access.permissions import Permission, require
from models.workforce.capacity import Advice, Candidate, Capacity, Need, capacity_of, is_promised_twice, staffing
from models.workforce.projects import balance

BALANCE = "project_share"  # what its target is called
_WEEKS_OF_BALANCE = 4


@dataclass(frozen=True, slots=True)
class PersonCapacity:
    """A person in a sprint; `shares`: what his projects want of him, in per cent together."""

    person_id: UUID
    name: str
    capacity: Capacity
    shares: int
    is_promised_twice: bool


@dataclass(frozen=True, slots=True)
class SprintCapacity:
    """A sprint from today on: its people, the cards nobody has (`needs`, with title and project), who should take each."""

    sprint: Any
    people: tuple[PersonCapacity, ...]
    needs: tuple[Any, ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class CapacityView:
    """`balance`: by how much project work lies above its target in four weeks; None without labour or target."""

    sprints: tuple[SprintCapacity, ...]
    project_share: float | None
    target: float | None
    balance: float | None


def capacity_view(session: Session) -> CapacityView:
    """Raises `Forbidden`, `CalendarYearNotLoaded`."""
    require(session.actor, Permission.MANAGE_PROJECTS)
    today = bank_day(session.now)
    rows = session.rows(select(sprint).where(sprint.c.state != "closed", sprint.c.last_day >= today).order_by(sprint.c.first_day).limit(2))
    name = shown_name(session.actor.lang).label("name")
    people = session.rows(select(person.c.id, name).where(in_service(), person.c.is_active).order_by(name))
    found = tuple(_sprint(session, row, people, today) for row in rows)
    totals = labour_of(session, [one.id for one in people], today - timedelta(weeks=_WEEKS_OF_BALANCE), today).totals()
    target = figure_targets(session).get(BALANCE)
    off = balance(totals["minutes"], totals["project_minutes"], target) if target is not None else None
    return CapacityView(found, totals["project_share"], target, off)


def _sprint(session: Session, row: Any, people: Sequence[Any], today: date) -> SprintCapacity:
    first, after = max(row.first_day, today), row.last_day + timedelta(days=1)
    ids = [one.id for one in people]
    owed = dict(zip(ids, owed_by(session, ids, first, after).owed.sum(axis=1).tolist(), strict=True))
    members = session.rows(select(project_member).join(project, project.c.id == project_member.c.project_id).where(
        project.c.state == "active", project_member.c.first_day < after, project_member.c.last_day >= first,
    ))  # fmt: skip
    cards = session.rows(
        select(backlog_item.c.id, backlog_item.c.title, backlog_item.c.project_id, backlog_item.c.assignee_id, backlog_item.c.minutes,
               project.c.name.label("project"))
        .join(project, project.c.id == backlog_item.c.project_id)
        .where(backlog_item.c.sprint_id == row.id, backlog_item.c.stage != "done").order_by(backlog_item.c.rank)
    )  # fmt: skip
    told = []
    for one in people:
        shares = [member.share for member in members if member.person_id == one.id]
        planned = sum(card.minutes for card in cards if card.assignee_id == one.id)
        capacity = Capacity(owed[one.id], capacity_of(owed[one.id], shares), planned, 0)
        if shares or planned:
            told.append(PersonCapacity(one.id, one.name, capacity, sum(shares), is_promised_twice(shares)))
    open_cards = tuple(card for card in cards if card.assignee_id is None)
    return SprintCapacity(row, tuple(told), open_cards, tuple(_advice(session, open_cards, told, members)))


def _advice(session: Session, cards: Sequence[Any], people: Sequence[PersonCapacity], members: Sequence[Any]) -> list[Advice]:
    if not cards:
        return []
    worked = session.rows(
        select(effort.c.project_id, effort.c.person_id, func.sum(effort.c.minutes).label("minutes"))
        .where(effort.c.project_id.in_({card.project_id for card in cards}), effort.c.cancelled_at.is_(None))
        .group_by(effort.c.project_id, effort.c.person_id)
    )
    return staffing(
        [Need(str(card.id), str(card.project_id), card.minutes) for card in cards],
        [Candidate(str(one.person_id), one.capacity.free) for one in people],
        team_of=[(str(member.project_id), str(member.person_id)) for member in members],
        experience=[(str(row.project_id), str(row.person_id), int(row.minutes)) for row in worked],
    )
