"""What goes out when a request fails: JSON for scripts, a plain page for people, never a traceback."""

from __future__ import annotations

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from callbacks.components.wire import record_defect
from callbacks.web.current import NotSignedIn
from callbacks.web.guard import CALLBACKS, DASH_READS, is_page_load
from models.errors import InvalidFields, KordonError
from pages.errors import words_of, words_of_defect, words_of_status


def put_fault_handlers_on(server: Flask) -> None:
    @server.errorhandler(KordonError)
    def known(error: KordonError) -> Response:
        answer: dict[str, object] = {"error": error.code, "message": words_of(error)}
        if isinstance(error, InvalidFields):
            answer["fields"] = {key: words_of(each) for key, each in error.errors.items()}
        elif error.field:
            answer["field"] = error.field
        return fault(error.http_status, answer)

    @server.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        return fault(status, {"error": error.name.lower().replace(" ", "_"), "message": words_of_status(status)})

    @server.errorhandler(RecursionError)
    def too_deep(_error: RecursionError) -> Response:
        """Lists within lists beyond what a page of ours sends; a callback's own errors are caught in `wire`."""
        return fault(400, {"error": "malformed_request", "message": words_of_status(400)})

    @server.errorhandler(Exception)
    def defect(error: Exception) -> Response:
        if request.path == CALLBACKS and isinstance(error, (KeyError, TypeError, ValueError, AttributeError, IndexError)):
            # Errors of our callbacks are caught in `wire`; what Dash itself stumbles over is a body that no page of ours sends.
            record_defect(error)
            return fault(400, {"error": "malformed_request", "message": words_of_status(400)})
        reference = record_defect(error)
        return fault(500, {"error": "defect", "reference": reference, "message": words_of_defect(reference)})


def fault(status: int, answer: dict[str, object]) -> Response:
    """The answer in the tongue of whoever asked."""
    if request.method == "GET" and is_page_load() and request.path not in DASH_READS:
        response = make_response(render_template("fault.html", message=answer["message"]), status)
    else:
        response = make_response(jsonify(answer), status)
    if status == NotSignedIn.http_status:
        response.headers["WWW-Authenticate"] = "Kordon"
    g.is_fault = True
    return response
