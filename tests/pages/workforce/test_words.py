"""Labour in words and in the columns of a week."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from data.queries.workforce.week import Entry, Week, WeekDay
from models.workforce.effort import WeekState
from pages.translations import use_language
from pages.workforce.week_body import counted, days_view, grouped, panel, state_line
from pages.workforce.words import hours, hours_short, note_words, week_words

TODAY = date(2026, 11, 18)


def entry(number: str, minutes: int, *, is_cancelled: bool = False, note: str = "") -> Entry:
    return Entry(uuid4(), TODAY, minutes, "rule", number, "ООО «Ромашка»", None, {}, "task_completed", None, note, "", is_cancelled, None)


@pytest.mark.parametrize(("lang", "words"), [("ru", "16–22\xa0ноября"), ("en", "16–22\xa0November")])
def test_a_week_is_called_by_its_days(lang: str, words: str) -> None:
    with use_language(lang):
        assert week_words(date(2026, 11, 16), today=TODAY) == words


def test_a_week_over_the_end_of_a_month_and_of_a_year_names_both() -> None:
    with use_language("ru"):
        assert week_words(date(2026, 11, 30), today=TODAY).replace("\xa0", " ") == "30 ноября – 6 декабря"
        assert week_words(date(2025, 12, 29), today=TODAY).replace("\xa0", " ") == "29 декабря 2025 г. – 4 января"


def test_minutes_are_hours_and_never_days() -> None:
    with use_language("ru"):
        assert [hours(minutes).replace("\xa0", " ") for minutes in (0, 45, 480, 2400, 2430)] == ["0 мин", "45 мин", "8 ч", "40 ч", "40 ч 30 мин"]
    assert [hours_short(minutes) for minutes in (0, 5, 65, 2400)] == ["0:00", "0:05", "1:05", "40:00"]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_note_says_why_an_entry_stands_where_it_stands(lang: str) -> None:
    with use_language(lang):
        told = [note_words(note) for note in ("late:2026-11-09", "over:2026-11-09", "cut")]
    assert len(set(told)) == 3
    assert "2026" in told[0]
    assert not any(code in words for words in told for code in ("late:", "over:", "cut:"))


def test_entries_of_one_case_stand_together_and_what_does_not_count_counts_nothing() -> None:
    entries = [entry("T-1", 10), entry("T-2", 60), entry("T-1", 20), entry("T-3", 90, is_cancelled=True)]
    things = grouped(entries)
    assert list(things) == ["case:T-2", "case:T-1", "case:T-3"]
    assert [counted(own) for own in things.values()] == [60, 30, 0]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_week_is_drawn_with_seven_days_and_without_labour_with_advice(lang: str) -> None:
    days = tuple(WeekDay(date(2026, 11, 16 + number), 480 * (number < 5), 480 * (number < 5), None, ()) for number in range(7))
    week = Week(uuid4(), date(2026, 11, 16), WeekState.OPEN, "", 0, days)
    with use_language(lang):
        empty = str(days_view(week, today=TODAY))
        full = str(days_view(Week(week.person_id, week.monday, WeekState.OPEN, "", 0, (*days[:2], WeekDay(TODAY, 480, 480, "sick", (entry("T-1", 65),)), *days[3:])), today=TODAY))
        assert "40" in str(state_line(week, today=TODAY))
    assert empty.count("wk-day") >= 7
    assert "empty" in empty
    assert "T-1" in full
    assert "1:05" in full
    assert "'empty" not in full


def test_an_entry_of_a_week_handed_in_has_no_button() -> None:
    with use_language("ru"):
        assert "week-act" in str(panel(TODAY, [entry("T-1", 65)], is_open=True))
        assert "week-act" not in str(panel(TODAY, [entry("T-1", 65)], is_open=False))
