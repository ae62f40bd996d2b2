"""Identifiers of Russian persons, companies and accounts: cleaned, checked, and told apart by what exactly is wrong.

Each `parse_…` takes what was typed or pasted and gives the normal form, or raises an error specific enough to say at the field what to
look at. A check digit finds a misread digit; it does not prove that the person or the company exists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from models.errors import InvalidInput


class WrongDigits(InvalidInput):
    """There is something else than digits in it."""

    code: ClassVar[str] = "wrong_digits"


class WrongInnLength(InvalidInput):
    """An INN has 10 digits (company) or 12 (person); `found` is how many there are, `expected` lists what fits here."""

    code: ClassVar[str] = "wrong_inn_length"


class WrongInnChecksum(InvalidInput):
    code: ClassVar[str] = "wrong_inn_checksum"


class WrongInnRegion(InvalidInput):
    """The first two digits name a region (or 99, an interregional inspection); 00 is none."""

    code: ClassVar[str] = "wrong_inn_region"


class WrongOgrnLength(InvalidInput):
    """An OGRN has 13 digits, an OGRNIP 15."""

    code: ClassVar[str] = "wrong_ogrn_length"


class WrongOgrnChecksum(InvalidInput):
    code: ClassVar[str] = "wrong_ogrn_checksum"


class WrongOgrnKind(InvalidInput):
    """The first digit says what register it is: 1 or 5 for an OGRN, 3 for an OGRNIP."""

    code: ClassVar[str] = "wrong_ogrn_kind"


class WrongSnilsLength(InvalidInput):
    code: ClassVar[str] = "wrong_snils_length"


class WrongSnilsChecksum(InvalidInput):
    code: ClassVar[str] = "wrong_snils_checksum"


class WrongKpp(InvalidInput):
    """Four digits of the inspection, two digits or capital letters of the reason, three digits of the number."""

    code: ClassVar[str] = "wrong_kpp"


class WrongBik(InvalidInput):
    code: ClassVar[str] = "wrong_bik"


class WrongAccountLength(InvalidInput):
    code: ClassVar[str] = "wrong_account_length"


class WrongAccountKey(InvalidInput):
    """The account and the BIK do not belong together: one of the two has a wrong digit."""

    code: ClassVar[str] = "wrong_account_key"


class WrongPhone(InvalidInput):
    code: ClassVar[str] = "wrong_phone"


_SEPARATORS = re.compile(r"[\s\-‐-―.()/]+")


def digits_of(typed: str) -> str:
    """Digits only; spaces, hyphens, dots and brackets that people put between them are dropped. `WrongDigits` for anything else."""
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"[0-9]*", text):
        raise WrongDigits()
    return text


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


_INN10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12_FIRST = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12_SECOND = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def inn_check_digits(body: str) -> str:
    """The check digits that follow 9 digits (company: one) or 10 digits (person: two): weighted sum mod 11 mod 10."""
    if len(body) == 9:
        return str(_weighed(body, _INN10) % 11 % 10)
    first = str(_weighed(body, _INN12_FIRST) % 11 % 10)
    return first + str(_weighed(body + first, _INN12_SECOND) % 11 % 10)


def parse_inn(typed: str, *, lengths: tuple[int, ...] = (10, 12)) -> str:
    """INN of a company (10 digits) or of a person (12). `lengths` narrows what fits in this place.

    Structure: order of the Federal Tax Service of 29.06.2012 No. MMV-7-6/435@ (before it MNS of 03.03.2004 No. BG-3-09/178): code of the
    inspection, number of the record, check digits by the service's algorithm (`inn_check_digits`)."""
    inn = digits_of(typed)
    if len(inn) not in lengths:
        raise WrongInnLength(found=len(inn), expected=lengths)
    if inn[:2] == "00":
        raise WrongInnRegion()
    body = inn[: 9 if len(inn) == 10 else 10]
    if inn != body + inn_check_digits(body):
        raise WrongInnChecksum()
    return inn


def ogrn_check_digit(body: str) -> str:
    """The digit after 12 digits of an OGRN (remainder mod 11) or 14 of an OGRNIP (mod 13): the last digit of the remainder."""
    return str(int(body) % (11 if len(body) == 12 else 13) % 10)


def parse_ogrn(typed: str, *, lengths: tuple[int, ...] = (13, 15)) -> str:
    """OGRN (13 digits) or OGRNIP (15 digits).

    Source: order of the Ministry of Finance of 30.10.2017 No. 165n on the registers EGRUL and EGRIP, the structure of the numbers: the last
    digit is the lowest digit of the remainder of the number before it divided by 11 (OGRN) or 13 (OGRNIP)."""
    ogrn = digits_of(typed)
    if len(ogrn) not in lengths:
        raise WrongOgrnLength(found=len(ogrn), expected=lengths)
    if ogrn[0] not in ("15" if len(ogrn) == 13 else "3"):
        raise WrongOgrnKind(found=ogrn[0])
    if ogrn[-1] != ogrn_check_digit(ogrn[:-1]):
        raise WrongOgrnChecksum()
    return ogrn


def snils_check_digits(number: str) -> str:
    """Two digits after the nine of a SNILS: sum of digits × (9 … 1), mod 101; a remainder of 100 is written 00."""
    return f"{_weighed(number, range(9, 0, -1)) % 101 % 100:02d}"


def parse_snils(typed: str) -> str:
    """SNILS as 11 digits. The control number is not applied up to 001-001-998.

    Source: resolution of the board of the Pension Fund of 13.02.2006 No. 23p and its successors; 27-FZ art. 6."""
    snils = digits_of(typed)
    if len(snils) != 11:
        raise WrongSnilsLength(found=len(snils))
    if int(snils[:9]) > 1_001_998 and snils[9:] != snils_check_digits(snils[:9]):
        raise WrongSnilsChecksum()
    return snils


def format_snils(snils: str) -> str:
    """"11223344595" → "112-233-445 95", as it is printed on the certificate."""
    return f"{snils[:3]}-{snils[3:6]}-{snils[6:9]} {snils[9:]}"


def parse_kpp(typed: str) -> str:
    """KPP: 9 characters NNNNPPXXX, PP may be capital Latin letters. No check digit exists.

    Source: order of the Federal Tax Service of 29.06.2012 No. MMV-7-6/435@, part III."""
    kpp = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", kpp) or kpp.startswith("00"):
        raise WrongKpp()
    return kpp


def parse_bik(typed: str) -> str:
    """BIK: 9 digits, no check digit. Residents' begin with 04 (01 for bodies of the treasury and their single accounts).

    Source: Bank of Russia regulation No. 732-P and the BIK directory ED807."""
    bik = digits_of(typed)
    if len(bik) != 9 or bik[:2] not in ("04", "01", "00"):
        raise WrongBik(found=len(bik))
    return bik


_ACCOUNT_WEIGHTS = (7, 1, 3) * 7 + (7, 1)


def _account_prefix(account: str, bik: str) -> str:
    """Three digits that stand before the account when its key is computed.

    An account with the Bank of Russia, the correspondent account of a bank (30101, 30103) among them, takes "0" and digits 5–6 of the BIK;
    an account opened by a bank takes the last three. BIKs of the Bank of Russia's units and of treasuries are told by 000–002 at the
    end and by 00 or 01 at the beginning."""
    with_bank_of_russia = account[:5] in ("30101", "30103") or bik[6:] in ("000", "001", "002") or bik[:2] in ("00", "01")
    return f"0{bik[4:6]}" if with_bank_of_russia else bik[6:]


def _key_fits(prefix: str, account: str) -> bool:
    """Weights 7-1-3 over prefix and account, only the last digit of each product counts; the sum must end in 0."""
    return sum(int(digit) * weight % 10 for digit, weight in zip(prefix + account, _ACCOUNT_WEIGHTS, strict=True)) % 10 == 0


def parse_account(typed: str, bik: str) -> str:
    """A 20-digit account that belongs to this (parsed) BIK: settlement, or correspondent with the Bank of Russia.

    Source: Bank of Russia, order of computing the control key of an account number, 08.09.1997 No. 515."""
    account = digits_of(typed)
    if len(account) != 20:
        raise WrongAccountLength(found=len(account))
    if not _key_fits(_account_prefix(account, bik), account):
        raise WrongAccountKey(bik=bik)
    return account


def account_with_key(account: str, bik: str) -> str:
    """The same account with its ninth digit, the key, computed for this BIK."""
    keys = (account[:8] + key + account[9:] for key in "0123456789")
    return next(candidate for candidate in keys if _key_fits(_account_prefix(candidate, bik), candidate))


def parse_phone(typed: str) -> str:
    """A phone as +7XXXXXXXXXX for Russia (8…, 7… and ten bare digits are read so), or +… with 8–15 digits for other countries (E.164)."""
    text = unicodedata.normalize("NFKC", typed).strip()
    if "+" in text[1:]:
        raise WrongPhone()
    digits = digits_of(text.removeprefix("+"))
    if text.startswith("+"):
        if digits.startswith("7") and len(digits) != 11:
            raise WrongPhone(found=len(digits))
        if not 8 <= len(digits) <= 15 or digits.startswith("0"):
            raise WrongPhone(found=len(digits))
        return f"+{digits}"
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    if len(digits) == 10 and digits[0] in "3489":
        return f"+7{digits}"
    raise WrongPhone(found=len(digits))
