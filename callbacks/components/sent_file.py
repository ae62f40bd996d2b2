"""A file that somebody has just sent with a form and that belongs to no case: read, used, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from data.queries.processes.files import ReadableFile, readable_file
from data.session import Session
from models.errors import NotFound


def sent_file(session: Session, files: Sequence[Any] | None) -> ReadableFile:
    """The reader's own file out of the value of a `FileField`. Raises `NotFound`."""
    try:
        found = readable_file(session, UUID(str((files or [{}])[0]["id"])))
    except (ValueError, KeyError, TypeError, IndexError):
        raise NotFound(what="file") from None
    if found.case_id is not None:
        raise NotFound(what="file")
    return found
