"""What changed, in the words of the forms it changed in."""

from __future__ import annotations

from pages.access.trail_words import change_words
from pages.translations import use_language

NAMES = {
    "fields.loss": "Ущерб", "fields.loss.type": "money", "fields.purpose": "Для чего", "fields.purpose=tenant": "Арендатор", "fields.court": "Суды",
    "outcome=answered": "Ответ дан",
}  # fmt: skip


def _said(after: dict[str, object]) -> list[tuple[str, str, str]]:
    with use_language("ru"):
        return [(field, before, now.replace("\u00a0", " ")) for field, before, now in change_words(None, after, names=NAMES)]


def test_fields_of_a_form_are_called_as_on_the_form_and_kopecks_are_money() -> None:
    assert _said({"fields.loss": 7_500_000}) == [("Ущерб", "—", "75 000 ₽")]
    assert _said({"fields.purpose": "tenant"}) == [("Для чего", "—", "Арендатор")]
    assert _said({"outcome": "answered"}) == [("исход", "—", "Ответ дан")]


def test_a_finding_says_its_verdict_before_its_note() -> None:
    assert _said({"fields.court": {"note": "Два дела", "result": "hit"}}) == [("Суды", "—", "Есть совпадение, Два дела")]


def test_who_sees_a_message_is_said_and_its_number_is_not() -> None:
    said = _said({"message": "01a20533-c766-7491-841d-4b1d17ad4f21", "visibility": "internal", "files": 0})
    assert said == [("документы", "—", "0"), ("кто видит", "—", "только служба безопасности")]
