"""Everything that happens to a case has its sentence, in both languages."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from models.processes.sla import SlaState
from pages.processes.words import Facts, actor_shown, clock_words, due_words, event_words, notice_words
from pages.translations import use_language

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
PERSON = "0198f0aa-0000-7000-8000-000000000001"


class Left:
    def __init__(self, minutes: int) -> None:
        self.minutes, self.day = minutes, 480


def told_kinds(function: str, place: int) -> set[str]:
    """The kinds that the operations tell of, read from their source; the sweep tells in SQL."""
    found = {"sla_broken", "sla_reminded"} if function == "tell" else {"escalated", "reminder", "many_escalated", "many_reminders"}
    for path in (ROOT / "data" / "operations").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) == function and len(node.args) > place:
                kind = node.args[place]
                found |= {kind.value} if isinstance(kind, ast.Constant) and isinstance(kind.value, str) else set()
    return found


def facts(**data: object) -> Facts:
    return Facts(data, {PERSON: "Белова Марина Сергеевна"}, NOW, step="Проверка сотрудником", outcome="Готово", ending="Рекомендовано")


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("kind", sorted(told_kinds("tell", 0)))
def test_every_event_has_words_of_its_own(kind: str, lang: str) -> None:
    with use_language(lang):
        unknown = event_words("no_such_kind", facts(to=PERSON)).strong
        told = event_words(kind, facts(to=PERSON, assignee=PERSON, person=PERSON, people=[PERSON], stars=5, minutes=75, names=["Договор.pdf"]))
    assert told.strong
    assert told.strong != unknown


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("kind", sorted(told_kinds("notify", 2)))
def test_every_notification_has_words_of_its_own(kind: str, lang: str) -> None:
    with use_language(lang):
        other = notice_words("no_such_kind", data={}, step={}, now=NOW).strong
        told = notice_words(kind, data={"stars": 4, "message": {"ru": "Сообщение", "en": "Message"}}, step={"ru": "Шаг", "en": "Step"}, now=NOW)
    assert told.strong
    assert told.strong != other


def test_events_speak_of_people_by_name_and_of_reasons_in_full() -> None:
    with use_language("ru"):
        passed = event_words("task_reassigned", facts(to=PERSON, reason="Отпуск"))
        paused = event_words("case_paused", facts(reason="Ждём реестр", resume_on="2026-11-20"))
        rated = event_words("case_rated", facts(stars=5))
        resumed = event_words("case_resumed", facts(minutes=75))
    assert (passed.strong, passed.rest) == ("Передано: Белова\u00a0М.\u00a0С.", "Отпуск")
    assert paused.strong.replace("\u00a0", " ") == "На паузе до 20 ноября"
    assert paused.rest == "Ждём реестр"
    assert rated.strong.replace("\u00a0", " ") == "Оценка: 5 звёзд из пяти"
    assert resumed.rest.replace("\u00a0", " ") == "срок сдвинут на 1 ч 15 мин"


def test_a_substitute_is_named_with_the_absent_and_nobody_is_kordon() -> None:
    with use_language("ru"):
        assert actor_shown("Титова Светлана Владимировна", "Белова Марина Сергеевна").replace("\u00a0", " ") == "Титова С. В. за Белова М. С."
        assert actor_shown("") == "Кордон"


@pytest.mark.parametrize(
    ("state", "minutes", "words", "tone"),
    [
        (SlaState.OK, 960, "осталось 2 дня", "ok"),
        (SlaState.SOON, 40, "осталось 40 мин", "soon"),
        (SlaState.LATE, -190, "просрочено 3 ч 10 мин", "late"),
        (SlaState.PAUSED, 40, "до 20 ноября", "paused"),
        (SlaState.MET, None, "в срок", "done"),
        (SlaState.NONE, None, "срока нет", "none"),
    ],
)
def test_the_clock_says_how_things_stand(state: SlaState, minutes: int | None, words: str, tone: str) -> None:
    with use_language("ru"):
        said = clock_words(state, Left(minutes) if minutes is not None else None, now=NOW, resume_on=date(2026, 11, 20))
    assert said.tone == tone
    if state is not SlaState.NONE and state is not SlaState.MET:
        assert said.text.replace("\u00a0", " ") == words


def test_the_deadline_itself_is_told_while_it_matters() -> None:
    due = datetime(2026, 11, 18, 8, 2, tzinfo=UTC)
    with use_language("ru"):
        assert due_words(due, now=NOW, sla=SlaState.LATE).replace("\u00a0", " ") == "срок был сегодня в 11:02"
        assert due_words(due, now=NOW, sla=SlaState.MET) == ""
        assert due_words(None, now=NOW, sla=SlaState.OK) == ""
