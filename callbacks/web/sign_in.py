"""Sign in and out: a page without Dash, and the same by JSON for the dialog that opens when a session has ended."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request

from callbacks.components.wire import endpoint, routes
from callbacks.web import csrf
from callbacks.web.cookies import LANG, THEME
from callbacks.web.current import actor_or_none, current_actor, surroundings, theme_of_request
from callbacks.web.guard import NotOurs
from data.demo.sign_in import PASSWORD
from data.operations.access import sign_in, sign_out
from data.queries.access import demo_hints
from data.session import reading, transaction
from models.access.actor import SYSTEM
from models.access.permissions import Permission
from models.errors import Forbidden
from pages.access.sign_in import sign_in_words
from pages.errors import words_of
from pages.paths import Path
from pages.translations import current_language


@routes.get("/sign-in")
def show_sign_in() -> Response:
    if actor_or_none() is not None:
        return redirect(_next_page())  # type: ignore[return-value]
    return _page()


@routes.post("/sign-in")
def enter() -> Response:
    """A ticket for login and password; a session that this browser still had is ended and its cookies are replaced."""
    known = surroundings().cookies
    is_script = request.is_json
    if not csrf.is_ours_before_sign_in(request, known):
        if is_script:
            raise NotOurs
        return _page(message=words_of(NotOurs()), status=403)
    given: Any = request.get_json(silent=True) if is_script else request.form
    given = given if hasattr(given, "get") else {}
    login, password = str(given.get("login") or ""), str(given.get("password") or "")
    try:
        with transaction(SYSTEM) as session:
            ticket = sign_in(session, login=login, password=password, ip=request.remote_addr or "", agent=str(request.user_agent))
    except Forbidden as error:
        if is_script:
            raise
        return _page(message=words_of(error), login=login, status=error.http_status)
    if (former := actor_or_none()) is not None:
        with transaction(former) as session:
            sign_out(session)
    response = (
        jsonify({"login": ticket.actor.login})
        if is_script
        else make_response(redirect(str(Path.PROFILE) if ticket.must_change_password else _next_page()))
    )
    known.hand_out_session(response, ticket.cookie)
    known.hand_out_csrf(response, csrf.token_of(ticket.cookie))
    for cookie, value in ((LANG, ticket.actor.lang), (THEME, ticket.actor.theme)):
        if not request.cookies.get(cookie):
            known.remember(response, cookie, value)
    return response


@endpoint("/sign-out", permission=Permission.USE, methods=("POST",))
def leave() -> Response:
    with transaction(current_actor()) as session:
        sign_out(session)
    response = jsonify({})
    surroundings().cookies.take_back(response)
    return response


def _page(*, message: str = "", login: str = "", status: int = 200) -> Response:
    known = surroundings().cookies
    token = request.cookies.get(known.csrf) or csrf.random_token()
    with reading(SYSTEM) as session:
        hints = demo_hints(session)
    words = sign_in_words(hints, demo_password=PASSWORD if hints else "")
    response = make_response(
        render_template(
            "sign_in.html",
            words=words,
            message=message,
            login=login,
            csrf=token,
            lang=current_language(),
            theme=theme_of_request(),
            next=_next_page(),
        ),
        status,
    )
    known.hand_out_csrf(response, token)
    return response


def _next_page() -> str:
    """Where the reader wanted to go: a path of ours, never another site's address.

    Browsers leave tabs and line ends out of an address, so that `/<tab>/evil.example` is `//evil.example`: another site.
    """
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if is_ours else "/"
