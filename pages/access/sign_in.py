"""The words of the first page. The page itself is `pages/templates/sign_in.html`, without Dash: it is on screen at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pages.translations import _


class Hint(Protocol):
    """A sign-in of the demo bank."""

    @property
    def login(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def position(self) -> str: ...
    @property
    def hint(self) -> str: ...


def sign_in_words(hints: Sequence[Hint], *, demo_password: str) -> dict[str, Any]:
    """Everything that is written on the page, in the reader's language."""
    return {
        "site": _("Kordon"),
        "title": _("Sign in"),
        "heading": _("Staff sign-in"),
        "lead": _("Requests, checks and reports of the security service"),
        "login": _("Login"),
        "password": _("Password"),
        "show": _("Show the password"),
        "hide": _("Hide the password"),
        "caps": _("Caps Lock is on"),
        "enter": _("Sign in"),
        "trail": _("Every action is kept in the audit trail."),
        "help": _("Cannot sign in? Ask the administrator of Kordon."),
        "theme": _("Switch the theme"),
        "demo": _("Demo bank: choose who to be"),
        "demo_password": _("Everybody's password: {password}", password=demo_password),
        "demo_secret": demo_password,
        "hints": hints,
    }
