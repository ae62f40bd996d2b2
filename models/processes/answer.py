"""The words of an answer: paragraphs with {placeholders}, filled from the case.

A placeholder is a field (`{company}`), a part of one (`{company.inn}`), the field's own label (`{company:label}`) or one of
`CASE_PLACEHOLDERS`. A paragraph that has placeholders of which none got a value is left out, so that one template serves a case
with and without findings. User text is only ever put in, never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from models.processes.definition import AnswerTemplate

CASE_PLACEHOLDERS = frozenset({
    "case.number", "case.title", "case.opened", "case.closed", "case.outcome", "requester.name", "requester.unit", "owner.name", "today",
})
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)(:label)?\}")
_FILLED = re.compile(_PLACEHOLDER.pattern + r"(\.)?")  # with the full stop that may follow
_BRACE = re.compile(r"[{}]")


def placeholders_of(text: str) -> frozenset[str]:
    """Names used by a text, labels included: `{"company", "company:label"}`."""
    return frozenset(found[1] + (found[2] or "") for found in _PLACEHOLDER.finditer(text))


def broken_braces(text: str) -> bool:
    """Is there a brace which belongs to no placeholder, most often a misspelt one?"""
    return bool(_BRACE.search(_PLACEHOLDER.sub("", text)))


def unknown_placeholders(text: str, names: Iterable[str]) -> frozenset[str]:
    """Placeholders of a text which nothing could fill. `names` are the names of `condition_names`."""
    known = frozenset(names)
    return placeholders_of(text) - known - CASE_PLACEHOLDERS - {f"{name}:label" for name in known if "." not in name}


def fill_text(text: str, words: Mapping[str, str]) -> str:
    """Put ready words (already formatted for the reader's language) in place of the placeholders of one text.

    A word that ends with a full stop («18 ноября 2026 г.») needs no second one at the end of its sentence."""

    def word_of(found: re.Match[str]) -> str:
        word = words.get(found[1] + (found[2] or ""), "")
        return word if word.endswith(".") else word + (found[3] or "")

    return _FILLED.sub(word_of, text)


def compose_answer(template: AnswerTemplate, lang: str, words: Mapping[str, str]) -> tuple[str, list[str]]:
    """Subject and paragraphs of the answer in one language."""
    paragraphs = []
    for paragraph in template.body[lang].split("\n\n"):
        wanted = {name for name in placeholders_of(paragraph) if not name.endswith(":label")}
        if not wanted or any(words.get(name, "").strip() for name in wanted):
            paragraphs.append(fill_text(paragraph, words).strip())
    return fill_text(template.subject[lang], words), [paragraph for paragraph in paragraphs if paragraph]
