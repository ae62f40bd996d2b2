"""Costs out of files: as a whole or not at all, nothing twice, and nothing of what hostile files would like."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text

from data.importers.costs import import_costs, look_at_costs
from data.importers.tables import MOST_ROWS, SheetUnreadable, read_table
from data.operations.cost_months import close_month
from data.queries.analytics.reconciliation import CHECKS
from data.session import Session, reading, transaction
from data.tables.costs import cost_entry
from data.tables.services import import_batch
from models.access.actor import SYSTEM
from models.analytics.allocation import Driver
from models.errors import Forbidden
from tests.data.analytics.cost_desk import NOVEMBER, NOW, OCTOBER, Books, open_books

CSV = "Пул;Месяц;Сумма;Документ\npayroll;10.2026;1 000,50;Ведомость 1\nlicences;11.2026;-300;Кредит-нота\n"


@pytest.fixture
def books(database: str) -> Books:
    return open_books()


def bring(books: Books, content: str | bytes, who: str = "lead") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return books.do(who, lambda s: import_costs(s, data, file_name="costs.csv"))


def kept() -> list[tuple[date, date, int, str]]:
    with reading(SYSTEM) as session:
        rows = session.rows(select(cost_entry).order_by(cost_entry.c.of_month, cost_entry.c.kopecks))
        return [(row.month, row.of_month, row.kopecks, row.source) for row in rows]


def sheet(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("content", [
    CSV.encode(), CSV.encode("utf-8-sig"), CSV.encode("cp1251"), CSV.replace(";", "\t").encode(), CSV.encode("utf-16"),
    sheet([["Пул", "Месяц", "Сумма", "Документ"], ["payroll", date(2026, 10, 31), 1000.5, "Ведомость 1"], ["licences", "11.2026", -300, "Кредит-нота"]]),
])  # fmt: skip
def test_a_table_in_any_dress_brings_the_same_and_the_second_time_nothing(books: Books, content: bytes) -> None:
    with reading(books.people["head"], at=NOW) as session:
        assert look_at_costs(session, content).new == 2
    told = bring(books, content)
    assert (told.new, told.known, told.kopecks, told.source) == (2, 0, 1000_50 - 300_00, "csv")
    assert kept() == [(OCTOBER, OCTOBER, 1000_50, "csv"), (NOVEMBER, NOVEMBER, -300_00, "csv")]
    again = bring(books, content)
    assert (again.new, again.known, again.batch_id) == (0, 2, None)
    assert len(kept()) == 2


def test_two_equal_rows_are_two_costs_and_a_longer_file_brings_only_the_rest(books: Books) -> None:
    head = "pool,month,amount\n"
    assert bring(books, head + "payroll,2026-10,5\npayroll,2026-10,5\n").new == 2
    told = bring(books, head + "payroll,2026-10,5\npayroll,2026-10,5\npayroll,2026-10,5\n")
    assert (told.new, told.known) == (1, 2)
    assert [one[2] for one in kept()] == [500, 500, 500]


def test_one_unusable_row_keeps_everything_out_and_is_named(books: Books) -> None:
    told = bring(books, CSV + "payroll;10.2026;много;Ведомость 3\nпремии;10.2026;5;x\n")
    assert [(one.line, one.reason) for one in told.rejects] == [(4, "wrong_amount"), (5, "unknown_pool")]
    assert (told.batch_id, kept()) == (None, [])


def test_the_account_card_of_1c(books: Books) -> None:
    card = sheet([
        ["ПАО Банк"], ["Карточка счёта 26 за октябрь 2026 г."], [],
        ["Период", "Документ", "Аналитика Дт", "Аналитика Кт", "Дебет", None, "Кредит", None, "Текущее сальдо"],
        ["Сальдо на начало"],
        ["05.10.2026", "Отражение зарплаты 1", "payroll", "Сотрудники", "26", 4860000.1, "70", None, "Д 4 860 000,10"],
        ["31.10.2026", "Поступление 77", "Отдел\nlicences", "Поставщик", "26", "940 000,00", "60", None, "Д 5 800 000,10"],
        ["Обороты за период", None, None, None, None, 5800000.1],
    ])  # fmt: skip
    told = bring(books, card)
    assert (told.source, told.new, told.kopecks, told.rejects) == ("1c", 2, 5_800_000_10, ())
    assert {one[2] for one in kept()} == {4_860_000_10, 940_000_00}


def test_what_comes_for_a_closed_month_counts_in_the_open_one(books: Books) -> None:
    books.key("payroll", Driver.FIXED, {"shares": {"bank": "1"}})
    books.cost("payroll", OCTOBER, 100)
    books.do("head", lambda s: close_month(s, OCTOBER))
    told = bring(books, "pool;month;amount\npayroll;10.2026;7\n")
    assert [(one.of_month, one.counts_in) for one in told.sums] == [(OCTOBER, NOVEMBER)]
    assert (NOVEMBER, OCTOBER, 700, "csv") in kept()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 1024**2))
    return out.getvalue()


def entities() -> bytes:
    made, out = sheet([["pool", "month", "amount"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "empty"), (b"  \n ", "empty"), (b"PK\x03\x04broken", "no_table"), (b"\x00\x01;2\n", None), (b"login;day\nx;1\n", "no_heading"),
    (CSV.encode("cp1251")[:20] + bytes(range(128, 256)) * 3, None), (b"pool;month;amount\n" + b"a;1;2\n" * (MOST_ROWS + 1), "too_many_rows"),
    (b";" * 100 + b"\n", "empty"), (b"a;" * 100 + b"\n", "too_many_columns"), (b'pool;"month\n', None),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(books: Books, content: bytes, reason: str | None) -> None:
    with pytest.raises(SheetUnreadable) as fault:
        bring(books, content)
    assert reason is None or str(fault.value) == reason
    assert kept() == []


def test_hostile_sheets_unfold_nothing_and_read_no_files(books: Books) -> None:
    with pytest.raises(SheetUnreadable, match="too_large"):
        read_table(bomb())
    with pytest.raises(Exception, match=r"no_table|forbidden|Entit|undefined"):
        read_table(entities())


def test_a_formula_is_text_and_no_amount(books: Books) -> None:
    told = bring(books, sheet([["pool", "month", "amount", "document"], ["payroll", "10.2026", "=1+1", '=HYPERLINK("http://x")']]))
    assert [one.reason for one in told.rejects] == ["wrong_amount"]


def test_only_who_keeps_the_books_brings_costs_in(books: Books) -> None:
    for who in ("officer", "executive"):
        with pytest.raises(Forbidden):
            bring(books, CSV, who)


def _broken(session: Session) -> int:
    return CHECKS["costs_equal_imports"](session, OCTOBER, date(2026, 12, 1)).failed


def test_reconciliation_sees_a_cost_that_was_lost_or_changed(books: Books) -> None:
    bring(books, CSV)
    with reading(SYSTEM, at=NOW) as session:
        assert _broken(session) == 0
    for damage in ("UPDATE cost_entry SET kopecks = kopecks + 1 WHERE kopecks > 0", "DELETE FROM cost_entry WHERE kopecks < 0"):
        with transaction(SYSTEM, at=NOW) as session:
            session.execute(text(damage))
            assert _broken(session) == 1


_ROWS = st.lists(st.tuples(st.sampled_from(["payroll", "licences"]), st.integers(1, 10**9), st.sampled_from(["", "a", "b"])), min_size=1, max_size=8)


@given(first=_ROWS, second=_ROWS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_files_come_in_whatever_order_each_row_counts_as_often_as_a_file_says_it(
    books: Books, first: list[tuple[str, int, str]], second: list[tuple[str, int, str]]
) -> None:
    with transaction(SYSTEM) as session:
        session.execute(delete(cost_entry))
        session.execute(delete(import_batch))

    def table(rows: list[tuple[str, int, str]]) -> str:
        return "pool;month;amount;document\n" + "".join(f"{pool};10.2026;{kopecks / 100:.2f};{words}\n" for pool, kopecks, words in rows)

    for rows in (first, second, first, second):
        bring(books, table(rows))
    expected = sum(max(first.count(row), second.count(row)) * row[1] for row in {*first, *second})
    with reading(SYSTEM) as session:
        assert session.scalar(select(func.sum(cost_entry.c.kopecks))) == expected
