"""Texts in the reader's language.

The English text is the key itself; Russian lives in ``ru/<topic>.po``, one file per topic, all merged into one catalogue
that is read once. There is no compile step: a forgotten ``make`` can never show yesterday's words.

The language belongs to the request, the job or the report being made, so it is a context variable and never an argument
that every builder has to hand on. Therefore never call ``_()`` while a module is being imported: nobody is reading yet.
A text that must stand in a table of a module is marked with ``N_()`` there and translated by ``_(variable)`` where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_LANGUAGE: Language = "ru"
CATALOGUE_FOLDER = Path(__file__).parent / "ru"

# "other" is the form of fractions: 1,5 часа takes the word of 2 часа.
_RUSSIAN_FORMS = {"one": 0, "few": 1, "many": 2, "other": 1}

_language: ContextVar[Language] = ContextVar("language", default=DEFAULT_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Russian texts by their English ones."""

    texts: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def russian_catalogue() -> Catalogue:
    """All topics merged. An untranslated or a fuzzy entry is left out: better English than a guess."""
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for path in sorted(CATALOGUE_FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="ru", abort_invalid=True)
        for message in catalogue:
            if not message.id or message.fuzzy:
                continue
            if isinstance(message.id, tuple):
                if all(message.string):
                    plurals[message.id[0]] = tuple(message.string)
            elif message.string:
                texts[str(message.id)] = str(message.string)
    return Catalogue(texts, plurals)


def current_language() -> Language:
    return _language.get()


def set_language(language: str) -> None:
    """Choose the language until the end of this request or job."""
    _language.set(_known(language))


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak this language inside the block, the former one after it."""
    token = _language.set(_known(language))
    try:
        yield
    finally:
        _language.reset(token)


def _(msgid: str, /, **params: object) -> str:
    """The text in the current language, with its {named} places filled."""
    text = russian_catalogue().texts.get(msgid, msgid) if current_language() == "ru" else msgid
    return text.format(**params) if params else text


def N_(msgid: str, /) -> str:
    """Mark a text that is translated later, when somebody reads it."""
    return msgid


def ngettext(singular: str, plural: str, n: float, /, **params: object) -> str:
    """The text for so many things. {n} is the number itself, written as the language writes numbers."""
    language = current_language()
    text = singular if n == 1 else plural
    if language == "ru" and singular in (plurals := russian_catalogue().plurals):
        forms = plurals[singular]
        text = forms[_RUSSIAN_FORMS[Locale("ru").plural_form(abs(n))]]
    return text.format(**{"n": format_decimal(n, locale=language).replace("-", "−"), **params})


def text_of(texts: Mapping[str, str]) -> str:
    """The current language's text of data that carries both, such as a service name; the other one when it is missing."""
    wanted = texts.get(current_language())
    return wanted or next((texts[language] for language in LANGUAGES if texts.get(language)), "")


def _known(language: str) -> Language:
    for known in LANGUAGES:
        if language == known:
            return known
    raise ValueError(f"Kordon does not speak {language!r}")
