"""The value of a field as a reader sees it: in a letter, on a screen, in an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from models.processes.definition import Field, FieldType

_YES_NO = {"ru": ("нет", "да"), "en": ("no", "yes")}
_FINDINGS = {
    "ru": {"clear": "замечаний нет", "attention": "требует внимания", "hit": "найдено"},
    "en": {"clear": "nothing found", "attention": "needs attention", "hit": "found"},
}
_INN = {"ru": "ИНН", "en": "INN"}
_BORN = {"ru": "{} г. р.", "en": "born {}"}
_ACCOUNT = {"ru": "счёт {account}, БИК {bik}", "en": "account {account}, BIC {bik}"}


def field_words(field: Field, value: Any, lang: str, *, names: Mapping[str, str] | None = None) -> str:
    """The value in words of `lang`; '' for nothing. `names` gives people and units by id."""
    if value in (None, "", [], {}):
        return ""
    match field.type:
        case FieldType.YES_NO:
            return _YES_NO[lang][bool(value)]
        case FieldType.CHOICE | FieldType.CHOICES:
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(option.name[lang] for option in field.options if option.key in chosen)
        case FieldType.MONEY:
            return format_currency(int(value) / 100, "RUB", locale=lang, format="#,##0.## ¤", currency_digits=False).replace("RUB", "₽")
        case FieldType.NUMBER:
            return format_decimal(value, locale=lang)
        case FieldType.DATE:
            return format_date(date.fromisoformat(value), "d MMMM y 'г'." if lang == "ru" else "d MMMM y", locale=lang)
        case FieldType.DATETIME:
            return format_datetime(datetime.fromisoformat(value), "d MMMM y, HH:mm", locale=lang)
        case FieldType.EMPLOYEE | FieldType.UNIT:
            return (names or {}).get(str(value), "")
        case FieldType.FILE:
            return ", ".join((names or {}).get(str(item), "") for item in value)
        case _ if isinstance(value, Mapping):
            return _composite(field.type, value, lang)
        case _:
            return str(value)


def _composite(kind: FieldType, value: Mapping[str, Any], lang: str) -> str:
    if kind is FieldType.FINDING:
        word = _FINDINGS[lang].get(str(value.get("result") or ""), "")
        note = str(value.get("note") or "")
        return f"{word}: {note}" if word and note else word or note
    if kind is FieldType.BIK_ACCOUNT:
        return _ACCOUNT[lang].format(account=value.get("account") or "—", bik=value.get("bik") or "—")
    parts = [str(value.get("name") or "")]
    if value.get("birth_date"):
        parts.append(_BORN[lang].format(format_date(date.fromisoformat(str(value["birth_date"])), "dd.MM.y", locale=lang)))
    if value.get("inn"):
        parts.append(f"{_INN[lang]} {value['inn']}")
    return ", ".join(part for part in parts if part)


def part_words(field: Field, value: Any, part: str, lang: str) -> str:
    """One part of a composite value: `company.inn`, `lists.note`."""
    if not isinstance(value, Mapping):
        return ""
    if field.type is FieldType.FINDING and part == "result":
        return _FINDINGS[lang].get(str(value.get("result") or ""), "")
    if part == "birth_date" and value.get(part):
        return format_date(date.fromisoformat(str(value[part])), "dd.MM.y", locale=lang)
    return str(value.get(part) or "")


def title_words(field: Field, value: Any, lang: str = "ru") -> str:
    """The short form used in a case's title: the bare name of a person or company."""
    if isinstance(value, Mapping) and field.type is not FieldType.FINDING:
        return str(value.get("name") or "")
    return field_words(field, value, lang)
