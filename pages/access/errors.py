"""The words for what may go wrong in access; `pages/errors.py` merges them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.translations import N_

PASSWORDS_DIFFER = N_("The two new passwords differ.")

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "sign_in_refused": N_("Login or password is wrong."),
        "sign_in_locked": N_("Too many wrong passwords. Try again in {minutes} min."),
        "session_gone": N_("This session has ended already."),
        "password_too_short": N_("At least {shortest} characters. A phrase of several words is easy to remember."),
        "password_too_long": N_("At most {longest} characters."),
        "password_too_common": N_("This password stands in every list of guessed ones. Choose another."),
        "password_like_login": N_("The login is not a password. Choose something else."),
        "password_unchanged": N_("This is the present password. Choose a new one."),
        "wrong_password": N_("This is not the present password."),
        "field_required": N_("Fill this in."),
        "login_wrong": N_("2–64 small Latin letters, digits, dots and hyphens."),
        "login_taken": N_("Somebody has this login already."),
        "code_wrong": N_("Small Latin letters, digits and hyphens."),
        "code_taken": N_("This code is taken."),
        "mail_wrong": N_("This is not a mail address."),
        "capacity_wrong": N_("From 1 to 500 cases."),
        "roles_exclude": N_("These roles exclude each other: external stands alone, administrators and auditors do not work cases."),
        "unit_under_itself": N_("A unit cannot lie under one of its own parts."),
        "own_account": N_("Your own roles, groups and sign-in are changed by another administrator."),
        "last_administrator": N_("This is the last administrator. Give the role to somebody else first."),
        "edited_meanwhile": N_("Somebody has saved this account meanwhile. Nothing you typed is lost: compare and choose."),
        "substitution_for_oneself": N_("Choose somebody else."),
        "substitution_dates_wrong": N_("The last day comes after the first and within a year."),
        "substitution_in_the_past": N_("These days are over."),
        "cannot_stand_in": N_("This person cannot take over this work: choose somebody who does the same kind of work."),
        "substitution_overlaps": N_("These two have a substitution on some of these days already."),
        "not_your_substitution": N_("One arranges one's own absence; others' are arranged by their lead, the head or an administrator."),
    }
)
