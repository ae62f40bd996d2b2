"""What may be wrong with one field of a form. `pages/errors.py` words each code in both languages; params fill the words."""

from __future__ import annotations

from typing import ClassVar

from models.errors import InvalidInput


class RequiredFieldMissing(InvalidInput):
    code: ClassVar[str] = "required_field_missing"


class UnknownField(InvalidInput):
    """A value came for a field which this form does not have."""

    code: ClassVar[str] = "unknown_field"


class WrongShape(InvalidInput):
    """The value has not the shape of its type; a screen never sends such a thing, an interface may."""

    code: ClassVar[str] = "wrong_shape"


class TextTooLong(InvalidInput):
    """`limit` characters fit, `found` came."""

    code: ClassVar[str] = "text_too_long"


class UnreadableCharacters(InvalidInput):
    """Control characters, most often from a broken copy."""

    code: ClassVar[str] = "unreadable_characters"


class NotANumber(InvalidInput):
    code: ClassVar[str] = "not_a_number"


class TooSmall(InvalidInput):
    code: ClassVar[str] = "too_small"


class TooBig(InvalidInput):
    code: ClassVar[str] = "too_big"


class NotMoney(InvalidInput):
    """An amount in roubles with at most two digits of kopecks is expected."""

    code: ClassVar[str] = "not_money"


class NotADate(InvalidInput):
    """There is no such day, or it is not written as a date."""

    code: ClassVar[str] = "not_a_date"


class DateTooEarly(InvalidInput):
    """`earliest` is the first day that is accepted."""

    code: ClassVar[str] = "date_too_early"


class DateTooLate(InvalidInput):
    """`latest` is the last day that is accepted."""

    code: ClassVar[str] = "date_too_late"


class NotAMoment(InvalidInput):
    code: ClassVar[str] = "not_a_moment"


class NotYesOrNo(InvalidInput):
    code: ClassVar[str] = "not_yes_or_no"


class NotAnOption(InvalidInput):
    code: ClassVar[str] = "not_an_option"


class WrongEmail(InvalidInput):
    code: ClassVar[str] = "wrong_email"


class NameMissing(InvalidInput):
    """A person without a name."""

    code: ClassVar[str] = "name_missing"


class CompanyNotNamed(InvalidInput):
    """A company needs at least its name or its INN."""

    code: ClassVar[str] = "company_not_named"


class InnAndOgrnDisagree(InvalidInput):
    """A company's INN (10) goes with an OGRN (13), a sole proprietor's (12) with an OGRNIP (15)."""

    code: ClassVar[str] = "inn_and_ogrn_disagree"


class UnknownFile(InvalidInput):
    """The attachment was not uploaded to this form."""

    code: ClassVar[str] = "unknown_file"


class TooManyFiles(InvalidInput):
    code: ClassVar[str] = "too_many_files"
