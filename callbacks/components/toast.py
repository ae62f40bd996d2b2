"""Say something in the corner of the screen, from within a callback."""

from __future__ import annotations

import secrets
from typing import Literal

import dash

from models.errors import KordonError
from pages.errors import words_of, words_of_defect
from pages.shell import ids

Kind = Literal["ok", "info", "warn", "danger"]


def say(text: str, *, kind: Kind = "ok", href: str = "", link: str = "") -> None:
    """Show a short message that goes by itself; an error stays until it is closed. `link` is the text of a link to `href`."""
    dash.set_props(ids.TOAST, {"data": {"text": text, "kind": kind, "href": href, "link": link, "key": secrets.token_hex(4)}})


def show_error(error: BaseException, *, reference: str = "") -> None:
    """The calm message for an error; a defect shows the number under which it was written down."""
    if isinstance(error, KordonError):
        say(words_of(error), kind="warn")
    else:
        say(words_of_defect(reference), kind="danger")
