"""Forms whose inputs and places of errors have dict ids with a `name`: read what was typed, say what is wrong where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.errors import KordonError
from pages.components.forms import field_error
from pages.errors import words_of


def typed_by_name(values: Sequence[Any], ids: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What stands in each input, by the name of its field."""
    return {str(one["name"]): value for one, value in zip(ids, values, strict=True)}


def error_at_its_field(error: KordonError, places: Sequence[str], *, renamed: Mapping[str, str] | None = None) -> list[Any]:
    """The children of all places: words at the field the error is about, at the first one when the form has no such field.

    `renamed`: fields that the form calls otherwise.
    """
    field = error.field or ""
    wanted = (renamed or {}).get(field, field)
    wanted = wanted if wanted in places else places[0]
    return [field_error(words_of(error)) if name == wanted else None for name in places]
