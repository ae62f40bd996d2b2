"""Attachments go out, to those who may read the case and that kind of file. Nothing is ever shown inside Kordon's own pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import send_file

from callbacks.components.wire import endpoint
from callbacks.web.current import current_actor
from data.operations.audit import record_view
from data.operations.processes import path_of
from data.queries.processes.files import readable_file
from data.session import transaction
from models.access.permissions import Permission
from models.errors import NotFound


@endpoint("/files/<uuid:attachment_id>", permission=Permission.USE)
def hand_out_file(attachment_id: UUID) -> Any:
    """The file as a download. 404 also for one that this reader may not open; an internal one leaves a trace."""
    with transaction(current_actor()) as session:
        found = readable_file(session, attachment_id)
        if found.visibility == "internal":
            record_view(session, subject_kind="file", subject_id=found.id, subject_name=found.name, case_id=found.case_id)
    path = path_of(found.id)
    if not path.is_file():
        raise NotFound(what="file")
    response = send_file(path, mimetype=found.media_type, as_attachment=True, download_name=found.name, conditional=True)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
