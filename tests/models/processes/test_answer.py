from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.processes.answer import broken_braces, compose_answer, fill_text, placeholders_of, unknown_placeholders
from models.processes.definition import AnswerTemplate

TEMPLATE = AnswerTemplate("a", {"ru": "О компании {company}", "en": "About {company}"},
                          {"ru": "Здравствуйте.\n\n{address:label}: {address}\n\nИНН {company.inn}", "en": "Hello.\n\n{address}"})


def test_paragraphs_are_filled_and_those_without_any_value_left_out() -> None:
    subject, paragraphs = compose_answer(TEMPLATE, "ru", {"company": "Север", "company.inn": "7707083893", "address:label": "Адрес"})
    assert subject == "О компании Север"
    assert paragraphs == ["Здравствуйте.", "ИНН 7707083893"]


def test_unknown_names_and_stray_braces_are_found() -> None:
    assert unknown_placeholders("{company} {company:label} {case.number} {nobody} {company.inn:label}", {"company", "company.inn"}) == {
        "nobody", "company.inn:label"}
    assert all(map(broken_braces, ("{Company}", "a } b")))
    assert not broken_braces("{company} x")


@given(st.text())
def test_what_a_user_wrote_is_never_read_as_a_template(words: str) -> None:
    assert fill_text("<{company}>", {"company": words, "secret": "S"}) == f"<{words}>"


def test_placeholders_are_listed() -> None:
    assert placeholders_of("{a} {b.c} {a:label} {A}") == {"a", "b.c", "a:label"}


def test_a_sentence_that_ends_with_a_date_ends_with_one_full_stop() -> None:
    words = {"case.opened": "18\u00a0ноября 2026\u00a0г.", "requester.name": "Зайцева"}
    assert fill_text("Сообщение от {case.opened}. Спасибо, {requester.name}.", words) == "Сообщение от 18\u00a0ноября 2026\u00a0г. Спасибо, Зайцева."
    assert fill_text("Заметка: {note}.", {}) == "Заметка: ."
