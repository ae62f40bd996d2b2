"""Grades and rates with dates; what labour costs, to the kopeck, however it is summed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data.operations.workforce import Target, add_effort, add_grade, add_rule, change_rule, set_grade, set_rate
from data.queries.workforce.rules import effort_rules, grade_lines, graded_people, in_force
from data.queries.workforce.workload import cost_of_effort, labour_of, people_of_service
from data.session import reading
from data.tables.access import audit_event
from data.tables.workforce import effort_rule
from models.access.actor import SYSTEM
from models.errors import Forbidden, KordonError, NotFound
from models.workforce.effort_rules import Rule, RuleChangedMeanwhile, RuleDayNotAfter, RuleTaken
from models.workforce.grades import GradeCodeWrong, GradeNameNeeded, GradeTaken, RateWrong, cost_of, read_rate
from tests.data.workforce.conftest import MONDAY, NOON, Bureau, write

TODAY = NOON.date()


def grades(bureau: Bureau) -> None:
    grade_id = bureau.do("orlov", lambda s: add_grade(s, code="senior", ru="Ведущий", en="Senior"))
    for day, kopecks in ((date(2026, 1, 1), 100_000), (date(2026, 11, 18), 123_457)):
        bureau.do("kim", lambda s, d=day, k=kopecks: set_rate(s, grade_id, from_day=d, kopecks=k))
    bureau.do("orlov", lambda s: set_grade(s, bureau.people["belova"], grade_id, from_day=date(2026, 6, 1)))


def test_labour_costs_what_the_rate_of_its_day_says(bureau: Bureau) -> None:
    grades(bureau)
    for day, minutes in ((MONDAY, 30), (TODAY, 45), (TODAY, 7)):
        bureau.do("belova", lambda s, d=day, m=minutes: add_effort(s, Target("T-1"), day=d, minutes=m, reason="x"))
    bureau.do("belova", lambda s: add_effort(s, Target(project_id=bureau.project_id), day=TODAY, minutes=10, reason="x"))
    bureau.do("gusev", lambda s: add_effort(s, Target("T-2"), day=TODAY, minutes=20, reason="x"))
    found = bureau.do("orlov", lambda s: cost_of_effort(s, MONDAY, MONDAY + timedelta(days=7)))
    assert {(row.service, row.minutes, row.kopecks, row.minutes_without_rate) for row in found} == {
        ("company_check", 82, 50_000 + cost_of(45, 123_457) + cost_of(7, 123_457), 0), ("", 10, cost_of(10, 123_457), 0), ("person_check", 20, 0, 20),
    }  # fmt: skip
    assert all(type(row.kopecks) is int for row in found)
    whole = bureau.do("orlov", lambda s: cost_of_effort(s, date(2026, 1, 1), date(2027, 1, 1)))
    days = [bureau.do("orlov", lambda s, d=day: cost_of_effort(s, d, d + timedelta(days=1))) for day in (MONDAY, TODAY)]
    assert sum(row.kopecks for row in whole) == sum(row.kopecks for day in days for row in day)


@given(st.integers(1, 1440), st.integers(0, 10_000_000))
def test_a_cost_is_rounded_half_up_to_a_kopeck(minutes: int, rate: int) -> None:
    assert abs(cost_of(minutes, rate) * 60 - minutes * rate) <= 30
    assert cost_of(60, rate) == rate


def test_rates_are_read_as_people_write_them() -> None:
    assert [read_rate(typed) for typed in ("1 250,50", "1250.5", "900 ₽", "0")] == [125_050, 125_050, 90_000, 0]
    for wrong in ("", "много", "-1", "100000,01", "1,005", "NaN", "Infinity"):
        with pytest.raises(RateWrong):
            read_rate(wrong)


@pytest.mark.parametrize("who", ["belova", "lebedev", "zaitseva"])
def test_only_head_and_designer_touch_rules_grades_and_costs(bureau: Bureau, who: str) -> None:
    grade_id = bureau.do("orlov", lambda s: add_grade(s, code="senior", ru="Ведущий", en="Senior"))
    for act in (
        lambda s: add_grade(s, code="x", ru="x", en="x"), lambda s: set_rate(s, grade_id, from_day=TODAY, kopecks=1),
        lambda s: set_grade(s, bureau.people["belova"], grade_id, from_day=TODAY), lambda s: add_rule(s, Rule("case_opened", "", "", 5)),
        lambda s: cost_of_effort(s, MONDAY, TODAY), grade_lines, graded_people, lambda s: effort_rules(s, day=TODAY),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            bureau.do(who, act)


@pytest.mark.parametrize(("given_", "error"), [
    ({"code": "Ведущий"}, GradeCodeWrong), ({"ru": " "}, GradeNameNeeded), ({"en": ""}, GradeNameNeeded), ({"code": "senior"}, GradeTaken),
])  # fmt: skip
def test_a_grade_has_a_code_of_its_own_and_two_names(bureau: Bureau, given_: dict[str, str], error: type[KordonError]) -> None:
    bureau.do("orlov", lambda s: add_grade(s, code="senior", ru="Ведущий", en="Senior"))
    with pytest.raises(error):
        bureau.do("orlov", lambda s: add_grade(s, **{"code": "junior", "ru": "Младший", "en": "Junior", **given_}))


def test_a_grade_is_given_to_people_of_the_service_only(bureau: Bureau) -> None:
    grade_id = bureau.do("orlov", lambda s: add_grade(s, code="senior", ru="Ведущий", en="Senior"))
    with pytest.raises(NotFound):
        bureau.do("orlov", lambda s: set_grade(s, bureau.people["zaitseva"], grade_id, from_day=TODAY))
    with pytest.raises(NotFound):
        bureau.do("orlov", lambda s: set_grade(s, bureau.people["belova"], bureau.unit_id, from_day=TODAY))


def test_a_grade_and_a_rate_hold_until_the_next(bureau: Bureau) -> None:
    grades(bureau)
    (line,) = bureau.do("kim", grade_lines)
    assert [(one.first_day.isoformat(), one.value) for one in line.rates] == [("2026-11-18", 123_457), ("2026-01-01", 100_000)]
    assert in_force(line.rates, date(2026, 11, 17)) == line.rates[1]
    assert in_force(line.rates, date(2025, 12, 31)) is None
    people = {one.name: one for one in bureau.do("kim", graded_people)}
    assert sorted(people) == ["Belova", "Gusev", "Lebedev", "Orlov", "Rodin"]
    assert [one.first_day for one in people["Belova"].grades] == [date(2026, 6, 1)]
    with reading(SYSTEM) as session:
        said = session.rows(select(audit_event).where(audit_event.c.action == "rate_set").order_by(audit_event.c.seq))
    assert (said[1].before, said[1].after["rate_kopecks"]) == ({"rate_kopecks": 100_000}, 123_457)


def test_a_rule_changes_from_a_day_on_and_the_days_before_keep_theirs(bureau: Bureau) -> None:
    with reading(SYSTEM) as session:
        rule = session.first(select(effort_rule).where(effort_rule.c.service == "company_check", effort_rule.c.step == "check"))
    assert rule is not None
    bureau.do("kim", lambda s: change_rule(s, rule.id, minutes=50, from_day=TODAY, revision=rule.revision))
    with pytest.raises(RuleChangedMeanwhile):
        bureau.do("orlov", lambda s: change_rule(s, rule.id, minutes=55, from_day=TODAY, revision=rule.revision))
    bureau.happens("belova")
    bureau.happens("belova", at=NOON - timedelta(days=1))
    write()
    assert [row.minutes for row in bureau.efforts("belova")] == [90, 50]
    with reading(SYSTEM) as session:
        now = session.first(select(effort_rule).where(effort_rule.c.first_day == TODAY))
    assert now is not None
    with pytest.raises(RuleDayNotAfter):
        bureau.do("orlov", lambda s: change_rule(s, now.id, minutes=55, from_day=TODAY, revision=now.revision))


def test_a_new_rule_says_what_no_rule_says_yet(bureau: Bureau) -> None:
    bureau.do("orlov", lambda s: add_rule(s, Rule("case_opened", "person_check", "", 15, first_day=MONDAY)))
    with pytest.raises(RuleTaken):
        bureau.do("orlov", lambda s: add_rule(s, Rule("case_opened", "person_check", "", 20, first_day=TODAY)))
    bureau.happens("belova", "case_opened", service="person_check", step="")
    write()
    assert [row.minutes for row in bureau.efforts("belova")] == [15]


def test_days_of_people_are_told_with_what_is_owed(bureau: Bureau) -> None:
    bureau.do("belova", lambda s: add_effort(s, Target(project_id=bureau.project_id), day=TODAY, minutes=10, reason="x"))
    found = bureau.do("orlov", lambda s: labour_of(s, [row.id for row in people_of_service(s)], MONDAY, MONDAY + timedelta(days=7)))
    assert found.minutes.shape == (5, 7)
    place = found.people.index(bureau.people["belova"]), found.days.index(TODAY)
    assert (found.minutes[place], found.on_projects[place], found.norm[place[1]], found.owed[place], found.absences) == (10, 10, 480, 480, {})
    assert {row.id for row in bureau.do("lebedev", people_of_service)} == {bureau.people[who] for who in ("belova", "gusev", "lebedev")}

