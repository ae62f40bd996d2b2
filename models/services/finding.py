"""Finding a service by what people type: its words in either language, in any form of the word."""

from __future__ import annotations

import re

from models.processes.definition import Definition

_SHORTEST_STEM = 3
_ENDING = 3  # letters of a Russian ending that may differ: «проверка», «проверить»


def service_matches(service: Definition, typed: str) -> bool:
    """Does every word that was typed begin like a word of the service's name, summary or keywords?

    The last letters of long words may differ, because Russian bends them; an unfinished word is found by its beginning.
    """
    wanted = _words(typed)
    if not wanted:
        return True
    known = _words(" ".join([*service.name.values(), *service.case_name.values(), *service.summary.values(), *_keywords(service)]))
    return all(any(_alike(word, other) for other in known) for word in wanted)


def _keywords(service: Definition) -> list[str]:
    return [word for words in service.keywords.values() for word in words]


def _words(text: str) -> list[str]:
    return re.findall(r"[0-9a-zа-я]+", text.lower().replace("ё", "е"))


def _alike(typed: str, known: str) -> bool:
    if known.startswith(typed):
        return True
    stem = typed[: max(_SHORTEST_STEM + 1, len(typed) - _ENDING)]
    return len(typed) > _SHORTEST_STEM + 1 and known.startswith(stem)
