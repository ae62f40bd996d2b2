"""Counted facts, the raw material of every figure: so many cases had this value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Flow:
    """`n` facts called `name` with this value. Fields that were not asked for are empty.

    Counted when the case was opened: `opened`, `reaction` (value: minutes). When it was closed: `closed` (`step`: the final state),
    `sla` (1 kept, 0 broken), `handling` (minutes), `duration` (seconds), `rating`. When a task was done: `visit` (`step`, value: seconds),
    `first_visit` (`step`), `rework` (`step`).
    """

    name: str
    n: int
    value: int | None = None
    month: date | None = None
    service: str = ""
    step: str = ""


def total(flows: Iterable[Flow]) -> int:
    """How many facts there are."""
    return sum(flow.n for flow in flows)


def histogram(flows: Iterable[Flow]) -> Mapping[int, int]:
    """Value → how often; facts without a value are left out."""
    counted: Counter[int] = Counter()
    for flow in flows:
        if flow.value is not None:
            counted[flow.value] += flow.n
    return counted


def median(counted: Mapping[int, int]) -> float | None:
    """The exact median of a histogram: the middle value, or the mean of the two middle ones. None when it is empty."""
    size = sum(counted.values())
    if size <= 0:
        return None
    low, high = (size - 1) // 2, size // 2
    passed, first = 0, None
    for value in sorted(counted):
        passed += counted[value]
        if first is None and passed > low:
            first = value
        if first is not None and passed > high:
            return (first + value) / 2
    raise AssertionError("a histogram of positive counts has a middle")


def mean(counted: Mapping[int, int]) -> float | None:
    """The arithmetic mean of a histogram. None when it is empty."""
    size = sum(counted.values())
    return sum(value * n for value, n in counted.items()) / size if size else None


def share(part: int, whole: int) -> float | None:
    """A part of the whole, 0 … 1. None when there is no whole."""
    return part / whole if whole else None
