from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.condition import ConditionIsWrong, ConditionNamesUnknownField, check_condition, fields_of, holds

VALUES: dict[str, Any] = {
    "amount": 100, "name": "Север", "urgent": True, "tags": ["cash", "abroad"], "blank": "  ",
    "company": {"name": "ООО", "inn": ""}, "lists": {"result": "hit", "note": ""}, "day": "2026-03-05",
}
NAMES = frozenset(VALUES) | {"company.inn", "lists.result"}


@pytest.mark.parametrize(("op", "field", "value", "answer"), [
    ("eq", "amount", 100, True), ("eq", "amount", "100", False), ("ne", "amount", 5, True),
    ("lt", "amount", 101, True), ("le", "amount", 100, True), ("gt", "amount", 100, False), ("ge", "amount", 100, True),
    ("in", "name", ["Юг", "Север"], True), ("not_in", "name", ["Юг"], True), ("contains", "tags", "cash", True),
    ("contains", "name", "СЕВ", True), ("filled", "name", None, True), ("empty", "blank", None, True),
    ("empty", "company.inn", None, True), ("eq", "lists.result", "hit", True), ("lt", "day", "2026-03-06", True),
    ("gt", "name", 3, False), ("eq", "urgent", 1, False), ("eq", "urgent", True, True), ("eq", "amount.deeper", 1, False),
])
def test_each_operator_answers_for_a_value(op: str, field: str, value: Any, answer: bool) -> None:
    assert holds({"field": field, "op": op, "value": value}, VALUES) is answer


@given(st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains"]), st.sampled_from([1, "x", True]))
def test_a_missing_value_makes_every_comparison_false(op: str, value: Any) -> None:
    assert holds({"field": "missing", "op": op, "value": [value] if op in ("in", "not_in") else value}, VALUES) is False


_leaf = st.builds(lambda field, op, value: {"field": field, "op": op, "value": value},
                  st.sampled_from(["amount", "other"]), st.sampled_from(["eq", "lt", "ge"]), st.integers(98, 102))
_trees = st.recursive(_leaf, lambda inner: st.one_of(
    st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
    st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
    inner.map(lambda part: {"not": part})), max_leaves=8)


@given(_trees)
def test_negation_is_the_opposite_and_a_valid_tree_passes_the_check(tree: dict[str, Any]) -> None:
    check_condition(tree, NAMES | {"other"}, "when")
    assert holds({"not": tree}, VALUES) is not holds(tree, VALUES)
    assert fields_of(tree) <= {"amount", "other"}


@given(st.lists(_trees, min_size=1, max_size=3))
def test_all_and_any_obey_de_morgan(trees: list[dict[str, Any]]) -> None:
    assert holds({"not": {"all": trees}}, VALUES) == holds({"any": [{"not": tree} for tree in trees]}, VALUES)


@pytest.mark.parametrize(("condition", "path"), [
    ({}, "when"), ([], "when"), ({"field": "amount", "op": "like", "value": 1}, "when.op"),
    ({"all": [{"field": "amount", "op": "eq"}]}, "when.all[0].value"), ({"all": []}, "when"),
    ({"not": {"field": "amount", "op": "in", "value": 3}}, "when.not.value"),
    ({"field": "amount", "op": "filled", "value": 3}, "when.value"), ({"field": "amount", "value": 1, "code": "x"}, "when"),
    ({"field": "amount", "op": "lt", "value": True}, "when.value"), ({"any": [1]}, "when.any[0]"),
])
def test_a_wrong_tree_is_refused_with_its_path(condition: Any, path: str) -> None:
    with pytest.raises(ConditionIsWrong) as refused:
        check_condition(condition, NAMES, "when")
    assert refused.value.params["path"] == path


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(ConditionNamesUnknownField) as refused:
        check_condition({"field": "company.phone", "op": "filled"}, NAMES, "routes[2].when")
    assert refused.value.params["name"] == "company.phone"


def test_fields_of_a_tree_are_found_without_their_parts() -> None:
    assert fields_of({"any": [{"field": "lists.result", "op": "eq", "value": "hit"}, {"not": {"field": "amount", "op": "filled"}}]}) == {
        "lists", "amount"}
