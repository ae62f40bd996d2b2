"""Knocking at doors: a browser with somebody's cookie, the live stream, and everything readable in an answer."""

from __future__ import annotations

import asyncio
import io
import zipfile
from typing import Any

import orjson

from callbacks.web import csrf
from callbacks.web.cookies import cookies_of
from callbacks.web.guard import CALLBACKS
from callbacks.web.server import Web
from data.settings import read_settings
from tests.callbacks.web.conftest import Browser
from tests.callbacks.web.doors import body_of, callbacks_of

PAGE_LOAD = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html"}


def browser_with(web: Web, cookie: str) -> Browser:
    """A browser that brings this session cookie and the token our own page would have derived from it."""
    client = web.flask.test_client()
    client.set_cookie(cookies_of(read_settings()).session, cookie)
    return Browser(client, csrf.token_of(cookie))


def call(browser: Browser, body: object) -> Any:
    """One callback, answered."""
    return browser.client.post(CALLBACKS, json=body, headers=browser.headers)


def readable(answer: Any) -> str:
    """Everything that can be read in an answer: its head, its body, and what is packed in a workbook."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return head + "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return f"{head}\n{answer.get_data(as_text=True)}"


def toast_of(answer: Any) -> str:
    """What a callback says in the corner of the screen, if it says anything."""
    told = orjson.loads(answer.data).get("sideUpdate", {}) if answer.data else {}
    return str(told.get("shell-toast", {}).get("data", {}).get("text", ""))


class _Enough(Exception):
    """The first words of a stream are all we wanted."""


def live(web: Web, cookie: str, topics: str = "cases", method: str = "GET") -> tuple[int, str]:
    """Status of `/live`, and its first words: an error, or the topics this reader will hear."""
    name = cookies_of(read_settings()).session
    headers = [(b"cookie", f"{name}={cookie}".encode("latin-1", "replace"))] if cookie else []
    scope = {
        "type": "http", "method": method, "path": "/live", "raw_path": b"/live", "query_string": f"topics={topics}".encode(),
        "headers": headers, "client": ("10.0.0.7", 1), "server": ("localhost", 80), "scheme": "http", "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    told: dict[str, Any] = {"status": 0, "body": b""}

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
        else:
            told["body"] += message.get("body", b"")
            raise _Enough

    async def ask() -> None:
        try:
            await web.asgi(scope, receive, send)
        except* _Enough:
            pass

    asyncio.run(ask())
    return int(told["status"]), told["body"].decode()


def callback_named(web: Web, name: str) -> tuple[str, dict[str, Any]]:
    """Output and entry of a callback by its function."""
    return next((output, entry) for found, output, entry in callbacks_of(web) if found == name)


def press(web: Web, browser: Browser, name: str, /, **values: object) -> Any:
    """Call a callback as its page would: clicks are 1, and `values` are the values of its inputs and states by their place, `v0`, `v1` …"""
    output, entry = callback_named(web, name)
    body = body_of(output, entry, lambda _identity, named: 1 if named in {"n_clicks", "n_submit"} else None)
    for place, part in enumerate([*body["inputs"], *body["state"]]):
        if f"v{place}" in values and isinstance(part, dict):
            part["value"] = values[f"v{place}"]
    return call(browser, body)
