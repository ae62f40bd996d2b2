"""Projects: what each wants, its stages, its team. Leads and the head plan; what was planned stays in the trail."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.access import person
from data.tables.projects import project_member, project_stage
from data.tables.workforce import project
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.workforce.projects import (
    Plan,
    ProjectChangedMeanwhile,
    ProjectOver,
    ProjectState,
    ProjectTaken,
    check_days,
    check_plan,
    check_share,
    check_text,
)


def add_project(session: Session, plan: Plan, *, owner_id: UUID) -> UUID:
    """A new one that runs at once. Raises what `check_plan` raises, `ProjectTaken`, `NotFound`."""
    require(session.actor, Permission.MANAGE_PROJECTS)
    checked, made = check_plan(plan), new_id()
    _known_person(session, owner_id)
    if session.first(select(project.c.id).where(project.c.code == checked.code)) is not None:
        raise ProjectTaken(field="code")
    session.execute(insert(project).values(id=made, code=checked.code, state=ProjectState.ACTIVE.value, **_values(checked, owner_id)))
    record(session, "project_added", subject_kind="project", subject_id=made, subject_name=checked.code, after=_told(checked))
    session.changed("board", "figures")
    return made


def change_project(session: Session, project_id: UUID, plan: Plan, *, owner_id: UUID, revision: int) -> None:
    """Another goal, other days, another budget. The code stays. Raises as `add_project`, `ProjectChangedMeanwhile`, `ProjectOver`."""
    row = _running(session, project_id)
    if row.revision != revision:
        raise ProjectChangedMeanwhile
    checked = check_plan(Plan(row.code, plan.name, plan.goal, plan.first_day, plan.last_day, plan.budget_kopecks))
    _known_person(session, owner_id)
    values = _values(checked, owner_id)
    session.execute(update(project).where(project.c.id == project_id).values(**values, revision=row.revision + 1))
    before = {"goal": row.goal, "days": f"{row.first_day} – {row.last_day}", "budget_kopecks": row.budget_kopecks}
    record(session, "project_changed", subject_kind="project", subject_id=project_id, subject_name=row.code, before=before,
           after=_told(checked))  # fmt: skip
    session.changed("board", "figures")


def end_project(session: Session, project_id: UUID, state: ProjectState, *, revision: int) -> None:
    """Done or stopped: no more labour is written on it. Raises `ProjectOver`, `ProjectChangedMeanwhile`."""
    row = _running(session, project_id)
    if row.revision != revision:
        raise ProjectChangedMeanwhile
    session.execute(update(project).where(project.c.id == project_id).values(state=state.value, revision=row.revision + 1))
    record(session, "project_ended", subject_kind="project", subject_id=project_id, subject_name=row.code,
           before={"state": row.state}, after={"state": state.value})  # fmt: skip
    session.changed("board", "figures")


def set_stage(session: Session, project_id: UUID, name: str, first: date, last: date, *, stage_id: UUID | None = None) -> UUID:
    """A new stage, or other days and another name of one that is there. Raises `ProjectTextNeeded`, `ProjectDatesWrong`, `NotFound`."""
    row, words = _running(session, project_id), check_text(name, field="stage_name")
    check_days(first, last)
    values = {"name": words, "first_day": first, "last_day": last}
    if stage_id is None:
        stage_id = new_id()
        session.execute(insert(project_stage).values(id=stage_id, project_id=project_id, **values))
    elif session.execute(update(project_stage).where(_own_stage(project_id, stage_id)).values(**values)).rowcount == 0:
        raise NotFound(what="project_stage")
    _record_stage(session, row, {"stage": words, "first_day": str(first), "last_day": str(last)})
    return stage_id


def finish_stage(session: Session, project_id: UUID, stage_id: UUID, *, done: bool = True) -> None:
    """It is done, or not yet after all. Raises `NotFound`."""
    row = _running(session, project_id)
    when = session.now if done else None
    changed = update(project_stage).where(_own_stage(project_id, stage_id)).values(done_at=when)
    found = session.execute(changed.returning(project_stage.c.name)).first()
    if found is None:
        raise NotFound(what="project_stage")
    _record_stage(session, row, {"stage": found.name, "done": done})


def set_member(session: Session, project_id: UUID, person_id: UUID, share: int, first: date, last: date) -> None:
    """So many per cent of a person's time in these days; 0 takes him out. Raises `ShareWrong`, `ProjectDatesWrong`, `NotFound`."""
    row = _running(session, project_id)
    check_share(share)
    check_days(first, last)
    login = _known_person(session, person_id)
    session.execute(delete(project_member).where(project_member.c.project_id == project_id, project_member.c.person_id == person_id))
    if share:
        values = {"share": share, "first_day": first, "last_day": last}
        kept = upsert(project_member).values(id=new_id(), project_id=project_id, person_id=person_id, **values)
        session.execute(kept.on_conflict_do_update(index_elements=["project_id", "person_id"], set_=values))
    after = {"login": login, "share": share, "days": f"{first} – {last}"}
    record(session, "project_team_changed", subject_kind="project", subject_id=project_id, subject_name=row.code, after=after)
    session.changed("board", "figures")


def _running(session: Session, project_id: UUID) -> Row[Any]:
    require(session.actor, Permission.MANAGE_PROJECTS)
    row = session.first(select(project).where(project.c.id == project_id).with_for_update())
    if row is None:
        raise NotFound(what="project")
    if row.state != ProjectState.ACTIVE:
        raise ProjectOver
    return row


def _known_person(session: Session, person_id: UUID) -> str:
    login = session.scalar(select(person.c.login).where(person.c.id == person_id, person.c.is_active))
    if login is None:
        raise NotFound(what="person", field="owner")
    return str(login)


def _own_stage(project_id: UUID, stage_id: UUID) -> Any:
    return (project_stage.c.id == stage_id) & (project_stage.c.project_id == project_id)


def _record_stage(session: Session, row: Row[Any], after: dict[str, Any]) -> None:
    record(session, "project_stage_set", subject_kind="project", subject_id=row.id, subject_name=row.code, after=after)
    session.changed("board", "figures")


def _values(plan: Plan, owner_id: UUID) -> dict[str, Any]:
    return {
        "name": dict(plan.name), "goal": dict(plan.goal), "first_day": plan.first_day, "last_day": plan.last_day,
        "budget_kopecks": plan.budget_kopecks, "owner_id": owner_id,
    }  # fmt: skip


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "name": dict(plan.name), "goal": dict(plan.goal), "days": f"{plan.first_day} – {plan.last_day}",
        "budget_kopecks": plan.budget_kopecks,
    }  # fmt: skip
