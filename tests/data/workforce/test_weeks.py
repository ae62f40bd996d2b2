"""Weeks are approved by who leads, never by oneself, and move no more afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from data.ids import new_id
from data.operations.workforce import (
    Target,
    add_effort,
    approve_week,
    lock_weeks,
    return_week,
    submit_week,
)
from data.queries.workforce.weeks import led_week, led_weeks, lockable_weeks
from data.session import reading, transaction
from data.tables.access import audit_event
from data.tables.processes import notification
from data.tables.workforce import absence, effort_week
from models.access.actor import SYSTEM
from models.errors import Forbidden, KordonError, NotFound
from models.workforce.effort import (
    EffortReasonNeeded,
    OwnWeek,
    WeekChangedMeanwhile,
    WeekHandedIn,
    WeekLocked,
    WeekNotHandedIn,
)
from models.workforce.weeks import Remark
from tests.data.workforce.conftest import MONDAY, NOON, Bureau, write


def submit(bureau: Bureau, who: str = "belova", revision: int = 0) -> None:
    bureau.do(who, lambda s: submit_week(s, MONDAY, revision=revision))


def approve(bureau: Bureau, by: str, whose: str = "belova", revision: int = 1) -> None:
    bureau.do(by, lambda s: approve_week(s, bureau.people[whose], MONDAY, revision=revision))


def give_back(bureau: Bureau, by: str, revision: int, comment: str = "Нет выезда во вторник", whose: str = "belova") -> None:
    bureau.do(by, lambda s: return_week(s, bureau.people[whose], MONDAY, revision=revision, comment=comment))


def week(bureau: Bureau, whose: str = "belova") -> Any:
    with reading(SYSTEM) as session:
        return session.first(select(effort_week).where(effort_week.c.person_id == bureau.people[whose]))


@pytest.mark.parametrize("by", ["lebedev", "orlov"])
def test_the_lead_of_the_group_and_the_head_approve(bureau: Bureau, by: str) -> None:
    submit(bureau)
    approve(bureau, by)
    assert (week(bureau).state, week(bureau).decided_by) == ("approved", bureau.people[by])
    with reading(SYSTEM) as session:
        actions = set(session.connection.execute(select(audit_event.c.action)).scalars())
    assert {"week_submitted", "week_approved"} <= actions


@pytest.mark.parametrize(("by", "whose", "error"), [
    ("lebedev", "rodin", NotFound), ("lebedev", "lebedev", OwnWeek), ("orlov", "orlov", OwnWeek), ("belova", "gusev", Forbidden),
    ("kim", "belova", Forbidden), ("zaitseva", "belova", Forbidden), ("orlov", "zaitseva", NotFound),
])  # fmt: skip
def test_nobody_else_does_and_nobody_his_own(bureau: Bureau, by: str, whose: str, error: type[KordonError]) -> None:
    if whose in ("rodin", "lebedev", "orlov", "belova", "gusev"):
        submit(bureau, whose)
    for act in (approve, lambda b, one, two: give_back(b, one, 1, whose=two)):
        with pytest.raises(error):
            act(bureau, by, whose)


def test_a_week_that_is_not_handed_in_or_has_changed_since_is_not_approved(bureau: Bureau) -> None:
    with pytest.raises(WeekNotHandedIn):
        approve(bureau, "lebedev", revision=0)
    submit(bureau)
    with pytest.raises(WeekChangedMeanwhile):
        approve(bureau, "lebedev", revision=7)
    approve(bureau, "lebedev")
    with pytest.raises(WeekNotHandedIn):
        approve(bureau, "orlov", revision=2)


def test_a_returned_week_opens_its_person_is_told_and_hands_in_again(bureau: Bureau) -> None:
    submit(bureau)
    with pytest.raises(EffortReasonNeeded):
        give_back(bureau, "lebedev", 1, comment=" ")
    approve(bureau, "lebedev")
    give_back(bureau, "lebedev", 2)
    assert (week(bureau).state, week(bureau).comment) == ("open", "Нет выезда во вторник")
    with reading(SYSTEM) as session:
        told = session.first(select(notification).where(notification.c.person_id == bureau.people["belova"]))
    assert told is not None
    assert (told.kind, told.data["week"], told.data["comment"]) == ("week_returned", "2026-11-16", "Нет выезда во вторник")
    bureau.do("belova", lambda s: add_effort(s, Target("T-1"), day=MONDAY, minutes=30, reason="Выезд"))
    submit(bureau, revision=3)
    with pytest.raises(WeekHandedIn):
        bureau.do("belova", lambda s: add_effort(s, Target("T-1"), day=MONDAY, minutes=30, reason="Выезд"))


def test_the_head_locks_what_is_approved_and_nothing_opens_it_again(bureau: Bureau) -> None:
    bureau.close("belova", MONDAY, "approved")
    bureau.close("gusev", MONDAY, "submitted")
    bureau.close("rodin", MONDAY + timedelta(days=7), "approved")
    sunday = MONDAY + timedelta(days=6)
    for who in ("lebedev", "belova"):
        with pytest.raises(Forbidden):
            bureau.do(who, lambda s: lock_weeks(s, until=sunday))
        with pytest.raises(Forbidden):
            bureau.do(who, lambda s: lockable_weeks(s, until=sunday))
    assert bureau.do("orlov", lambda s: lockable_weeks(s, until=sunday)) == 1
    assert bureau.do("orlov", lambda s: lock_weeks(s, until=sunday)) == 1
    assert bureau.do("orlov", lambda s: lock_weeks(s, until=sunday)) == 0
    assert [week(bureau, who).state for who in ("belova", "gusev", "rodin")] == ["locked", "submitted", "approved"]
    with pytest.raises(WeekLocked):
        give_back(bureau, "orlov", 2)
    bureau.happens("belova")
    assert write().late_entries == 1
    assert bureau.minutes("belova", NOON.date()) == 0


def test_a_lead_sees_his_group_the_head_everybody_with_what_is_remarkable(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        session.execute(insert(absence).values(
            id=new_id(), person_id=bureau.people["gusev"], first_day=MONDAY, last_day=MONDAY + timedelta(days=9), kind="vacation", source="hr",
            source_key="1", entered_at=NOON,
        ))  # fmt: skip
    bureau.happens("belova")
    write()
    bureau.do("belova", lambda s: add_effort(s, Target(project_id=bureau.project_id), day=MONDAY, minutes=270, reason="Монтаж"))
    bureau.do("gusev", lambda s: add_effort(s, Target("T-1"), day=MONDAY, minutes=30, reason="Звонок из отпуска"))
    submit(bureau)
    rows = {row.name: row for row in bureau.do("lebedev", lambda s: led_weeks(s, MONDAY))}
    assert list(rows) == ["Belova", "Gusev", "Lebedev"]
    belova, gusev, lebedev = rows.values()
    assert (belova.state, belova.minutes, belova.owed, belova.on_projects, belova.project_share, belova.remark) == ("submitted", 360, 2400, 270, 0.75, Remark.UNDER)
    assert (gusev.minutes, gusev.owed, gusev.remark, dict(gusev.absent)) == (30, 0, Remark.OVER, {"vacation": 5})
    assert (lebedev.is_mine, lebedev.minutes, lebedev.project_share) == (True, 0, None)
    assert [row.name for row in bureau.do("orlov", lambda s: led_weeks(s, MONDAY))] == ["Belova", "Gusev", "Lebedev", "Orlov", "Rodin"]
    name, opened = bureau.do("lebedev", lambda s: led_week(s, bureau.people["belova"], MONDAY))
    assert (name, opened.minutes) == ("Belova", 360)


@pytest.mark.parametrize(("who", "error"), [("lebedev", NotFound), ("gusev", Forbidden), ("kim", Forbidden)])
def test_a_week_of_somebody_one_does_not_lead_is_not_opened(bureau: Bureau, who: str, error: type[KordonError]) -> None:
    with pytest.raises(error):
        bureau.do(who, lambda s: led_week(s, bureau.people["rodin"], MONDAY))
    if error is Forbidden:
        with pytest.raises(Forbidden):
            bureau.do(who, lambda s: led_weeks(s, date(2026, 11, 16)))
