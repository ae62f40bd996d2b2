"""Sprints: planned, begun, closed; what was not done goes on in the next one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select, update

from data.ids import new_id
from data.operations.audit import record
from data.operations.workforce.board import take_boards_turn, write_log
from data.session import Session
from data.tables.projects import backlog_item, sprint
from models.access.permissions import Permission, require
from models.workforce.projects import LONGEST_GOAL, check_text
from models.workforce.sprints import Column, NoSprintRuns, SprintRuns, SprintState, check_sprint_days


def plan_sprint(session: Session, *, goal: str, first_day: date, last_day: date) -> UUID:
    """The next sprint; it begins after every other ends. Raises `SprintDatesWrong`, `ProjectTextNeeded`."""
    require(session.actor, Permission.MANAGE_PROJECTS)
    words = check_text(goal, field="goal", most=LONGEST_GOAL)
    take_boards_turn(session)
    check_sprint_days(first_day, last_day, after=session.scalar(select(func.max(sprint.c.last_day))))
    sprint_id = new_id()
    session.execute(insert(sprint).values(id=sprint_id, goal=words, first_day=first_day, last_day=last_day))
    record(session, "sprint_planned", subject_kind="sprint", subject_id=sprint_id, subject_name=words,
           after={"first_day": first_day, "last_day": last_day})  # fmt: skip
    session.changed("board")
    return sprint_id


def start_sprint(session: Session, sprint_id: UUID) -> None:
    """Begin a planned sprint. Raises `SprintRuns`, `NoSprintRuns` (it is not planned any more)."""
    require(session.actor, Permission.MANAGE_PROJECTS)
    take_boards_turn(session)
    if session.first(select(sprint.c.id).where(sprint.c.state == SprintState.RUNNING)) is not None:
        raise SprintRuns
    row = session.first(
        update(sprint).where(sprint.c.id == sprint_id, sprint.c.state == SprintState.PLANNED).values(state=SprintState.RUNNING)
        .returning(sprint.c.goal)
    )  # fmt: skip
    if row is None:
        raise NoSprintRuns
    record(session, "sprint_started", subject_kind="sprint", subject_id=sprint_id, subject_name=row.goal)
    session.changed("board")


def close_sprint(session: Session, sprint_id: UUID) -> tuple[int, int]:
    """Close the running sprint: what is done stays with it, the rest goes into the next planned one, else back into the backlog.

    Returns how many cards were done and how many went over. Raises `NoSprintRuns`.
    """
    require(session.actor, Permission.MANAGE_PROJECTS)
    take_boards_turn(session)
    row = session.first(
        update(sprint).where(sprint.c.id == sprint_id, sprint.c.state == SprintState.RUNNING)
        .values(state=SprintState.CLOSED, closed_at=session.now).returning(sprint.c.goal)
    )  # fmt: skip
    if row is None:
        raise NoSprintRuns
    following = session.scalar(select(sprint.c.id).where(sprint.c.state == SprintState.PLANNED).order_by(sprint.c.first_day).limit(1))
    cards = session.rows(select(backlog_item).where(backlog_item.c.sprint_id == sprint_id).order_by(backlog_item.c.rank))
    going = [card for card in cards if card.stage != Column.DONE]
    for card in going:
        write_log(session, sprint_id, card.id, "carried", scope=-card.minutes, left=-card.minutes)
        if following is not None:
            write_log(session, following, card.id, "taken", scope=card.minutes, left=card.minutes)
        session.execute(update(backlog_item).where(backlog_item.c.id == card.id).values(
            sprint_id=following, stage=card.stage if following else Column.TO_DO.value, revision=backlog_item.c.revision + 1,
        ))  # fmt: skip
    done = len(cards) - len(going)
    record(session, "sprint_closed", subject_kind="sprint", subject_id=sprint_id, subject_name=row.goal,
           after={"done": done, "carried": len(going)})  # fmt: skip
    session.changed("board")
    return done, len(going)
