"""How a person is called in the language of who reads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, func

from data.tables.access import person


def shown_name(lang: str, people: FromClause = person) -> ColumnElement[Any]:
    """The person's name in this language; the Russian one where no English name is kept, NULL where there is nobody."""
    return func.coalesce(func.nullif(people.c.full_name_en, ""), people.c.full_name) if lang == "en" else people.c.full_name


def name_order(lang: str) -> ColumnElement[Any]:
    """People by the name they are shown with; «ё» stands with «е»."""
    return func.replace(func.lower(shown_name(lang)), "ё", "е")
