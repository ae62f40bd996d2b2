"""How figures, dates and times are written, in both languages. ~ stands for the space that does not break."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import formats
from pages.translations import use_language

NOW = datetime(2026, 11, 18, 11, 12, tzinfo=UTC)  # 14:12 in Moscow


def written(text: str) -> str:
    return text.replace(formats.NBSP, "~")


def in_both(make: Callable[[], str]) -> tuple[str, str]:
    texts = []
    for language in ("ru", "en"):
        with use_language(language):
            texts.append(written(make()))
    return texts[0], texts[1]


@pytest.mark.parametrize(
    ("make", "russian", "english"),
    [
        (lambda: formats.number(1234567.5), "1~234~567,5", "1,234,567.5"),
        (lambda: formats.number(-12), "−12", "−12"),
        (lambda: formats.number(7, digits=1, signed=True), "+7,0", "+7.0"),
        (lambda: formats.number(-0.004), "0", "0"),
        (lambda: formats.number(2.675, digits=2), "2,68", "2.68"),
        (lambda: formats.number(None), "—", "—"),
        (lambda: formats.percent(0.4), "40~%", "40%"),
        (lambda: formats.percent(-0.055, digits=1, signed=True), "−5,5~%", "−5.5%"),
        (lambda: formats.percentage_points(0.018), "+1,8~п.~п.", "+1.8 pp"),
        (lambda: formats.money(123456750), "1~234~567,5~₽", "₽1,234,567.5"),
        (lambda: formats.money(-100, exact=True), "−1,00~₽", "−₽1.00"),
        (lambda: formats.money_compact(21_460_000_000), "214,6~млн~₽", "₽214.6M"),
        (lambda: formats.money_compact(99_996_000), "1~млн~₽", "₽1M"),
        (lambda: formats.money_compact(95_000, signed=True), "+950~₽", "+₽950"),
        (lambda: formats.money_compact(-1_230_000), "−12,3~тыс.~₽", "−₽12.3K"),
        (lambda: formats.file_size(512), "512~Б", "512~B"),
        (lambda: formats.file_size(1_258_291), "1,2~МБ", "1.2~MB"),
        (lambda: formats.date_long(date(2026, 3, 5)), "5~марта~2026~г.", "5~March~2026"),
        (lambda: formats.date_short(date(2026, 3, 5)), "05.03.2026", "5~Mar~2026"),
        (lambda: formats.day_month(date(2026, 11, 18), today=date(2026, 1, 1)), "18~ноября", "18~November"),
        (lambda: formats.day_month(date(2025, 11, 18), today=date(2026, 1, 1)), "18~ноября~2025~г.", "18~November~2025"),
        (lambda: formats.month_label(date(2026, 11, 1)), "ноябрь~2026", "November~2026"),
        (lambda: formats.month_short(date(2026, 5, 1)), "май", "May"),
        (lambda: formats.quarter_label(date(2026, 11, 1)), "IV~квартал 2026", "Q4~2026"),
        (lambda: formats.moment(NOW, now=NOW), "сегодня в~14:12", "today at 14:12"),
        (lambda: formats.moment(NOW - timedelta(days=1), now=NOW), "вчера в~14:12", "yesterday at 14:12"),
        (lambda: formats.moment(NOW + timedelta(days=1), now=NOW), "завтра в~14:12", "tomorrow at 14:12"),
        (lambda: formats.moment(NOW - timedelta(days=5, hours=5), now=NOW), "13~ноября в~9:12", "13~November at 9:12"),
        (lambda: formats.moment_long(NOW), "18~ноября~2026~г., 14:12", "18~November~2026, 14:12"),
        (lambda: formats.duration(0.2), "меньше~минуты", "less~than~a~minute"),
        (lambda: formats.duration(190), "3~ч~10~мин", "3~h~10~min"),
        (lambda: formats.duration(120), "2~ч", "2~h"),
        (lambda: formats.duration(28 * 60), "1~день~4~ч", "1~day~4~h"),
        (lambda: formats.duration(2880), "2~дня", "2~days"),
        (lambda: formats.duration(5 * 480, minutes_of_a_day=480), "5~дней", "5~days"),
        (lambda: formats.time_left(40), "осталось 40~мин", "40~min left"),
        (lambda: formats.time_left(-190), "просрочено 3~ч~10~мин", "3~h~10~min late"),
        (lambda: formats.paused_until(date(2026, 11, 20), today=date(2026, 11, 18)), "до~20~ноября", "until 20~November"),
        (lambda: formats.paused_until(None, today=date(2026, 11, 18)), "на~паузе", "on hold"),
        (lambda: formats.listing(["a", "b", "c"]), "a, b и c", "a, b and c"),
    ],
)
def test_a_value_is_written_as_the_language_writes_it(make: Callable[[], str], russian: str, english: str) -> None:
    assert in_both(make) == (russian, english)


def test_midnight_is_decided_in_the_zone_of_the_bank() -> None:
    late_evening = datetime(2026, 11, 17, 21, 30, tzinfo=UTC)  # already the 18th in Moscow
    with use_language("en"):
        assert formats.moment(late_evening, now=NOW) == "today at 0:30"


@pytest.mark.parametrize(
    ("full", "short", "letters"),
    [
        ("Орлов Александр Викторович", "Орлов~А.~В.", "АО"),
        ("Климов Павел", "Климов~П.", "ПК"),
        ("Мадонна", "Мадонна", "М"),
        ("Andrey Orlov", "Andrey~Orlov", "AO"),
        ("", "", ""),
    ],
)
def test_a_name_is_shortened_to_the_surname_and_initials(full: str, short: str, letters: str) -> None:
    assert written(formats.short_name(full)) == short
    assert formats.initials(full) == letters


@given(st.integers(-(10**15), 10**15))
def test_no_hyphen_ever_stands_for_a_minus(kopecks: int) -> None:
    for language in ("ru", "en"):
        with use_language(language):
            for text in (formats.money(kopecks), formats.money_compact(kopecks), formats.number(kopecks)):
                assert "-" not in text
                assert " " not in text


@given(st.integers(1, 10**17))
def test_a_compact_sum_is_near_the_sum(kopecks: int) -> None:
    with use_language("en"):
        text = formats.money_compact(kopecks)
    scale = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}.get(text[-1], 1)
    shown = float(text.strip("₽KMBT").replace(",", "")) * scale
    assert abs(shown - kopecks / 100) <= max(0.5, kopecks / 100 * 0.051)
