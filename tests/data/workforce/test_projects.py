"""Projects: planned by leads, with stages and teams; what is over plans nothing; capacity counts what projects want of people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from data.operations.workforce import Target, add_effort
from data.operations.workforce.board import add_card, schedule_card
from data.operations.workforce.projects import add_project, change_project, end_project, finish_stage, set_member, set_stage
from data.operations.workforce.sprints import plan_sprint
from data.queries.workforce.capacity import capacity_view
from data.queries.workforce.projects import projects
from data.session import reading
from data.tables.access import audit_event
from models.access.actor import SYSTEM
from models.errors import Forbidden, KordonError, NotFound
from models.workforce.projects import (
    BudgetWrong,
    Plan,
    ProjectChangedMeanwhile,
    ProjectCodeWrong,
    ProjectDatesWrong,
    ProjectOver,
    ProjectState,
    ProjectTaken,
    ProjectTextNeeded,
    ShareWrong,
)
from tests.data.workforce.conftest import MONDAY, NOON, Bureau

FIRST, LAST = MONDAY - timedelta(days=30), MONDAY + timedelta(days=60)


def plan(**other: Any) -> Plan:
    given = {"code": "access", "name": {"ru": "Доступы", "en": "Access"}, "goal": {"ru": "Порядок", "en": "Order"}, "first_day": FIRST, "last_day": LAST,
             "budget_kopecks": 1_000_000_00}  # fmt: skip
    return Plan(**{**given, **other})


def added(bureau: Bureau, **other: Any) -> UUID:
    return UUID(str(bureau.do("lebedev", lambda s: add_project(s, plan(**other), owner_id=bureau.people["lebedev"]))))


def one(bureau: Bureau, project_id: UUID, who: str = "belova") -> Any:
    return next(each for each in bureau.do(who, projects) if each.row.id == project_id)


def test_a_project_has_stages_a_team_and_the_labour_of_everybody(bureau: Bureau) -> None:
    made = added(bureau)
    stage = bureau.do("lebedev", lambda s: set_stage(s, made, " Аудит  ролей ", FIRST, MONDAY))
    bureau.do("lebedev", lambda s: set_stage(s, made, "Внедрение", MONDAY, LAST))
    bureau.do("lebedev", lambda s: set_stage(s, made, "Аудит", FIRST, MONDAY, stage_id=stage))
    bureau.do("lebedev", lambda s: finish_stage(s, made, stage))
    bureau.do("lebedev", lambda s: set_member(s, made, bureau.people["belova"], 40, FIRST, LAST))
    bureau.do("lebedev", lambda s: set_member(s, made, bureau.people["belova"], 60, FIRST, LAST))
    for who, minutes in (("belova", 90), ("gusev", 30)):
        bureau.do(who, lambda s, minutes=minutes: add_effort(s, Target(project_id=made), day=MONDAY, minutes=minutes, reason="Работа"))
    found = one(bureau, made)
    assert [(each.name, each.done_at is not None) for each in found.stages] == [("Аудит", True), ("Внедрение", False)]
    assert [(each.share, each.minutes) for each in found.team] == [(60, 90)]
    assert found.minutes == 120
    bureau.do("lebedev", lambda s: set_member(s, made, bureau.people["belova"], 0, FIRST, LAST))
    bureau.do("lebedev", lambda s: finish_stage(s, made, stage, done=False))
    assert (one(bureau, made).team, one(bureau, made).stages[0].done_at) == ((), None)
    with reading(SYSTEM) as session:
        told = {row.action for row in session.rows(select(audit_event.c.action).where(audit_event.c.subject_kind == "project"))}
    assert told == {"project_added", "project_stage_set", "project_team_changed"}


@pytest.mark.parametrize(("other", "error"), [
    ({"code": "Доступы"}, ProjectCodeWrong), ({"name": {"ru": " ", "en": "x"}}, ProjectTextNeeded), ({"last_day": date(2020, 1, 1)}, ProjectDatesWrong),
    ({"budget_kopecks": -1}, BudgetWrong), ({"code": "video"}, ProjectTaken),
])  # fmt: skip
def test_what_is_wrong_is_refused(bureau: Bureau, other: dict[str, Any], error: type[KordonError]) -> None:
    with pytest.raises(error):
        added(bureau, **other)


def test_nothing_is_overwritten_and_what_is_over_plans_nothing(bureau: Bureau) -> None:
    made = added(bureau)
    owner = bureau.people["lebedev"]
    bureau.do("orlov", lambda s: change_project(s, made, plan(budget_kopecks=5), owner_id=owner, revision=1))
    with pytest.raises(ProjectChangedMeanwhile):
        bureau.do("lebedev", lambda s: change_project(s, made, plan(), owner_id=owner, revision=1))
    with pytest.raises(ShareWrong):
        bureau.do("lebedev", lambda s: set_member(s, made, owner, 101, FIRST, LAST))
    with pytest.raises(NotFound):
        bureau.do("lebedev", lambda s: finish_stage(s, made, made))
    bureau.do("lebedev", lambda s: end_project(s, made, ProjectState.DONE, revision=2))
    for action in (
        lambda s: set_stage(s, made, "Ещё", FIRST, LAST), lambda s: set_member(s, made, owner, 5, FIRST, LAST),
        lambda s: end_project(s, made, ProjectState.STOPPED, revision=3),
    ):  # fmt: skip
        with pytest.raises(ProjectOver):
            bureau.do("lebedev", action)
    assert one(bureau, made).row.budget_kopecks == 5


def test_who_plans_and_who_looks(bureau: Bureau) -> None:
    with pytest.raises(Forbidden):
        bureau.do("belova", lambda s: add_project(s, plan(), owner_id=bureau.people["belova"]))
    with pytest.raises(Forbidden):
        bureau.do("belova", capacity_view)
    with pytest.raises(Forbidden):
        bureau.do("zaitseva", projects)
    assert {each.row.code for each in bureau.do("belova", projects)} == {"video"}


def test_capacity_is_what_projects_want_of_who_is_there_and_cards_nobody_has_find_hands(bureau: Bureau) -> None:
    made = added(bureau)
    first = MONDAY + timedelta(days=7)
    sprint = bureau.do("lebedev", lambda s: plan_sprint(s, goal="Следующий", first_day=first, last_day=first + timedelta(days=4)))
    for who, share, project_id in (("belova", 50, made), ("gusev", 60, made), ("gusev", 50, bureau.project_id)):
        bureau.do("lebedev", lambda s, who=who, share=share, project_id=project_id: set_member(s, project_id, bureau.people[who], share, FIRST, LAST))
    for title, minutes, who in (("Матрица", 300, None), ("Реестр", 1_500, "belova")):
        card = bureau.do("lebedev", lambda s, title=title, minutes=minutes, who=who: add_card(
            s, title=title, project_id=made, minutes=minutes, assignee_id=bureau.people[who] if who else None))  # fmt: skip
        bureau.do("lebedev", lambda s, card=card: schedule_card(s, card, sprint_id=sprint, revision=1))
    (found,) = bureau.do("lebedev", capacity_view).sprints
    told = {each.person_id: each for each in found.people}
    belova, gusev = told[bureau.people["belova"]], told[bureau.people["gusev"]]
    assert (belova.capacity.owed, belova.capacity.capacity, belova.capacity.planned, belova.capacity.is_over) == (5 * 480, 1200, 1500, True)
    assert (gusev.capacity.capacity, gusev.shares, gusev.is_promised_twice) == (5 * 480, 110, True)
    (advice,) = found.advice
    assert (advice.person, advice.in_team, advice.free_after) == (str(bureau.people["gusev"]), True, 5 * 480 - 300)
    assert NOON.date() < first
