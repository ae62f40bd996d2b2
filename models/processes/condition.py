"""Conditions as data: who sees a field, which way a case goes, what must be true before a step may end.

A condition is a small tree and nothing in it is ever evaluated as text:

    {"field": "amount", "op": "ge", "value": 10000000}
    {"all": [c, …]}   {"any": [c, …]}   {"not": c}

A dotted field reaches into a compound value: `company.inn`, `lists.result`. A value that is not there makes every comparison
false, `ne` and `not_in` too: nobody can say that an unknown thing is different. Write `{"not": {…"eq"…}}` where the unknown counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from models.errors import InvalidInput
from models.processes.definition import Condition, Field, FieldType

FIELD_PARTS: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.BIK_ACCOUNT: ("bik", "account"),
    FieldType.PERSON: ("name", "birth_date", "inn"),
    FieldType.COMPANY: ("name", "inn", "ogrn"),
    FieldType.FINDING: ("result", "note"),
}


class ConditionIsWrong(InvalidInput):
    """The tree cannot be read: `path` says where, `reason` what is wrong with it."""

    code: ClassVar[str] = "condition_is_wrong"

    def __init__(self, path: str, reason: str, **params: Any) -> None:
        super().__init__(f"{path}: {reason}", path=path, reason=reason, **params)


class ConditionNamesUnknownField(ConditionIsWrong):
    """The condition asks for a field which the form does not have."""

    code: ClassVar[str] = "condition_names_unknown_field"


def is_empty(value: Any) -> bool:
    """Nothing was entered: no value, blank text, an empty list, or a compound value with all parts empty."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return not value
    return False


def value_at(values: Mapping[str, Any], name: str) -> Any:
    """The value of a field or, with a dot, of a part of it; None when there is nothing."""
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _equals(left: Any, right: Any) -> bool:
    # True == 1 in Python, but "yes" is not the number one.
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Order is asked of two numbers or of two texts (ISO dates are texts); anything else is not comparable, hence false."""

    def answer(left: Any, right: Any) -> bool:
        alike = (_is_number(left) and _is_number(right)) or (isinstance(left, str) and isinstance(right, str))
        return alike and compare(left, right)

    return answer


def _is_one_of(left: Any, right: Any) -> bool:
    return any(_equals(left, item) for item in right)


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return isinstance(right, str) and right.casefold() in left.casefold()
    return isinstance(left, (list, tuple)) and _is_one_of(right, left)


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": _equals,
    "ne": lambda left, right: not _equals(left, right),
    "lt": _ordered(lambda left, right: left < right),
    "le": _ordered(lambda left, right: left <= right),
    "gt": _ordered(lambda left, right: left > right),
    "ge": _ordered(lambda left, right: left >= right),
    "in": _is_one_of,
    "not_in": lambda left, right: not _is_one_of(left, right),
    "contains": _contains,
}
OPS: tuple[str, ...] = (*_COMPARISONS, "filled", "empty")
_LIST_OPS = frozenset({"in", "not_in"})
_ORDER_OPS = frozenset({"lt", "le", "gt", "ge"})


def compare(op: str, left: Any, right: Any = None) -> bool:
    """One comparison of a field's value with a constant. Also the cell of a decision table."""
    if op == "filled":
        return not is_empty(left)
    if op == "empty":
        return is_empty(left)
    if op not in _COMPARISONS:
        raise ConditionIsWrong("op", "unknown_op", op=op)
    return not is_empty(left) and _COMPARISONS[op](left, right)


def holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    """Is the condition true for these values of a case?"""
    if "all" in condition:
        return all(holds(part, values) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, values) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], values)
    if "field" not in condition:
        raise ConditionIsWrong("", "no_field")
    return compare(condition.get("op", "eq"), value_at(values, condition["field"]), condition.get("value"))


def _comparisons_in(condition: Condition) -> Iterator[Condition]:
    for word in ("all", "any"):
        for part in condition.get(word, ()):
            yield from _comparisons_in(part)
    if "not" in condition:
        yield from _comparisons_in(condition["not"])
    if "field" in condition:
        yield condition


def fields_of(condition: Condition) -> frozenset[str]:
    """Keys of the fields a condition depends on (without the part after the dot)."""
    return frozenset(comparison["field"].split(".")[0] for comparison in _comparisons_in(condition))


def condition_names(fields: Iterable[Field]) -> frozenset[str]:
    """Every name a condition or a letter may use for these fields: `company`, `company.inn`, …"""
    return frozenset(
        name for item in fields for name in (item.key, *(f"{item.key}.{part}" for part in FIELD_PARTS.get(item.type, ())))
    )


def check_comparison(op: Any, value: Any, path: str, *, has_value: bool) -> None:
    """Refuse an operator that does not exist and a value that it could never be compared with."""
    if op not in OPS:
        raise ConditionIsWrong(f"{path}.op", "unknown_op", op=op)
    if op in ("filled", "empty"):
        if has_value:
            raise ConditionIsWrong(f"{path}.value", "value_not_expected", op=op)
        return
    if not has_value or value is None:
        raise ConditionIsWrong(f"{path}.value", "value_missing", op=op)
    if op in _LIST_OPS:
        if not isinstance(value, (list, tuple)) or not value:
            raise ConditionIsWrong(f"{path}.value", "list_expected", op=op)
    elif op in _ORDER_OPS:
        if not (_is_number(value) or isinstance(value, str)):
            raise ConditionIsWrong(f"{path}.value", "number_or_date_expected", op=op)
    elif not isinstance(value, (str, int, float, bool)):
        raise ConditionIsWrong(f"{path}.value", "single_value_expected", op=op)


def check_condition(condition: Any, known_fields: Collection[str], path: str) -> None:
    """Refuse what `holds` could not answer. `known_fields` are the names of `condition_names`; the error carries the path."""
    if not isinstance(condition, Mapping) or not condition:
        raise ConditionIsWrong(path, "object_expected")
    keys = set(condition)
    for word in ("all", "any"):
        if word in keys:
            parts = condition[word]
            if keys != {word} or not isinstance(parts, (list, tuple)) or not parts:
                raise ConditionIsWrong(path, "list_of_conditions_expected")
            for number, part in enumerate(parts):
                check_condition(part, known_fields, f"{path}.{word}[{number}]")
            return
    if "not" in keys:
        if keys != {"not"}:
            raise ConditionIsWrong(path, "one_condition_expected")
        check_condition(condition["not"], known_fields, f"{path}.not")
        return
    unknown = keys - {"field", "op", "value"}
    if unknown or "field" not in keys:
        raise ConditionIsWrong(path, "unknown_key" if unknown else "no_field", keys=sorted(map(str, unknown)))
    if condition["field"] not in known_fields:
        raise ConditionNamesUnknownField(f"{path}.field", "unknown_field", name=condition["field"])
    check_comparison(condition.get("op", "eq"), condition.get("value"), path, has_value="value" in condition)
