"""Counted facts, the raw material of every figure: so many cases, and how long each of them took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.int32]


def values_from(packed: bytes | None) -> Values:
    """Numbers as the database packs them: four bytes each, the high byte first."""
    return np.frombuffer(packed or b"", dtype=">i4").astype(np.int32)


def no_values() -> Values:
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """`n` facts called `name`; `values` has one number per fact where facts have numbers. Fields that were not asked for are empty.

    Counted when the case was opened: `opened`, `reaction` (minutes). When it was closed: `closed` (`step`: the final state), `sla` (`step`:
    met or broken), `handling` (minutes), `duration` (seconds), `rating`. When a task was done: `visit` (`step`; seconds), `first_visit`
    (`step`), `rework` (`step`).
    """

    name: str
    n: int
    values: Values = field(default_factory=no_values)
    month: date | None = None
    service: str = ""
    step: str = ""
    unit_id: str = ""


def total(flows: Iterable[Flow]) -> int:
    """How many facts there are."""
    return sum(flow.n for flow in flows)


def values_of(flows: Iterable[Flow]) -> Values:
    """The numbers of all these facts, in no order."""
    found: Sequence[Values] = [flow.values for flow in flows]
    return np.concatenate(found) if found else no_values()


def median(values: Values) -> float | None:
    """The exact median: the middle value, or the mean of the two middle ones. None when there are none."""
    size = len(values)
    if size == 0:
        return None
    low, high = (size - 1) // 2, size // 2
    parted = np.partition(values, (low, high))
    return (int(parted[low]) + int(parted[high])) / 2


def mean(values: Values) -> float | None:
    """The arithmetic mean. None when there are none."""
    return float(values.mean(dtype=np.float64)) if len(values) else None


def share(part: int, whole: int) -> float | None:
    """A part of the whole, 0 … 1. None when there is no whole."""
    return part / whole if whole else None
