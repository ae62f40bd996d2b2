"""Efforts write themselves: one per event, by the most exact rule, never into a week that is handed in, never more than a day holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from data.ids import new_id
from data.operations.workforce import install_shipped_rules
from data.session import reading, transaction
from data.tables.processes import case_event
from data.tables.workforce import effort, effort_rule, effort_state, effort_week
from jobs.workforce import TASKS
from models.access.actor import SYSTEM
from models.workforce.effort_rules import SHIPPED_RULES
from tests.data.workforce.conftest import MONDAY, NOON, Bureau, write

WEDNESDAY = NOON.date()


def test_an_action_of_an_officer_is_minutes_with_everything_they_belong_to(bureau: Bureau) -> None:
    event = bureau.happens("belova")
    assert write().items == 1
    (row,) = bureau.efforts()
    assert (row.person_id, row.day, row.minutes, row.origin) == (bureau.people["belova"], WEDNESDAY, 90, "rule")
    assert (row.case_id, row.event_id, row.service) == (bureau.cases["company_check"], event, "company_check")
    assert (row.unit_id, row.business_line_id) == (bureau.unit_id, bureau.line_id)


def test_the_most_exact_rule_counts(bureau: Bureau) -> None:
    for service, step in (("company_check", "check"), ("company_check", "another"), ("person_check", "check"), ("other", "check")):
        bureau.happens("belova", service=service, step=step)
    write()
    assert sorted(row.minutes for row in bureau.efforts()) == [25, 25, 60, 90]


def test_what_nobody_did_is_nobodys_labour(bureau: Bureau) -> None:
    bureau.happens(None)  # the clock
    bureau.happens("zaitseva")  # an internal client
    bureau.happens("belova", "scored", step="score")  # the core, behind somebody's click
    bureau.happens("belova", "sla_reminded", step="")
    assert write().items == 0
    assert bureau.count() == 0


def test_who_acts_for_an_absent_colleague_has_worked_himself(bureau: Bureau) -> None:
    bureau.happens("gusev", on_behalf_of="belova")
    write()
    assert [row.person_id for row in bureau.efforts()] == [bureau.people["gusev"]]


def test_the_day_is_the_banks(bureau: Bureau) -> None:
    bureau.happens("belova", at=datetime(2026, 11, 17, 21, 30, tzinfo=NOON.tzinfo))  # half past midnight in Moscow
    write()
    assert bureau.efforts()[0].day == date(2026, 11, 18)


def test_a_rule_counts_from_its_first_to_its_last_day(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        session.execute(update(effort_rule).where(effort_rule.c.step == "check", effort_rule.c.service == "company_check").values(last_day=WEDNESDAY - timedelta(days=1)))
        session.execute(insert(effort_rule).values(
            id=new_id(), event_kind="task_completed", service="company_check", step="check", minutes=70, first_day=WEDNESDAY, changed_at=NOON,
        ))  # fmt: skip
    bureau.happens("belova", at=NOON - timedelta(hours=20))
    bureau.happens("belova")
    write()
    assert [(row.day, row.minutes) for row in bureau.efforts()] == [(WEDNESDAY - timedelta(days=1), 90), (WEDNESDAY, 70)]


def test_a_rule_of_zero_minutes_takes_the_labour_away(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        session.execute(update(effort_rule).where(effort_rule.c.service == "company_check").values(minutes=0))
    bureau.happens("belova")
    assert write().items == 0


def test_an_event_that_was_committed_late_is_found_and_an_old_one_only_by_a_look_at_everything(bureau: Bureau) -> None:
    bureau.happens("belova")
    write(NOON + timedelta(hours=1))
    bureau.happens("belova", at=NOON - timedelta(hours=3))
    assert write(NOON + timedelta(hours=2)).items == 1
    bureau.happens("belova", at=NOON - timedelta(days=20))
    assert write(NOON + timedelta(hours=3)).items == 0
    assert write(NOON + timedelta(hours=3), everything=True).items == 1


def test_an_outage_of_days_leaves_no_gap(bureau: Bureau) -> None:
    write(NOON - timedelta(days=9))
    for day in range(9):
        bureau.happens("belova", at=NOON - timedelta(days=day))
    assert write().items == 9


def test_what_comes_late_for_a_week_handed_in_goes_to_the_first_open_day_and_says_so(bureau: Bureau) -> None:
    bureau.close("belova", MONDAY - timedelta(days=7), "locked")
    bureau.close("belova", MONDAY, "submitted")
    bureau.happens("belova", at=NOON - timedelta(days=7))
    bureau.happens("belova")
    bureau.happens("gusev")
    made = write(everything=True)
    assert (made.items, made.late_entries) == (3, 2)
    assert [(row.day, row.note) for row in bureau.efforts("belova")] == [
        (date(2026, 11, 23), "late:2026-11-11"), (date(2026, 11, 23), "late:2026-11-18"),
    ]  # fmt: skip
    assert [(row.day, row.note) for row in bureau.efforts("gusev")] == [(WEDNESDAY, "")]


def test_what_no_longer_fits_into_a_day_is_kept_and_does_not_count(bureau: Bureau) -> None:
    for number in range(20):
        bureau.happens("belova", at=NOON + timedelta(minutes=number))
    made = write()
    assert (made.items, made.over) == (20, 20 - 1440 // 90)
    assert bureau.minutes("belova", WEDNESDAY) == 16 * 90
    assert {row.note for row in bureau.efforts(counted=False) if row.cancelled_at} == {"over:2026-11-18"}
    assert write(NOON + timedelta(hours=2)).items == 0


def test_the_shipped_rules_come_once_and_stay_as_the_bank_made_them(bureau: Bureau) -> None:
    with transaction(SYSTEM) as session:
        session.execute(update(effort_rule).values(minutes=1))
        install_shipped_rules(session)
        assert set(session.connection.execute(select(effort_rule.c.minutes)).scalars()) == {1}
        assert len(session.rows(select(effort_rule.c.id))) == len(SHIPPED_RULES)


def test_the_timetable_has_a_task_for_it() -> None:
    assert [task.name for task in TASKS] == ["write_efforts"]


_STEP = st.one_of(
    st.tuples(st.just("event"), st.sampled_from(["belova", "gusev", "zaitseva"]), st.integers(-30, 30), st.sampled_from(["company_check", "person_check", "other"])),
    st.tuples(st.just("write"), st.booleans()),
    st.tuples(st.just("close"), st.sampled_from(["belova", "gusev"]), st.integers(-4, 3)),
    st.tuples(st.just("return"), st.sampled_from(["belova", "gusev"]), st.integers(-4, 3)),
)


@given(steps=st.lists(_STEP, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_sequence_each_event_of_the_service_has_one_effort_and_no_closed_week_has_moved(bureau: Bureau, steps: list[Any]) -> None:
    with transaction(SYSTEM) as session:
        for table in (effort, effort_week, effort_state, case_event):
            session.execute(delete(table))
    frozen: dict[tuple[str, date], list[tuple[Any, ...]]] = {}
    for step in steps:
        if step[0] == "event":
            bureau.happens(step[1], at=NOON + timedelta(hours=7 * step[2]), service=step[3])
        elif step[0] == "write":
            write(everything=step[1])
        elif step[0] == "close":
            _set_state(bureau, step[1], step[2], "approved")
            frozen[step[1], MONDAY + timedelta(weeks=step[2])] = _content(bureau, step[1], step[2])
        else:
            _set_state(bureau, step[1], step[2], "open")
            frozen.pop((step[1], MONDAY + timedelta(weeks=step[2])), None)
        for (who, monday), content in frozen.items():
            assert _content(bureau, who, (monday - MONDAY).days // 7) == content
    write(everything=True)
    write(everything=True)
    with reading(SYSTEM) as session:
        events = {row.id for row in session.rows(select(case_event.c.id).where(case_event.c.actor_id != bureau.people["zaitseva"]))}
        entries = [row.event_id for row in session.rows(select(effort.c.event_id))]
    assert sorted(entries) == sorted(events)
    days = {(row.person_id, row.day) for row in bureau.efforts()}
    assert all(sum(row.minutes for row in bureau.efforts() if (row.person_id, row.day) == day) <= 1440 for day in days)


def _set_state(bureau: Bureau, who: str, week: int, state: str) -> None:
    monday = MONDAY + timedelta(weeks=week)
    with transaction(SYSTEM) as session:
        session.execute(delete(effort_week).where(effort_week.c.person_id == bureau.people[who], effort_week.c.monday == monday))
    bureau.close(who, monday, state)


def _content(bureau: Bureau, who: str, week: int) -> list[tuple[Any, ...]]:
    monday = MONDAY + timedelta(weeks=week)
    return [tuple(row) for row in bureau.efforts(who, counted=False) if monday <= row.day < monday + timedelta(days=7)]
