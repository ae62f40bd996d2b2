from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.processes.definition import Definition, StepKind
from models.processes.definition_parsing import parse_definition
from models.processes.soundness import Problem, build_net, is_sound, longest_path_minutes, soundness_problems
from models.processes.token_game import Exploration, Net, explore_markings
from tests.models.processes.samples import small, text
from tests.models.processes.walking import CaseIsStuck, walk

PERSON = [{"key": "ok", "name": text("OK"), "style": "primary"}, {"key": "back", "name": text("Back")}]
BIG = {"field": "amount", "op": "ge", "value": 50}


def graph(kinds: dict[str, str], routes: Iterable[tuple[str, ...]], **head: Any) -> Definition:
    """A definition from "step: kind" and (source, target[, outcome[, "when"]]); the first step begins."""
    steps: list[dict[str, Any]] = []
    for key, kind in kinds.items():
        step: dict[str, Any] = {"key": key, "kind": kind, "name": text(key)}
        if kind in ("task", "approval"):
            step |= {"group": "duty", "outcomes": PERSON}
        elif kind == "end":
            step["outcome"] = "fine"
        elif kind == "set":
            step["values"] = {"urgent": True}
        elif kind == "wait":
            step["minutes"] = 30
        steps.append(step)
    listed = []
    for number, (source, target, *rest) in enumerate(routes):
        listed.append({"source": source, "target": target, "priority": number, **({"outcome": rest[0]} if rest and rest[0] else {}),
                       **({"when": BIG} if len(rest) > 1 else {})})
    return parse_definition(small(steps=steps, routes=listed, first_step=next(iter(kinds)), **head))


def codes(definition: Definition) -> set[tuple[str, str]]:
    return {(problem.code, problem.step) for problem in soundness_problems(definition)}


def test_the_sample_is_sound() -> None:
    assert soundness_problems(parse_definition(small())) == []


PARALLEL = {"fork": "split", "a": "task", "b": "task", "meet": "join", "out": "end"}
PARALLEL_ROUTES = [("fork", "a"), ("fork", "b"), ("a", "meet"), ("b", "meet"), ("meet", "out")]


def test_a_parallel_block_with_a_loop_in_a_branch_is_sound() -> None:
    assert codes(graph(PARALLEL, PARALLEL_ROUTES)) == set()
    assert codes(graph(PARALLEL, [("fork", "a"), ("fork", "b"), ("a", "a", "back"), ("a", "meet", "ok"), ("b", "meet"), ("meet", "out")])) == set()


@pytest.mark.parametrize(("kinds", "routes", "expected"), [
    ({"a": "task", "b": "set", "out": "end"}, [("a", "out")], {("unreachable_step", "b"), ("step_without_exit", "b")}),
    ({"a": "task", "b": "task", "out": "end"}, [("a", "out", "ok"), ("a", "b", "back")], {("step_without_exit", "b")}),
    ({"a": "task", "out": "end"}, [("a", "out", "ok")], {("outcome_without_route", "a")}),
    ({"a": "task", "out": "end"}, [("a", "out", "ok"), ("a", "out", "back", "when")], {("no_default_route", "a")}),
    ({"a": "task", "b": "task", "out": "end"}, [("a", "out"), ("a", "b"), ("b", "out")], {("implicit_fork", "a")}),
    ({"a": "task", "b": "task", "out": "end"}, [("a", "out", "ok"), ("a", "out", "back"), ("a", "b", "", "when"), ("b", "out")],
     {("route_never_taken", "a")}),
    ({"a": "task", "b": "task", "out": "end"}, [("a", "out", "ok"), ("a", "b", "back"), ("b", "b")], {("dead_end", "b"), ("endless_loop", "b")}),
    ({"a": "set", "b": "set", "out": "end"}, [("a", "out", "", "when"), ("a", "b"), ("b", "a")], {("automatic_loop", "a"), ("automatic_loop", "b")}),
    (PARALLEL, [("fork", "a"), ("fork", "b"), ("a", "meet", "ok"), ("a", "out", "back"), ("b", "meet"), ("meet", "out")],
     {("bypassed_join", "out")}),
    ({"a": "task", "b": "task", "c": "task", "meet": "join", "out": "end"},
     [("a", "b", "ok"), ("a", "c", "back"), ("b", "meet"), ("c", "meet"), ("meet", "out")], {("join_without_split", "meet")}),
    ({**PARALLEL, "other": "join", "c": "task"},
     [("fork", "a"), ("fork", "b"), ("a", "meet"), ("b", "other"), ("meet", "out"), ("other", "c"), ("c", "out")],
     {("deadlock", "meet"), ("deadlock", "other")}),
    ({"start": "task", **PARALLEL}, [("start", "fork"), *PARALLEL_ROUTES[:2], ("a", "start", "back"), ("a", "meet", "ok"), *PARALLEL_ROUTES[3:]],
     {("double_execution", "fork")}),
    ({**PARALLEL, "meet": "set"}, PARALLEL_ROUTES, {("double_execution", "meet"), ("bypassed_join", "out")}),
    ({"fork": "split", "a": "task", "out": "end"}, [("fork", "a"), ("fork", "a"), ("a", "out")],
     {("double_execution", "fork"), ("double_execution", "a"), ("bypassed_join", "out")}),
    ({"a": "task", "b": "task"}, [("a", "b"), ("b", "a")], {("no_end", ""), ("dead_end", "a"), ("dead_end", "b"), ("endless_loop", "a"), ("endless_loop", "b")}),
])
def test_each_way_to_get_stuck_is_named_at_its_step(kinds: dict[str, str], routes: list[tuple[str, ...]], expected: set[tuple[str, str]]) -> None:
    assert codes(graph(kinds, routes)) == expected


def test_a_join_that_waits_for_ever_says_for_what() -> None:
    definition = graph({**PARALLEL, "other": "join", "c": "task"},
                       [("fork", "a"), ("fork", "b"), ("a", "meet"), ("b", "other"), ("meet", "out"), ("other", "c"), ("c", "out")])
    assert {(problem.step, problem.detail) for problem in soundness_problems(definition)} == {("meet", "b"), ("other", "a")}


def test_a_branch_may_come_to_its_join_by_several_ways() -> None:
    routes = [("fork", "a"), ("fork", "b"), ("a", "meet", "ok"), ("a", "c", "back"), ("c", "meet"), ("b", "meet"), ("meet", "out")]
    definition = graph({**PARALLEL, "c": "task"}, routes)
    assert codes(definition) == set()
    for seed in range(20):
        assert walk(definition, dict, Random(seed)) == "fine"


def test_names_that_the_bank_does_not_know_are_told() -> None:
    problems = soundness_problems(parse_definition(small()), groups=["aml"], processes=[], scorers=[])
    assert problems == [Problem("unknown_group", "", "duty"), Problem("unknown_group", "check", "duty")]


def test_steps_longer_than_the_promise_are_a_warning_only() -> None:
    definition = graph({"a": "task", "w": "wait", "out": "end"}, [("a", "w"), ("w", "a", "", "when"), ("w", "out")], sla={"resolution_minutes": 20})
    assert soundness_problems(definition) == [Problem("steps_take_longer_than_promised", "w", "30>20", is_warning=True)]
    assert longest_path_minutes(definition) == (30, "w")
    assert is_sound(definition)


class _Builder:
    """Sound graphs by construction: blocks with one entry and one exit, put into and after one another."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.kinds: dict[str, str] = {}
        self.routes: list[tuple[str, ...]] = []

    def step(self, kind: str) -> str:
        key = f"{kind}_{len(self.kinds)}"
        self.kinds[key] = kind
        return key

    def block(self, depth: int) -> tuple[str, str]:
        """(entry, exit); the exit has no route yet."""
        kind = self.random.choice(["task", "set", "sequence", "choice", "condition", "parallel", "loop"]) if depth else "task"
        if kind in ("task", "set"):
            step = self.step(kind)
            return step, step
        if kind == "sequence":
            (first, middle), (then, last) = self.block(depth - 1), self.block(depth - 1)
            self.routes.append((middle, then))
            return first, last
        if kind in ("choice", "condition"):
            entry, merge = self.step("task" if kind == "choice" else "wait"), self.step("set")
            for mark in (("ok",), ("back",)) if kind == "choice" else (("", "when"), ()):
                first, last = self.block(depth - 1)
                self.routes += [(entry, first, *mark), (last, merge)]
            return entry, merge
        if kind == "parallel":
            entry, join = self.step("split"), self.step("join")
            for _ in range(self.random.choice([2, 3])):
                first, last = self.block(depth - 1)
                self.routes += [(entry, first), (last, join)]
            return entry, join
        first, last = self.block(depth - 1)
        again, leave = self.step("approval"), self.step("set")
        self.routes += [(last, again), (again, first, "back"), (again, leave, "ok")]
        return first, leave


def composed(seed: int, depth: int) -> Definition:
    builder = _Builder(Random(seed))
    first, last = builder.block(depth)
    builder.routes.append((last, builder.step("end")))
    kinds = {first: builder.kinds[first], **builder.kinds}
    return graph(kinds, builder.routes)


_seeds = st.integers(0, 10**6)


@settings(deadline=None, max_examples=60)
@given(_seeds, st.integers(0, 4))
def test_graphs_composed_of_sound_blocks_are_sound_and_every_walk_ends(seed: int, depth: int) -> None:
    definition = composed(seed, depth)
    assert soundness_problems(definition) == []
    random = Random(seed)
    for _ in range(5):
        assert walk(definition, lambda: {"amount": random.randrange(100)}, random) == "fine"


@settings(deadline=None, max_examples=60)
@given(_seeds, st.data())
def test_a_route_taken_away_is_found(seed: int, data: st.DataObject) -> None:
    definition = composed(seed, 3)
    lost = data.draw(st.sampled_from(definition.routes))
    source = definition.step(lost.source)
    broken = replace(definition, routes=tuple(route for route in definition.routes if route is not lost))
    left = [problem for problem in soundness_problems(broken) if problem.code != "split_into_one_branch"]
    if lost.when is not None:        # without the exception everything goes the usual way: its branch is then unreachable
        assert {problem.code for problem in left} >= {"unreachable_step"} or len({r.target for r in definition.routes_from(source.key)}) == 1
    else:
        assert left


@settings(deadline=None, max_examples=60)
@given(_seeds, st.data())
def test_a_join_forgotten_or_jumped_over_is_found(seed: int, data: st.DataObject) -> None:
    definition = composed(seed, 4)
    joins = [step for step in definition.steps if step.kind is StepKind.JOIN]
    if not joins:
        return
    join = data.draw(st.sampled_from(joins))
    forgotten = replace(definition, steps=tuple(replace(step, kind=StepKind.NOTIFY) if step is join else step for step in definition.steps))
    assert not is_sound(forgotten)
    into = data.draw(st.sampled_from([route for route in definition.routes if route.target == join.key]))
    end = next(step.key for step in definition.steps if step.kind is StepKind.END)
    jumped = replace(definition, routes=tuple(replace(route, target=end) if route is into else route for route in definition.routes))
    assert not is_sound(jumped)


@settings(deadline=None, max_examples=60)
@given(_seeds, st.data())
def test_whatever_passes_the_check_never_sticks(seed: int, data: st.DataObject) -> None:
    """Routes bent at random: either the check objects, or no walk gets stuck."""
    definition = composed(seed, 3)
    bent = data.draw(st.sampled_from(definition.routes))
    target = data.draw(st.sampled_from([step.key for step in definition.steps]))
    definition = replace(definition, routes=tuple(replace(route, target=target) if route is bent else route for route in definition.routes))
    if is_sound(definition):
        random = Random(seed)
        for _ in range(10):
            try:
                walk(definition, lambda: {"amount": random.randrange(100)}, random)
            except CaseIsStuck as stuck:
                pytest.fail(str(stuck))


@settings(deadline=None, max_examples=60)
@given(_seeds, st.data())
def test_moving_one_branch_at_a_time_comes_to_the_same_verdict(seed: int, data: st.DataObject) -> None:
    definition = composed(seed, 3)
    bent = data.draw(st.sampled_from(definition.routes))
    target = data.draw(st.sampled_from([step.key for step in definition.steps]))
    net = build_net(replace(definition, routes=tuple(replace(route, target=target) if route is bent else route for route in definition.routes)))
    whole = explore_markings(net, 10**6)
    reduced = _reduced(net)
    assert bool(whole.faults) is bool(reduced.faults)
    assert len(reduced.successors) <= len(whole.successors)


def _reduced(net: Net) -> Exploration:
    """The limit of the full game is a tenth: this one is just too small for it and large enough for the other."""
    size = len(explore_markings(net, 10**6).successors)
    return explore_markings(net, size * 10 - 1)


def test_the_check_takes_milliseconds() -> None:
    definition = graph({**PARALLEL, **{f"t{n}": "task" for n in range(20)}},
                       [("fork", "t0"), *((f"t{n}", f"t{n + 1}") for n in range(9)), ("t9", "meet"),
                        ("fork", "t10"), *((f"t{n}", f"t{n + 1}") for n in range(10, 19)), ("t19", "a"), ("a", "meet"),
                        ("fork", "b"), ("b", "meet"), ("meet", "out")])
    begun = time.perf_counter()
    assert soundness_problems(definition) == []
    assert time.perf_counter() - begun < 0.5
