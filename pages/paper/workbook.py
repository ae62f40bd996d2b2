"""Registers as XLSX: typed cells, a header that stays, filters, and a sheet that says what this export is.

Rows are written as a stream, so a register of a hundred thousand rows takes no memory. Text stays text: a name that begins
with an equals sign is never a formula and an address never a live link. The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pages import formats
from pages.tokens import colour_of
from pages.translations import Language, _, use_language

Kind = Literal["text", "number", "integer", "money", "percent", "date", "moment"]
MOST_ROWS = 1_048_575  # what a sheet holds under its header
_LONGEST_TEXT = 32_767
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"text_wrap": False},
    "number": {"num_format": "#,##0.##"},
    "integer": {"num_format": "#,##0"},
    "money": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "date": {"num_format": "dd.mm.yyyy", "align": "left"},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
}
_WIDTHS: dict[Kind, float] = {"text": 28, "number": 14, "integer": 12, "money": 18, "percent": 12, "date": 13, "moment": 18}


class SheetTooLong(ValueError):
    """More rows than a sheet of a workbook can hold: the filter has to be narrowed."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """`money` takes kopecks and shows roubles, `percent` takes a share; times are shown in the zone of the export."""

    title: str
    kind: Kind = "text"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be an iterator: it is read once."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class About:
    """What a reader must know about an export months later."""

    title: str
    lang: Language
    author: str
    formed_at: datetime
    data_as_of: datetime
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    zone: str = "Europe/Moscow"


def render_workbook(sheets: Sequence[Sheet], about: About) -> bytes:
    """The sheets in order, then the sheet about the export. Raises `SheetTooLong` when a register does not fit."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with use_language(about.lang):
        book = xlsxwriter.Workbook(out, options)
        book.set_properties({"title": about.title, "author": about.author, "created": _local(about.formed_at, about.zone)})
        counts, names = [], _sheet_names([sheet.name for sheet in sheets], _("About the export"))
        for sheet, name in zip(sheets, names, strict=False):
            counts.append((sheet.name, _write_sheet(book, sheet, name, zone=about.zone)))
        _write_about(book, about, counts, names[-1])
        book.close()
    return _with_fixed_dates(out.getvalue())


def _write_sheet(book: Any, sheet: Sheet, name: str, *, zone: str) -> int:
    page = book.add_worksheet(name)
    head = book.add_format(
        {
            "bold": True,
            "bottom": 1,
            "bottom_color": colour_of("line-2"),
            "font_color": colour_of("ink-2"),
            "text_wrap": True,
            "valign": "top",
        }
    )
    looks = [book.add_format(_FORMATS[column.kind] | {"valign": "top"}) for column in sheet.columns]
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width or max(_WIDTHS[column.kind], min(40, len(column.title) * 1.1)), looks[at])
        page.write_string(0, at, _text(f"{column.title}, ₽" if column.kind == "money" else column.title), head)
    written = 0
    for written, row in enumerate(sheet.rows, start=1):
        if written > MOST_ROWS:
            raise SheetTooLong(f"“{sheet.name}” has more than {MOST_ROWS} rows")
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is not None:
                _write_cell(page, written, at, value, kind=column.kind, look=looks[at], zone=zone)
    if sheet.columns:
        page.autofilter(0, 0, max(written, 1), len(sheet.columns) - 1)
    return written


def _write_cell(page: Any, row: int, at: int, value: Any, *, kind: Kind, look: Any, zone: str) -> None:
    if kind == "text":
        page.write_string(row, at, _text(value), look)
    elif kind == "moment":
        page.write_datetime(row, at, _local(value, zone), look)
    elif kind == "date":
        page.write_datetime(row, at, _local(value, zone) if isinstance(value, datetime) else value, look)
    elif kind == "money":
        page.write_number(row, at, Decimal(int(value)) / 100, look)
    else:
        page.write_number(row, at, value, look)


def _write_about(book: Any, about: About, counts: Sequence[tuple[str, int]], name: str) -> None:
    page = book.add_worksheet(name)
    page.hide_gridlines(2)
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 80)
    quiet = book.add_format({"font_color": colour_of("ink-3"), "valign": "top"})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    page.write_string(0, 0, _text(about.title), book.add_format({"bold": True, "font_size": 14}))
    facts = [
        (_("Data as of"), formats.moment_long(about.data_as_of, zone=about.zone)),
        (_("Formed"), formats.moment_long(about.formed_at, zone=about.zone)),
        (_("Author"), about.author),
        *(about.filters or ((_("Filter"), _("Without filters")),)),
        *((_("Rows on “{sheet}”", sheet=sheet), formats.number(count)) for sheet, count in counts),
        *((_("Note"), note) for note in about.notes),
    ]
    for at, (label, value) in enumerate(facts, start=2):
        page.write_string(at, 0, _text(label), quiet)
        page.write_string(at, 1, _text(value), plain)


def _local(when: datetime, zone: str) -> datetime:
    """A workbook knows no zones: the clock of the bank, without one."""
    return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _text(value: Any) -> str:
    return _CONTROL.sub(" ", value if isinstance(value, str) else str(value))[:_LONGEST_TEXT]


def _sheet_names(wanted: Sequence[str], about: str) -> list[str]:
    """Names a workbook accepts: 31 characters, no brackets or slashes, no two alike whatever their case."""
    names: list[str] = []
    for name in (*wanted, about):
        base = _FORBIDDEN_IN_NAMES.sub(" ", name).strip("' ")[:31] or "1"
        candidate, at = base, 2
        while candidate.lower() in {known.lower() for known in names}:
            candidate, at = f"{base[: 31 - len(str(at)) - 1]} {at}", at + 1
        names.append(candidate)
    return names


def _with_fixed_dates(book: bytes) -> bytes:
    """A workbook is a zip, and a zip notes when its parts were packed; those dates would differ at every rendering."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as fixed:
        for name in packed.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type, part.external_attr, part.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            with packed.open(name) as source, fixed.open(part, "w") as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
    return out.getvalue()
