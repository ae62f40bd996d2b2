"""Scorers a process may call by name. The one here reads the findings of the case's own form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from models.errors import NotFound
from models.processes.definition import Definition, FieldType

WEIGHTS = {"clear": 0, "attention": 15, "hit": 45}
MEDIUM_FROM, HIGH_FROM = 15, 45


@dataclass(frozen=True, slots=True)
class Score:
    """`score` 0–100, `level` low | medium | high, `fields` to set in the case."""

    score: int
    level: str
    fields: Mapping[str, Any] = field(default_factory=dict)


Scorer = Callable[[Definition, Mapping[str, Any]], Score]


class NoSuchScorer(NotFound):
    """The definition names a scorer that this installation does not have."""

    code: ClassVar[str] = "no_such_scorer"


def score_findings(definition: Definition, values: Mapping[str, Any]) -> Score:
    """Every finding that needs attention adds 15, every hit 45, at most 100. From 15 the level is medium, from 45 high."""
    results = [values.get(item.key) for item in definition.fields if item.type is FieldType.FINDING]
    total = min(100, sum(WEIGHTS.get(str(result.get("result")), 0) for result in results if isinstance(result, Mapping)))
    level = "high" if total >= HIGH_FROM else "medium" if total >= MEDIUM_FROM else "low"
    return Score(score=total, level=level)


SCORERS: Mapping[str, Scorer] = MappingProxyType({"findings": score_findings})


def scorer(name: str) -> Scorer:
    """The scorer of this name. Raises `NoSuchScorer`."""
    if name not in SCORERS:
        raise NoSuchScorer(scorer=name)
    return SCORERS[name]
