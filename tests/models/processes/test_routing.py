from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.definition import Assign
from models.processes.routing import Assignee, Candidate, NobodyIsThere, acting_person, choose_assignee, least_loaded, next_in_turn

ANNA, BORIS, VERA, GLEB = (UUID(int=number) for number in range(1, 5))


def test_the_turn_goes_round_in_a_stable_order() -> None:
    people = [Candidate(VERA), Candidate(ANNA), Candidate(BORIS)]
    turns, last = [], None
    for _ in range(4):
        chosen = next_in_turn(people, last)
        last = chosen.turn_of
        turns.append(chosen.user_id)
    assert turns == [ANNA, BORIS, VERA, ANNA]


def test_a_person_who_left_the_group_does_not_break_the_turn() -> None:
    assert next_in_turn([Candidate(ANNA), Candidate(VERA)], BORIS).user_id == VERA


def test_the_turn_of_somebody_absent_goes_to_the_substitute_or_on() -> None:
    assert next_in_turn([Candidate(ANNA, is_absent=True, substitute=GLEB), Candidate(BORIS)], None) == Assignee(GLEB, turn_of=ANNA)
    assert next_in_turn([Candidate(ANNA, is_absent=True), Candidate(BORIS)], None) == Assignee(BORIS, turn_of=BORIS)


def test_when_nobody_is_there_it_is_said() -> None:
    for ask in (lambda people: next_in_turn(people, None), least_loaded):
        with pytest.raises(NobodyIsThere):
            ask([Candidate(ANNA, is_absent=True)])
        with pytest.raises(NobodyIsThere):
            ask([])


def test_the_least_loaded_person_gets_it_and_ties_go_by_order() -> None:
    assert least_loaded([Candidate(VERA, load=1), Candidate(ANNA, load=3), Candidate(BORIS, load=1)]).user_id == BORIS
    assert least_loaded([Candidate(ANNA, is_absent=True, substitute=GLEB), Candidate(BORIS, load=9)]).user_id == BORIS
    assert least_loaded([Candidate(ANNA, is_absent=True, substitute=GLEB)]) == Assignee(GLEB, turn_of=ANNA)


def test_substitutes_that_name_each_other_stand_for_nobody() -> None:
    assert acting_person(ANNA, {ANNA: BORIS, BORIS: ANNA}) is None
    assert acting_person(ANNA, {ANNA: BORIS, BORIS: VERA}) == VERA
    assert acting_person(ANNA, {}) == ANNA


def test_a_named_person_or_the_owner_gets_the_task_and_otherwise_it_waits_in_the_queue() -> None:
    assert choose_assignee(Assign.QUEUE, [Candidate(ANNA)]) is None
    assert choose_assignee(Assign.FIELD, [], named=VERA) == Assignee(VERA, VERA)
    assert choose_assignee(Assign.FIELD, []) is None
    assert choose_assignee(Assign.OWNER, [], owner=ANNA, absent={ANNA: BORIS}) == Assignee(BORIS, turn_of=ANNA)
    assert choose_assignee(Assign.OWNER, [], owner=ANNA, absent={ANNA: None}) is None
    assert choose_assignee(Assign.ROUND_ROBIN, [Candidate(ANNA), Candidate(BORIS)], last_turn=ANNA) == Assignee(BORIS, BORIS)
    assert choose_assignee(Assign.LEAST_LOADED, [Candidate(ANNA, load=2), Candidate(BORIS)]) == Assignee(BORIS, BORIS)


_people = st.lists(st.builds(Candidate, st.integers(1, 30).map(lambda n: UUID(int=n)), st.booleans(), st.none(), st.integers(0, 5)),
                   min_size=1, max_size=8, unique_by=lambda person: person.user_id)


@given(_people)
def test_a_full_round_reaches_everybody_who_is_there_exactly_once(people: list[Candidate]) -> None:
    there = {person.user_id for person in people if not person.is_absent}
    last, reached = None, []
    for _ in there:
        last = next_in_turn(people, last).turn_of
        reached.append(last)
    assert sorted(reached) == sorted(there)
