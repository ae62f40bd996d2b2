"""One field to fill in: the inputs of its type, each in a frame with label, hint and error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from models.processes.definition import Field, FieldType
from models.processes.field_values import FINDING_RESULTS
from pages.components.form_ids import part_id, target_of, value_id
from pages.components.form_parts import DateField, FileField, Frame, TextField
from pages.components.forms import dropdown_words
from pages.formats import number
from pages.translations import N_, _, text_of

RADIO_LIMIT = 5  # up to so many choices are all seen at once


@dataclass(frozen=True, slots=True)
class Known:
    """What a form must know besides its fields and values.

    `names`: person, unit or file id → name. `files`: field → [{id, name, size}] of what is attached already. `units`: all units to choose
    from. `megabytes`: the largest attachment.
    """

    names: Mapping[str, str] = dataclass_field(default_factory=dict)
    files: Mapping[str, Sequence[Mapping[str, Any]]] = dataclass_field(default_factory=dict)
    units: Sequence[tuple[str, str]] = ()
    megabytes: int = 25


def field_body(field: Field, value: Any, *, form: str, must: bool, errors: Mapping[str, str], known: Known) -> Component:
    """The field with its label; a compound one is a group of small fields under one heading."""
    word = _("required") if must else ""
    if field.type in _PARTS:
        given = value if isinstance(value, Mapping) else {}
        return html.Fieldset(
            [
                html.Legend(
                    [text_of(field.label), *([html.Span("*", className="must", **{"aria-hidden": "true"})] if must else [])],
                    className="form-label",
                ),
                *([html.Div(text_of(field.help), className="hint hint-top")] if text_of(field.help) else []),
                html.Div([part(field, given, form, errors) for part in _PARTS[field.type]], className=f"parts parts-{field.type}"),
            ]
        )
    is_group = field.type in {FieldType.YES_NO, FieldType.CHOICES} or _is_radio(field)
    target = target_of(form, field.key)
    return Frame(
        _input(field, value, form=form, known=known),
        id=part_id(form, field.key), label=text_of(field.label), hint=text_of(field.help) or _hint(field), error=errors.get(field.key, ""),
        required=word, group=is_group, target=target,
    )  # fmt: skip


def _is_radio(field: Field) -> bool:
    return field.type is FieldType.CHOICE and len(field.options) <= RADIO_LIMIT


def _input(field: Field, value: Any, *, form: str, known: Known) -> Component:
    name, target = value_id(form, field.key), target_of(form, field.key)
    options = [{"label": text_of(option.name), "value": option.key} for option in field.options]
    match field.type:
        case FieldType.LONG_TEXT:
            return TextField(id=name, target=target, value=_text(value), lines=4, limit=field.max_length or 10_000)
        case FieldType.NUMBER:
            return TextField(id=name, target=target, value=number_typed(value), mode="decimal")
        case FieldType.MONEY:
            return TextField(id=name, target=target, value=money_typed(value), mode="decimal", suffix="₽")
        case FieldType.DATE | FieldType.DATETIME:
            return date_field(name, target, value, has_time=field.type is FieldType.DATETIME)
        case FieldType.YES_NO:
            yes_no = [{"label": _("Yes"), "value": "true"}, {"label": _("No"), "value": "false"}]
            return dbc.RadioItems(
                id=name, options=yes_no, value=None if value is None else str(value).lower(), inline=True, className="radios"
            )
        case FieldType.CHOICE if _is_radio(field):
            return dbc.RadioItems(id=name, options=options, value=value, className="radios")
        case FieldType.CHOICE:
            return _dropdown(name, field, options, value)
        case FieldType.CHOICES:
            return dbc.Checklist(id=name, options=options, value=list(value or []), className="radios")
        case FieldType.EMPLOYEE:
            chosen = [{"label": known.names.get(str(value), ""), "value": str(value)}] if value else []
            return _dropdown(name, field, chosen, value)
        case FieldType.UNIT:
            return _dropdown(name, field, [{"label": words, "value": key} for key, words in known.units], value)
        case FieldType.FILE:
            files = list(known.files.get(field.key, ()))
            return FileField(
                id=name,
                target=target,
                value=files,
                limit=int(field.maximum or 30),
                megabytes=known.megabytes,
                texts=file_texts(known.megabytes),
            )
        case _:
            mode = _MODES.get(field.type)
            return TextField(
                id=name, target=target, value=_text(value), mode=mode, limit=field.max_length, placeholder=_PLACEHOLDERS.get(field.type, "")
            )


_MODES = {
    FieldType.INN: "numeric", FieldType.OGRN: "numeric", FieldType.SNILS: "numeric", FieldType.PHONE: "tel", FieldType.EMAIL: "email",
}  # fmt: skip
_PLACEHOLDERS = {FieldType.SNILS: "000-000-000 00", FieldType.PHONE: "+7 900 000-00-00", FieldType.EMAIL: "name@example.ru"}


def _hint(field: Field) -> str:
    if field.type is FieldType.INN:
        return _("10 digits for a company, 12 for a person")
    if field.type is FieldType.OGRN:
        return _("13 digits, 15 for a sole proprietor")
    return ""


def _dropdown(name: dict[str, Any], field: Field, options: list[dict[str, str]], value: Any) -> Component:
    words = _("Type a name") if field.type is FieldType.EMPLOYEE else _("Choose")
    box = dcc.Dropdown(
        id=name, options=options, value=str(value) if value else None, placeholder=words, clearable=True, className="dd-k",
        labels=dropdown_words(),
    )  # fmt: skip
    return html.Div(box, className="dd-box")


def date_field(name: dict[str, Any], target: str, value: Any, *, has_time: bool = False, label: str = "") -> Component:
    """A date field on its own: filters of lists use it too."""
    texts = {"open": _("Choose in the calendar"), "previous": _("Previous month"), "next": _("Next month")}
    pattern = _("dd.mm.yyyy hh:mm") if has_time else _("dd.mm.yyyy")
    return DateField(
        id=name,
        target=target,
        value=date_typed(value),
        time=has_time,
        placeholder=pattern,
        texts=texts,
        **({"label": label} if label else {}),
    )


def file_texts(megabytes: int) -> dict[str, str]:
    """Words of the file field in the browser."""
    return {
        "choose": _("Attach files"),
        "drop": _("or drop them here, up to {megabytes} MB each", megabytes=megabytes),
        "remove": _("Remove"),
        "again": _("Try again"),
        "too_large": _("Larger than {megabytes} MB", megabytes=megabytes),
        "too_many": _("That is more files than this field takes. The rest was left out."),
    }


# --- stored values as they are typed ----------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def number_typed(value: Any) -> str:
    """12345.5 → «12 345,5»; what was typed stays as it was."""
    return _text(value) if isinstance(value, (str, type(None))) else number(value)


def money_typed(kopecks: Any) -> str:
    """123450 → «1 234,50»; what was typed stays as it was."""
    if isinstance(kopecks, (str, type(None))):
        return _text(kopecks)
    return number(Decimal(kopecks) / 100, digits=2 if kopecks % 100 else 0)


def date_typed(value: Any) -> str:
    """2026-03-05T10:30 → «05.03.2026 10:30»; what was typed stays as it was."""
    text = _text(value)
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-":
        return f"{text[8:10]}.{text[5:7]}.{text[:4]}" + (f" {text[11:16]}" if len(text) > 10 else "")
    return text


# --- compound values ---------------------------------------------------------------------------------------------------------


def _part_frame(
    box: Component, field: Field, part: str, *, label: str, form: str, errors: Mapping[str, str], group: bool = False, class_name: str = ""
) -> Component:
    return Frame(
        box, id=part_id(form, field.key, part), label=label, error=errors.get(f"{field.key}.{part}", ""), group=group,
        target=target_of(form, field.key, part), className=class_name,
    )  # fmt: skip


def _piece(part: str, label: str, *, mode: str = "", wide: bool = False) -> Any:
    def draw(field: Field, given: Mapping[str, Any], form: str, errors: Mapping[str, str]) -> Component:
        target = target_of(form, field.key, part)
        box = TextField(id=value_id(form, field.key, part), target=target, value=_text(given.get(part)), mode=mode or None)
        return _part_frame(box, field, part, label=_(label), form=form, errors=errors, class_name="w2" if wide else "")

    return draw


def _birth_date(field: Field, given: Mapping[str, Any], form: str, errors: Mapping[str, str]) -> Component:
    box = date_field(value_id(form, field.key, "birth_date"), target_of(form, field.key, "birth_date"), given.get("birth_date"))
    return _part_frame(box, field, "birth_date", label=_("Date of birth"), form=form, errors=errors)


def finding_words(result: str) -> str:
    """A finding's result in words."""
    return {"clear": _("Nothing found"), "attention": _("Needs attention"), "hit": _("Found")}[result]


def _finding_result(field: Field, given: Mapping[str, Any], form: str, errors: Mapping[str, str]) -> Component:
    options = [{"label": finding_words(result), "value": result} for result in FINDING_RESULTS]
    name = value_id(form, field.key, "result")
    box = dbc.RadioItems(id=name, options=options, value=given.get("result"), inline=True, className="radios finding")
    return _part_frame(box, field, "result", label="", form=form, errors=errors, group=True)


def _finding_note(field: Field, given: Mapping[str, Any], form: str, errors: Mapping[str, str]) -> Component:
    box = TextField(
        id=value_id(form, field.key, "note"), target=target_of(form, field.key, "note"), value=_text(given.get("note")),
        lines=1, limit=2000,
        placeholder=_("What was found and where"), label=_("Note: {field}", field=text_of(field.label)),
    )  # fmt: skip
    return _part_frame(box, field, "note", label="", form=form, errors=errors, class_name="w2")


def _parts_of() -> Mapping[FieldType, tuple[Any, ...]]:
    return {
        FieldType.COMPANY: (
            _piece("name", N_("Name of the company"), wide=True),
            _piece("inn", N_("INN"), mode="numeric"),
            _piece("ogrn", N_("OGRN"), mode="numeric"),
        ),
        FieldType.PERSON: (
            _piece("name", N_("Surname, first name, patronymic"), wide=True),
            _birth_date,
            _piece("inn", N_("INN"), mode="numeric"),
        ),
        FieldType.BIK_ACCOUNT: (_piece("bik", N_("BIC"), mode="numeric"), _piece("account", N_("Account number"), mode="numeric")),
        FieldType.FINDING: (_finding_result, _finding_note),
    }


_PARTS = _parts_of()
