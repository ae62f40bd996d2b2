"""The portfolio: every project with its stages, its team, the labour it has taken and what that labour cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from data.queries.access_names import shown_name
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.projects import project_member, project_stage
from data.tables.workforce import project
from models.access.permissions import Permission, require

# Labour of every project at the grade and the rate of its day (`cost_of_effort` says how it is rounded); without a rate it costs nothing.
_SPENT = text("""
    WITH spent AS MATERIALIZED (
        SELECT project_id, person_id, day, minutes, count(*) AS n FROM effort
        WHERE project_id IS NOT NULL AND cancelled_at IS NULL GROUP BY 1, 2, 3, 4
    ),
    priced AS MATERIALIZED (
        SELECT d.person_id, d.day, r.kopecks_per_hour AS rate FROM (SELECT DISTINCT person_id, day FROM spent) d
        CROSS JOIN LATERAL (SELECT grade_id FROM person_grade g WHERE g.person_id = d.person_id AND g.first_day <= d.day
                            ORDER BY g.first_day DESC LIMIT 1) g
        CROSS JOIN LATERAL (SELECT kopecks_per_hour FROM grade_rate r WHERE r.grade_id = g.grade_id AND r.first_day <= d.day
                            ORDER BY r.first_day DESC LIMIT 1) r
    )
    SELECT project_id, person_id, sum(minutes * n)::bigint AS minutes, coalesce(sum((minutes * rate + 30) / 60 * n), 0)::bigint AS kopecks
    FROM spent LEFT JOIN priced USING (person_id, day) GROUP BY project_id, person_id
""")


@dataclass(frozen=True, slots=True)
class Member:
    """So many per cent of a person's time in these days, and the minutes he has worked on it so far."""

    person_id: UUID
    name: str
    share: int
    first_day: date
    last_day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project: its row (with `owner`), stages in their order, team by share; minutes and kopecks of everybody who worked on it."""

    row: Any
    stages: tuple[Any, ...]
    team: tuple[Member, ...]
    minutes: int
    kopecks: int


def projects(session: Session) -> list[Project]:
    """All of them, those that run first. Raises `Forbidden`."""
    require(session.actor, Permission.WORK_PROJECTS)
    lang = session.actor.lang
    rows = session.rows(
        select(project, shown_name(lang).label("owner")).outerjoin(person, person.c.id == project.c.owner_id)
        .order_by(project.c.state != "active", project.c.first_day, project.c.code)
    )  # fmt: skip
    stages = session.rows(select(project_stage).order_by(project_stage.c.first_day, project_stage.c.id))
    team = session.rows(
        select(project_member, shown_name(lang).label("name")).join(person, person.c.id == project_member.c.person_id)
        .order_by(project_member.c.share.desc(), person.c.full_name)
    )  # fmt: skip
    spent = {(row.project_id, row.person_id): row for row in session.rows(_SPENT)}
    return [_project(row, stages, team, spent) for row in rows]


def _project(row: Any, stages: Sequence[Any], team: Sequence[Any], spent: dict[tuple[UUID, UUID], Any]) -> Project:
    own = [one for (project_id, _person), one in spent.items() if project_id == row.id]
    members = tuple(
        Member(
            one.person_id, one.name, one.share, one.first_day, one.last_day,
            int(spent[row.id, one.person_id].minutes) if (row.id, one.person_id) in spent else 0,
        )
        for one in team
        if one.project_id == row.id
    )  # fmt: skip
    return Project(
        row, tuple(one for one in stages if one.project_id == row.id), members, sum(int(one.minutes) for one in own),
        sum(int(one.kopecks) for one in own),
    )  # fmt: skip


def people_of_projects(session: Session) -> list[tuple[str, str]]:
    """Who can be in a team: id and name."""
    require(session.actor, Permission.WORK_PROJECTS)
    name = shown_name(session.actor.lang).label("name")
    rows = session.rows(select(person.c.id, name).where(in_service(), person.c.is_active).order_by(name))
    return [(str(row.id), row.name) for row in rows]
