"""The board as it stands: sprints, cards, what is left day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from data.queries.access import bank_day
from data.queries.workforce.days import norms
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.projects import backlog_item, sprint, sprint_log
from data.tables.workforce import project
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.workforce.sprints import Burn, Change, Column, SprintState, burndown, velocity


@dataclass(frozen=True, slots=True)
class Board:
    """`sprint` is the running one, `planned` those to come; `cards` of the running sprint and `backlog` in their order; minutes.

    A card has id, title, stage, minutes, revision, sprint_id, assignee_id, person, person_en, project (its name by language).
    """

    sprint: Any | None
    planned: Sequence[Any]
    cards: Sequence[Any]
    backlog: Sequence[Any]
    burn: Sequence[Burn]
    velocity: int | None


def board(session: Session) -> Board:
    """Everything on the board. Raises `Forbidden`, `CalendarYearNotLoaded`."""
    require(session.actor, Permission.WORK_PROJECTS)
    sprints = session.rows(select(sprint).order_by(sprint.c.first_day))
    running = next((row for row in sprints if row.state == SprintState.RUNNING), None)
    planned = [row for row in sprints if row.state == SprintState.PLANNED]
    waiting = backlog_item.c.sprint_id.is_(None) | backlog_item.c.sprint_id.in_([row.id for row in planned])
    cards = _cards(session, backlog_item.c.sprint_id == running.id) if running else []
    burn = burn_of(session, running, until=bank_day(session.now)) if running else []
    return Board(running, planned, cards, _cards(session, waiting), burn, velocity(done_minutes(session)))


def burn_of(session: Session, of: Any, *, until: date) -> list[Burn]:
    """The burndown of a sprint. What went over at its close is left out: it was not done."""
    rows = session.rows(select(sprint_log.c.day, sprint_log.c.scope_minutes, sprint_log.c.left_minutes).where(
        sprint_log.c.sprint_id == of.id, sprint_log.c.kind != "carried",
    ))  # fmt: skip
    changes = [Change(row.day, row.scope_minutes, row.left_minutes) for row in rows]
    working = [day for day, norm in norms(session, of.first_day, of.last_day).items() if norm]
    return burndown(changes, of.first_day, of.last_day, until=until, working=working)


def done_minutes(session: Session) -> list[int]:
    """Minutes done in each closed sprint, in their order."""
    minutes = func.coalesce(func.sum(backlog_item.c.minutes).filter(backlog_item.c.stage == Column.DONE.value), 0)
    rows = session.rows(
        select(sprint.c.first_day, minutes.label("minutes")).outerjoin(backlog_item, backlog_item.c.sprint_id == sprint.c.id)
        .where(sprint.c.state == SprintState.CLOSED).group_by(sprint.c.id).order_by(sprint.c.first_day)
    )  # fmt: skip
    return [int(row.minutes) for row in rows]


def choices(session: Session) -> tuple[Sequence[Any], Sequence[Any]]:
    """(projects that run, people of the service): what a card may be given to."""
    require(session.actor, Permission.WORK_PROJECTS)
    projects = session.rows(select(project.c.id, project.c.name).where(project.c.state == "active").order_by(project.c.code))
    people = session.rows(
        select(person.c.id, person.c.full_name, person.c.full_name_en).where(in_service(), person.c.is_active).order_by(person.c.full_name)
    )
    return projects, people


def open_minutes(session: Session, sprint_id: UUID) -> tuple[int, int]:
    """(what the log says is left of a sprint, what its cards say): they are the same."""
    logged = session.scalar(select(func.coalesce(func.sum(sprint_log.c.left_minutes), 0)).where(sprint_log.c.sprint_id == sprint_id))
    held = session.scalar(select(func.coalesce(func.sum(backlog_item.c.minutes), 0)).where(
        backlog_item.c.sprint_id == sprint_id, backlog_item.c.stage != Column.DONE.value,
    ))  # fmt: skip
    return int(logged), int(held)


def card_of(session: Session, card_id: UUID) -> Any:
    """One card as `board` has it. Raises `NotFound`, `Forbidden`."""
    require(session.actor, Permission.WORK_PROJECTS)
    found = _cards(session, backlog_item.c.id == card_id)
    if not found:
        raise NotFound(what="card")
    return found[0]


def _cards(session: Session, condition: ColumnElement[bool]) -> Sequence[Any]:
    return session.rows(
        select(
            backlog_item.c.id, backlog_item.c.title, backlog_item.c.stage, backlog_item.c.minutes, backlog_item.c.revision,
            backlog_item.c.sprint_id, backlog_item.c.assignee_id, person.c.full_name.label("person"),
            person.c.full_name_en.label("person_en"), project.c.name.label("project"),
        )
        .join(project, project.c.id == backlog_item.c.project_id)
        .outerjoin(person, person.c.id == backlog_item.c.assignee_id)
        .where(condition).order_by(backlog_item.c.rank)
    )  # fmt: skip
