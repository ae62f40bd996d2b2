"""Language and theme: kept in the browser at once, with the person for the next browser."""

from __future__ import annotations

from flask import Response, jsonify, request

from callbacks.components.wire import endpoint
from callbacks.web.cookies import LANG, THEME
from callbacks.web.current import current_actor, surroundings
from callbacks.web.guard import MalformedRequest
from data.operations.preferences import keep_preferences
from data.session import transaction
from models.access.permissions import Permission

_CHOICES = {LANG: ("lang", {"ru", "en"}), THEME: ("theme", {"light", "dark"})}


@endpoint("/preferences", permission=Permission.USE, methods=("POST",))
def choose_preferences() -> Response:
    """`{"lang": "en"}` or `{"theme": "dark"}`."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise MalformedRequest
    response = jsonify({})
    chosen: dict[str, str] = {}
    for cookie, (name, allowed) in _CHOICES.items():
        value = body.get(name)
        if value is None:
            continue
        if not isinstance(value, str) or value not in allowed:
            raise MalformedRequest
        chosen[name] = value
        surroundings().cookies.remember(response, cookie, value)
    with transaction(current_actor()) as session:
        keep_preferences(session, **chosen)
    return response
