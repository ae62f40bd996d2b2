"""Everything one case's page shows, as far as this reader may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from data.queries.access_names import shown_name
from data.queries.processes.case_route import RouteStep, case_route
from data.queries.processes.case_tasks import OpenTask, open_tasks
from data.queries.processes.clocks import Left, clocks_of, time_left
from data.queries.processes.definitions import definition_of, names_of_versions
from data.queries.processes.people import names_of
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.access import person, work_group
from data.tables.processes import answer, approver, attachment, cases, participant, process_version, task
from models.access.actor import Actor, Role
from models.errors import NotFound
from models.processes.case import CLOSED, PAUSED, CaseFacts, CaseState, may_work, sees_inside
from models.processes.definition import Definition, Field, FieldType
from models.processes.form import readable_fields, visible_fields
from models.processes.sla import SlaState, sla_state

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseFile:
    id: UUID
    name: str
    media_type: str
    size: int
    visibility: str
    uploaded_at: datetime
    uploaded_by: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class AnswerVersion:
    version: int
    lang: str
    subject: str
    body: str
    state: str
    created_at: datetime
    delivered_at: datetime | None
    attachment_id: UUID | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as one reader may see it. `actions` are what he may do now: withdraw, resubmit, rate, pause, resume, ask, note, message,
    share."""

    id: UUID
    number: str
    title: str
    service: str
    definition: Definition | None  # None: an imported case, whose process Kordon does not run
    case_name: Text
    version: int
    state: CaseState
    outcome: str
    outcome_name: Text
    negative: bool
    priority: int
    risk_level: str
    amount_kopecks: int | None
    requester_id: UUID | None
    requester: str
    anonymous: bool
    owner_id: UUID | None
    owner: str
    group: Text
    opened_at: datetime
    reacted_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None
    paused_at: datetime | None
    resume_on: date | None
    pause_reason: str
    handling_minutes: int | None
    sla_met: bool | None
    sla: SlaState
    left: Left | None
    revision: int
    rating: int | None
    rating_comment: str
    inside: bool
    fields: Sequence[Field]
    values: Mapping[str, Any]
    names: Mapping[str, str]
    tasks: Sequence[OpenTask]
    route: Sequence[RouteStep]
    files: Sequence[CaseFile]
    answer: AnswerVersion | None
    participants: Sequence[tuple[UUID, str, str]]
    parent: tuple[str, str] | None
    children: Sequence[tuple[str, str, str]]  # number, title, state
    resubmits: str
    actions: frozenset[str]
    source: str


def case_page(session: Session, number: str, *, lang: str = "ru") -> CasePage:
    """The page of the case with this number. Raises `NotFound`, also for a case the reader may not know of."""
    row = session.first(
        select(cases, process_version.c.number.label("version_number"), work_group.c.name.label("group_name"), work_group.c.is_closed)
        .join(process_version, process_version.c.id == cases.c.version_id)
        .outerjoin(work_group, work_group.c.id == cases.c.group_id)
        .where(cases.c.number == number, readable_cases(session.actor))
    )
    if row is None:
        raise NotFound(what="case")
    actor = session.actor
    tasks = session.rows(select(task).where(task.c.case_id == row.id).order_by(task.c.entered_at, task.c.id))
    asked = session.rows(
        select(approver).join(task, task.c.id == approver.c.task_id).where(task.c.case_id == row.id).order_by(approver.c.id)
    )
    others = session.rows(
        select(participant.c.person_id, participant.c.part, shown_name(lang).label("name"))
        .join(person, person.c.id == participant.c.person_id)
        .where(participant.c.case_id == row.id)
    )
    facts = _facts(row, tasks, asked=asked, others=others)
    inside = sees_inside(actor, facts)
    definition = definition_of(session, row.version_id) if row.source == "kordon" else None
    words = names_of_versions(session, [row.version_id])[row.version_id]
    fields, values = _form(definition, row, actor=actor, inside=inside)
    people = {row.requester_id, row.owner_id, *(t.assignee_id for t in tasks), *(t.done_by for t in tasks), *(a.person_id for a in asked)}
    people |= {values.get(item.key) for item in fields if item.type in {FieldType.EMPLOYEE, FieldType.UNIT}}
    files = _files(session, row.id, inside=inside, external=actor.has(Role.EXTERNAL))
    names = names_of(session, people, lang) | {str(one.id): one.name for one in files}
    soon = row.remind_times[0] if len(row.remind_times) > 1 else None
    clock = clocks_of(session, [row.version_id])[row.version_id]
    found = CasePage(
        id=row.id, number=row.number, title=row.title, service=row.service, definition=definition, case_name=words.case_name,
        version=row.version_number, state=CaseState(row.state), outcome=row.outcome, outcome_name=words.outcomes.get(row.outcome, {}),
        negative=row.negative and inside, priority=row.priority, risk_level=row.risk_level if inside else "",
        amount_kopecks=row.amount_kopecks,
        requester_id=row.requester_id, requester=names.get(str(row.requester_id), ""), anonymous=row.anonymous, owner_id=row.owner_id,
        owner=names.get(str(row.owner_id), ""), group=row.group_name or {}, opened_at=row.opened_at, reacted_at=row.reacted_at,
        due_at=row.due_at,
        closed_at=row.closed_at, paused_at=row.paused_at, resume_on=row.resume_on, pause_reason=row.pause_reason,
        handling_minutes=row.handling_minutes, sla_met=row.sla_met,
        sla=sla_state(
            row.due_at, session.now,
            is_closed=row.closed_at is not None, was_kept=row.sla_met, is_paused=row.paused_at is not None, soon_at=soon,
        ),
        left=time_left(row.due_at, clock, now=session.now) if row.closed_at is None else None,
        revision=row.revision, rating=row.rating, rating_comment=row.rating_comment, inside=inside, fields=fields, values=values,
        names=names,
        tasks=[] if definition is None else open_tasks(session, definition, tasks, asked=asked, names=names, facts=facts,
        clock=clock),
        route=case_route(definition, words.steps, tasks, names=names, inside=inside), files=files,
        answer=_answer(session, row.id, inside=inside), participants=[(one.person_id, one.name, one.part) for one in others],
        parent=_parent(session, row), children=_children(session, row), resubmits=_number(session, row.resubmits_id),
        actions=_actions(actor, row, facts), source=row.source,
    )  # fmt: skip
    return _for_external(found) if actor.has(Role.EXTERNAL) else found


def _for_external(page: CasePage) -> CasePage:
    """An external participant is told the kind of the case, its state and what was shared with him: no names, no sums, no answer."""
    shared = {item.key for item in page.fields}
    titled = page.definition is not None and set(page.definition.title_fields) <= shared
    return replace(
        page, title=page.title if titled else "", requester="", requester_id=None, owner="", owner_id=None, group={}, amount_kopecks=None,
        files=[replace(file, uploaded_by="") for file in page.files], outcome_name={}, answer=None, participants=[], parent=None,
        children=[], resubmits="", pause_reason="", rating=None,
        rating_comment="",
    )  # fmt: skip


def _facts(row: Row[Any], tasks: Sequence[Any], *, asked: Sequence[Any], others: Sequence[Any]) -> CaseFacts:
    people = {one.assignee_id for one in tasks} | {one.done_by for one in tasks} | {one.person_id for one in asked}
    return CaseFacts(
        requester_id=row.requester_id, unit_id=row.unit_id, owner_id=row.owner_id, group_id=row.group_id,
        group_is_closed=bool(row.is_closed),
        task_groups=frozenset(one.group_id for one in tasks if one.group_id), task_people=frozenset(people - {None}),
        participants=frozenset(one.person_id for one in others),
    )  # fmt: skip


def _form(definition: Definition | None, row: Row[Any], *, actor: Actor, inside: bool) -> tuple[list[Field], dict[str, Any]]:
    if definition is None:
        return [], dict(row.fields) if inside else {}
    allowed = readable_fields(definition.fields, may_see_security=inside, is_external=actor.has(Role.EXTERNAL))
    shown = visible_fields(allowed, row.fields)
    return list(shown), {item.key: row.fields[item.key] for item in shown if row.fields.get(item.key) is not None}


def _files(session: Session, case_id: UUID, *, inside: bool, external: bool) -> list[CaseFile]:
    allowed = ["shared"] if external else ["public", "shared", "internal"] if inside else ["public", "shared"]
    found = session.rows(
        select(attachment, shown_name(session.actor.lang).label("uploader"))
        .outerjoin(person, person.c.id == attachment.c.uploaded_by)
        .where(attachment.c.case_id == case_id, attachment.c.removed_at.is_(None), attachment.c.visibility.in_(allowed))
        .order_by(attachment.c.uploaded_at, attachment.c.id)
    )
    return [
        CaseFile(row.id, row.name, row.media_type, row.size, row.visibility, row.uploaded_at, row.uploader or "", field=row.field)
        for row in found
    ]


def _answer(session: Session, case_id: UUID, *, inside: bool) -> AnswerVersion | None:
    query = select(answer).where(answer.c.case_id == case_id).order_by(answer.c.version.desc()).limit(1)
    if not inside:
        query = query.where(answer.c.state == "delivered")
    row = session.first(query)
    if row is None:
        return None
    return AnswerVersion(
        row.version,
        row.lang,
        row.subject,
        row.body,
        row.state,
        row.created_at,
        delivered_at=row.delivered_at,
        attachment_id=row.attachment_id,
    )


def _parent(session: Session, row: Row[Any]) -> tuple[str, str] | None:
    if row.parent_id is None:
        return None
    found = session.first(select(cases.c.number, cases.c.title).where(cases.c.id == row.parent_id, readable_cases(session.actor)))
    return (found.number, found.title) if found else None


def _children(session: Session, row: Row[Any]) -> list[tuple[str, str, str]]:
    found = session.rows(
        select(cases.c.number, cases.c.title, cases.c.state).where(cases.c.parent_id == row.id, readable_cases(session.actor))
    )
    return [(one.number, one.title, one.state) for one in found]


def _number(session: Session, case_id: UUID | None) -> str:
    return str(session.scalar(select(cases.c.number).where(cases.c.id == case_id)) or "") if case_id else ""


def _actions(actor: Actor, row: Row[Any], facts: CaseFacts) -> frozenset[str]:
    found = set()
    state = CaseState(row.state)
    mine = row.requester_id is not None and row.requester_id in actor.identities
    works = may_work(actor, facts) and row.source == "kordon"
    if mine and state not in CLOSED:
        found.add("withdraw")
    if mine and row.requester_id == actor.user_id and state in {CaseState.REFUSED, CaseState.WITHDRAWN}:
        found.add("resubmit")
    if mine and state in {CaseState.DONE, CaseState.REFUSED} and row.rating is None:
        found.add("rate")
    if works and state not in CLOSED:
        found |= {"resume"} if state in PAUSED else {"pause"} | ({"ask"} if row.requester_id else set())
        found.add("share")
    if (mine or works or actor.user_id in facts.participants) and row.source == "kordon":
        found.add("message")
    if sees_inside(actor, facts) and row.source == "kordon":
        found.add("note")
    return frozenset(found)
