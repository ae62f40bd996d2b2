"""Ids of a form's parts. A form is named by its kind ("order", "task"), so callbacks of one kind hear only their own fields.

`part` names the piece of a compound value ("inn" of a company) and is empty for a simple one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Id = dict[str, Any]


class Kind(StrEnum):
    """The `type` of the dict-ids."""

    VALUE = "form-value"  # the input itself: property "value"
    PART = "form-part"  # label, hint and error round it: "error", "required"
    FIELD = "form-field"  # the whole field: "hidden"
    SECTION = "form-section"  # the section's heading and fields: "hidden"
    SUBJECT = "form-subject"  # store: what the form is about (service, task)
    ASKED = "form-asked"  # store: has it been tried to send? then empty required fields are told too
    AGAIN = "form-again"  # store: rises when what could not be kept is to be kept again
    SIGN = "form-sign"  # the sign that says what is kept
    FOCUS = "form-focus"  # store: where the cursor is to go


def value_id(form: str, field: str, part: str = "") -> Id:
    return {"type": Kind.VALUE.value, "form": form, "field": field, "part": part}


def part_id(form: str, field: str, part: str = "") -> Id:
    return {"type": Kind.PART.value, "form": form, "field": field, "part": part}


def field_id(form: str, field: str) -> Id:
    return {"type": Kind.FIELD.value, "form": form, "field": field}


def section_id(form: str, section: str) -> Id:
    return {"type": Kind.SECTION.value, "form": form, "section": section}


def form_id(kind: Kind, form: str) -> Id:
    """The id of one of the stores and signs of a form."""
    return {"type": kind.value, "form": form}


def every(kind: Kind, form: str, wildcard: Any) -> Id:
    """The id that stands in `Input` or `Output` for all parts of a form: `every(Kind.VALUE, "order", ALL)`."""
    keys = {Kind.VALUE: ("field", "part"), Kind.PART: ("field", "part"), Kind.FIELD: ("field",), Kind.SECTION: ("section",)}[kind]
    return {"type": kind.value, "form": form} | dict.fromkeys(keys, wildcard)


def target_of(form: str, field: str, part: str = "") -> str:
    """The HTML id of the input, for its label."""
    return "-".join(piece for piece in (form, field, part) if piece)


def collected(ids: list[Mapping[str, Any]], values: list[Any]) -> dict[str, Any]:
    """Typed values by field, parts put together: {"company": {"name": …, "inn": …}, "files": [id, …]}. An empty part is left out."""
    found: dict[str, Any] = {}
    for name, value in zip(ids, values, strict=True):
        plain = [one["id"] for one in value] if isinstance(value, list) and value and isinstance(value[0], Mapping) else value
        if not name["part"]:
            found[str(name["field"])] = plain
            continue
        parts = found.setdefault(str(name["field"]), {})
        if plain not in (None, "", []):
            parts[str(name["part"])] = plain
    return found


def kept_files(ids: list[Mapping[str, Any]], values: list[Any]) -> dict[str, list[Mapping[str, Any]]]:
    """The uploaded files of each file field with their names and sizes, to draw them again from a draft."""
    return {
        str(name["field"]): list(value)
        for name, value in zip(ids, values, strict=True)
        if isinstance(value, list) and value and isinstance(value[0], Mapping)
    }
