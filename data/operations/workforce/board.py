"""The board: cards are added, changed, moved and planned. Whatever changes what is left of a sprint writes a line of its log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.queries.access import bank_day
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.projects import backlog_item, sprint, sprint_log
from data.tables.workforce import project
from models.access.permissions import Permission, may, require
from models.errors import NotFound
from models.workforce.projects import ProjectOver, ProjectState, check_text
from models.workforce.sprints import (
    CardMovedMeanwhile,
    Column,
    ForeignCard,
    NoSprintRuns,
    SprintState,
    check_estimate,
    column_of,
    left_of,
    placed,
)

_ADVISORY_LOCK = 5_672_343  # one hand at a time: the order of a column is written as a whole

_RANKS = text("""
    UPDATE backlog_item b SET rank = o.rank FROM unnest(CAST(:ids AS uuid[]), CAST(:ranks AS int[])) AS o(id, rank) WHERE b.id = o.id
""")


def take_boards_turn(session: Session) -> None:
    """Wait until no other hand moves cards or turns sprints."""
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})


def add_card(session: Session, *, title: str, project_id: UUID, minutes: int, assignee_id: UUID | None = None) -> UUID:
    """A new piece of work at the end of the backlog. Raises `ProjectTextNeeded`, `EstimateWrong`, `ProjectOver`, `NotFound`."""
    require(session.actor, Permission.WORK_PROJECTS)
    words = check_text(title, field="title")
    check_estimate(minutes)
    take_boards_turn(session)
    state = session.scalar(select(project.c.state).where(project.c.id == project_id))
    if state is None:
        raise NotFound(what="project")
    if state != ProjectState.ACTIVE:
        raise ProjectOver
    _require_person(session, assignee_id)
    card_id = new_id()
    rank = int(session.scalar(select(func.coalesce(func.max(backlog_item.c.rank), 0)))) + 1
    session.execute(insert(backlog_item).values(
        id=card_id, title=words, project_id=project_id, assignee_id=assignee_id, minutes=minutes, rank=rank, added_at=session.now,
    ))  # fmt: skip
    record(session, "card_added", subject_kind="card", subject_id=card_id, subject_name=words, after={"minutes": minutes})
    session.changed("board")
    return card_id


def change_card(session: Session, card_id: UUID, *, title: str, minutes: int, assignee_id: UUID | None, revision: int) -> None:
    """Other words, another estimate, another person. Raises what `add_card` raises, `CardMovedMeanwhile`, `ForeignCard`."""
    words = check_text(title, field="title")
    check_estimate(minutes)
    row = _card(session, card_id, revision)
    _require_person(session, assignee_id)
    if row.sprint_id and minutes != row.minutes:
        left = left_of(minutes, row.stage) - left_of(row.minutes, row.stage)
        write_log(session, row.sprint_id, card_id, "estimated", scope=minutes - row.minutes, left=left)
    _set(session, card_id, title=words, minutes=minutes, assignee_id=assignee_id)
    record(
        session, "card_changed", subject_kind="card", subject_id=card_id, subject_name=words,
        before={"name": row.title, "minutes": row.minutes}, after={"name": words, "minutes": minutes},
    )  # fmt: skip


def move_card(session: Session, card_id: UUID, *, column: str, place: int, revision: int) -> None:
    """Put a card into a column at this place (0: on top). Who begins a card that nobody has takes it.

    Raises `ColumnUnknown`, `CardMovedMeanwhile`, `ForeignCard`, `NoSprintRuns` (only cards of the running sprint leave the backlog).
    """
    wanted = column_of(column)
    row = _card(session, card_id, revision)
    if wanted != row.stage:
        running = session.scalar(select(sprint.c.id).where(sprint.c.state == SprintState.RUNNING))
        if running is None or row.sprint_id != running:
            raise NoSprintRuns
    _reorder(session, row, wanted, place)
    values: dict[str, Any] = {"stage": wanted.value}
    if wanted != row.stage:
        if wanted == Column.DONE or row.stage == Column.DONE:
            left = left_of(row.minutes, wanted) - left_of(row.minutes, row.stage)
            write_log(session, row.sprint_id, card_id, "moved", scope=0, left=left)
        values["done_at"] = session.now if wanted == Column.DONE else None
        if row.assignee_id is None and wanted != Column.TO_DO:
            values["assignee_id"] = session.actor.user_id
        record(session, "card_moved", subject_kind="card", subject_id=card_id, subject_name=row.title,
               before={"column": row.stage}, after={"column": wanted.value})  # fmt: skip
    _set(session, card_id, **values)


def schedule_card(session: Session, card_id: UUID, *, sprint_id: UUID | None, revision: int) -> None:
    """Take a card into a sprint that is planned or runs, or back into the backlog. Raises `CardMovedMeanwhile`, `NoSprintRuns`."""
    require(session.actor, Permission.MANAGE_PROJECTS)
    row = _card(session, card_id, revision)
    if row.sprint_id == sprint_id:
        return
    if sprint_id is not None:
        state = session.scalar(select(sprint.c.state).where(sprint.c.id == sprint_id))
        if state is None or state == SprintState.CLOSED:
            raise NoSprintRuns
    if row.sprint_id is not None:
        write_log(session, row.sprint_id, card_id, "dropped", scope=-row.minutes, left=-left_of(row.minutes, row.stage))
    stage = Column.TO_DO.value if sprint_id is None else row.stage
    if sprint_id is not None:
        write_log(session, sprint_id, card_id, "taken", scope=row.minutes, left=left_of(row.minutes, stage))
    _set(session, card_id, sprint_id=sprint_id, stage=stage, done_at=row.done_at if stage == Column.DONE else None)
    record(session, "card_scheduled", subject_kind="card", subject_id=card_id, subject_name=row.title)


def write_log(session: Session, sprint_id: UUID, card_id: UUID, kind: str, *, scope: int, left: int) -> None:
    """One more line of a sprint's log: minutes that came into it or left it, minutes that are left more or less."""
    session.execute(insert(sprint_log).values(
        id=new_id(), sprint_id=sprint_id, item_id=card_id, at=session.now, day=bank_day(session.now), kind=kind, scope_minutes=scope,
        left_minutes=left, by_id=session.actor.user_id,
    ))  # fmt: skip


def _card(session: Session, card_id: UUID, revision: int) -> Row[Any]:
    """The card as the reader saw it, held until the end of the transaction."""
    require(session.actor, Permission.WORK_PROJECTS)
    take_boards_turn(session)
    row = session.first(
        select(backlog_item, sprint.c.state.label("sprint_state")).outerjoin(sprint, sprint.c.id == backlog_item.c.sprint_id)
        .where(backlog_item.c.id == card_id).with_for_update(of=backlog_item)
    )  # fmt: skip
    if row is None:
        raise NotFound(what="card")
    if row.sprint_state == SprintState.CLOSED:
        raise NoSprintRuns
    if row.revision != revision:
        raise CardMovedMeanwhile
    if row.assignee_id not in (None, session.actor.user_id) and not may(session.actor, Permission.MANAGE_PROJECTS):
        raise ForeignCard
    return row


def _set(session: Session, card_id: UUID, **values: Any) -> None:
    changed = update(backlog_item).where(backlog_item.c.id == card_id)
    session.execute(changed.values(revision=backlog_item.c.revision + 1, **values))
    session.changed("board")


def _reorder(session: Session, row: Row[Any], column: Column, place: int) -> None:
    """The cards of a column share out the ranks they have among themselves, so no other card is touched."""
    same_sprint = backlog_item.c.sprint_id.is_not_distinct_from(row.sprint_id)
    beside = session.rows(
        select(backlog_item.c.id, backlog_item.c.rank)
        .where(same_sprint, backlog_item.c.stage == column.value, backlog_item.c.id != row.id).order_by(backlog_item.c.rank)
    )  # fmt: skip
    ranks = sorted([row.rank, *(one.rank for one in beside)])
    order = placed([str(one.id) for one in beside], str(row.id), place)
    session.execute(_RANKS, {"ids": order, "ranks": ranks})


def _require_person(session: Session, person_id: UUID | None) -> None:
    if person_id is not None and session.scalar(select(person.c.id).where(person.c.id == person_id, in_service())) is None:
        raise NotFound(what="person")
