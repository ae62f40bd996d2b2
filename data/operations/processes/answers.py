"""The answer to a request: composed by the process, edited by people, versioned, approved, delivered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from data.ids import new_id
from data.operations.jobs import enqueue
from data.operations.processes.notices import notify
from data.operations.processes.work import CaseWork, case_work
from data.queries.processes.people import names_of
from data.session import Session
from data.tables.access import person, unit
from data.tables.processes import answer
from models.errors import Conflict, Forbidden, InvalidInput
from models.processes.answer import compose_answer
from models.processes.case import may_work
from models.processes.definition import Definition, FieldType
from models.processes.field_words import field_words, part_words


class AnswerChangedMeanwhile(Conflict):
    """Somebody else saved a version first; `subject` and `body` hold it."""

    code = "answer_changed_meanwhile"


class AnswerIsEmpty(InvalidInput):
    """An answer needs a subject and a text."""

    code = "answer_is_empty"


def answer_words(work: CaseWork, lang: str) -> dict[str, str]:
    """Everything a template may speak of, already in words of the reader's language."""
    definition, fields = work.definition, work.fields
    ids = {
        str(fields[item.key]) for item in definition.fields if item.type in {FieldType.EMPLOYEE, FieldType.UNIT} and fields.get(item.key)
    }
    names = names_of(work.session, ids, lang)
    words: dict[str, str] = {}
    for item in definition.fields:
        value = fields.get(item.key)
        words[item.key] = field_words(item, value, lang, names=names)
        words[f"{item.key}:label"] = item.label[lang]
        if isinstance(value, Mapping):
            words |= {f"{item.key}.{part}": part_words(item, value, part, lang) for part in value}
    return words | _case_words(work, definition, lang)


def _case_words(work: CaseWork, definition: Definition, lang: str) -> dict[str, str]:
    from babel.dates import format_date

    who = work.session.first(
        select(person.c.full_name, unit.c.name).outerjoin(unit, unit.c.id == person.c.unit_id).where(person.c.id == work.requester_id)
    )
    owner = work.session.scalar(select(person.c.full_name).where(person.c.id == work.owner_id))
    outcome = next((item.name[lang] for item in definition.outcomes if item.key == work.outcome), "")
    return {
        "case.number": work.number, "case.title": work.title, "case.opened": format_date(work.opened_at, "long", locale=lang),
        "case.closed": format_date(work.closed_at or work.session.now, "long", locale=lang), "case.outcome": outcome,
        "requester.name": who.full_name if who else "", "requester.unit": (who.name or {}).get(lang, "") if who else "",
        "owner.name": owner or "", "today": format_date(work.session.now, "long", locale=lang),
    }  # fmt: skip


def compose_for(work: CaseWork, template_key: str) -> None:
    """Write a new draft of the answer from a template, in the requester's language."""
    template = next(item for item in work.definition.templates if item.key == template_key)
    lang = work.session.scalar(select(person.c.lang).where(person.c.id == work.requester_id)) or "ru"
    subject, paragraphs = compose_answer(template, lang, answer_words(work, lang))
    _add_version(work, lang=lang, template=template_key, subject=subject, body="\n\n".join(paragraphs))
    work.tell("answer_composed", visibility="internal", template=template_key)


def _add_version(work: CaseWork, *, lang: str, template: str, subject: str, body: str) -> UUID:
    session = work.session
    session.execute(update(answer).where(answer.c.case_id == work.id, answer.c.state.in_(["draft", "approved"])).values(state="superseded"))
    version = 1 + session.scalar(select(func.coalesce(func.max(answer.c.version), 0)).where(answer.c.case_id == work.id))
    answer_id = new_id()
    session.execute(
        insert(answer),
        {
            "id": answer_id, "case_id": work.id, "version": version, "lang": lang, "template": template, "subject": subject, "body": body,
            "state": "draft", "author_id": session.actor.user_id, "created_at": session.now,
        },
    )  # fmt: skip
    return answer_id


def edit_answer(session: Session, case_id: UUID, *, subject: str, body: str, seen_version: int) -> int:
    """Save the officer's wording as a new version and return its number. Raises `AnswerChangedMeanwhile` if a newer one exists."""
    subject, body = subject.strip(), body.strip()
    if not subject or not body:
        raise AnswerIsEmpty(field="subject" if not subject else "body")
    with case_work(session, case_id) as work:
        work.require_open()
        if not may_work(session.actor, work.facts):
            raise Forbidden(what="answer")
        current = latest_answer(session, case_id)
        if current is not None and current.version != seen_version:
            raise AnswerChangedMeanwhile(version=current.version, subject=current.subject, body=current.body)
        if current is not None and (current.subject, current.body) == (subject, body):
            return int(current.version)
        lang, template = (current.lang, current.template) if current is not None else (session.actor.lang, "")
        _add_version(work, lang=lang, template=template, subject=subject, body=body)
        work.tell("answer_edited", visibility="internal", version=seen_version + 1)
        return seen_version + 1


def latest_answer(session: Session, case_id: UUID) -> Row[Any] | None:
    """The newest version of the answer."""
    return session.first(select(answer).where(answer.c.case_id == case_id).order_by(answer.c.version.desc()).limit(1))


def approve_answer(work: CaseWork) -> None:
    """The approval of the case approves the wording that lies in front of the approver."""
    current = latest_answer(work.session, work.id)
    if current is not None and current.state == "draft":
        work.session.execute(
            update(answer)
            .where(answer.c.id == current.id)
            .values(state="approved", approved_by=work.session.actor.user_id, approved_at=work.session.now)
        )


def deliver_answer(work: CaseWork) -> None:
    """Hand the answer over: it appears in the portal now, its PDF is made by a job and attached."""
    current = latest_answer(work.session, work.id)
    if current is None or current.state == "delivered":
        return
    work.session.execute(update(answer).where(answer.c.id == current.id).values(state="delivered", delivered_at=work.session.now))
    work.tell("answer_delivered", version=current.version)
    notify(work.session, [work.requester_id], "answer_ready", case_id=work.id)
    enqueue(work.session, "render_answer", arguments={"answer_id": str(current.id)})
