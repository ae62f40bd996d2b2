"""Read a case log row by row: CSV or XES, packed or not, without ever holding more of the file than a row.

The encoding and the delimiter are declared or recognised beyond doubt, and told; a doubt is an error that asks to declare them.
A packed file may not unfold without limit, XML may declare no entities.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, ClassVar

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from models.analytics.event_log import DETECT, LogMapping
from models.errors import InvalidInput

LARGEST_FILE = 2 * 1024**3
LARGEST_UNPACKED = 4 * 1024**3
LARGEST_RATIO = 200  # text packs ten to thirty times; a bomb a thousand times
LARGEST_CELL = 64 * 1024
_RATIO_COUNTS_FROM = 64 * 1024**2
_SAMPLE = 1024**2
_RUSSIAN_ENOUGH = 35
_DELIMITERS = (",", ";", "\t", "|")
# How often letters occur in Russian text, per mille. In a wrong code page frequent letters turn into rare ones, capitals and frames.
_LETTERS = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", (
    110, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 17, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1,
), strict=True))  # fmt: skip


class LogUnreadable(InvalidInput):
    """The file as a whole cannot be read; `reason` says why and what to do."""

    code: ClassVar[str] = "log_unreadable"

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason, reason=reason, **params)


@dataclass(slots=True)
class LogFile:
    """A file being read. `encoding` and `delimiter` are what was used; rows are (line, column → text)."""

    path: Path
    mapping: LogMapping
    format: str
    encoding: str = ""
    delimiter: str = ""
    rejected: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Every row as text. Rows with a wrong number of cells go to `rejected`."""
        yield from self._csv_rows() if self.format == "csv" else self._xes_rows()

    def _csv_rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        with open_bytes(self.path) as raw:
            text = io.TextIOWrapper(raw, encoding=self.encoding, newline="")
            csv.field_size_limit(LARGEST_CELL)
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            try:
                header = [name.strip() for name in next(reader, [])]
                _check_header(header, self.mapping)
                for cells in reader:
                    if len(cells) == len(header):
                        yield reader.line_num, dict(zip(header, cells, strict=True))
                    elif cells:
                        widths = {"cells": str(len(cells)), "columns": str(len(header))}
                        self.rejected.append((reader.line_num, "wrong_number_of_cells", widths))
            except UnicodeDecodeError as fault:
                raise LogUnreadable(f"line {reader.line_num + 1} is not {self.encoding}; declare log.encoding in the mapping") from fault
            except csv.Error as fault:
                raise LogUnreadable(f"line {reader.line_num}: {fault}") from fault

    def _xes_rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """An event's own attributes, and its trace's with the prefix `case:`. The line is the number of the event in the file."""
        number = 0
        trace: dict[str, str] = {}
        seen: set[str] = set()
        with open_bytes(self.path) as raw:
            try:
                depth: list[Any] = []
                for what, element in iterparse(raw, events=("start", "end"), forbid_dtd=True):
                    name = element.tag.rpartition("}")[2]
                    if what == "start":
                        depth.append(name)
                        if name == "trace":
                            trace = {}
                        continue
                    depth.pop()
                    if name == "event":
                        number += 1
                        row = {**trace, **_attributes(element)}
                        seen.update(row)
                        yield number, row
                        element.clear()
                    elif name == "trace":
                        element.clear()
                    elif depth and depth[-1] == "trace" and (key := element.get("key")):
                        trace[f"case:{key}"] = element.get("value", "")
            except (ParseError, DefusedXmlException) as fault:
                raise LogUnreadable(f"not a sound XES file: {fault}") from fault
        missing = self.mapping.columns - seen
        if number and missing:
            raise LogUnreadable(f"no event has: {', '.join(sorted(missing))}", columns=sorted(missing))


def open_log(path: Path, mapping: LogMapping) -> LogFile:
    """Find out how the file is to be read. Raises `LogUnreadable`."""
    if not path.is_file():
        raise LogUnreadable(f"there is no file {path}")
    if path.stat().st_size > LARGEST_FILE:
        raise LogUnreadable(f"the file is larger than {LARGEST_FILE // 1024**2} MB")
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".xes", ".xml")):
        return LogFile(path, mapping, "xes", encoding="xml")
    with open_bytes(path) as raw:
        sample = raw.read(_SAMPLE)
    encoding = detect_encoding(sample) if mapping.encoding == DETECT else mapping.encoding
    try:
        text = sample.decode(encoding, errors="ignore")
    except LookupError:
        raise LogUnreadable(f"no encoding is called {encoding!r}") from None
    delimiter = detect_delimiter(text) if mapping.delimiter == DETECT else mapping.delimiter
    return LogFile(path, mapping, "csv", encoding=encoding, delimiter=delimiter)


def open_bytes(path: Path) -> IO[bytes]:
    """The unpacked content, with a limit on how far it may unfold."""
    raw = path.open("rb")
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    if not packed:
        return raw
    return io.BufferedReader(_Unpacking(gzip.GzipFile(fileobj=raw), path.stat().st_size))


class _Unpacking(io.RawIOBase):
    """Counts what comes out of a packed file and stops a bomb."""

    def __init__(self, source: gzip.GzipFile, packed: int) -> None:
        self._source = source
        self._packed = packed
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._source.read(len(buffer))
        except (OSError, EOFError) as fault:
            raise LogUnreadable(f"the packed file is damaged: {fault}") from fault
        self._seen += len(piece)
        if self._seen > LARGEST_UNPACKED or (self._seen > _RATIO_COUNTS_FROM and self._seen > LARGEST_RATIO * self._packed):
            raise LogUnreadable("the packed file unfolds beyond all measure")
        buffer[: len(piece)] = piece
        return len(piece)


def detect_encoding(sample: bytes) -> str:
    """The encoding a text is surely in: a mark at its beginning, sound UTF-8, or Russian letters that make sense in one code page only.

    Raises `LogUnreadable` when two code pages would do, or none.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if sample.startswith(mark):
            return name
    if is_utf8(sample):
        return "utf-8"
    likely = sorted(((_likeness(sample, name), name) for name in ("cp1251", "cp866", "koi8-r")), reverse=True)
    (best, name), (second, _other) = likely[:2]
    if best < _RUSSIAN_ENOUGH or best < 1.5 * second:
        raise LogUnreadable("the encoding is not certain; declare log.encoding in the mapping")
    return name


def is_utf8(sample: bytes) -> bool:
    """Sound UTF-8? The last letter may be cut in two by the end of the sample."""
    for cut in range(4):
        try:
            sample[: len(sample) - cut].decode("utf-8")
        except UnicodeDecodeError:
            if len(sample) < _SAMPLE:
                return False
            continue
        return True
    return False


def _likeness(sample: bytes, encoding: str) -> float:
    """How much the bytes beyond ASCII look like Russian in this code page: the mean frequency of their letters (of Russian itself, 55)."""
    strange = bytes(byte for byte in sample if byte > 127)
    letters = strange.decode(encoding, errors="replace")
    return sum(_LETTERS.get(letter, 0) or _LETTERS.get(letter.lower(), 0) / 4 for letter in letters) / max(len(letters), 1)


def detect_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into one and the same number (more than one) of cells. Raises `LogUnreadable` on a doubt."""
    lines = text.splitlines()[:50]
    lines = lines[:-1] if len(lines) == 50 else lines
    found = []
    for delimiter in _DELIMITERS:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        if widths and widths[0] > 1 and sum(width == widths[0] for width in widths) >= 0.9 * len(widths):
            found.append(delimiter)
    if len(found) != 1:
        raise LogUnreadable("the delimiter is not certain; declare log.delimiter in the mapping")
    return found[0]


def _check_header(header: list[str], mapping: LogMapping) -> None:
    twice = {name for name in header if header.count(name) > 1} & mapping.columns
    if twice:
        raise LogUnreadable(f"columns appear twice: {', '.join(sorted(twice))}")
    missing = mapping.columns - set(header)
    if missing:
        raise LogUnreadable(f"columns are missing: {', '.join(sorted(missing))}", columns=sorted(missing))


def _attributes(element: Any) -> dict[str, str]:
    return {child.get("key"): child.get("value", "") for child in element if child.get("key")}
