"""The words a letter asks for, found when they are asked for: `data.operations.processes.answers.answer_words` for made-up history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from data.demo.clock import moment_of
from data.demo.ground import Ground
from data.demo.memory import Case
from models.processes.definition import FieldType
from models.processes.field_words import field_words, part_words


@lru_cache(maxsize=4096)
def _long_date(day: date, lang: str) -> str:
    return format_date(day, "long", locale=lang)


class AnswerWords(Mapping[str, str]):
    """Most of some fifty words are never asked for, and putting sums and dates into words is slow."""

    def __init__(self, ground: Ground, case: Case, lang: str, now: int) -> None:
        self._ground, self._case, self._lang, self._now = ground, case, lang, now
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._find(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def _find(self, name: str) -> str:
        case, lang = self._case, self._lang
        if name.startswith(("case.", "requester.", "owner.")) or name == "today":
            return self._of_case(name)
        definition = case.service.definition
        if name.endswith(":label"):
            return str(definition.field(name.removesuffix(":label")).label[lang])
        key, _dot, part = name.partition(".")
        item, value = definition.field(key), case.fields.get(key)
        if part:
            return part_words(item, value, part, lang) if isinstance(value, Mapping) and part in value else ""
        return field_words(item, value, lang, names=self._names(value) if item.type in {FieldType.EMPLOYEE, FieldType.UNIT} else {})

    def _names(self, value: Any) -> dict[str, str]:
        who = self._ground.people.get(str(value))
        unit = self._ground.unit_names.get(str(value))
        if who is not None:
            return {who.id: (who.name_en or who.name) if self._lang == "en" else who.name}
        return {str(value): unit[self._lang]} if unit else {}

    def _of_case(self, name: str) -> str:
        case, lang, people = self._case, self._lang, self._ground.people
        requester, owner = people.get(case.requester or ""), people.get(case.owner or "")
        match name:
            case "case.number":
                return case.number
            case "case.title":
                return case.title
            case "case.opened":
                return _long_date(moment_of(case.opened_at).date(), lang)
            case "case.closed" | "today":
                return _long_date(moment_of(self._now).date(), lang)
            case "requester.name":
                return requester.name if requester else ""
            case "requester.unit":
                return requester.unit_name.get(lang, "") if requester else ""
            case "owner.name":
                return owner.name if owner else ""
            case _:  # the outcome is known only after the letter was written
                return ""
