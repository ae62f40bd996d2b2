from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidFields, InvalidInput
from models.parties import identifiers
from models.processes import field_errors as wrong
from models.processes.definition import Field, FieldType, Option, Sensitivity
from models.processes.form import check_field, default_values, readable_fields, required_fields, validate, visible_fields

TODAY = date(2026, 3, 5)
FILE = "0190a3b2-0000-7000-8000-000000000001"
OPTIONS = (Option("a", {}), Option("b", {}), Option("c", {}))


def field(kind: FieldType, key: str = "x", **more: Any) -> Field:
    return Field(key, kind, {"ru": "Поле", "en": "Field"}, **more)


@pytest.mark.parametrize(("item", "typed", "normal"), [
    (field(FieldType.TEXT), "  Ёлка \t растёт\n", "Ёлка растёт"), (field(FieldType.TEXT), "e\u0308", "ë"),
    (field(FieldType.LONG_TEXT), "a \r\n\n\n\n b", "a\n\nb"),
    (field(FieldType.NUMBER), "1 234,50", 1234.5), (field(FieldType.NUMBER), "−7", -7), (field(FieldType.NUMBER), 3.0, 3),
    (field(FieldType.MONEY), "1 234,50", 123450), (field(FieldType.MONEY), "48 000 000 ₽", 4_800_000_000), (field(FieldType.MONEY), 77, 77),
    (field(FieldType.MONEY), "0.1", 10), (field(FieldType.DATE), "31.12.2025", "2025-12-31"), (field(FieldType.DATE), TODAY, "2026-03-05"),
    (field(FieldType.DATETIME), "2026-03-05 10:30:59", "2026-03-05T10:30"), (field(FieldType.DATETIME), "05.03.2026 10:30", "2026-03-05T10:30"),
    (field(FieldType.YES_NO), False, False), (field(FieldType.YES_NO), "Да", True),
    (field(FieldType.CHOICE, options=OPTIONS), "b", "b"), (field(FieldType.CHOICES, options=OPTIONS), ["c", "a", "c"], ["a", "c"]),
    (field(FieldType.INN), "7707 083 893", "7707083893"), (field(FieldType.OGRN), "1027700132195", "1027700132195"),
    (field(FieldType.SNILS), "112-233-445 95", "11223344595"), (field(FieldType.PHONE), "8 999 123-45-67", "+79991234567"),
    (field(FieldType.EMAIL), " Anna@Bank.RU ", "Anna@bank.ru"), (field(FieldType.ADDRESS), "г. Бор,  ул. Речная, 14", "г. Бор, ул. Речная, 14"),
    (field(FieldType.BIK_ACCOUNT), {"bik": "049805746", "account": "40602810700000000025"},
     {"bik": "049805746", "account": "40602810700000000025"}),
    (field(FieldType.PERSON), {"name": " Иванов  Иван ", "birth_date": "01.02.1980", "inn": ""}, {"name": "Иванов Иван", "birth_date": "1980-02-01"}),
    (field(FieldType.COMPANY), {"inn": "7707083893", "ogrn": "1027700132195"}, {"inn": "7707083893", "ogrn": "1027700132195"}),
    (field(FieldType.FINDING), {"result": "hit", "note": " да "}, {"result": "hit", "note": "да"}),
    (field(FieldType.FILE), [FILE, FILE], [FILE]), (field(FieldType.EMPLOYEE), FILE.upper(), FILE), (field(FieldType.UNIT), FILE, FILE),
    (field(FieldType.TEXT), "   ", None), (field(FieldType.COMPANY), {"name": "", "inn": ""}, None),
])
def test_what_is_typed_becomes_what_is_stored(item: Field, typed: Any, normal: Any) -> None:
    assert check_field(item, typed, TODAY) == normal
    assert check_field(item, check_field(item, typed, TODAY), TODAY) == normal


@pytest.mark.parametrize(("item", "typed", "error", "where"), [
    (field(FieldType.TEXT, max_length=3), "abcd", wrong.TextTooLong, "x"), (field(FieldType.TEXT), "a\x00b", wrong.UnreadableCharacters, "x"),
    (field(FieldType.TEXT), 5, wrong.WrongShape, "x"), (field(FieldType.NUMBER), "1e5", wrong.NotANumber, "x"),
    (field(FieldType.NUMBER), float("nan"), wrong.NotANumber, "x"), (field(FieldType.NUMBER), True, wrong.NotANumber, "x"), (field(FieldType.NUMBER), 10**400, wrong.TooBig, "x"),
    (field(FieldType.NUMBER, minimum=1), "0", wrong.TooSmall, "x"), (field(FieldType.NUMBER, maximum=1), 2, wrong.TooBig, "x"),
    (field(FieldType.MONEY), "1,234", wrong.NotMoney, "x"), (field(FieldType.MONEY), 1.5, wrong.NotMoney, "x"),
    (field(FieldType.MONEY, minimum=0), "-1", wrong.TooSmall, "x"), (field(FieldType.MONEY), "99999999999999999", wrong.TooBig, "x"),
    (field(FieldType.DATE), "31.02.2026", wrong.NotADate, "x"), (field(FieldType.DATE), "0026-01-01", wrong.NotADate, "x"),
    (field(FieldType.DATE, maximum=0), "2026-03-06", wrong.DateTooLate, "x"), (field(FieldType.DATE, minimum=0), "2026-03-04", wrong.DateTooEarly, "x"),
    (field(FieldType.DATETIME), "tomorrow", wrong.NotAMoment, "x"), (field(FieldType.DATETIME), "2026-03-05T10:00+03:00", wrong.NotAMoment, "x"),
    (field(FieldType.YES_NO), "maybe", wrong.NotYesOrNo, "x"), (field(FieldType.CHOICE, options=OPTIONS), "d", wrong.NotAnOption, "x"),
    (field(FieldType.CHOICES, options=OPTIONS), ["a", "d"], wrong.NotAnOption, "x"),
    (field(FieldType.INN), "7707083894", identifiers.WrongInnChecksum, "x"), (field(FieldType.INN), "770708389", identifiers.WrongInnLength, "x"),
    (field(FieldType.COMPANY), {"name": "ООО", "inn": "7707083894"}, identifiers.WrongInnChecksum, "x.inn"),
    (field(FieldType.COMPANY), {"ogrn": "1027700132195"}, wrong.CompanyNotNamed, "x.name"),
    (field(FieldType.COMPANY), {"inn": "500100732259", "ogrn": "1027700132195"}, wrong.InnAndOgrnDisagree, "x.ogrn"),
    (field(FieldType.COMPANY), {"name": "ООО", "kpp": "1"}, wrong.WrongShape, "x"),
    (field(FieldType.PERSON), {"inn": "500100732259"}, wrong.NameMissing, "x.name"),
    (field(FieldType.PERSON), {"name": "Анна", "inn": "7707083893"}, identifiers.WrongInnLength, "x.inn"),
    (field(FieldType.PERSON), {"name": "Анна", "birth_date": "2027-01-01"}, wrong.DateTooLate, "x.birth_date"),
    (field(FieldType.BIK_ACCOUNT), {"bik": "049805746"}, wrong.RequiredFieldMissing, "x.account"),
    (field(FieldType.BIK_ACCOUNT), {"bik": "049805746", "account": "40602810800000000025"}, identifiers.WrongAccountKey, "x.account"),
    (field(FieldType.FINDING), {"note": "что-то"}, wrong.NotAnOption, "x.result"), (field(FieldType.EMAIL), "anna@bank", wrong.WrongEmail, "x"),
    (field(FieldType.FILE), "one", wrong.WrongShape, "x"), (field(FieldType.EMPLOYEE), "Иванов", wrong.WrongShape, "x"),
    (field(FieldType.FILE, maximum=1), [FILE, FILE.replace("1", "2")], wrong.TooManyFiles, "x"),
])
def test_each_mistake_is_told_apart_and_at_its_place(item: Field, typed: Any, error: type[InvalidInput], where: str) -> None:
    with pytest.raises(error) as refused:
        check_field(item, typed, TODAY)
    assert refused.value.field == where


FORM = (
    field(FieldType.YES_NO, "urgent"),
    field(FieldType.TEXT, "why", visible_if={"field": "urgent", "value": True}, required_if={"field": "urgent", "value": True}),
    field(FieldType.TEXT, "detail", visible_if={"field": "why", "op": "filled"}),
    field(FieldType.INN, "inn", required=True),
    field(FieldType.FILE, "papers"),
)


def test_a_form_gives_normal_values_and_forgets_what_is_hidden() -> None:
    given_values = {"urgent": False, "why": "old", "detail": "older", "inn": "7707 083 893"}
    assert validate(FORM, given_values, today=TODAY) == {"urgent": False, "why": None, "detail": None, "inn": "7707083893"}


def test_all_mistakes_of_a_form_come_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(InvalidFields) as refused:
        validate(FORM, {"urgent": True, "inn": "1", "papers": [FILE], "colour": "red"}, today=TODAY, known_files=[])
    assert {key: type(error) for key, error in refused.value.errors.items()} == {
        "colour": wrong.UnknownField, "why": wrong.RequiredFieldMissing, "inn": identifiers.WrongInnLength, "papers": wrong.UnknownFile}
    assert list(refused.value.errors) == ["colour", "why", "inn", "papers"]


def test_a_hidden_field_is_neither_required_nor_wrong() -> None:
    assert validate(FORM, {"inn": "7707083893", "detail": "\x00"}, today=TODAY, required_extra=["why"]) == {"inn": "7707083893", "detail": None}


def test_a_step_may_require_more_and_conditions_may_look_at_the_rest_of_the_case() -> None:
    with pytest.raises(InvalidFields) as refused:
        validate(FORM[1:2], {"why": ""}, today=TODAY, context={"urgent": True})
    assert refused.value.errors["why"].field == "why"
    with pytest.raises(InvalidFields):
        validate(FORM[4:], {}, today=TODAY, required_extra=["papers"])
    assert required_fields(FORM, {"urgent": True}) == {"why", "inn"}


def test_a_required_yes_no_may_be_answered_no() -> None:
    assert validate([field(FieldType.YES_NO, required=True)], {"x": False}, today=TODAY) == {"x": False}


def test_what_depends_on_a_hidden_field_hides_with_it() -> None:
    assert [item.key for item in visible_fields(FORM, {"urgent": False, "why": "left over"})] == ["urgent", "inn", "papers"]
    assert [item.key for item in visible_fields(FORM, {"urgent": True, "why": "now"})] == ["urgent", "why", "detail", "inn", "papers"]


def test_each_reader_gets_only_his_fields() -> None:
    normal, secret, shared = (field(FieldType.TEXT, mark.value, sensitivity=mark) for mark in Sensitivity)
    fields = (normal, secret, shared)
    assert readable_fields(fields, may_see_security=True, is_external=False) == fields
    assert readable_fields(fields, may_see_security=False, is_external=False) == (normal, shared)
    assert readable_fields(fields, may_see_security=True, is_external=True) == (shared,)


def test_defaults_begin_an_empty_form() -> None:
    assert default_values([field(FieldType.TEXT, "a", default="x"), field(FieldType.TEXT, "b")]) == {"a": "x"}


_anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.just(datetime(2026, 1, 1, 5)),  # noqa: DTZ001
                         lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                             st.sampled_from(["name", "inn", "bik", "account", "result", "note", "ogrn", "birth_date"]), inner, max_size=3))


@given(st.sampled_from(FieldType), _anything)
def test_whatever_comes_a_field_answers_with_a_value_or_its_own_error(kind: FieldType, value: Any) -> None:
    item = field(kind, options=OPTIONS)
    try:
        normal = check_field(item, value, TODAY)
    except InvalidInput as error:
        place = error.field
    else:
        place = "x"
        assert check_field(item, normal, TODAY) == normal
    assert place is not None
    assert place.split(".")[0] == "x"


@given(st.integers(-10**12, 10**12), st.sampled_from(["", " ", "\u00a0", "\u202f"]), st.sampled_from([",", "."]))
def test_an_amount_is_read_to_the_kopeck_however_it_is_written(kopecks: int, space: str, comma: str) -> None:
    sign, (roubles, rest) = "-" if kopecks < 0 else "", divmod(abs(kopecks), 100)
    assert check_field(field(FieldType.MONEY), f"{sign}{roubles:,}".replace(",", space) + f"{comma}{rest:02d}", TODAY) == kopecks
