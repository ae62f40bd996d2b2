"""How long something takes, as people feel it: the middle and the slow end."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

REPEATS = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured thing: p50 and p95 in `unit`; where there is only one value both are the same."""

    p50: float
    p95: float
    unit: str = "ms"

    def __str__(self) -> str:
        if self.p50 == self.p95:
            return f"{_short(self.p50)} {self.unit}"
        return f"{_short(self.p50)} / {_short(self.p95)} {self.unit}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def one(value: float, unit: str) -> Figure:
    return Figure(value, value, unit)


def spread(values: Sequence[float], unit: str = "ms") -> Figure:
    """p50 and p95 of what was measured one by one. Raises `StatisticsError` when that is nothing."""
    if len(values) < 2:
        return one(statistics.median(values), unit)
    return Figure(statistics.median(values), statistics.quantiles(values, n=20, method="inclusive")[18], unit)


def measured(look: Callable[[], object], *, repeats: int = REPEATS) -> Figure:
    """A call in milliseconds, after one that warms up."""
    look()
    return spread([taken(look) for _round in range(repeats)])


def taken(look: Callable[[], object]) -> float:
    """One call in milliseconds."""
    begun = time.perf_counter()
    look()
    return (time.perf_counter() - begun) * 1000
