"""Attachments: stored under their id outside the web root, first as the uploader's own, then part of a case or a message."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import filetype
from sqlalchemy import Text, cast, delete, exists, insert, select, update

from data.ids import new_id
from data.operations.processes.work import CaseWork
from data.session import Session
from data.settings import read_settings
from data.tables.processes import attachment, draft
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.processes.definition import Definition, FieldType, Sensitivity
from models.processes.upload import check_upload, harmless_name

_CHUNK = 1 << 20
_UNFINISHED = ".part"
_UNDER_WAY = timedelta(days=1)  # longer than any upload takes


def path_of(attachment_id: UUID) -> Path:
    """Where the content lies. Nothing of the user's name is in it."""
    name = str(attachment_id)
    return read_settings().files / name[-2:] / name


def keep_file(session: Session, name: str, stream: BinaryIO) -> UUID:
    """Store an uploaded file as the actor's own; what is sent next takes it over. Raises what `check_upload` raises."""
    require(session.actor, Permission.USE)
    limit = read_settings().upload_megabytes
    attachment_id = new_id()
    digest, size, head = hashlib.sha256(), 0, b""
    with _writing(attachment_id) as out:
        while size <= limit * 1024 * 1024 and (chunk := stream.read(_CHUNK)):
            head = head or chunk[:8192]
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        kind = filetype.guess_mime(head) if head else None
        safe = harmless_name(name)
        media_type = check_upload(safe, kind, head, size=size, megabytes=limit)
    _add(session, attachment_id, name=safe, media_type=media_type, size=size, sha256=digest.digest())
    return attachment_id


def keep_made_file(session: Session, name: str, content: bytes, *, media_type: str, case_id: UUID, visibility: str = "public") -> UUID:
    """Store a file that Kordon itself has made for a case."""
    attachment_id = new_id()
    with _writing(attachment_id) as out:
        out.write(content)
    _add(
        session, attachment_id, name=harmless_name(name), media_type=media_type, size=len(content), sha256=hashlib.sha256(content).digest(),
        case_id=case_id, visibility=visibility,
    )  # fmt: skip
    session.changed(f"case:{case_id}")
    return attachment_id


@contextmanager
def _writing(attachment_id: UUID) -> Iterator[BinaryIO]:
    """The content under this id: whole and on the disk before its row can be committed, or not there at all."""
    target = path_of(attachment_id)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_suffix(_UNFINISHED)
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name as well
    finally:
        os.close(folder)


def _add(session: Session, attachment_id: UUID, **columns: Any) -> None:
    session.execute(insert(attachment), {"id": attachment_id, "uploaded_by": session.actor.user_id, "uploaded_at": session.now, **columns})


def attach_to_case(work: CaseWork, files: Iterable[UUID], *, fields: Definition, values: Mapping[str, Any]) -> None:
    """Make the actor's uploaded files part of a new case. A file of a security-only field is internal."""
    wanted = list(files)
    place: dict[UUID, tuple[str, str]] = {}
    for item in fields.fields:
        if item.type is FieldType.FILE:
            inside = item.sensitivity is Sensitivity.SECURITY
            place |= {UUID(str(one)): (item.key, "internal" if inside else item.sensitivity.value) for one in values.get(item.key) or ()}
    for one in wanted:
        key, visibility = place.get(one, ("", "public"))
        _take_over(work, one, field=key, visibility="public" if visibility == "normal" else visibility)


def forget_uploader(work: CaseWork) -> None:
    """The files of an anonymous report do not say who brought them."""
    work.session.execute(update(attachment).where(attachment.c.case_id == work.id).values(uploaded_by=None))


def attach_to_message(work: CaseWork, files: Iterable[UUID], *, message_id: UUID, internal: bool) -> None:
    """Make the actor's uploaded files part of a message."""
    for one in files:
        _take_over(work, one, message_id=message_id, visibility="internal" if internal else "public")


def attach_document(work: CaseWork, attachment_id: UUID, *, visibility: str) -> str:
    """Make one of the actor's uploaded files part of the case itself. Returns its name."""
    _take_over(work, attachment_id, visibility=visibility)
    return str(work.session.scalar(select(attachment.c.name).where(attachment.c.id == attachment_id)))


def _take_over(work: CaseWork, attachment_id: UUID, **columns: Any) -> None:
    session = work.session
    changed = session.execute(
        update(attachment)
        .where(
            attachment.c.id == attachment_id, attachment.c.uploaded_by == session.actor.user_id, attachment.c.case_id.is_(None),
            attachment.c.removed_at.is_(None),
        )
        .values(case_id=work.id, **columns)
    ).rowcount  # fmt: skip
    if changed != 1:
        raise NotFound(what="file", field="file")


def files_of_case(session: Session, case_id: UUID) -> set[str]:
    """Ids of the files a form of this case may speak of: its own, and the actor's that were just uploaded."""
    found = session.rows(
        select(attachment.c.id).where(
            attachment.c.removed_at.is_(None),
            (attachment.c.case_id == case_id) | (attachment.c.case_id.is_(None) & (attachment.c.uploaded_by == session.actor.user_id)),
        )
    )
    return {str(row.id) for row in found}


def forget_lost_uploads(session: Session, *, days: int = 90) -> list[UUID]:
    """Forget files that were uploaded so long ago and never sent, unless a draft still waits for them. Returns their ids: the content
    is removed after the commit (`remove_content`), so that no row ever points at nothing."""
    border = session.now - timedelta(days=days)
    named = cast(draft.c.content, Text).contains(cast(attachment.c.id, Text))
    awaited = exists().where(draft.c.person_id == attachment.c.uploaded_by, named)
    lost = delete(attachment).where(attachment.c.case_id.is_(None), attachment.c.uploaded_at < border, ~awaited).returning(attachment.c.id)
    return [row.id for row in session.execute(lost)]


def remove_content(files: Iterable[UUID]) -> None:
    """Delete what lies under these ids; what is gone already is no error."""
    for one in files:
        path_of(one).unlink(missing_ok=True)
        path_of(one).with_suffix(_UNFINISHED).unlink(missing_ok=True)


def content_without_rows(session: Session) -> list[UUID]:
    """What lies in the store since yesterday and has no row: left by a killed upload or a killed removal. Nobody can ask for it."""
    border = session.now.timestamp() - _UNDER_WAY.total_seconds()
    lost: list[UUID] = []
    for folder in read_settings().files.glob("[0-9a-f][0-9a-f]"):
        lying = {UUID(path.stem) for path in folder.iterdir() if path.stat().st_mtime < border}
        known = {row.id for row in session.rows(select(attachment.c.id).where(attachment.c.id.in_(lying)))} if lying else set()
        lost += sorted(lying - known)
    return lost


def discard_upload(session: Session, attachment_id: UUID) -> list[UUID]:
    """Take back a file that has not been sent yet. Returns what is to be removed after the commit (`remove_content`)."""
    own = attachment.c.case_id.is_(None), attachment.c.uploaded_by == session.actor.user_id
    gone = session.execute(delete(attachment).where(attachment.c.id == attachment_id, *own).returning(attachment.c.id))
    return [row.id for row in gone]
