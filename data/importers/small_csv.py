"""Small tables that people bring as CSV: read whole, in an encoding that is certain, with the columns that were agreed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from data.importers.event_log_reading import LARGEST_CELL, LogUnreadable, detect_encoding, open_bytes
from models.errors import InvalidInput

_SAMPLE = 1024**2
_LONGEST_KEPT = 200  # of a cell of a rejected row


class TableUnreadable(InvalidInput):
    """The file as a whole cannot be read; the text says why and what to do."""

    code: ClassVar[str] = "table_unreadable"


class TableTooLarge(TableUnreadable):
    """More than `megabytes`, packed or unfolded."""

    code: ClassVar[str] = "table_too_large"


class TableEncodingUnsure(TableUnreadable):
    """Not sound UTF-8, nor Russian in one code page only."""

    code: ClassVar[str] = "table_encoding_unsure"


class TableColumnsWrong(TableUnreadable):
    """The first line does not name each of the `columns` once."""

    code: ClassVar[str] = "table_columns_wrong"


class TableBroken(TableUnreadable):
    """Line `line` cannot be taken apart into cells."""

    code: ClassVar[str] = "table_broken"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not used: line of the file, reason, its cells."""

    line: int
    reason: str
    row: Mapping[str, str]


def read_text(path: Path, *, largest: int) -> tuple[str, str]:
    """The text of the file, packed or not, and the encoding it is surely in. Raises `TableUnreadable`."""
    if not path.is_file():
        raise TableUnreadable(f"there is no file {path}")
    if path.stat().st_size > largest:
        raise TableTooLarge(megabytes=largest // 1024**2)
    with open_bytes(path) as raw:
        try:
            content = raw.read(largest + 1)
        except LogUnreadable as fault:
            raise TableUnreadable(str(fault)) from fault
    if len(content) > largest:
        raise TableTooLarge(megabytes=largest // 1024**2)
    try:
        encoding = detect_encoding(content[:_SAMPLE])
        return content.decode(encoding), encoding
    except (LogUnreadable, UnicodeDecodeError) as fault:
        raise TableEncodingUnsure from fault


def rows_of(content: str, columns: Sequence[str], rejects: list[Rejected]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of every row; one with more or fewer cells than the heading goes to `rejects`. Raises `TableUnreadable`."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=";", strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if any(header.count(name) != 1 for name in columns):
            raise TableColumnsWrong(columns=";".join(columns))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = dict(zip(header, cells, strict=False))
            if len(cells) == len(header):
                yield reader.line_num, row
            else:
                rejects.append(Rejected(reader.line_num, "wrong_number_of_cells", kept(row)))
    except csv.Error as fault:
        raise TableBroken(line=reader.line_num) from fault


def day_of(words: str) -> date | None:
    """2026-03-05 or 05.03.2026 between 1990 and 2200; None for anything else."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(words.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if 1990 <= found.year < 2200 else None
    return None


def kept(row: Mapping[str, str]) -> dict[str, str]:
    """What is kept of a rejected row: nothing endless, nothing the database refuses."""
    return {name.replace("\x00", ""): cell[:_LONGEST_KEPT].replace("\x00", "") for name, cell in row.items()}
