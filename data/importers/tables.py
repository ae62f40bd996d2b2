"""Rows of a small table somebody hands in: CSV in the encodings of banks, or the first sheet of an XLSX. Never trusted, never executed."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.importers.event_log_reading import LogUnreadable, detect_encoding
from data.importers.small_csv import TableUnreadable

LARGEST_FILE = 20 * 1024**2
LARGEST_UNFOLDED = 200 * 1024**2
MOST_ROWS, MOST_COLUMNS, LARGEST_CELL = 50_000, 60, 2_000
_SAMPLE = 256 * 1024
_SHEET = b"PK\x03\x04"


class SheetUnreadable(TableUnreadable):
    """The file as a whole cannot be read; `reason` is a key of the words that say why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, reason=reason)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as text: `line` as people count them, from 1. Days stand as dd.mm.yyyy, numbers with a point."""

    line: int
    cells: tuple[str, ...]


def read_table(content: bytes) -> list[TableRow]:
    """Every row that is not empty. Raises `SheetUnreadable`."""
    if not content.strip():
        raise SheetUnreadable("empty")
    if len(content) > LARGEST_FILE:
        raise SheetUnreadable("too_large")
    found = _sheet(content) if content.startswith(_SHEET) else _text(content)
    if not found:
        raise SheetUnreadable("empty")
    return found


def _text(content: bytes) -> list[TableRow]:
    try:
        text = content.decode(detect_encoding(content[:_SAMPLE]))
    except (LogUnreadable, UnicodeDecodeError):
        raise SheetUnreadable("encoding") from None
    if "\x00" in text:
        raise SheetUnreadable("no_table")
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=head.count)
    found = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(_row(reader.line_num, cells))
            if len(found) > MOST_ROWS:
                raise SheetUnreadable("too_many_rows")
    except csv.Error:
        raise SheetUnreadable("no_table") from None
    return found


def _row(line: int, cells: list[str]) -> TableRow:
    if len(cells) > MOST_COLUMNS:
        raise SheetUnreadable("too_many_columns")
    return TableRow(line, tuple(cell.strip()[:LARGEST_CELL] for cell in cells))


def _sheet(content: bytes) -> list[TableRow]:
    from openpyxl import load_workbook  # heavy; only when somebody hands a sheet in

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNFOLDED:
                raise SheetUnreadable("too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except SheetUnreadable:
        raise
    except Exception:  # noqa: BLE001 - a damaged sheet fails in a hundred ways, each says the same to whoever handed it in
        raise SheetUnreadable("no_table") from None
    found = []
    try:
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            texts = [_cell(cell) for cell in cells]
            if any(texts):
                found.append(_row(line, texts))
            if line > MOST_ROWS:
                raise SheetUnreadable("too_many_rows")
    finally:
        book.close()
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)
