from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.definition import ApprovalPolicy
from models.processes.definition_parsing import parse_definition
from models.processes.execution import (
    NoRouteApplies,
    UnknownOutcome,
    approval_result,
    branch_paths,
    guards_broken,
    join_is_complete,
    may_approve,
    next_moves,
    outcome_of,
    positive_outcome,
    split_of,
)
from tests.models.processes.samples import small, text

ANNA, BORIS, VERA = (UUID(int=number) for number in range(1, 4))
SMALL = parse_definition(small())


def _targets(definition_routes: list[dict[str, object]], outcome: str = "ready", **values: object) -> list[str]:
    definition = parse_definition(small(routes=definition_routes))
    return [route.target for route in next_moves(definition, "check", outcome, values)]


def test_the_first_true_route_by_priority_is_taken() -> None:
    routes = [
        {"source": "check", "target": "letter", "outcome": "ready", "priority": 2},
        {"source": "check", "target": "bad_end", "outcome": "ready", "priority": 1, "when": {"field": "amount", "op": "gt", "value": 5}},
    ]
    assert _targets(routes, amount=6) == ["bad_end"]
    assert _targets(routes, amount=5) == _targets(routes) == ["letter"]


def test_a_route_without_outcome_serves_every_outcome() -> None:
    assert _targets([{"source": "check", "target": "bad_end"}], "bad") == ["bad_end"]


def test_when_nothing_applies_it_is_an_error_and_not_a_stop() -> None:
    with pytest.raises(NoRouteApplies):
        _targets([{"source": "check", "target": "letter", "outcome": "ready", "when": {"field": "amount", "op": "filled"}}])
    with pytest.raises(UnknownOutcome):
        next_moves(SMALL, "check", "", {})
    with pytest.raises(UnknownOutcome):
        outcome_of(SMALL.step("check"), "maybe")
    assert outcome_of(SMALL.step("check"), "bad").needs_comment


def test_a_split_starts_all_branches_and_a_join_waits_for_them() -> None:
    document = small()
    document["steps"] += [{"key": "fork", "kind": "split", "name": text("Fork")}, {"key": "meet", "kind": "join", "name": text("Meet")}]
    document["routes"] += [{"source": "fork", "target": "check"}, {"source": "fork", "target": "letter"},
                           {"source": "check", "target": "meet"}, {"source": "letter", "target": "meet"}]
    definition = parse_definition(document)
    assert [route.target for route in next_moves(definition, "fork", "", {})] == ["check", "letter"]
    branches = branch_paths(definition, "fork", "outer:1")
    assert branches == ("outer:1/fork:0", "outer:1/fork:1")
    assert not join_is_complete(branches[:1], branches)
    assert join_is_complete(branches[::-1], branches)
    assert split_of(branches[0]) == ("outer:1", "fork")
    assert split_of(branch_paths(definition, "fork")[1]) == ("", "fork")
    assert split_of("") == ("", "")
    assert next_moves(definition, "good_end", "", {}) == ()


def test_a_guard_holds_back_only_its_outcomes() -> None:
    step = SMALL.step("check")
    hit = {"lists": {"result": "hit"}}
    assert [guard.message["en"] for guard in guards_broken(step, "ready", hit)] == ["Resolve"]
    assert guards_broken(step, "bad", hit) == []
    assert guards_broken(step, "ready", {}) == []


def test_the_approver_is_never_the_author_not_as_a_substitute_either() -> None:
    assert may_approve([ANNA], [BORIS])
    assert not may_approve([ANNA], [BORIS, ANNA])
    assert not may_approve([ANNA, VERA], [VERA])


def test_one_vote_decides_and_all_means_all() -> None:
    both = [ANNA, BORIS]
    assert approval_result(ApprovalPolicy.ONE, {}, both, positive="yes") is None
    assert approval_result(ApprovalPolicy.ONE, {BORIS: "back"}, both, positive="yes") == "back"
    assert approval_result(ApprovalPolicy.ONE, {VERA: "yes"}, both, positive="yes") is None
    assert approval_result(ApprovalPolicy.ALL, {ANNA: "yes"}, both, positive="yes") is None
    assert approval_result(ApprovalPolicy.ALL, {ANNA: "yes", BORIS: "yes"}, both, positive="yes") == "yes"
    assert approval_result(ApprovalPolicy.ALL, {ANNA: "yes", BORIS: "back"}, both, positive="yes") == "back"
    assert approval_result(ApprovalPolicy.ALL, {BORIS: "no"}, both, positive="yes") == "no"
    assert approval_result(ApprovalPolicy.ALL, {}, [], positive="yes") is None
    assert positive_outcome(SMALL.step("check")) == "ready"


@given(st.dictionaries(st.sampled_from([ANNA, BORIS, VERA]), st.sampled_from(["yes", "no"])), st.sets(st.sampled_from([ANNA, BORIS, VERA])))
def test_consent_of_all_never_comes_without_a_vote_of_each(votes: dict[UUID, str], approvers: set[UUID]) -> None:
    result = approval_result(ApprovalPolicy.ALL, votes, approvers, positive="yes")
    if result == "yes":
        assert approvers
        assert all(votes.get(person) == "yes" for person in approvers)
