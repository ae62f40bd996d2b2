"""Files for the browser: compressed, immutable, and nothing but them."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from callbacks.web.dash_app import ASSETS
from callbacks.web.static import StaticFiles


@pytest.fixture
def static(tmp_path: Path) -> StaticFiles:
    return StaticFiles(assets=ASSETS, extra={}, packages={"dash": {"dcc/dash_core_components.js"}}, cache=tmp_path)


async def fetch(static: StaticFiles, path: str, accept: str = "", known: str = "") -> tuple[int, dict[str, str], bytes]:
    """One request through a small ASGI application."""
    application = Starlette(
        routes=[
            Route("/assets/{path:path}", static.serve_asset),
            Route("/_dash-component-suites/{package}/{path:path}", static.serve_library),
        ]
    )
    raw, _question, query = path.partition("?")
    given = {b"accept-encoding": accept, b"if-none-match": known}
    headers = [(name, value.encode()) for name, value in given.items() if value]
    scope = {"type": "http", "method": "GET", "path": raw, "raw_path": raw.encode(), "query_string": query.encode(), "headers": headers}
    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()  # the browser stays; a file answer watches for its leaving
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    await application(scope, receive, send)  # type: ignore[arg-type]
    start = sent[0]
    answered = {name.decode(): value.decode() for name, value in start["headers"]}  # type: ignore[union-attr,attr-defined]
    return int(start["status"]), answered, b"".join(bytes(message.get("body", b"")) for message in sent[1:])  # type: ignore[call-overload,arg-type]


def run(static: StaticFiles, path: str, accept: str = "", known: str = "") -> tuple[int, dict[str, str], bytes]:
    return asyncio.run(fetch(static, path, accept, known))


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_compressed_file_unpacks_to_the_original(static: StaticFiles, encoding: str, unpack: object) -> None:
    status, headers, body = run(static, "/assets/kordon.css?m=1", f"{encoding}, identity")
    assert status == 200
    assert headers["content-encoding"] == encoding
    assert unpack(body) == (ASSETS / "kordon.css").read_bytes()  # type: ignore[operator]


def test_an_address_that_names_the_version_is_kept_for_ever(static: StaticFiles) -> None:
    assert "immutable" in run(static, "/assets/kordon.css?m=1")[1]["cache-control"]
    assert run(static, "/assets/kordon.css")[1]["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets//etc/passwd", "/assets/none.css", "/_dash-component-suites/dash/dash.py",
     "/_dash-component-suites/os/x.py", "/_dash-component-suites/dash/../../dash.py"],
)  # fmt: skip
def test_nothing_but_the_files_meant_for_browsers_is_served(static: StaticFiles, path: str) -> None:
    assert run(static, path)[0] == 404


def test_a_library_that_dash_registered_is_served(static: StaticFiles) -> None:
    assert run(static, "/_dash-component-suites/dash/dcc/dash_core_components.js")[0] == 200


def test_a_copy_that_is_still_good_is_not_sent_again(static: StaticFiles) -> None:
    tag = run(static, "/assets/fonts/kordon-sans.woff2")[1]["etag"]
    status, _headers, body = run(static, "/assets/fonts/kordon-sans.woff2", known=tag)
    assert (status, body) == (304, b"")
