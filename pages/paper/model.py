"""What a management report says, before anybody decides how it looks.

All texts are ready words in the report's language; `**so**` makes a part of a sentence strong. The model is frozen and holds
the whole input, so that it can be stored with the report and printed again, byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pages.translations import Language

Mood = Literal["good", "bad", "neutral"]
LONGEST_TABLE = 500


class ReportTooLong(ValueError):
    """A table longer than a person reads and than a tagged PDF bears; registers go to XLSX."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: «Предотвращённый ущерб», «214,6», «млн ₽», «+15 %», «к 186,5 в октябре», «цель 200»."""

    label: str
    value: str
    unit: str = ""
    change: str = ""
    base: str = ""
    target: str = ""
    mood: Mood = "neutral"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that a member of the board remembers."""

    text: str
    mood: Mood = "neutral"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure dict as the screen draws it. `summary` is the sentence for those who do not see it. Two halves stand side by side."""

    title: str
    figure: Mapping[str, Any]
    summary: str
    unit: str = ""
    note: str = ""
    width: Literal["full", "half"] = "full"
    height_mm: float = 58


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    kind: Literal["text", "number"] = "text"
    share: float = 0  # of the free width; 0 takes what the words need


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are written already; `total` is the last row, set apart."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.rows) > LONGEST_TABLE:
            raise ReportTooLong(f"{len(self.rows)} rows in “{self.title}”, at most {LONGEST_TABLE} can be printed")
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns in “{self.title}”")


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Paragraph | Chart | Table, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is computed: its name, the rule in words and where the rule comes from."""

    term: str
    text: str
    source: str = ""
    is_general: bool = False  # about all figures of its source


@dataclass(frozen=True, slots=True)
class ReportModel:
    title: str
    subtitle: str
    lang: Language
    organisation: str
    period_label: str
    author: str
    data_as_of: datetime
    generated_at: datetime
    zone: str = "Europe/Moscow"
    compared_with: str = ""
    audience: str = ""
    confidentiality: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    tiles: tuple[Tile, ...] = ()
    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = ()
