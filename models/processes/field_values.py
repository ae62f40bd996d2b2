"""From what was typed to what is stored, one function per type of field. Each gives the normal form or raises a specific error."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from models.errors import InvalidInput
from models.parties.identifiers import parse_account, parse_bik, parse_inn, parse_ogrn, parse_phone, parse_snils
from models.processes import field_errors as wrong
from models.processes.condition import FIELD_PARTS, is_empty
from models.processes.definition import Field, FieldType

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 10_000
FILES_LIMIT = 30
NUMBER_LIMIT = 10**15                # above it a float is no longer exact to the unit
MONEY_LIMIT = 10**16                 # kopecks; a hundred trillion roubles, well inside of bigint
FINDING_RESULTS = ("clear", "attention", "hit")
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class FormContext:
    """What the rules must know besides the value: the bank's today, and the files uploaded to this form (None: not checked)."""

    today: date
    known_files: Collection[str] | None = None


def _clean(value: Any, limit: int, *, keep_lines: bool = False) -> str:
    if not isinstance(value, str):
        raise wrong.WrongShape()
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co") and letter not in "\n\t" for letter in text):
        raise wrong.UnreadableCharacters()
    lines = text.split("\n") if keep_lines else [text]
    # The no-break space stays: it keeps "5 000 ₽" and initials together in letters.
    lines = [re.sub(r"[ \t\n\u2000-\u200b\u3000]+", " ", line).strip(" \u00a0\ufeff") for line in lines]
    cleaned = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(cleaned) > limit:
        raise wrong.TextTooLong(limit=limit, found=len(cleaned))
    return cleaned


def _decimal(typed: str) -> Decimal:
    """A number as people write it: "1 234,50", "1234.5", with any kind of space between thousands and − for minus."""
    text = re.sub(r"[\s\u00a0\u202f']", "", unicodedata.normalize("NFKC", typed)).replace("−", "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", text):
        raise wrong.NotANumber()
    try:
        return Decimal(text)
    except InvalidOperation as broken:
        raise wrong.NotANumber() from broken


def _check_bounds(item: Field, value: float) -> None:
    if item.minimum is not None and value < item.minimum:
        raise wrong.TooSmall(minimum=item.minimum)
    if item.maximum is not None and value > item.maximum:
        raise wrong.TooBig(maximum=item.maximum)


def _text(item: Field, value: Any, _context: FormContext) -> str:
    return _clean(value, item.max_length or TEXT_LIMIT)


def _long_text(item: Field, value: Any, _context: FormContext) -> str:
    return _clean(value, item.max_length or LONG_TEXT_LIMIT, keep_lines=True)


def _number(item: Field, value: Any, _context: FormContext) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise wrong.NotANumber()
    number = float(_decimal(value)) if isinstance(value, str) else value
    if abs(number) > NUMBER_LIMIT and number not in (math.inf, -math.inf):
        raise wrong.TooBig(maximum=NUMBER_LIMIT)
    if not math.isfinite(number):
        raise wrong.NotANumber()
    _check_bounds(item, number)
    return int(number) if float(number).is_integer() else number


def _money(item: Field, value: Any, _context: FormContext) -> int:
    """A text is an amount in roubles as people type it; a whole number is kopecks, as they are stored."""
    if isinstance(value, str):
        try:
            kopecks = _decimal(re.sub(r"\s*(₽|р\.|руб\.?)\s*$", "", value.strip())) * 100
        except wrong.NotANumber as broken:
            raise wrong.NotMoney() from broken
        if kopecks != kopecks.to_integral_value():
            raise wrong.NotMoney()
        value = int(kopecks)
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong.NotMoney()
    if abs(value) > MONEY_LIMIT:
        raise wrong.TooBig(maximum=MONEY_LIMIT)
    _check_bounds(item, value)
    return value


def _parse_date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    russian = re.fullmatch(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", text)
    try:
        found = date(int(russian[3]), int(russian[2]), int(russian[1])) if russian else date.fromisoformat(text)
    except ValueError as broken:
        raise wrong.NotADate() from broken
    if not _FIRST_DAY <= found <= _LAST_DAY:
        raise wrong.NotADate()
    return found


def _check_day(item: Field, day: date, today: date) -> None:
    """Bounds of a date are days from today: maximum 0 means "not in the future", minimum 0 "not in the past"."""
    if item.minimum is not None and day < (earliest := today + timedelta(days=item.minimum)):
        raise wrong.DateTooEarly(earliest=earliest)
    if item.maximum is not None and day > (latest := today + timedelta(days=item.maximum)):
        raise wrong.DateTooLate(latest=latest)


def _date(item: Field, value: Any, context: FormContext) -> str:
    day = _parse_date(value)
    _check_day(item, day, context.today)
    return day.isoformat()


def _datetime(item: Field, value: Any, context: FormContext) -> str:
    """A moment on the bank's wall clock, to the minute: "2026-03-05T10:30"."""
    if isinstance(value, str):
        text = re.sub(r"^([0-9]{2})\.([0-9]{2})\.([0-9]{4})", r"\3-\2-\1", value.strip())
        try:
            value = datetime.fromisoformat(text)
        except ValueError as broken:
            raise wrong.NotAMoment() from broken
    if not isinstance(value, datetime) or value.tzinfo is not None:
        raise wrong.NotAMoment()
    if not _FIRST_DAY <= value.date() <= _LAST_DAY:
        raise wrong.NotAMoment()
    _check_day(item, value.date(), context.today)
    return value.replace(second=0, microsecond=0).isoformat(timespec="minutes")


_YES_NO = {"true": True, "yes": True, "да": True, "false": False, "no": False, "нет": False}


def _yes_no(_item: Field, value: Any, _context: FormContext) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().casefold() in _YES_NO:
        return _YES_NO[value.strip().casefold()]
    raise wrong.NotYesOrNo()


def _choice(item: Field, value: Any, _context: FormContext) -> str:
    if value not in [option.key for option in item.options]:
        raise wrong.NotAnOption()
    return str(value)


def _choices(item: Field, value: Any, _context: FormContext) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise wrong.WrongShape()
    keys = [option.key for option in item.options]
    if any(chosen not in keys for chosen in value):
        raise wrong.NotAnOption()
    return [key for key in keys if key in value]


def _identifier(parse: Callable[[str], str]) -> Callable[[Field, Any, FormContext], str]:
    def read(_item: Field, value: Any, _context: FormContext) -> str:
        if not isinstance(value, str):
            raise wrong.WrongShape()
        return parse(value)

    return read


def _parts(item: Field, value: Any) -> dict[str, Any]:
    """The filled parts of a compound value; nothing else may be in it."""
    names = FIELD_PARTS[item.type]
    if not isinstance(value, Mapping) or set(value) - set(names):
        raise wrong.WrongShape()
    return {name: value[name] for name in names if not is_empty(value.get(name))}


def _in_part(item: Field, name: str, read: Callable[[], str]) -> str:
    """Run one rule and let its error point at the part: "company.inn"."""
    try:
        return read()
    except InvalidInput as error:
        error.field = f"{item.key}.{name}"
        raise


def _part_text(item: Field, parts: Mapping[str, Any], name: str, *, limit: int = TEXT_LIMIT) -> str:
    return _in_part(item, name, lambda: _clean(parts[name], limit))


def _require_part(item: Field, parts: Mapping[str, Any], name: str, *, error: InvalidInput) -> None:
    if name not in parts:
        error.field = f"{item.key}.{name}"
        raise error


def _bik_account(item: Field, value: Any, _context: FormContext) -> dict[str, str]:
    parts = _parts(item, value)
    for name in ("bik", "account"):
        _require_part(item, parts, name, error=wrong.RequiredFieldMissing())
    bik = _in_part(item, "bik", lambda: parse_bik(str(parts["bik"])))
    return {"bik": bik, "account": _in_part(item, "account", lambda: parse_account(str(parts["account"]), bik))}


def _person(item: Field, value: Any, context: FormContext) -> dict[str, str]:
    parts = _parts(item, value)
    _require_part(item, parts, "name", error=wrong.NameMissing())
    person = {"name": _part_text(item, parts, "name", limit=200)}
    if "birth_date" in parts:
        person["birth_date"] = _in_part(item, "birth_date", lambda: _birth_date(parts["birth_date"], context.today))
    if "inn" in parts:
        person["inn"] = _in_part(item, "inn", lambda: parse_inn(str(parts["inn"]), lengths=(12,)))
    return person


def _birth_date(value: Any, today: date) -> str:
    born = _parse_date(value)
    if born > today:
        raise wrong.DateTooLate(latest=today)
    return born.isoformat()


def _company(item: Field, value: Any, _context: FormContext) -> dict[str, str]:
    parts = _parts(item, value)
    if "name" not in parts and "inn" not in parts:
        _require_part(item, parts, "name", error=wrong.CompanyNotNamed())
    company: dict[str, str] = {}
    if "name" in parts:
        company["name"] = _part_text(item, parts, "name")
    if "inn" in parts:
        company["inn"] = _in_part(item, "inn", lambda: parse_inn(str(parts["inn"])))
    if "ogrn" in parts:
        company["ogrn"] = _in_part(item, "ogrn", lambda: parse_ogrn(str(parts["ogrn"])))
    if (len(company.get("inn", "")), len(company.get("ogrn", ""))) in ((10, 15), (12, 13)):
        raise wrong.InnAndOgrnDisagree(field=f"{item.key}.ogrn")
    return company


def _finding(item: Field, value: Any, _context: FormContext) -> dict[str, str]:
    parts = _parts(item, value)
    if parts.get("result") not in FINDING_RESULTS:
        raise wrong.NotAnOption(field=f"{item.key}.result")
    note = _in_part(item, "note", lambda: _clean(parts.get("note", ""), 2_000, keep_lines=True))
    return {"result": str(parts["result"]), "note": note}


def _reference(_item: Field, value: Any, _context: FormContext) -> str:
    try:
        return str(value if isinstance(value, UUID) else UUID(value))
    except (ValueError, AttributeError, TypeError) as broken:
        raise wrong.WrongShape() from broken


def _email(_item: Field, value: Any, _context: FormContext) -> str:
    text = _clean(value, 254)
    if not re.fullmatch(r"[^@\s,;<>\"]{1,64}@(?:[^@\s.,;<>\"]+\.)+[^@\s.,;<>\"\d]{2,}", text) or ".." in text:
        raise wrong.WrongEmail()
    name, domain = text.split("@")
    return f"{name}@{domain.lower()}"


def _files(item: Field, value: Any, context: FormContext) -> list[str]:
    if not isinstance(value, (list, tuple)):
        raise wrong.WrongShape()
    ids = list(dict.fromkeys(_reference(item, one, context) for one in value))
    limit = int(item.maximum or FILES_LIMIT)
    if len(ids) > limit:
        raise wrong.TooManyFiles(limit=limit)
    if context.known_files is not None and not set(ids) <= set(context.known_files):
        raise wrong.UnknownFile()
    return ids


_READERS: Mapping[FieldType, Callable[[Field, Any, FormContext], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _long_text,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.YES_NO: _yes_no,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.INN: _identifier(parse_inn),
    FieldType.OGRN: _identifier(parse_ogrn),
    FieldType.SNILS: _identifier(parse_snils),
    FieldType.BIK_ACCOUNT: _bik_account,
    FieldType.PERSON: _person,
    FieldType.COMPANY: _company,
    FieldType.EMPLOYEE: _reference,
    FieldType.UNIT: _reference,
    FieldType.PHONE: _identifier(parse_phone),
    FieldType.EMAIL: _email,
    FieldType.ADDRESS: _text,
    FieldType.FILE: _files,
    FieldType.FINDING: _finding,
}


def normal_value(item: Field, value: Any, context: FormContext) -> Any:
    """The stored form of a value that is not empty. The error's `field` is the field's key, or "key.part" of a compound value."""
    try:
        return _READERS[item.type](item, value, context)
    except InvalidInput as error:
        error.field = error.field or item.key
        raise
