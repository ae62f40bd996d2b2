"""Files that never change under their address: our assets and the libraries, compressed once, kept in the instance's cache folder.

They are served by the asyncio part, so a hundred browsers opening Kordon in the morning do not wait for the threads of the callbacks.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import brotli
from dash.fingerprint import check_fingerprint
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

_WORTH_COMPRESSING = 1000
_COMPRESSIBLE = {".js", ".css", ".svg", ".json", ".html", ".map", ".txt"}
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Vary": "Accept-Encoding"}


class StaticFiles:
    """Serves `/assets/…` from our folder (with some files of wheels beside them) and `/_dash-component-suites/…` from the packages."""

    def __init__(self, *, assets: Path, extra: Mapping[str, Path], packages: Mapping[str, set[str]], cache: Path) -> None:
        self.assets = assets
        self.extra = extra
        self.packages = packages  # as Dash registers them: package → relative paths that may be served
        self.cache = cache

    async def serve_asset(self, request: Request) -> Response:
        name = request.path_params["path"]
        file = self.extra.get(name) or self._inside(self.assets, name)
        return await self._send(request, file, immutable="m" in request.query_params)

    async def serve_library(self, request: Request) -> Response:
        package = request.path_params["package"]
        relative, has_fingerprint = check_fingerprint(request.path_params["path"])
        if relative not in self.packages.get(package, set()):
            return PlainTextResponse("Not found", status_code=404, headers=_HEADERS)
        return await self._send(request, _package_folder(package) / relative, immutable=has_fingerprint)

    def _inside(self, folder: Path, name: str) -> Path | None:
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder) else None

    async def _send(self, request: Request, file: Path | None, *, immutable: bool) -> Response:
        if file is None or not file.is_file() or request.method not in {"GET", "HEAD"}:
            return PlainTextResponse("Not found", status_code=404, headers=_HEADERS)
        headers = _HEADERS | {"Cache-Control": _FOREVER if immutable else _ASK_AGAIN}
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        accepted = request.headers.get("accept-encoding", "")
        encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        if encoding and file.suffix in _COMPRESSIBLE and file.stat().st_size > _WORTH_COMPRESSING:
            packed = await asyncio.to_thread(self.compressed, file, encoding)
            return _answer(request, packed, kind, headers | {"Content-Encoding": encoding})
        return _answer(request, file, kind, headers)

    def compressed(self, file: Path, encoding: str) -> Path:
        """The compressed twin of a file, made on the first demand and whenever the file has changed."""
        state = file.stat()
        name = hashlib.sha256(f"{file}|{state.st_mtime_ns}|{state.st_size}".encode()).hexdigest()[:24]
        packed = self.cache / f"{name}.{encoding}"
        if not packed.exists():
            content = file.read_bytes()
            self.cache.mkdir(parents=True, exist_ok=True)
            # The large ones are worth no more than this on the first morning; the gain beyond quality 6 is 4 %.
            data = brotli.compress(content, quality=9 if len(content) < 400_000 else 6) if encoding == "br" else gzip.compress(content, 6)
            handle, draft = tempfile.mkstemp(dir=self.cache)
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(draft).replace(packed)  # two processes may do the same work; the second one changes nothing
        return packed


def _answer(request: Request, file: Path, kind: str, headers: dict[str, str]) -> Response:
    """The file, or the word that the browser's copy is still good."""
    state = file.stat()
    tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers | {"ETag": tag})
    return FileResponse(file, media_type=kind, headers=headers | {"ETag": tag})


def _package_folder(package: str) -> Path:
    import sys

    module: Any = sys.modules[package]
    return Path(module.__file__).parent
