"""Why a row of a foreign log was not used, in words."""

from __future__ import annotations

from pages.translations import N_, _

_REASONS = {
    "no_case": N_("there is no case number"),
    "no_activity": N_("there is no activity"),
    "no_time": N_("there is no time"),
    "wrong_time": N_("the time cannot be read or did not exist that day"),
    "wrong_number_of_cells": N_("the row has more or fewer cells than the heading"),
    "unknown_login": N_("nobody has this login"),
    "wrong_day": N_("a day is missing or cannot be read"),
    "days_reversed": N_("the last day comes before the first"),
    "too_long": N_("longer than three years"),
    "unknown_kind": N_("this kind of absence is not known"),
    "repeated": N_("this person and first day stand in an earlier line"),
    "closed_before_opened": N_("the case was closed before it was opened"),
    "resolved_before_opened": N_("the case was resolved before it was opened"),
}


def reject_words(reason: str) -> str:
    """The reason of a rejected row; a reason nobody has worded is shown as it is kept."""
    return _(_REASONS[reason]) if reason in _REASONS else reason
