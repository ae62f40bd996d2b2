"""The answer to a request as a letter of the bank, in PDF.

The letter ends with a hash of what it says. Whoever holds the paper can have it compared with the letter kept in Kordon; a
changed word changes the hash.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from pages import formats
from pages.paper.report import spans
from pages.paper.sandbox import PrintJob, print_document
from pages.translations import Language, _, ngettext, use_language


@dataclass(frozen=True, slots=True)
class Letter:
    """All texts are in the language of the letter; `**so**` makes a part of a paragraph strong."""

    lang: Language
    organisation: str
    unit: str
    number: str
    day: date
    addressee: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    signer_post: str
    signer_name: str
    approved_at: datetime
    approver: str = ""
    in_reply_to: str = ""
    executor: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    attachments: tuple[str, ...] = ()
    confidentiality: str = ""
    zone: str = "Europe/Moscow"


def render_letter(letter: Letter) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1; the same letter always gives the same bytes."""
    with use_language(letter.lang):
        return print_document(letter_job(letter))


def letter_hash(letter: Letter) -> str:
    """SHA-256 over everything the letter says, as 64 hexadecimal digits."""
    said = json.dumps(asdict(letter), ensure_ascii=False, sort_keys=True, default=lambda value: value.isoformat())
    return hashlib.sha256(said.encode()).hexdigest()


def letter_job(letter: Letter) -> PrintJob:
    """Everything the printing process needs. The language must be the letter's own."""
    digest = letter_hash(letter)
    approved = _("Approved in Kordon on {date}", date=formats.moment_long(letter.approved_at, zone=letter.zone))
    data = {
        "title": letter.subject,
        "lang": letter.lang,
        "author": letter.organisation,
        "organisation": letter.organisation,
        "unit": letter.unit,
        "confidentiality": letter.confidentiality,
        "number": _("No. {number} of {date}", number=letter.number, date=formats.date_long(letter.day)),
        "reply": _("In reply to {number}", number=letter.in_reply_to) if letter.in_reply_to else "",
        "addressee": list(letter.addressee),
        "paragraphs": [spans(text) for text in letter.paragraphs],
        "facts": [{"label": label, "value": value} for label, value in letter.facts],
        "attachments_title": ngettext("Attachment", "Attachments", len(letter.attachments)),
        "attachments": list(letter.attachments),
        "post": letter.signer_post,
        "name": letter.signer_name,
        "approval": [approved, _("Approver: {name}", name=letter.approver)] if letter.approver else [approved],
        "executor": _("Prepared by {name}", name=letter.executor) if letter.executor else "",
        "hash_title": _("Verification code"),
        "hash": " ".join(digest[at : at + 8] for at in range(0, 64, 8)),
        "hash_hint": _("Compare it with the code of the letter in Kordon: any changed word changes the code."),
        "words": {"page": _("Page"), "of": _("of")},
    }
    return PrintJob("letter", data, (), letter.lang, letter.zone, int(letter.approved_at.timestamp()))
