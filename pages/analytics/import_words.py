"""Why a row of a file was not used, in words."""

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
    "wrong_month": N_("the month cannot be read"),
    "wrong_amount": N_("the amount cannot be read, or is nothing"),
    "unknown_pool": N_("there is no such pool: names and codes stand on the page of costs"),
    "wrong_letters": N_("there are characters no text has"),
    "unknown_measure": N_("there is no such measure"),
    "baseline_service": N_("resolution time and labour a case need a service there is, other measures none"),
    "baseline_value": N_("the value is no number above zero, or beyond all measure"),
    "baseline_rows": N_("the number of rows is none"),
    "baseline_last_day": N_("the days are reversed or not over yet"),
    "baseline_source": N_("the source is shorter than ten letters"),
    "repeated_baseline": N_("this measure and service stand in an earlier line"),
    "closed_before_opened": N_("the case was closed before it was opened"),
    "resolved_before_opened": N_("the case was resolved before it was opened"),
}


_TABLES = {
    "empty": N_("There is no row in it."),
    "too_large": N_("The file is too large."),
    "encoding": N_("Nobody can tell its encoding for sure: save it as UTF-8."),
    "no_table": N_("It is no CSV and no XLSX, or it is damaged."),
    "too_many_rows": N_("It has more than 50,000 rows."),
    "too_many_columns": N_("It has more than 60 columns."),
    "no_heading": N_("The first twenty rows hold no heading with pool, month and amount."),
}


def table_words(reason: str) -> str:
    """Why a file as a whole cannot be read (`SheetUnreadable`)."""
    return _(_TABLES[reason]) if reason in _TABLES else reason


def reject_words(reason: str) -> str:
    """The reason of a rejected row; a reason nobody has worded is shown as it is kept."""
    return _(_REASONS[reason]) if reason in _REASONS else reason
