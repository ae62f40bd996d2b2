"""Keep the PDF of a delivered answer with its case, once."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from data.operations.processes import keep_made_file
from data.session import Session
from data.tables.processes import answer


def keep_answer_file(session: Session, answer_id: UUID, name: str, content: bytes) -> bool:
    """Attach the PDF; False when the answer has one already (the job came twice)."""
    row = session.first(select(answer.c.case_id, answer.c.attachment_id).where(answer.c.id == answer_id).with_for_update())
    if row is None or row.attachment_id is not None:
        return False
    kept = keep_made_file(session, name, content, media_type="application/pdf", case_id=row.case_id)
    session.execute(update(answer).where(answer.c.id == answer_id).values(attachment_id=kept))
    return True
