"""Proof that a change was asked for by our own page: a token that only it can read, sent back in a header or a form field.

After sign-in the token is derived from the secret session cookie, so a planted cookie proves nothing. Before sign-in (the form
itself) it is a random value that cookie and form must share.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Request

from callbacks.web.cookies import Cookies

HEADER = "X-Kordon-CSRF"
FIELD = "csrf"


def token_of(session_cookie: str) -> str:
    """The token that belongs to this session."""
    return hmac.new(session_cookie.encode(), b"kordon csrf", hashlib.sha256).hexdigest()


def random_token() -> str:
    return secrets.token_hex(32)


def is_ours(request: Request, cookies: Cookies) -> bool:
    """Does this changing request come from our own page?"""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    session_cookie = request.cookies.get(cookies.session, "")
    expected = token_of(session_cookie) if session_cookie else request.cookies.get(cookies.csrf, "")
    return bool(given and expected) and hmac.compare_digest(given.encode(), expected.encode())


def is_ours_before_sign_in(request: Request, cookies: Cookies) -> bool:
    """The same for the sign-in form: a session may be gone, so cookie and form only have to agree."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    expected = request.cookies.get(cookies.csrf, "")
    return bool(given and expected) and hmac.compare_digest(given.encode(), expected.encode())
