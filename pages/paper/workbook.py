"""Registers as XLSX: typed cells, a header that stays, filters, and a sheet that says what this export is.

Rows are written as a stream, so a register of a hundred thousand rows takes no memory. Text stays text: a name that begins
with an equals sign is never a formula and an address never a live link. The same rows give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pages import formats
from pages.paper.packing import with_fixed_dates
from pages.tokens import colour_of
from pages.translations import Language, _, use_language

Kind = Literal["text", "number", "integer", "money", "percent", "date", "moment"]
MOST_ROWS = 1_048_575  # what a sheet holds under its header
_LONGEST_TEXT = 32_767
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
    """`money` takes kopecks and shows roubles, `percent` takes a share; times are shown in the zone of the export.

    A summed column gets a live total under its rows, of those that the reader's filter leaves.
    """

    title: str
    kind: Kind = "text"
    width: float | None = None
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A native chart beside the rows: the first column names the points, `columns` are the series, `lines` are drawn as lines over them."""

    title: str
    kind: Literal["column", "bar", "line"]
    columns: tuple[int, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be an iterator: it is read once."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    charts: tuple[SheetChart, ...] = ()


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
    return with_fixed_dates(out.getvalue())


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
    sums: list[Any] = [0] * len(sheet.columns)
    for written, row in enumerate(sheet.rows, start=1):
        if written > MOST_ROWS:
            raise SheetTooLong(f"“{sheet.name}” has more than {MOST_ROWS} rows")
        for at, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            if value is not None:
                _write_cell(page, written, at, value, kind=column.kind, look=looks[at], zone=zone)
                if column.is_summed:
                    sums[at] += value
    if sheet.columns:
        page.autofilter(0, 0, max(written, 1), len(sheet.columns) - 1)
    if written and any(column.is_summed for column in sheet.columns):
        _write_totals(book, page, sheet, sums, written=written)
    if written:
        _draw_charts(book, page, sheet, name, written=written)
    return written


def _write_totals(book: Any, page: Any, sheet: Sheet, sums: Sequence[Any], *, written: int) -> None:
    """The only formulas of a workbook are these, written by us; with the value they have before anybody filters."""
    page.write_string(written + 1, 0, _("Total"), book.add_format({"bold": True, "top": 1}))
    for at, column in enumerate(sheet.columns):
        if column.is_summed:
            look = book.add_format(_FORMATS[column.kind] | {"bold": True, "top": 1})
            letter = _letter(at)
            value = Decimal(int(sums[at])) / 100 if column.kind == "money" else sums[at]
            page.write_formula(written + 1, at, f"=SUBTOTAL(109,{letter}2:{letter}{written + 1})", look, value)


def _draw_charts(book: Any, page: Any, sheet: Sheet, name: str, *, written: int) -> None:
    """Native charts to the right of the rows: they follow the cells they are drawn of."""
    colours = [colour_of(colour) for colour in ("accent", "c2", "c3", "c4")]
    for place, chart in enumerate(sheet.charts):
        drawn = book.add_chart({"type": chart.kind})
        for series, at in enumerate(chart.columns):
            drawn.add_series(_series(sheet, name, at, written=written, kind=chart.kind, colour=colours[series % len(colours)]))
        if chart.lines:
            over = book.add_chart({"type": "line"})
            for at in chart.lines:
                over.add_series(_series(sheet, name, at, written=written, kind="line", colour=colour_of("c-target")))
            drawn.combine(over)
        many = len(chart.columns) + len(chart.lines) > 1
        drawn.set_title({"name": chart.title, "name_font": {"size": 12, "bold": True}, "overlay": False})
        drawn.set_legend({"position": "bottom"} if many else {"none": True})
        grid = {"major_gridlines": {"visible": True, "line": {"color": colour_of("line-2")}}}
        if chart.kind == "bar":
            drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
            drawn.set_x_axis(grid)
        else:
            drawn.set_y_axis({**grid, "line": {"none": True}})
        drawn.set_size({"width": 640, "height": 320})
        page.insert_chart(1 + place * 17, len(sheet.columns) + 1, drawn)


def _series(sheet: Sheet, name: str, at: int, *, written: int, kind: str, colour: str) -> dict[str, Any]:
    look: dict[str, Any] = {"line": {"color": colour, "width": 2.25}} if kind == "line" else {"fill": {"color": colour}, "gap": 60}
    return {
        "name": [name, 0, at], "categories": [name, 1, 0, written, 0], "values": [name, 1, at, written, at], **look,
    }  # fmt: skip


def _letter(at: int) -> str:
    """0 → A, 27 → AB."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
