"""Every text of the interface exists in Russian, and nothing else does."""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from pages.translations import CATALOGUE_FOLDER

ROOT = Path(__file__).resolve().parents[2]
SPEAKING_FLOORS = ("pages", "callbacks", "jobs")
CALLS = {"_": 1, "N_": 1, "ngettext": 2}


@dataclass(frozen=True)
class Text:
    """A text as the code asks for it: one id, or a singular with its plural."""

    id: tuple[str, ...]
    where: str


def texts_of_the_code() -> Iterator[Text]:
    for floor in SPEAKING_FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    asked = node.args[: CALLS[node.func.id]]
                    literal = tuple(part.value for part in asked if isinstance(part, ast.Constant) and isinstance(part.value, str))
                    if len(literal) == CALLS[node.func.id]:
                        yield Text(literal, f"{path.relative_to(ROOT)}:{node.lineno}")


@cache
def russian_entries() -> tuple[tuple[str, Message], ...]:
    entries = []
    for path in sorted(CATALOGUE_FOLDER.glob("*.po")):
        with path.open("rb") as file:
            entries += [(path.name, message) for message in read_po(file, locale="ru", abort_invalid=True) if message.id]
    return tuple(entries)


def id_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple) else (str(message.id),)


def strings_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple) else (str(message.string),)


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


def told(faults: list[str]) -> str:
    return "\n" + "\n".join(faults)


def test_every_text_of_the_code_has_its_russian() -> None:
    known = {id_of(message) for _file, message in russian_entries() if all(strings_of(message))}
    faults = [f"{text.where}: no Russian for {text.id}" for text in texts_of_the_code() if text.id not in known]
    assert not faults, told(faults)


def test_the_russian_has_the_same_places_to_fill_in() -> None:
    faults = []
    for file, message in russian_entries():
        wanted = placeholders(id_of(message)[-1])
        for russian in strings_of(message):
            # A plural form may leave the number out ("одна заявка"), never anything else.
            if placeholders(russian) != wanted and not (len(id_of(message)) == 2 and wanted - placeholders(russian) == {"n"}):
                faults.append(f"{file}: {id_of(message)} → {russian!r}")
    assert not faults, told(faults)


def test_no_russian_text_is_left_over_from_former_code() -> None:
    asked = {text.id for text in texts_of_the_code()}
    faults = [f"{file}: nobody asks for {id_of(message)}" for file, message in russian_entries() if id_of(message) not in asked]
    assert not faults, told(faults)


def test_no_text_is_translated_twice() -> None:
    files: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for file, message in russian_entries():
        files[id_of(message)].append(file)
    # The reader of a file merges equal entries silently, so they are counted in the source as well.
    for path in sorted(CATALOGUE_FOLDER.glob("*.po")):
        ids = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith('msgid "') and line != 'msgid ""']
        for line in {line for line in ids if ids.count(line) > 1}:
            files[(line,)] += [path.name, path.name]
    faults = [f"{text} in {', '.join(found)}" for text, found in files.items() if len(found) > 1]
    assert not faults, told(faults)


def test_no_translation_is_marked_as_a_guess() -> None:
    faults = [f"{file}: {id_of(message)}" for file, message in russian_entries() if message.fuzzy]
    assert not faults, told(faults)


def test_russian_is_typeset_like_russian() -> None:
    """«Ёлочки», a real dash, no three dots, and no straight quotes."""
    faults = []
    for file, message in russian_entries():
        for russian in strings_of(message):
            if any(wrong in russian for wrong in ('"', "...", " - ", "“", "”")):
                faults.append(f"{file}: {russian!r}")
    assert not faults, told(faults)
