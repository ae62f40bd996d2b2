"""A notification as a letter: what has happened to which case, and the link. Never the matter itself: mail is read on telephones."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pages.paths import to_what_was_told
from pages.translations import N_, _, ngettext

_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "answer_ready": (N_("{number}: the answer is ready"), N_("The security service has answered your request {number}.")),
        "approval_asked": (N_("{number}: your approval is asked for"), N_("Case {number} waits for your decision.")),
        "question_asked": (
            N_("{number}: a question to you"),
            N_("The executor of request {number} has asked you a question. Work on it stands still until you answer."),
        ),
        "escalated": (N_("{number}: the deadline has passed"), N_("The deadline of case {number} has passed.")),
        "refused": (
            N_("{number}: refused"),
            N_("Request {number} was refused. The reason is in Kordon; you may correct it and send it again."),
        ),
        "mentioned": (N_("{number}: you were mentioned"), N_("You were mentioned in the conversation of case {number}.")),
    }
)
_OTHER = (N_("{number}: news"), N_("There is news about case {number}."))
_NO_CASE = (N_("News in Kordon"), N_("There is a new notification for you in Kordon."))


def notice_letter(kind: str, *, number: str | None, deadlines: int, site: str) -> tuple[str, str]:
    """Subject and body in the current language. A letter is about the case `number`, or about so many `deadlines`."""
    if number:
        subject, text = (_(words, number=number) for words in _TEXTS.get(kind, _OTHER))
    elif kind == "many_escalated":
        subject = ngettext("{n} deadline has passed", "{n} deadlines have passed", deadlines)
        text = _("The cases are listed in Kordon, the most urgent first.")
    else:
        subject, text = _(_NO_CASE[0]), _(_NO_CASE[1])
    link = site + to_what_was_told(kind, number)
    foot = _("This letter was written by Kordon. Please do not reply to it.")
    return subject, "\n\n".join([text, _("Open in Kordon: {link}", link=link), foot]) + "\n"
