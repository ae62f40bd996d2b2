"""Sentences of the marketplace in both languages."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest

from pages.formats import NBSP
from pages.services.words import RequestView, answer_by_words, expected, promise_words, standing
from pages.translations import use_language

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # noon in Moscow
VIEW = RequestView(
    number="ПЮ-2026-00001", title="ООО «Ромашка»", service={"ru": "Проверка юрлица", "en": "Check"}, service_code="company_check", state="in_work",
    step_name={"ru": "Проверка", "en": "Check"}, step=1, steps=3, due_at=NOW + timedelta(hours=3), opened_at=NOW, closed_at=None, resume_on=None,
    sla="ok",
)  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "by_the_clock", "ru", "en"),
    [
        (360, False, "6 рабочих часов", "6 working hours"), (60, False, "1 рабочий час", "1 working hour"), (960, False, "2 рабочих дня", "2 working days"),
        (30, False, "30 рабочих минут", "30 working minutes"), (1440, True, "24 часа", "24 hours"), (None, False, "", ""),
    ],
)  # fmt: skip
def test_a_promise_is_told_in_working_time(minutes: int | None, by_the_clock: bool, ru: str, en: str) -> None:
    with use_language("ru"):
        assert promise_words(minutes, by_the_clock=by_the_clock).replace(NBSP, " ") == ru
    with use_language("en"):
        assert promise_words(minutes, by_the_clock=by_the_clock).replace(NBSP, " ") == en


@pytest.mark.parametrize(("days", "words"), [(0, "сегодня до 15:00"), (1, "завтра до 15:00"), (4, "до 22 ноября, 15:00")])
def test_the_answer_is_expected_by_a_time(days: int, words: str) -> None:
    with use_language("ru"):
        assert answer_by_words(NOW + timedelta(days=days, hours=3), now=NOW).replace(NBSP, " ") == words


def test_a_question_of_the_executor_is_what_is_wanted() -> None:
    with use_language("ru"):
        asked = standing(dataclasses.replace(VIEW, state="waiting_requester", question="Пришлите устав.\nСрочно."))
    assert asked.wanted
    assert asked.words == "Вопрос к вам: Пришлите устав."


def test_work_under_way_says_its_step() -> None:
    with use_language("ru"):
        assert standing(VIEW).words.replace(NBSP, " ") == "Проверка, шаг 1 из 3"


@pytest.mark.parametrize("state", ["new", "in_work", "waiting_requester", "waiting", "paused", "approval", "done", "refused", "withdrawn"])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_state_has_words_and_a_time(state: str, lang: str) -> None:
    closed = NOW if state in {"done", "refused", "withdrawn"} else None
    view = dataclasses.replace(VIEW, state=state, closed_at=closed, resume_on=date(2026, 11, 20))
    with use_language(lang):
        assert standing(view).words
        assert all(expected(view, now=NOW))


def test_a_late_request_says_what_was_promised() -> None:
    with use_language("ru"):
        above, below = expected(dataclasses.replace(VIEW, sla="late", due_at=NOW - timedelta(days=3)), now=NOW)
    assert (above, below.replace(NBSP, " ")) == ("обещали", "15 ноября")
