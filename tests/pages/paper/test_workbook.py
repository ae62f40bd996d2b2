"""What is written in our workbooks, read back by another library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest

from pages.paper.workbook import About, Sheet, SheetColumn, render_workbook

ABOUT = About(
    title="Реестр заявок",
    lang="ru",
    author="Орлов А. В.",
    formed_at=datetime(2026, 12, 1, 5, 0, tzinfo=UTC),
    data_as_of=datetime(2026, 11, 30, 20, 59, tzinfo=UTC),
    filters=(("Период", "ноябрь 2026"),),
)
COLUMNS = (
    SheetColumn("Номер"),
    SheetColumn("Создана", "moment"),
    SheetColumn("Срок", "date"),
    SheetColumn("Сумма", "money"),
    SheetColumn("Доля", "percent"),
    SheetColumn("Число", "integer"),
)
ROW = ("2026-1042", datetime(2026, 11, 18, 21, 30, tzinfo=UTC), date(2026, 11, 20), 123_456_750, 0.4, 7)


def opened(rows: Sequence[Sequence[Any]] = (ROW,), columns: Sequence[SheetColumn] = COLUMNS, about: About = ABOUT) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_workbook([Sheet("Заявки", columns, iter(rows))], about)))


def test_cells_keep_their_types() -> None:
    cells = opened()["Заявки"][2]
    assert [cell.value for cell in (cells[0], *cells[3:])] == ["2026-1042", 1234567.5, 0.4, 7]
    assert [cells[1].value.isoformat(), cells[2].value.isoformat()] == ["2026-11-19T00:30:00", "2026-11-20T00:00:00"]
    assert [cell.is_date for cell in cells] == [False, True, True, False, False, False]
    assert cells[3].number_format == "#,##0.00"


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.org";"нажмите")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "{=1+1}",
        "https://example.org",
        "\t=1",
    ],
)
def test_a_text_is_never_a_formula_or_a_link(text: str) -> None:
    packed = render_workbook(
        [Sheet("Лист", (SheetColumn(text),), [(text,)])], replace(ABOUT, title=text, author=text, filters=((text, text),))
    )
    book = openpyxl.load_workbook(io.BytesIO(packed))
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
                assert cell.hyperlink is None
    assert book["Лист"]["A2"].value == text
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)


def test_a_number_written_as_text_keeps_its_zeros() -> None:
    assert opened([("0077", *ROW[1:])])["Заявки"]["A2"].value == "0077"


def test_an_absent_value_is_an_empty_cell() -> None:
    assert [cell.value for cell in opened([("1", None, None, None, None, None)])["Заявки"][2]] == ["1", None, None, None, None, None]


def test_letters_that_a_workbook_cannot_hold_become_spaces() -> None:
    assert opened([("а\x00б\x0bв", *ROW[1:])])["Заявки"]["A2"].value == "а б в"


def test_the_header_stays_and_filters() -> None:
    page = opened([ROW, ROW])["Заявки"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:F3"
    assert [cell.value for cell in page[1]][3] == "Сумма, ₽"


@pytest.mark.parametrize(("lang", "name", "as_of"), [("ru", "О\u00a0выгрузке", "Данные на"), ("en", "About the export", "Data as of")])
def test_the_last_sheet_says_what_the_export_is(lang: str, name: str, as_of: str) -> None:
    book = opened(about=replace(ABOUT, lang=lang))  # type: ignore[arg-type]
    assert book.sheetnames == ["Заявки", name]
    facts = {row[0].value: row[1].value for row in book[name].iter_rows(min_row=3)}
    assert "2026" in facts[as_of]
    assert "Орлов А. В." in facts.values()
    assert facts["Период"] == "ноябрь 2026"
    assert "1" in facts.values()


def test_an_export_without_a_filter_says_so() -> None:
    page = opened(about=replace(ABOUT, filters=()))["О\u00a0выгрузке"]
    assert "Без фильтров" in [cell.value for cell in page["B"]]


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = (render_workbook([Sheet("Заявки", COLUMNS, [ROW])], ABOUT) for _time in range(2))
    assert first == second


def test_names_of_sheets_are_made_acceptable() -> None:
    names = ["Заявки [все]", "заявки  все ", "x" * 40, "x" * 40, "", "О\u00a0выгрузке"]
    book = openpyxl.load_workbook(io.BytesIO(render_workbook([Sheet(name, COLUMNS, ()) for name in names], ABOUT)))
    assert len({name.lower() for name in book.sheetnames}) == 7
    assert all(0 < len(name) <= 31 for name in book.sheetnames)


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        opened([("1",)])
