"""Large answers of callbacks are sent compressed. Pages are not: they carry the token of the sign-in form."""

from __future__ import annotations

import brotli
from flask import Flask, Response, request

_WORTH_COMPRESSING = 2000
_QUALITY = 4  # beyond it a callback waits longer for the packing than for the wire


def put_compression_on(server: Flask) -> None:
    @server.after_request
    def compress(response: Response) -> Response:
        if (
            response.mimetype != "application/json"
            or response.direct_passthrough
            or "Content-Encoding" in response.headers
            or "br" not in request.headers.get("Accept-Encoding", "")
            or len(content := response.get_data()) < _WORTH_COMPRESSING
        ):
            return response
        response.set_data(brotli.compress(content, quality=_QUALITY))
        response.headers["Content-Encoding"] = "br"
        response.headers.add("Vary", "Accept-Encoding")
        return response
