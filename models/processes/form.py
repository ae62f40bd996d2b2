"""A form: which of its fields are seen, which must be filled, and the values in their normal form or what is wrong with each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from models.errors import InvalidFields, InvalidInput
from models.processes.condition import holds, is_empty
from models.processes.definition import Field, Sensitivity
from models.processes.field_errors import RequiredFieldMissing, UnknownField
from models.processes.field_values import FormContext, normal_value


def check_field(field: Field, value: Any, today: date) -> Any:
    """Inline check as one types: the normal form, None for an empty field, or the specific error. Whether it is required is not asked."""
    return None if is_empty(value) else normal_value(field, value, FormContext(today))


def visible_fields(fields: Sequence[Field], values: Mapping[str, Any]) -> tuple[Field, ...]:
    """Fields to show for these values, in order.

    `visible_if` looks only at fields above; the value of a hidden field counts as missing, so what depends on it hides with it."""
    known = dict(values)
    shown = []
    for field in fields:
        if field.visible_if is None or holds(field.visible_if, known):
            shown.append(field)
        else:
            known.pop(field.key, None)
    return tuple(shown)


def required_fields(fields: Sequence[Field], values: Mapping[str, Any], extra: Collection[str] = ()) -> frozenset[str]:
    """Keys of the visible fields that must be filled for these values. `extra` are keys which the step asks for besides."""
    return frozenset(
        field.key
        for field in visible_fields(fields, values)
        if field.required or field.key in extra or (field.required_if is not None and holds(field.required_if, values))
    )


def readable_fields(fields: Iterable[Field], *, may_see_security: bool, is_external: bool) -> tuple[Field, ...]:
    """Fields this reader may know of. An external participant sees what is shared and nothing else, whatever else he may."""
    if is_external:
        return tuple(field for field in fields if field.sensitivity is Sensitivity.SHARED)
    return tuple(field for field in fields if may_see_security or field.sensitivity is not Sensitivity.SECURITY)


def default_values(fields: Iterable[Field]) -> dict[str, Any]:
    """What an empty form begins with."""
    return {field.key: field.default for field in fields if field.default is not None}


def validate(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    today: date,
    context: Mapping[str, Any] | None = None,
    required_extra: Collection[str] = (),
    known_files: Collection[str] | None = None,
) -> dict[str, Any]:
    """Normal values of a form, or `InvalidFields` with one error per field.

    `fields` are the fields of this form, `context` the other values of the case (conditions may ask for them). Every key that came in is
    in the result; an emptied or hidden field as None, so that storing the result also forgets the old value. Money: texts are roubles,
    whole numbers kopecks. Dates are bounded in days from `today`.
    """
    rules = FormContext(today, known_files)
    errors: dict[str, InvalidInput] = {key: UnknownField(field=key) for key in values.keys() - {field.key for field in fields}}
    result: dict[str, Any] = {}
    for field in fields:
        if is_empty(values.get(field.key)):
            result[field.key] = None
            continue
        try:
            result[field.key] = normal_value(field, values[field.key], rules)
        except InvalidInput as error:
            errors[field.key] = error
            result[field.key] = values[field.key]    # conditions may look at it; it never leaves this function
    known = {**(context or {}), **result}
    shown = {field.key for field in visible_fields(fields, known)}
    for key in result.keys() - shown:
        result[key] = known[key] = None
        errors.pop(key, None)
    for key in required_fields(fields, known, required_extra):
        if key not in errors and is_empty(result[key]):
            errors[key] = RequiredFieldMissing(field=key)
    if errors:
        order = [field.key for field in fields]
        raise InvalidFields({key: errors[key] for key in sorted(errors, key=lambda key: order.index(key) if key in order else -1)})
    return {key: value for key, value in result.items() if key in values}
