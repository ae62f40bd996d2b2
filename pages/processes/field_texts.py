"""The sentences said at a field of a form, by the code of the error."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "required_field_missing": N_("Fill this in."),
        "unknown_field": N_("This form has no such field any more. Reload the page."),
        "wrong_shape": N_("This does not look right. Check what you entered."),
        "text_too_long": N_("{found} characters: at most {limit} fit."),
        "unreadable_characters": N_("There are unreadable characters in it. Type it by hand."),
        "not_a_number": N_("A number is expected, for instance 1,250.5."),
        "too_small": N_("At least {minimum}."),
        "too_big": N_("At most {maximum}."),
        "not_money": N_("An amount in roubles is expected, for instance 1,250.50."),
        "not_a_date": N_("There is no such date. Write day, month and year: 05.03.2026."),
        "date_too_early": N_("Not before {earliest}."),
        "date_too_late": N_("Not after {latest}."),
        "not_a_moment": N_("Write date and time: 05.03.2026 14:30."),
        "not_yes_or_no": N_("Choose yes or no."),
        "not_an_option": N_("Choose one of the answers."),
        "wrong_email": N_("This is no e-mail address. Look for an extra space or a missing dot."),
        "name_missing": N_("Write the name."),
        "company_not_named": N_("Write the name or the INN of the company."),
        "inn_and_ogrn_disagree": N_("The INN and the OGRN are of different kinds: one of a company, the other of a sole proprietor."),
        "unknown_file": N_("This file was not uploaded here. Attach it again."),
        "too_many_files": N_("At most {limit} files fit."),
        "wrong_digits": N_("Only digits are expected here."),
        "wrong_inn_length": N_("An INN has 10 digits for a company, 12 for a person. Here there are {found}."),
        "wrong_inn_checksum": N_("There is no such INN: one of the digits is wrong. Compare it with the document."),
        "wrong_inn_region": N_("No INN begins with 00. Compare it with the document."),
        "wrong_ogrn_length": N_("An OGRN has 13 digits, an OGRNIP 15. Here there are {found}."),
        "wrong_ogrn_checksum": N_("There is no such OGRN: one of the digits is wrong. Compare it with the document."),
        "wrong_ogrn_kind": N_("An OGRN begins with 1 or 5, an OGRNIP with 3."),
        "wrong_snils_length": N_("A SNILS has 11 digits. Here there are {found}."),
        "wrong_snils_checksum": N_("There is no such SNILS: one of the digits is wrong."),
        "wrong_kpp": N_("A KPP has 9 characters, for instance 770701001."),
        "wrong_bik": N_("A BIC has 9 digits and begins with 04 or 01."),
        "wrong_account_length": N_("An account number has 20 digits. Here there are {found}."),
        "wrong_account_key": N_("The account does not belong to this BIC: one of the two has a wrong digit."),
        "wrong_phone": N_("This is no phone number. Russian ones have 11 digits: +7 900 000-00-00."),
        "file_too_large": N_("The file is larger than {limit} MB."),
        "file_is_empty": N_("The file is empty."),
        "file_type_not_allowed": N_("This kind of file is not accepted. PDF, pictures, Word, Excel, mail, audio and ZIP are."),
        "file_type_differs": N_("The content is not what the name says. Save the file anew and attach it again."),
    }
)
