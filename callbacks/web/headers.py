"""What every answer tells the browser about its limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, Response, g, request

from callbacks.web.guard import OPEN_FOLDERS


def policy(script_hashes: Sequence[str]) -> str:
    """Content-Security-Policy: everything from here, scripts only from files and the named inline ones."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def put_headers_on(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    @server.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if response.mimetype == "text/html":
            headers["Content-Security-Policy"] = policy(script_hashes())
            headers["X-Frame-Options"] = "DENY"
        if not request.path.startswith(OPEN_FOLDERS) and "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        if (status := g.get("page_status")) is not None and response.status_code == 200:
            response.status_code = int(status)
        return response
