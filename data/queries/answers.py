"""A delivered answer as it goes on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from data.session import Session
from data.tables.access import person, unit, work_group
from data.tables.processes import answer, attachment, cases
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class AnswerOnPaper:
    """Everything the letter says, names in the answer's language. `attachment_id` is set once its PDF is kept."""

    id: UUID
    case_id: UUID
    attachment_id: UUID | None
    lang: str
    number: str
    subject: str
    body: str
    delivered_at: datetime
    organisation: Mapping[str, str]
    group: Mapping[str, str]
    addressee: str
    addressee_post: str
    addressee_unit: Mapping[str, str]
    author: str
    author_post: str
    approver: str
    approver_post: str
    enclosed: tuple[str, ...]


def answer_on_paper(session: Session, answer_id: UUID) -> AnswerOnPaper:
    """Raises `NotFound`, also for an answer that is not delivered: what may still change is not printed."""
    row = session.first(
        select(
            answer, cases.c.number.label("case_number"), cases.c.requester_id, cases.c.unit_id, cases.c.group_id, cases.c.anonymous
        ).join(cases, cases.c.id == answer.c.case_id).where(answer.c.id == answer_id, answer.c.state == "delivered")
    )  # fmt: skip
    if row is None:
        raise NotFound(what="answer")
    named = _ids(row.requester_id, row.author_id, row.approved_by)
    known = {one.id: one for one in session.rows(select(person).where(person.c.id.in_(named)))}
    requester = None if row.anonymous else known.get(row.requester_id)
    author, approver = known.get(row.author_id), known.get(row.approved_by)
    public = (attachment.c.case_id == row.case_id) & (attachment.c.visibility != "internal") & attachment.c.removed_at.is_(None)
    from_us = attachment.c.uploaded_by.is_distinct_from(row.requester_id)
    enclosed = session.rows(select(attachment.c.name).where(public, from_us).order_by(attachment.c.uploaded_at))
    return AnswerOnPaper(
        id=row.id, case_id=row.case_id, attachment_id=row.attachment_id, lang=row.lang, number=row.case_number,
        subject=row.subject, body=row.body, delivered_at=row.delivered_at,
        organisation=session.scalar(select(unit.c.name).where(unit.c.parent_id.is_(None)).order_by(unit.c.code).limit(1)) or {},
        group=session.scalar(select(work_group.c.name).where(work_group.c.id == row.group_id)) or {},
        addressee=_name(requester, row.lang), addressee_post=requester.position if requester else "",
        addressee_unit=session.scalar(select(unit.c.name).where(unit.c.id == row.unit_id)) or {},
        author=_name(author, row.lang), author_post=author.position if author else "",
        approver=_name(approver, row.lang), approver_post=approver.position if approver else "",
        enclosed=tuple(one.name for one in enclosed),
    )  # fmt: skip


def _ids(*ids: UUID | None) -> list[UUID]:
    return [one for one in ids if one is not None]


def _name(row: Row[Any] | None, lang: str) -> str:
    if row is None:
        return ""
    return str(row.full_name_en or row.full_name) if lang == "en" else str(row.full_name)
