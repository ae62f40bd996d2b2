"""One guard for pages, callbacks and routes. It stands on the Flask server before Dash does, so nothing of Dash's can be reached round it.

In this order: is it open to everybody? who is there? was a change asked for by our own page? is the callback known and the address
permitted? What is not named here is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, redirect, request

from callbacks.components.wire import permission_of
from callbacks.web import csrf
from callbacks.web.current import (
    NotSignedIn,
    actor_or_none,
    current_actor,
    is_warming,
    language_of_request,
    surroundings,
)
from models.access.permissions import Permission, require
from models.errors import Forbidden, InvalidInput, NotFound
from pages import sitemap
from pages.formats import set_zone
from pages.translations import set_language

OPEN_PATHS = frozenset({"/sign-in", "/health", "/_favicon.ico"})
OPEN_FOLDERS = ("/assets/", "/_dash-component-suites/")  # our own files and public libraries: no data
DASH_READS = frozenset({"/_dash-layout", "/_dash-dependencies"})
CALLBACKS = "/_dash-update-component"
CALLBACK_BYTES = 4_000_000  # of any body but an upload
UPLOADS = "/api/uploads"
ROUTER = frozenset({".._pages_content.children..._pages_store.data.."})  # Dash's own; each page checks its permission in `routing`


class MalformedRequest(InvalidInput):
    """The body or the query is not what this address takes."""

    code = "malformed_request"
    http_status = 400


class NotOurs(Forbidden):
    """A change that our own page has not asked for, or asked for in a session that is gone."""

    code = "not_ours"


def put_guard_on(server: Flask, callback_map: Callable[[], dict[str, Any]]) -> None:
    """Register the guard. `callback_map` is asked per request, because Dash fills it with its first one."""

    def guard() -> Response | None:
        set_zone(surroundings().settings.zone)
        if is_warming():
            return None
        set_language(language_of_request())
        path = request.path
        if "\0" in path or b"%00" in request.query_string:
            raise MalformedRequest  # no word of ours holds one, and the database refuses it
        if path != UPLOADS:
            request.max_content_length = CALLBACK_BYTES  # also where no length is told beforehand; more is a 413
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDERS):
            return None
        if actor_or_none() is None:
            if request.method == "GET" and is_page_load():
                return redirect("/sign-in" + ("" if path == "/" else f"?next={quote(request.full_path.rstrip('?'))}"))  # type: ignore[return-value]
            raise NotSignedIn
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not csrf.is_ours(request, surroundings().cookies):
            raise NotOurs
        check_permission(server, callback_map)
        if path == "/" and request.method == "GET" and (first := sitemap.first_page_of(current_actor())) != "/":
            return redirect(first)  # type: ignore[return-value]
        return None

    server.before_request(guard)


def check_permission(server: Flask, callback_map: Callable[[], dict[str, Any]]) -> None:
    """May this actor do this here? Raises `Forbidden`, `NotFound` or `MalformedRequest`."""
    path = request.path
    if path == CALLBACKS:
        require(current_actor(), permission_of_callback(callback_map()))
        body = request.get_json()
        if not _are_outputs(body.get("outputs"), callback_map()[body["output"]]["output"]):
            raise MalformedRequest
    elif path in DASH_READS:
        require(current_actor(), Permission.USE)
    elif (view := server.view_functions.get(request.endpoint or "")) is not None and (needed := permission_of(view)) is not None:
        require(current_actor(), needed)
    elif request.method in {"GET", "HEAD"} and request.endpoint in {"/", "/<path:path>"}:
        g.page_status = status_of_page(path)
    else:
        raise NotFound


def status_of_page(path: str) -> HTTPStatus:
    """A page that is refused or missing still comes in the shell, with words and with the right status."""
    found = sitemap.find(path)
    if found is None:
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.OK if sitemap.may_open(current_actor(), found.page) else HTTPStatus.FORBIDDEN


def permission_of_callback(callbacks: dict[str, Any]) -> Permission:
    """Which permission the posted callback needs; refuses what is not a callback call of this application."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise MalformedRequest
    entry = callbacks.get(body["output"])
    if entry is None or "callback" not in entry:
        raise NotFound
    for part in ("inputs", "state"):
        given = body.get(part, [])
        if not isinstance(given, list) or len(given) != len(entry[part]) or not all(_is_dependency(item) for item in given):
            raise MalformedRequest
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(_is_name(item) for item in changed):
        raise MalformedRequest
    if body["output"] in ROUTER:
        return Permission.USE
    needed = permission_of(entry["callback"])
    if needed is None:
        raise NotFound
    return needed


def _is_dependency(item: Any) -> bool:
    if isinstance(item, list):
        return all(_is_dependency(part) for part in item)
    return isinstance(item, dict) and isinstance(item.get("id"), (str, dict)) and isinstance(item.get("property"), str)


def _are_outputs(given: Any, known: Any) -> bool:
    """Does the call ask for what this callback gives? A pattern gives as many as stand on the page, none included."""
    if isinstance(known, (list, tuple)):
        return isinstance(given, list) and len(given) == len(known) and all(map(_are_outputs, given, known))
    if known.has_wildcard():
        return (isinstance(given, list) and all(_is_dependency(one) for one in given)) or _is_dependency(given)
    return isinstance(given, dict) and given.get("id") == known.component_id and isinstance(given.get("property"), str)


def _is_name(item: Any) -> bool:
    """`shell-live-user.data`, or a dict id in JSON instead of the word."""
    if not isinstance(item, str) or "." not in item:
        return False
    identity = item.rpartition(".")[0]
    try:
        return not identity.startswith("{") or isinstance(json.loads(identity), dict)
    except ValueError:
        return False


def is_page_load() -> bool:
    """Is a person's browser asking for a page, rather than a script for data?"""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and request.accept_mimetypes.accept_html
