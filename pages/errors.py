"""What people read when something cannot be done: the one place where errors get words.

Add a line here for each new `code`. The parameters of the error fill the {named} places. A code without a line falls back to
the words of its kind, so nothing technical ever reaches the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from models.errors import Conflict, Forbidden, InvalidFields, InvalidInput, KordonError, NotFound
from pages.access.errors import TEXTS as ACCESS_TEXTS
from pages.analytics.errors import TEXTS as ANALYTICS_TEXTS
from pages.formats import date_long, listing, moment_long, number
from pages.processes.errors import TEXTS as PROCESS_TEXTS
from pages.processes.field_texts import TEXTS as FIELD_TEXTS
from pages.processes.schedule_errors import TEXTS as SCHEDULE_TEXTS
from pages.translations import N_, _, text_of
from pages.workforce.errors import TEXTS as WORKFORCE_TEXTS
from pages.workforce.project_errors import TEXTS as PROJECT_TEXTS

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "not_found": N_("This does not exist, or you may not open it."),
        "forbidden": N_("Your role does not allow this."),
        "conflict": N_("Somebody else was first. The screen now shows the current state."),
        "invalid_input": N_("This does not look right. Check what you entered."),
        "invalid_fields": N_("Check the marked fields."),
        "not_signed_in": N_("Your session has ended. Sign in again."),
        "sign_in_refused": N_("Login or password is wrong."),
        "sign_in_locked": N_("Too many wrong attempts. Try again in {minutes} min."),
        "malformed_request": N_("The request could not be read."),
        "not_ours": N_("The page was open for too long. Reload it and try again."),
        **ACCESS_TEXTS,
        **PROCESS_TEXTS,
        **ANALYTICS_TEXTS,
        **FIELD_TEXTS,
        **SCHEDULE_TEXTS,
        **WORKFORCE_TEXTS, **PROJECT_TEXTS,
    }
)
_KINDS: tuple[tuple[type[KordonError], str], ...] = (
    (NotFound, "not_found"),
    (Forbidden, "forbidden"),
    (Conflict, "conflict"),
    (InvalidFields, "invalid_fields"),
    (InvalidInput, "invalid_input"),
)


def words_of(error: KordonError) -> str:
    """One calm sentence or two in the reader's language."""
    msgid = TEXTS.get(error.code) or TEXTS[next((code for kind, code in _KINDS if isinstance(error, kind)), "invalid_input")]
    try:
        return _(msgid, **{name: _readable(value) for name, value in error.params.items()}) if error.params else _(msgid)
    except (KeyError, IndexError):  # the error carries other parameters than its text names
        return _(TEXTS["invalid_input"])


def _readable(value: Any) -> Any:
    """A parameter of an error as people write it: a moment, a day, a list, a text in both languages."""
    if isinstance(value, datetime):
        return moment_long(value)
    if isinstance(value, date):
        return date_long(value)
    if isinstance(value, Mapping) and "ru" in value:
        return text_of(value)
    if isinstance(value, list | tuple):
        texts = [str(_readable(one)) for one in value]
        return " ".join(texts) if any(isinstance(one, Mapping) for one in value) else listing(texts)
    return number(value) if isinstance(value, float) else value


def words_of_defect(reference: str) -> str:
    """Something broke on our side; the number leads to the log."""
    return _("Something broke on our side. Nothing was changed. Tell the support this number: {reference}", reference=reference)


def words_of_status(status: int) -> str:
    """The words for an HTTP status that has no error of ours behind it."""
    if status == 404:
        return _(TEXTS["not_found"])
    if status in {401, 403}:
        return _(TEXTS["forbidden"])
    if status == 413:
        return _("This is too large.")
    if status == 405:
        return _("This address does not do that.")
    return _(TEXTS["malformed_request"])
