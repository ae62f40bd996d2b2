"""The cookies Kordon sets. Cookies do not tell ports apart, so each instance on a machine puts its port into the names of its own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from data.settings import Settings

LANG = "kordon_lang"
THEME = "kordon_theme"
RAIL = "kordon_rail"
_YEAR_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names and marks of this instance's cookies."""

    session: str
    csrf: str
    secure: bool

    def hand_out_session(self, response: Response, value: str) -> None:
        """The cookie that says who is there: no script can read it."""
        response.set_cookie(self.session, value, httponly=True, samesite="Lax", secure=self.secure)

    def hand_out_csrf(self, response: Response, token: str) -> None:
        """The token that our own scripts copy into a header; another site's page can do neither."""
        response.set_cookie(self.csrf, token, samesite="Lax", secure=self.secure)

    def take_back(self, response: Response) -> None:
        """After signing out."""
        for name in (self.session, self.csrf):
            response.delete_cookie(name, samesite="Lax", secure=self.secure)

    def remember(self, response: Response, name: str, value: str) -> None:
        """A choice of the eye (language, theme, narrow menu), which also holds before anybody signs in."""
        response.set_cookie(name, value, max_age=_YEAR_SECONDS, samesite="Lax", secure=self.secure)


def cookies_of(settings: Settings) -> Cookies:
    return Cookies(session=f"kordon_{settings.port}_session", csrf=f"kordon_{settings.port}_csrf", secure=settings.https)
