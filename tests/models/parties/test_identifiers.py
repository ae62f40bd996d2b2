from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidInput
from models.parties.identifiers import (
    WrongAccountKey,
    WrongAccountLength,
    WrongBik,
    WrongDigits,
    WrongInnChecksum,
    WrongInnLength,
    WrongInnRegion,
    WrongKpp,
    WrongOgrnChecksum,
    WrongOgrnKind,
    WrongOgrnLength,
    WrongPhone,
    WrongSnilsChecksum,
    WrongSnilsLength,
    account_with_key,
    format_snils,
    inn_check_digits,
    ogrn_check_digit,
    parse_account,
    parse_bik,
    parse_inn,
    parse_kpp,
    parse_ogrn,
    parse_phone,
    parse_snils,
    snils_check_digits,
)


def _number(length: int, first: str = "0123456789") -> st.SearchStrategy[str]:
    return st.builds(lambda head, tail: head + tail, st.sampled_from(first), st.text("0123456789", min_size=length - 1, max_size=length - 1))


_inns = st.one_of(_number(9, "123456789"), _number(10, "123456789")).map(lambda body: body + inn_check_digits(body))
_ogrns = st.one_of(_number(12, "15"), _number(14, "3")).map(lambda body: body + ogrn_check_digit(body))
_snils = _number(9, "123456789").map(lambda body: body + snils_check_digits(body))
_bodies_of_accounts = _number(20, "4")
_biks = st.builds(lambda region, number: f"04{region}{number:03d}", _number(4), st.integers(3, 999))


@pytest.mark.parametrize(("parse", "typed", "normal"), [
    (parse_inn, " 7707 083 893 ", "7707083893"), (parse_inn, "500100732259", "500100732259"), (parse_ogrn, "1027700132195", "1027700132195"),
    (parse_ogrn, "304500116000157", "304500116000157"), (parse_snils, "112-233-445 95", "11223344595"),
    (parse_kpp, "773601001", "773601001"), (parse_kpp, "7736 ab 001", "7736AB001"), (parse_bik, "044525225", "044525225"),
    (parse_phone, "8 (999) 123-45-67", "+79991234567"), (parse_phone, "+7 999 123 45 67", "+79991234567"),
    (parse_phone, "9991234567", "+79991234567"), (parse_phone, "+44 20 7946 0958", "+442079460958"), (parse_inn, "７７０７０８３８９３", "7707083893"),
])
def test_real_identifiers_are_recognised_however_they_are_typed(parse: Callable[[str], str], typed: str, normal: str) -> None:
    assert parse(typed) == normal


@pytest.mark.parametrize(("account", "bik"), [
    ("30101810800000000746", "049805000"),      # the two examples of the Bank of Russia's order No. 515
    ("40602810700000000025", "049805746"),
    ("30101810400000000225", "044525225"),      # correspondent account beside the BIK of the bank itself
    ("40102810545370000003", "004525988"),      # single treasury account of Moscow
])
def test_real_accounts_belong_to_their_bik(account: str, bik: str) -> None:
    assert parse_account(account, bik) == account
    assert account_with_key(account[:8] + "0" + account[9:], bik) == account


@pytest.mark.parametrize(("parse", "typed", "error"), [
    (parse_inn, "770708389", WrongInnLength), (parse_inn, "7707083894", WrongInnChecksum), (parse_inn, "0007083893", WrongInnRegion),
    (parse_inn, "77O7083893", WrongDigits), (parse_inn, "", WrongInnLength), (parse_inn, "500100732258", WrongInnChecksum),
    (parse_ogrn, "102770013219", WrongOgrnLength), (parse_ogrn, "1027700132196", WrongOgrnChecksum), (parse_ogrn, "9027700132195", WrongOgrnKind),
    (parse_snils, "1122334459", WrongSnilsLength), (parse_snils, "11223344596", WrongSnilsChecksum), (parse_kpp, "77360100", WrongKpp),
    (parse_kpp, "7736ЖЖ001", WrongKpp), (parse_bik, "944525225", WrongBik), (parse_bik, "04452522", WrongBik), (parse_phone, "12345", WrongPhone),
    (parse_phone, "+7 999 123 45 6", WrongPhone), (parse_phone, "8+9991234567", WrongPhone), (parse_phone, "phone", WrongDigits),
])
def test_each_mistake_has_its_own_error(parse: Callable[[str], str], typed: str, error: type[InvalidInput]) -> None:
    with pytest.raises(error):
        parse(typed)


def test_an_account_of_another_bank_is_refused() -> None:
    with pytest.raises(WrongAccountKey):
        parse_account("40602810700000000025", "044525593")
    with pytest.raises(WrongAccountLength):
        parse_account("4060281070000000002", "049805746")


def test_the_control_number_of_snils_is_not_applied_up_to_001_001_998() -> None:
    assert parse_snils("001-001-998 00") == "00100199800"
    with pytest.raises(WrongSnilsChecksum):
        parse_snils("001-001-999 99")
    assert format_snils("11223344595") == "112-233-445 95"


@given(_inns)
def test_generated_inns_pass(inn: str) -> None:
    assert parse_inn(inn) == inn or inn.startswith("00")


@given(_ogrns)
def test_generated_ogrns_pass(ogrn: str) -> None:
    assert parse_ogrn(ogrn) == ogrn


@given(_snils)
def test_generated_snils_pass(snils: str) -> None:
    assert parse_snils(format_snils(snils)) == snils


def _with_digit(number: str, place: int, shift: int) -> str:
    place %= len(number)
    return number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]


def _remainder(body: str, weights: tuple[int, ...], modulus: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % modulus


_places, _shifts = st.integers(0, 30), st.integers(1, 9)


@given(_number(9, "123456789").map(lambda body: body + inn_check_digits(body)), _places, _shifts)
def test_a_wrong_digit_in_an_inn_is_found_unless_the_remainder_moves_between_0_and_10(inn: str, place: int, shift: int) -> None:
    """Modulus 11 written as one digit: remainders 0 and 10 share the digit 0. Nothing else may slip through."""
    wrong = _with_digit(inn, place, shift)
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    if wrong.startswith("00") or {_remainder(inn[:9], weights, 11), _remainder(wrong[:9], weights, 11)} == {0, 10}:
        return
    with pytest.raises(WrongInnChecksum):
        parse_inn(wrong)


@given(_snils, _places, _shifts)
def test_a_wrong_digit_in_a_snils_is_found_unless_the_remainder_moves_between_0_and_100(snils: str, place: int, shift: int) -> None:
    wrong = _with_digit(snils, place, shift)
    weights = tuple(range(9, 0, -1))
    if int(wrong[:9]) <= 1_001_998 or {_remainder(snils[:9], weights, 101), _remainder(wrong[:9], weights, 101)} == {0, 100}:
        return
    with pytest.raises(WrongSnilsChecksum):
        parse_snils(wrong)


@given(_ogrns, _places, _shifts)
def test_a_wrong_digit_in_an_ogrn_is_found_unless_two_remainders_share_their_last_digit(ogrn: str, place: int, shift: int) -> None:
    wrong = _with_digit(ogrn, place % (len(ogrn) - 1) + 1, shift)
    modulus = 11 if len(ogrn) == 13 else 13
    if wrong[:-1] != ogrn[:-1] and int(ogrn[:-1]) % modulus % 10 == int(wrong[:-1]) % modulus % 10:
        return
    with pytest.raises(WrongOgrnChecksum):
        parse_ogrn(wrong)


@given(_bodies_of_accounts, _biks, _places, _shifts)
def test_any_wrong_digit_in_an_account_is_found(body: str, bik: str, place: int, shift: int) -> None:
    account = account_with_key(body, bik)
    assert parse_account(account, bik) == account
    with pytest.raises(WrongAccountKey):
        parse_account(_with_digit(account, place % 19 + 1, shift), bik)
