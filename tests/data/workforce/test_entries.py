"""Labour by hand and by the clock: within a day, within open weeks, one's own, nothing overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from data.ids import new_id
from data.operations.workforce import Target, add_effort, correct_effort, start_timer, stop_timer, submit_week
from data.queries.workforce.case_labour import case_labour
from data.queries.workforce.week import own_week
from data.session import reading, transaction
from data.tables.access import audit_event, work_group
from data.tables.workforce import absence, effort, effort_timer, effort_week, project
from models.access.actor import SYSTEM
from models.errors import Forbidden, KordonError, NotFound
from models.processes.working_time import CalendarYearNotLoaded
from models.workforce.effort import (
    DayFull,
    DayInTheFuture,
    EffortChangedMeanwhile,
    EffortReasonNeeded,
    NoTimerRuns,
    TimerRuns,
    WeekChangedMeanwhile,
    WeekHandedIn,
    WeekNotOver,
    WorkTargetNeeded,
    WorkTargetUnknown,
)
from tests.data.workforce.conftest import MONDAY, NOON, Bureau, write

TODAY = NOON.date()
CASE = Target(case_number="T-1")


def add(bureau: Bureau, who: str = "belova", target: Target = CASE, *, day: date = TODAY, minutes: int = 30, reason: str = "Звонок") -> Any:
    return bureau.do(who, lambda s: add_effort(s, target, day=day, minutes=minutes, reason=reason))


def test_an_entry_by_hand_belongs_to_what_the_case_belongs_to(bureau: Bureau) -> None:
    add(bureau, target=Target(case_number=" t-1 "))
    (row,) = bureau.efforts("belova")
    assert (row.origin, row.minutes, row.reason, row.service, row.unit_id) == ("manual", 30, "Звонок", "company_check", bureau.unit_id)
    add(bureau, target=Target(project_id=bureau.project_id))
    assert bureau.efforts("belova")[-1].project_id == bureau.project_id


@pytest.mark.parametrize(("given_", "error"), [
    ({"reason": " "}, EffortReasonNeeded), ({"day": TODAY + timedelta(days=1)}, DayInTheFuture), ({"target": Target()}, WorkTargetNeeded),
    ({"target": Target(case_number="T-999")}, WorkTargetUnknown), ({"target": Target(project_id=new_id())}, WorkTargetUnknown),
])  # fmt: skip
def test_what_cannot_be_right_is_refused_and_nothing_is_kept(bureau: Bureau, given_: dict[str, Any], error: type[KordonError]) -> None:
    with pytest.raises(error):
        add(bureau, **given_)
    assert bureau.count() == 0


def test_a_day_is_never_filled_beyond_24_hours(bureau: Bureau) -> None:
    add(bureau, minutes=1400)
    with pytest.raises(DayFull) as full:
        add(bureau, minutes=41)
    assert full.value.params["left"] == 40
    add(bureau, minutes=40)
    bureau.happens("belova")
    assert write().over == 1
    assert bureau.minutes("belova", TODAY) == 1440


def test_nothing_is_written_on_a_case_one_may_not_open_or_a_project_that_is_over(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        session.execute(update(work_group).values(is_closed=True))
        session.execute(update(project).values(state="done"))
    for target in (CASE, Target(project_id=bureau.project_id)):
        with pytest.raises(WorkTargetUnknown):
            add(bureau, "rodin", target)


@pytest.mark.parametrize("who", ["kim", "zaitseva"])
def test_who_works_no_cases_has_no_labour(bureau: Bureau, who: str) -> None:
    for act in (
        lambda s: add_effort(s, CASE, day=TODAY, minutes=5, reason="x"), lambda s: start_timer(s, CASE), stop_timer,
        lambda s: submit_week(s, MONDAY, revision=0),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            bureau.do(who, act)


def test_a_correction_keeps_what_it_replaces(bureau: Bureau) -> None:
    event = bureau.happens("belova")
    write()
    (old,) = bureau.efforts("belova")
    bureau.do("belova", lambda s: correct_effort(s, old.id, minutes=45, reason="Быстрее обычного"))
    (new,) = bureau.efforts("belova")
    assert (new.minutes, new.origin, new.replaces_id, new.reason, new.case_id) == (45, "manual", old.id, "Быстрее обычного", old.case_id)
    kept = next(row for row in bureau.efforts("belova", counted=False) if row.id == old.id)
    assert (kept.minutes, kept.event_id, kept.cancelled_at is not None) == (90, event, True)
    assert write(NOON + timedelta(hours=2)).items == 0  # the event has its effort, although it is cancelled
    with pytest.raises(EffortChangedMeanwhile):
        bureau.do("belova", lambda s: correct_effort(s, old.id, minutes=50, reason="ещё раз"))


def test_an_entry_taken_out_leaves_its_reason(bureau: Bureau) -> None:
    entry = add(bureau)
    assert bureau.do("belova", lambda s: correct_effort(s, entry, minutes=0, reason="Записано дважды")) is None
    assert bureau.efforts("belova") == []
    assert bureau.efforts("belova", counted=False)[0].reason == "Записано дважды"
    with reading(SYSTEM) as session:
        said = session.first(select(audit_event).where(audit_event.c.action == "effort_corrected"))
    assert said is not None
    assert (said.before["minutes"], said.after["minutes"], said.reason) == (30, 0, "Записано дважды")


def test_another_persons_entry_does_not_exist(bureau: Bureau) -> None:
    entry = add(bureau)
    for who in ("gusev", "lebedev", "orlov"):
        with pytest.raises(NotFound):
            bureau.do(who, lambda s: correct_effort(s, entry, minutes=5, reason="x"))


@pytest.mark.parametrize("state", ["submitted", "approved", "locked"])
def test_a_week_handed_in_takes_no_entry_and_no_correction(bureau: Bureau, state: str) -> None:
    entry = add(bureau)
    bureau.close("belova", MONDAY, state)
    with pytest.raises(WeekHandedIn):
        add(bureau)
    with pytest.raises(WeekHandedIn):
        bureau.do("belova", lambda s: correct_effort(s, entry, minutes=5, reason="x"))


def test_a_clock_writes_what_it_measured_once(bureau: Bureau) -> None:
    bureau.do("belova", lambda s: start_timer(s, CASE))
    with pytest.raises(TimerRuns):
        bureau.do("belova", lambda s: start_timer(s, Target(project_id=bureau.project_id)))
    assert bureau.do("belova", stop_timer, NOON + timedelta(minutes=42, seconds=10)) == 43
    (row,) = bureau.efforts("belova")
    assert (row.origin, row.minutes, row.day, row.started_at) == ("timer", 43, TODAY, NOON)
    with pytest.raises(NoTimerRuns):
        bureau.do("belova", stop_timer)


def test_a_clock_over_midnight_is_cut_and_a_forgotten_one_counts_twelve_hours(bureau: Bureau) -> None:
    bureau.do("belova", lambda s: start_timer(s, CASE), NOON + timedelta(hours=11))  # eleven at night in Moscow
    bureau.do("belova", stop_timer, NOON + timedelta(days=4))
    assert [(row.day, row.minutes, row.note) for row in bureau.efforts("belova")] == [(TODAY, 60, "cut"), (TODAY + timedelta(days=1), 660, "cut")]


def test_a_clock_does_not_fill_a_day_beyond_24_hours_and_a_closed_week_not_at_all(bureau: Bureau) -> None:
    add(bureau, minutes=1430)
    bureau.do("belova", lambda s: start_timer(s, CASE))
    assert bureau.do("belova", stop_timer, NOON + timedelta(hours=1)) == 10
    bureau.do("gusev", lambda s: start_timer(s, CASE))
    bureau.close("gusev", MONDAY)
    bureau.do("gusev", stop_timer, NOON + timedelta(hours=1))
    assert [(row.day, row.note) for row in bureau.efforts("gusev")] == [(date(2026, 11, 23), "late:2026-11-18")]


def test_a_clock_thrown_away_writes_nothing(bureau: Bureau) -> None:
    bureau.do("belova", lambda s: start_timer(s, CASE))
    assert bureau.do("belova", lambda s: stop_timer(s, keep=False), NOON + timedelta(hours=1)) == 0
    assert bureau.count() == 0


def test_a_week_is_handed_in_by_its_person_once(bureau: Bureau) -> None:
    bureau.do("belova", lambda s: submit_week(s, MONDAY, revision=0))
    with pytest.raises(WeekHandedIn):
        bureau.do("belova", lambda s: submit_week(s, MONDAY, revision=1))
    with pytest.raises(WeekNotOver):
        bureau.do("belova", lambda s: submit_week(s, MONDAY + timedelta(days=7), revision=0))
    with pytest.raises(NotFound):
        bureau.do("belova", lambda s: submit_week(s, MONDAY + timedelta(days=1), revision=0))
    with pytest.raises(WeekChangedMeanwhile):
        bureau.do("gusev", lambda s: submit_week(s, MONDAY, revision=3))


def test_a_week_shows_what_was_done_against_what_is_owed(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        for kind, day in (("vacation", MONDAY), ("trip", MONDAY + timedelta(days=1))):
            session.execute(insert(absence).values(
                id=new_id(), person_id=bureau.people["belova"], first_day=day, last_day=day, kind=kind, source="hr", source_key=kind, entered_at=NOON,
            ))  # fmt: skip
    bureau.happens("belova")
    write()
    add(bureau, target=Target(project_id=bureau.project_id))
    week = bureau.do("belova", lambda s: own_week(s, MONDAY))
    assert [day.owed for day in week.days] == [0, 480, 480, 480, 480, 0, 0]
    assert [day.absence for day in week.days][:3] == ["vacation", "trip", None]
    assert (week.minutes, week.owed, week.state, week.revision) == (120, 1920, "open", 0)
    assert [(entry.number, entry.title, entry.event) for entry in week.days[2].entries] == [("T-1", "Case company_check", "task_completed"), ("", "", "")]
    with pytest.raises(CalendarYearNotLoaded):
        bureau.do("belova", lambda s: own_week(s, date(2031, 1, 6)))


def test_of_a_case_one_may_no_longer_open_only_the_number_is_left(bureau: Bureau) -> None:
    bureau.happens("rodin")
    write()
    with transaction(SYSTEM) as session:
        session.execute(update(work_group).values(is_closed=True))
    (entry,) = bureau.do("rodin", lambda s: own_week(s, MONDAY)).days[2].entries
    assert (entry.number, entry.title) == ("T-1", "")


_ACT = st.one_of(
    st.tuples(st.just("add"), st.integers(-3, 0), st.integers(1, 900)), st.tuples(st.just("correct"), st.integers(0, 5), st.integers(0, 1440)),
    st.tuples(st.just("clock"), st.integers(0, 60), st.integers(0, 30)), st.tuples(st.just("event"), st.integers(-60, 0), st.just(0)),
    st.tuples(st.just("write"), st.just(0), st.just(0)), st.tuples(st.just("submit"), st.just(0), st.just(0)),
)  # fmt: skip


@given(acts=st.lists(_ACT, max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_hands_clocks_and_rules_fills_a_day_beyond_24_hours_or_moves_a_week_handed_in(bureau: Bureau, acts: list[Any]) -> None:
    with transaction(SYSTEM) as session:
        for table in (effort, effort_week, effort_timer):
            session.execute(delete(table))
    frozen: list[Any] | None = None
    for name, first, second in acts:
        try:
            if name == "add":
                add(bureau, day=TODAY + timedelta(days=first), minutes=second)
            elif name == "correct" and (entries := bureau.efforts("belova")):
                entry = entries[first % len(entries)].id
                bureau.do("belova", lambda s, e=entry, m=second: correct_effort(s, e, minutes=m, reason="x"))
            elif name == "clock":
                begin = NOON - timedelta(hours=first)
                bureau.do("belova", lambda s: start_timer(s, CASE), begin)
                bureau.do("belova", stop_timer, begin + timedelta(hours=second))
            elif name == "event":
                bureau.happens("belova", at=NOON + timedelta(hours=first))
            elif name == "write":
                write(everything=True)
            elif name == "submit":
                bureau.do("belova", lambda s: submit_week(s, MONDAY, revision=0))
                frozen = _this_week(bureau)
        except (DayFull, WeekHandedIn, WeekChangedMeanwhile):
            pass
        days = {row.day for row in bureau.efforts("belova")}
        assert all(bureau.minutes("belova", day) <= 1440 for day in days)
        assert frozen is None or _this_week(bureau) == frozen


def _this_week(bureau: Bureau) -> list[Any]:
    return [tuple(row) for row in bureau.efforts("belova", counted=False) if MONDAY <= row.day < MONDAY + timedelta(days=7)]


def test_a_case_tells_what_it_has_taken_and_where_the_clock_runs(bureau: Bureau) -> None:
    add(bureau, minutes=30)
    add(bureau, "gusev", minutes=45)
    entry = add(bureau, minutes=15)
    bureau.do("belova", lambda s: correct_effort(s, entry, minutes=0, reason="Ошибка"))
    bureau.do("belova", lambda s: start_timer(s, CASE))

    def told(who: str, number: str = "T-1") -> Any:
        return bureau.do(who, lambda s: case_labour(s, number))

    own = told("belova")
    assert (own.minutes, own.own_minutes, own.people, own.runs_here) == (75, 30, 2, True)
    assert not told("belova", "T-2").runs_here
    assert told("belova", "T-2").timer.number == "T-1"
    assert (told("gusev").own_minutes, told("gusev").timer) == (45, None)
    with pytest.raises(Forbidden):
        told("zaitseva")
    with pytest.raises(NotFound):
        told("belova", "T-999")
