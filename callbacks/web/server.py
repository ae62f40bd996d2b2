"""Put the web server together: guard, Flask routes, Dash, then the asyncio part round them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import flask_bootstrap
from a2wsgi import WSGIMiddleware
from dash import html, page_container
from dash.development.base_component import Component
from flask import Flask, Response, request
from starlette.applications import Starlette
from starlette.routing import Mount, Route

import callbacks
from callbacks.api.live import Streams
from callbacks.components.wire import routes, unregistered
from callbacks.web.compression import put_compression_on
from callbacks.web.cookies import RAIL, cookies_of
from callbacks.web.csrf import token_of
from callbacks.web.current import actor_or_none, current_actor, is_warming, mark_warming, put_login_manager_on, surroundings
from callbacks.web.dash_app import ASSETS, KordonDash, make_dash
from callbacks.web.faults import put_fault_handlers_on
from callbacks.web.guard import ROUTER, put_guard_on
from callbacks.web.headers import put_headers_on
from callbacks.web.routing import register_pages
from callbacks.web.static import StaticFiles
from data.settings import Settings, read_settings
from pages.shell import shell
from pages.translations import current_language

TEMPLATES = Path(__file__).resolve().parents[2] / "pages" / "templates"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
THREADS = 6  # callbacks at once in one process, which runs one of them at a time; more only makes all of them slow. Live streams hold none


class UnguardedCallback(RuntimeError):
    """Something was connected round `callbacks.components.wire`; the server does not start."""


@dataclass(frozen=True, slots=True)
class Web:
    """What was put together: Flask for tests, Dash for the walk over its callbacks, the ASGI application for uvicorn."""

    flask: Flask
    dash: KordonDash
    asgi: Starlette
    close_streams: Callable[[], None]


@lru_cache(maxsize=1)
def build_web() -> Web:
    """The server of this process, warmed up. Callbacks belong to one Dash application, so there is one."""
    settings = read_settings()
    callbacks.connect_all()
    server = _flask(settings)
    application = make_dash(server, bootstrap_modified=int(BOOTSTRAP.stat().st_mtime))
    # Dash is made after the guard; the guard asks it for its callbacks.
    server.extensions["kordon-dash"] = application
    application.layout = _layout
    register_pages()
    _warm_up(server, application)
    gc.collect()
    gc.freeze()  # what is there now stays; looking through it again and again cost a fifth of a dashboard
    hashes = tuple(application.csp_hashes())
    server.extensions["kordon-hashes"] = hashes
    streams = Streams(settings)
    return Web(server, application, _asgi(server, application, settings, streams), streams.close)


def _layout() -> Component:
    if is_warming():
        return html.Div(page_container)  # Dash looks at the layout once before anybody is there
    return shell(current_actor(), lang=current_language(), is_rail=request.cookies.get(RAIL) == "1")


def _flask(settings: Settings) -> Flask:
    server = Flask("kordon", template_folder=str(TEMPLATES), static_folder=None)
    server.config["MAX_CONTENT_LENGTH"] = (settings.upload_megabytes + 1) * 1024 * 1024
    server.config["PROPAGATE_EXCEPTIONS"] = False
    cookies = cookies_of(settings)
    put_login_manager_on(server, settings, cookies)
    put_guard_on(server, lambda: server.extensions["kordon-dash"].callback_map)
    put_fault_handlers_on(server)
    put_compression_on(server)
    put_headers_on(server, lambda: server.extensions.get("kordon-hashes", ()))
    server.register_blueprint(routes)
    server.add_url_rule("/health", "health", lambda: Response("ok", mimetype="text/plain"))
    server.after_request(_renew_csrf)
    return server


def _renew_csrf(response: Response) -> Response:
    """Every page carries the token of its session, also after a restart of the browser took the cookie."""
    known = surroundings().cookies
    session = request.cookies.get(known.session, "")
    if response.mimetype == "text/html" and session and actor_or_none() and request.cookies.get(known.csrf) != token_of(session):
        known.hand_out_csrf(response, token_of(session))
    return response


def _warm_up(server: Flask, application: KordonDash) -> None:
    """Let Dash finish its set-up before the first two readers could race in it; then see that nothing is unguarded."""
    with server.test_request_context("/"):
        mark_warming()
        server.preprocess_request()
    stray = unregistered(application.callback_map, ROUTER)
    if stray:
        raise UnguardedCallback(f"no permission stands on {', '.join(stray)}: connect with callbacks.components.wire.on")


def _asgi(server: Flask, application: KordonDash, settings: Settings, streams: Streams) -> Starlette:
    static = StaticFiles(
        assets=ASSETS,
        extra={"bootstrap.min.css": BOOTSTRAP},
        packages=application.registered_paths,
        cache=settings.home / "cache" / "static",
    )
    return Starlette(
        routes=[
            Route("/assets/{path:path}", static.serve_asset),
            Route("/_dash-component-suites/{package}/{path:path}", static.serve_library),
            Route("/live", streams.serve),
            Mount("/", WSGIMiddleware(server, workers=THREADS)),
        ],
        lifespan=streams.lifespan,
    )
