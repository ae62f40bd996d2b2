"""Laws of projects, sprints and capacity."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.workforce.capacity import Candidate, Capacity, Need, capacity_of, is_promised_twice, staffing
from models.workforce.projects import (
    BudgetWrong,
    Plan,
    ProjectCodeWrong,
    ProjectDatesWrong,
    ProjectTextNeeded,
    ProjectTextTooLong,
    ShareWrong,
    balance,
    check_budget,
    check_plan,
    check_share,
    check_text,
    is_overspending,
    time_share,
    used_share,
)
from models.workforce.sprints import (
    COLUMNS,
    Card,
    Change,
    Column,
    ColumnUnknown,
    EstimateWrong,
    SprintDatesWrong,
    burndown,
    carry_over,
    check_estimate,
    check_sprint_days,
    column_of,
    left_of,
    placed,
    velocity,
)

FIRST = date(2026, 11, 16)
DAYS = st.integers(0, 30)
MINUTES = st.integers(0, 5_000)
KEYS = st.lists(st.text("abcdef", min_size=1, max_size=4), unique=True, max_size=12)


@given(st.lists(st.builds(Change, st.integers(-5, 40).map(lambda n: FIRST + timedelta(days=n)), st.integers(-900, 900), st.integers(-900, 900))), DAYS)
def test_a_burndown_equals_its_rows(changes: list[Change], length: int) -> None:
    last = FIRST + timedelta(days=length)
    found = burndown(changes, FIRST, last, until=last, working=[FIRST])
    assert [burn.day for burn in found] == [FIRST + timedelta(days=number) for number in range(length + 1)]
    assert (found[-1].scope, found[-1].left) == (sum(one.scope for one in changes), sum(one.left for one in changes))
    for burn in found[:-1]:
        assert burn.left == sum(one.left for one in changes if one.day <= burn.day)


@given(MINUTES, DAYS, DAYS, st.sets(DAYS))
def test_an_even_pace_falls_to_nothing_and_days_that_have_not_come_are_not_told(scope: int, length: int, gone: int, off: set[int]) -> None:
    last, until = FIRST + timedelta(days=length), FIRST + timedelta(days=gone)
    working = [FIRST + timedelta(days=number) for number in range(length + 1) if number not in off]
    found = burndown([Change(FIRST, scope, scope)], FIRST, last, until=until, working=working)
    ideal = [burn.ideal for burn in found]
    assert ideal == sorted(ideal, reverse=True)
    assert [burn.left is not None for burn in found] == [burn.day <= until for burn in found]
    assert found[-1].day == last
    assert found[-1].ideal == pytest.approx(0)


@given(st.lists(st.builds(Card, st.text(max_size=3), MINUTES, st.sampled_from(COLUMNS))))
def test_carry_over_loses_and_doubles_nothing(cards: list[Card]) -> None:
    done, over = carry_over(cards)
    assert sorted(map(id, [*done, *over])) == sorted(map(id, cards))
    assert {card.column for card in done} <= {Column.DONE}
    assert sum(left_of(card.minutes, card.column) for card in cards) == sum(card.minutes for card in over)


@given(KEYS, st.text("abcdef", min_size=1, max_size=4), st.integers(-3, 20))
def test_a_card_is_put_in_one_place_and_the_others_keep_their_order(order: list[str], key: str, place: int) -> None:
    found = placed(order, key, place)
    rest = [one for one in order if one != key]
    assert [one for one in found if one != key] == rest
    assert found.index(key) == max(0, min(place, len(rest)))


@given(st.integers(-100, 5_000), st.lists(st.integers(-10, 120)))
def test_capacity_is_never_below_zero_nor_above_what_is_owed(owed: int, shares: list[int]) -> None:
    assert 0 <= capacity_of(owed, shares) <= max(0, owed)


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.integers(1, 600)), max_size=12), st.dictionaries(st.sampled_from("abcde"), st.integers(-50, 900)),
    st.sets(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcde"))),
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcde"), MINUTES)),
)  # fmt: skip
def test_advice_never_overloads_and_answers_every_need(
    wanted: list[tuple[str, int]], free: dict[str, int], teams: set[tuple[str, str]], done: list[tuple[str, str, int]]
) -> None:
    needs = [Need(str(number), project, minutes) for number, (project, minutes) in enumerate(wanted)]
    found = staffing(needs, [Candidate(key, minutes) for key, minutes in free.items()], team_of=teams, experience=done)
    assert [one.need for one in found] == [need.key for need in needs]
    given_out = dict.fromkeys(free, 0)
    for need, advice in zip(needs, found, strict=True):
        if advice.person is not None:
            given_out[advice.person] += need.minutes
            assert advice.free_before - need.minutes == advice.free_after >= 0
            assert advice.in_team == ((need.project, advice.person) in teams)
    assert all(minutes <= max(0, free[key]) for key, minutes in given_out.items())
    for need, advice in zip(needs, found, strict=True):
        if advice.person is None:
            assert all(max(0, free[key]) - given_out[key] < need.minutes for key in free)


def test_the_team_comes_before_strangers_and_experience_before_leisure() -> None:
    people = [Candidate("a", 900), Candidate("b", 400), Candidate("c", 300)]
    found = staffing([Need("1", "x", 200)], people, team_of=[("x", "b"), ("x", "c")], experience=[("x", "c", 60)])
    assert (found[0].person, found[0].in_team, found[0].free_after) == ("c", True, 100)


def test_overload_is_more_planned_than_there_is() -> None:
    assert Capacity(2400, 1200, 1201, 0).is_over
    assert not Capacity(2400, 1200, 1200, 0).is_over
    assert (Capacity(0, 100, 300, 0).free, Capacity(0, 300, 100, 0).free) == (0, 200)
    assert is_promised_twice([60, 50])
    assert not is_promised_twice([60, 40])


def test_a_plan_is_checked_and_tidied() -> None:
    plan = Plan(" Robot ", {"ru": " Робот  ", "en": "Robot"}, {"ru": "Ц", "en": "G"}, FIRST, FIRST, 0)
    assert (check_plan(plan).code, check_plan(plan).name["ru"]) == ("robot", "Робот")
    for wrong, kind in (
        (Plan("ж", plan.name, plan.goal, FIRST, FIRST, 0), ProjectCodeWrong),
        (Plan("x", {"ru": ""}, plan.goal, FIRST, FIRST, 0), ProjectTextNeeded),
        (Plan("x", plan.name, plan.goal, FIRST, FIRST - timedelta(days=1), 0), ProjectDatesWrong),
        (Plan("x", plan.name, plan.goal, FIRST, FIRST, -1), BudgetWrong),
    ):
        with pytest.raises(kind):
            check_plan(wrong)
    with pytest.raises(ProjectTextTooLong):
        check_text("x" * 121, field="name")
    with pytest.raises(ShareWrong):
        check_share(101)
    with pytest.raises(BudgetWrong):
        check_budget(10**18)


@given(MINUTES, MINUTES)
def test_money_and_time_are_shares(spent: int, planned: int) -> None:
    assert (used_share(spent, planned) is None) == (planned == 0)
    assert 0 <= time_share(FIRST, FIRST + timedelta(days=9), FIRST + timedelta(days=spent % 40 - 10)) <= 1
    assert is_overspending(spent, planned, gone=1.0) == (planned > 0 and spent > planned)


def test_the_balance_is_the_distance_to_the_target() -> None:
    assert balance(0, 0, 0.3) is None
    assert balance(100, 40, 0.3) == pytest.approx(0.1)


def test_days_and_sizes_of_sprints() -> None:
    check_sprint_days(FIRST, FIRST + timedelta(days=11), after=FIRST - timedelta(days=1))
    for first, last, after in ((FIRST, FIRST - timedelta(days=1), None), (FIRST, FIRST + timedelta(days=42), None), (FIRST, FIRST, FIRST)):
        with pytest.raises(SprintDatesWrong):
            check_sprint_days(first, last, after=after)
    for minutes in (14, 4801):
        with pytest.raises(EstimateWrong):
            check_estimate(minutes)
    with pytest.raises(ColumnUnknown):
        column_of("nowhere")
    assert velocity([]) is None
    assert velocity([100, 200, 300, 401]) == 300
