"""Attachments come in: one file per call, stored as the actor's own until what it belongs to is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import jsonify, request

from callbacks.components.wire import endpoint
from callbacks.web.current import current_actor
from data.operations.processes import discard_upload, keep_file, remove_content
from data.queries.processes.files import readable_file
from data.session import transaction
from models.access.permissions import Permission
from models.errors import InvalidInput


class NoFile(InvalidInput):
    """The call carries no file."""

    code = "no_file"


@endpoint("/api/uploads", permission=Permission.USE, methods=("POST",))
def take_upload() -> Any:
    """201 and {id, name, size}; 422 with the words if the file is too large, empty or of a kind nobody here needs."""
    given = request.files.get("file")
    if given is None or not given.filename:
        raise NoFile(field="file")
    with transaction(current_actor()) as session:
        kept = readable_file(session, keep_file(session, given.filename, given.stream))
    return jsonify({"id": str(kept.id), "name": kept.name, "size": kept.size}), 201


@endpoint("/api/uploads", permission=Permission.USE)
def tell_that_signed_in() -> Any:
    """204: the browser asks before it repeats an upload that met an ended session."""
    return "", 204


@endpoint("/api/uploads/<uuid:attachment_id>", permission=Permission.USE, methods=("DELETE",))
def take_back_upload(attachment_id: UUID) -> Any:
    """Throw away an own file that was not sent yet; anybody else's stays."""
    with transaction(current_actor()) as session:
        gone = discard_upload(session, attachment_id)
    remove_content(gone)  # a row without its content would be worse than the reverse
    return "", 204
