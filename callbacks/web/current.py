"""Who is behind this request, and in which language and theme they read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import flask_login
from flask import Flask, Request, current_app, g, request

from callbacks.web.cookies import LANG, THEME, Cookies
from data.settings import Settings
from models.access.actor import Actor
from models.errors import KordonError
from pages.translations import LANGUAGES

_EXTENSION = "kordon"
IDLE_HEADER = "X-Kordon-Idle"


class NotSignedIn(KordonError):
    """Nobody is there, or their session has ended."""

    code = "not_signed_in"
    http_status = 401


class SignedIn(flask_login.UserMixin):  # type: ignore[misc]
    """The actor in the dress that flask-login knows."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        return str(self.actor.user_id)


class Surroundings:
    """What every request needs to know of the server it came to."""

    key: ClassVar[str] = _EXTENSION

    def __init__(self, settings: Settings, cookies: Cookies) -> None:
        self.settings = settings
        self.cookies = cookies


def surroundings() -> Surroundings:
    found: Surroundings = current_app.extensions[_EXTENSION]
    return found


def put_login_manager_on(server: Flask, settings: Settings, cookies: Cookies) -> None:
    """flask-login asks our cookie who is there; its own session cookie stays unused."""
    server.extensions[_EXTENSION] = Surroundings(settings, cookies)
    manager = flask_login.LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda asked: _load(asked, cookies))
    manager.init_app(server)


def _load(asked: Request, cookies: Cookies) -> SignedIn | None:
    from data.queries.access import actor_of_cookie

    value = asked.cookies.get(cookies.session, "")
    if not value or len(value) > 400:
        return None
    options: dict[str, Any] = {"ip": asked.remote_addr or ""}
    if asked.headers.get(IDLE_HEADER):
        options["slide"] = False  # a screen that refreshes itself does not keep an absent person signed in
    actor = actor_of_cookie(value, **options)
    if actor is None:
        return None
    lang = asked.cookies.get(LANG, "")
    return SignedIn(replace(actor, lang=lang) if lang in LANGUAGES else actor)


def actor_or_none() -> Actor | None:
    """The person behind this request, if they are signed in."""
    user = flask_login.current_user
    return user.actor if user.is_authenticated else None


def current_actor() -> Actor:
    """The person behind this request. Raises `NotSignedIn`."""
    actor = actor_or_none()
    if actor is None:
        raise NotSignedIn
    return actor


def language_of_request() -> str:
    """What was chosen in this browser, then the reader's own choice, then the bank's."""
    chosen = request.cookies.get(LANG, "")
    if chosen in LANGUAGES:
        return chosen
    actor = actor_or_none()
    return actor.lang if actor and actor.lang in LANGUAGES else surroundings().settings.lang


def theme_of_request() -> str:
    chosen = request.cookies.get(THEME, "")
    if chosen in {"light", "dark"}:
        return chosen
    actor = actor_or_none()
    return actor.theme if actor and actor.theme in {"light", "dark"} else "light"


def mark_warming() -> None:
    """This request is the server's own warm-up, nobody's."""
    g.warming = True


def is_warming() -> bool:
    return bool(g.get("warming", False))
