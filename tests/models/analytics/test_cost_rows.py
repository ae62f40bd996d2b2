"""A ledger as people and 1C write it: headings, months, amounts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.cost_rows import columns_of, is_total, read_kopecks, read_month, read_row

POOLS = {"payroll": "payroll", "оплата труда службы": "payroll"}
CARD = ("Период", "Документ", "Аналитика Дт", "Аналитика Кт", "Дебет", "", "Кредит", "", "Текущее сальдо")


@pytest.mark.parametrize(("words", "month"), [
    ("05.10.2026", date(2026, 10, 1)), ("10.2026", date(2026, 10, 1)), ("2026-10", date(2026, 10, 1)), ("2026-10-05", date(2026, 10, 1)),
    ("Октябрь 2026 г.", date(2026, 10, 1)), ("October 2026", date(2026, 10, 1)), ("05.10.2026 12:00:00", date(2026, 10, 1)),
    ("13.2026", None), ("октябрь", None), ("", None), ("05.10.26", None), ("00.2026", None),
])  # fmt: skip
def test_months(words: str, month: date | None) -> None:
    assert read_month(words) == month


@pytest.mark.parametrize(("words", "kopecks"), [
    ("1 234 567,50", 123456750), ("1\u00a0234,5", 123450), ("-300.00", -30000), ("(300)", -30000), ("−12", -1200), ("1,234,567.50", 123456750),
    ("1.234.567,50", 123456750), ("12 руб.", 1200), ("0", None), ("", None), ("1,005", None), ("много", None), ("nan", None), ("1e30", None),
])  # fmt: skip
def test_amounts(words: str, kopecks: int | None) -> None:
    assert read_kopecks(words) == kopecks


@given(st.integers(-(10**14), 10**14).filter(bool))
def test_what_is_written_in_the_russian_way_is_read_back(kopecks: int) -> None:
    sign, whole = "-" if kopecks < 0 else "", abs(kopecks)
    assert read_kopecks(f"{sign}{whole // 100:,}".replace(",", " ") + f",{whole % 100:02}") == kopecks


def test_the_account_card_of_1c_has_its_sum_beside_the_account() -> None:
    columns = columns_of(CARD)
    assert columns is not None
    assert columns.is_1c
    row = ("05.10.2026", "Отражение зарплаты 00БП-1", "Отдел\nОплата труда службы", "Сотрудники", "26", "4 860 000,10", "70", "", "Д 1")
    read = read_row(row, columns, POOLS)
    assert not isinstance(read, str)
    assert (read.pool, read.month, read.kopecks, read.account) == ("payroll", date(2026, 10, 1), 486000010, "26")
    assert is_total(("Обороты за период", "", "", "", "", "4 860 000,10"))
    assert is_total(("", "Сальдо на конец"))
    assert not is_total(("05.10.2026", "Итоговый отчёт"))


@pytest.mark.parametrize(("row", "reason"), [
    (("payroll", "вчера", "1"), "wrong_month"), (("payroll", "10.2026", "ноль"), "wrong_amount"), (("зарплата", "10.2026", "1"), "unknown_pool"),
    (("payroll", "10.2026"), "wrong_amount"),
])  # fmt: skip
def test_a_row_that_cannot_be_used_says_why(row: tuple[str, ...], reason: str) -> None:
    columns = columns_of(("Пул", "Месяц", "Сумма"))
    assert columns is not None
    assert read_row(row, columns, POOLS) == reason


def test_other_tables_are_no_costs() -> None:
    assert columns_of(("login", "first_day", "last_day")) is None
