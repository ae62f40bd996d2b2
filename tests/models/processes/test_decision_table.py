from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.processes.decision_table import TableHasNoAnswer, TableRowsConflict, check_table, decide
from models.processes.definition import DecisionTable, Rule
from models.processes.definition_errors import WrongValue


def _table(hit: str, *rules: tuple[tuple[Any, ...], tuple[Any, ...]]) -> DecisionTable:
    return DecisionTable(key="t", name={}, hit=hit, inputs=("amount", "lists.result"), outputs=("mark",),
                         rules=tuple(Rule(when, then) for when, then in rules))


BIG, HIT = {"op": "ge", "value": 100}, {"op": "eq", "value": "hit"}


def test_the_first_matching_row_wins() -> None:
    table = _table("first", ((BIG, HIT), ("stop",)), ((BIG, None), ("look",)), ((None, None), ("go",)))
    assert decide(table, {"amount": 100, "lists": {"result": "hit"}}) == {"mark": "stop"}
    assert decide(table, {"amount": 100}) == {"mark": "look"}
    assert decide(table, {}) == {"mark": "go"}


def test_no_matching_row_is_said_and_not_guessed() -> None:
    with pytest.raises(TableHasNoAnswer):
        decide(_table("first", ((BIG, None), ("look",))), {"amount": 1})
    with pytest.raises(TableHasNoAnswer):
        decide(_table("unique", ((BIG, None), ("look",))), {"amount": 1})


def test_two_rows_of_a_unique_table_conflict_and_are_numbered() -> None:
    table = _table("unique", ((BIG, None), ("a",)), (({"op": "lt", "value": 5}, None), ("b",)), ((None, HIT), ("c",)))
    assert decide(table, {"amount": 2}) == {"mark": "b"}
    with pytest.raises(TableRowsConflict) as conflict:
        decide(table, {"amount": 100, "lists": {"result": "hit"}})
    assert conflict.value.params["rows"] == [1, 3]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-5, 50)), min_size=1, max_size=8), st.integers(0, 20))
def test_collected_weights_are_the_sum_of_the_matching_rows(rows: list[tuple[int, int]], amount: int) -> None:
    table = _table("collect_sum", *((({"op": "ge", "value": limit}, None), (weight,)) for limit, weight in rows))
    assert decide(table, {"amount": amount}) == {"mark": sum(weight for limit, weight in rows if amount >= limit)}


def test_a_table_of_weights_takes_numbers_only() -> None:
    with pytest.raises(WrongValue) as refused:
        check_table(_table("collect_sum", ((None, None), ("many",))), {"amount", "lists.result"}, {"mark"}, "tables[0]")
    assert refused.value.path == "tables[0].rules[0].then[0]"
