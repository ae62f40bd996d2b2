"""The pieces of a report: a source of figures, and the blocks that draw something of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages.analytics.findings import Sentence
from pages.paper.model import Definition, Mood, Section, Tile
from pages.paper.workbook import Sheet

MOODS: Mapping[str, Mood] = {"good": "good", "bad": "bad", "same": "neutral"}  # what a verdict of the screen is on paper


@dataclass(frozen=True, slots=True)
class Block:
    """`draw` takes the view of its source and gives a section, or None when there is nothing to show."""

    key: str
    name: str
    draw: Callable[[Any], Section | None]


@dataclass(frozen=True, slots=True)
class Source:
    """Figures of one dashboard as a report tells them. `tiles` come with the most important one first."""

    key: str
    name: str
    view: Callable[[Mapping[str, Any]], Any]
    tiles: Callable[[Any], Sequence[Tile]]
    findings: Callable[[Any], Sequence[Sentence]]
    definitions: Callable[[Any], Sequence[Definition]]
    sheets: Callable[[Any], Sequence[Sheet]]
    blocks: tuple[Block, ...]
