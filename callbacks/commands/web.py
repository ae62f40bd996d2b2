"""web: the web server alone (any number of them may run on one database)"""

from __future__ import annotations

import argparse
import contextlib
import logging
import socket
import sys

import uvicorn

from callbacks.commands import OK, PORT_TAKEN, open_database
from data.settings import Settings, read_settings

log = logging.getLogger("kordon.web")

_BACKLOG = 512


class Server(uvicorn.Server):
    """Tells where it listens once it does, and ends the live streams first when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, settings: Settings, close_streams: object) -> None:
        super().__init__(config)
        self._settings = settings
        self._close_streams = close_streams

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(f"Kordon: {self._settings.address}", flush=True)

    def handle_exit(self, sig: int, frame: object) -> None:
        if callable(self._close_streams):
            self._close_streams()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]


def run(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="app.py web", description=__doc__).parse_args(arguments)
    settings = read_settings()
    listening = _listen(settings)
    if listening is None:
        print(f"{settings.host}:{settings.port} is taken. Set KORDON_PORT to a free port.", file=sys.stderr)
        return PORT_TAKEN
    with contextlib.closing(listening), open_database():
        from callbacks.web.server import build_web

        web = build_web()
        config = uvicorn.Config(
            web.asgi, lifespan="on", log_level="warning", access_log=False, server_header=False, date_header=True,
            timeout_graceful_shutdown=5, timeout_keep_alive=30, proxy_headers=True, forwarded_allow_ips="127.0.0.1",
        )  # fmt: skip
        Server(config, settings, web.close_streams).run(sockets=[listening])
    return OK


def _listen(settings: Settings) -> socket.socket | None:
    """The port, taken before anything slow begins; None if somebody has it."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        log.debug("bind: %s", error)
        listening.close()
        return None
    listening.listen(_BACKLOG)
    return listening
