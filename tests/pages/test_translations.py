"""Texts follow the reader's language."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.translations import N_, _, current_language, ngettext, set_language, text_of, use_language

DAYS = ("{n} day", "{n} days")


def test_russian_is_spoken_when_nobody_chose() -> None:
    seen = []
    thread = threading.Thread(target=lambda: seen.append(current_language()))
    thread.start()
    thread.join()
    assert seen == ["ru"]


def test_a_text_follows_the_language_of_the_block() -> None:
    with use_language("ru"):
        assert _("on hold") == "на\u00a0паузе"
        with use_language("en"):
            assert _("on hold") == "on hold"
        assert current_language() == "ru"


def test_the_former_language_returns_even_after_a_fault() -> None:
    with use_language("en"):
        with pytest.raises(RuntimeError), use_language("ru"):
            raise RuntimeError
        assert current_language() == "en"


def test_a_language_chosen_in_one_thread_is_not_heard_in_another() -> None:
    seen: list[str] = []

    def speak_english() -> None:
        set_language("en")
        seen.append(current_language())

    with use_language("ru"):
        thread = threading.Thread(target=speak_english)
        thread.start()
        thread.join()
        assert (seen, current_language()) == (["en"], "ru")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")


def test_a_missing_translation_shows_the_english() -> None:
    unknown = "Nobody has ever translated {what}"
    with use_language("ru"):
        assert _(unknown, what="this") == "Nobody has ever translated this"


def test_a_brace_in_a_value_is_only_a_brace() -> None:
    with use_language("en"):
        assert _("until {date}", date="{0.__class__}") == "until {0.__class__}"


def test_a_marked_text_stays_itself() -> None:
    assert N_("on hold") == "on hold"


@pytest.mark.parametrize(
    ("n", "russian"),
    [(0, "0 дней"), (1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (1.5, "1,5 дня"), (1000, "1 000 дней")],
)
def test_russian_plurals_agree_with_the_number(n: float, russian: str) -> None:
    with use_language("ru"):
        assert ngettext(*DAYS, n).replace("\u00a0", " ") == russian


@pytest.mark.parametrize(("n", "english"), [(0, "0 days"), (1, "1 day"), (21, "21 days"), (1000, "1,000 days")])
def test_english_has_one_plural(n: int, english: str) -> None:
    with use_language("en"):
        assert ngettext(*DAYS, n) == english


@given(st.integers(0, 10**9))
def test_russian_plurals_follow_the_last_digits(n: int) -> None:
    with use_language("ru"):
        word = ngettext(*DAYS, n).rsplit("\u00a0", 1)[-1]
    if n % 100 in range(11, 15) or n % 10 in {0, 5, 6, 7, 8, 9}:
        assert word == "дней"
    else:
        assert word == ("день" if n % 10 == 1 else "дня")


def test_data_speaks_the_language_of_the_reader() -> None:
    name = {"ru": "Проверка компании", "en": "Company check"}
    with use_language("en"):
        assert text_of(name) == "Company check"
    with use_language("ru"):
        assert text_of(name) == "Проверка компании"


@pytest.mark.parametrize(("texts", "shown"), [({"ru": "Только это"}, "Только это"), ({"en": "", "ru": "Это"}, "Это"), ({}, "")])
def test_data_without_the_language_speaks_the_other_one(texts: dict[str, str], shown: str) -> None:
    with use_language("en"):
        assert text_of(texts) == shown
