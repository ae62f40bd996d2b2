"""What is said at a field of a form: what is wrong with it, and how it would be right."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.errors import InvalidInput
from models.processes.definition import Field, FieldType
from pages.errors import words_of
from pages.formats import date_long, money, number
from pages.processes.field_texts import TEXTS
from pages.translations import _


def words_at_field(error: InvalidInput, field: Field) -> str:
    """The words for this field: bounds in its unit, dates and numbers as the reader writes them."""
    msgid = TEXTS.get(error.code)
    if msgid is None:
        return words_of(error)
    return _(msgid, **{name: _readable(value, field) for name, value in error.params.items()}) if error.params else _(msgid)


def _readable(value: Any, field: Field) -> Any:
    if isinstance(value, date):
        return date_long(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return money(int(value)) if field.type is FieldType.MONEY else number(value)
    return value
