"""From figures to the plain document that pages draw and reports are stored with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from callbacks.commands.figures import figures_document
from data.queries.analytics.operations import OperationsFigures
from models.analytics.figure_rules import FIGURES
from pages.analytics.view import NOBODY, source_label
from pages.translations import LANGUAGES, use_language

Choices = Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]


def dashboard_document(found: OperationsFigures, choices: Choices) -> dict[str, Any]:
    """The documented figures, with the names of what they speak of. JSON all through: reading it back changes nothing."""
    document = figures_document(found)
    document["period"] |= {"kind": found.period.kind.value, "is_over": found.stretch[1] == found.period.end and found.period.code != "all"}
    # Lists, because the database keeps no order of keys, and a report is to be printed again byte for byte.
    document["where_names"] = [
        [key, [(value, dict(named(choices, key, value))) for value in values]] for key, values in found.scope.chosen.items()
    ]
    document["services"] = {code: dict(name) for code, name in found.services.items()}
    document["rules"] = [{"key": key, "name": dict(rule.name), "formula": dict(rule.formula)} for key, rule in FIGURES.items()]
    read: dict[str, Any] = orjson.loads(orjson.dumps(document))
    return read


def named(choices: Choices, key: str, value: str) -> Mapping[str, str]:
    """A chosen value in both languages."""
    if key == "source":
        return in_both_languages(lambda: source_label(value))
    known = {code: name for code, name in choices.get(key, ())}
    return known.get(value) or ({"ru": "не указано", "en": "not given"} if value == NOBODY else {})


def in_both_languages(words: Any) -> dict[str, str]:
    """What a function says in each language."""
    said: dict[str, str] = {}
    for lang in LANGUAGES:
        with use_language(lang):
            said[lang] = words()
    return said


def labelled(choices: Choices) -> dict[str, list[tuple[str, Mapping[str, str]]]]:
    """The choices with words for sources, which have no names of their own."""
    return {key: [(value, name or named(choices, key, value)) for value, name in values] for key, values in choices.items()}
