"""Where one's requests stand: counts, lines with what their requester wants to know, those of the unit, those that were shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on

from data.queries.processes.case_route import way_ahead
from data.queries.processes.definitions import definition_of, names_of_versions, published_definitions
from data.queries.processes.lists import CaseFilter, CaseRow, case_rows
from data.queries.processes.reading import readable_cases
from data.session import Session
from data.tables.processes import answer, cases, message, task
from models.access.permissions import Permission, require
from models.processes.case import CLOSED, CaseState
from models.processes.definition import Sensitivity

RECENT_DAYS = 14  # so long an answered request stays among those that may want something of the requester


@dataclass(frozen=True, slots=True)
class RequestLine:
    """An own request as its list shows it: the case, "step n of m", and what is wanted of the requester."""

    case: CaseRow
    step: int
    steps: int
    question: str = ""  # the executor's last words, while they wait for an answer
    refusal: str = ""  # why it was refused
    answer_file: UUID | None = None
    outcome_name: Mapping[str, str] = field(default_factory=dict)
    icon: str = ""


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """How many of the actor's own requests stand where."""

    open: int
    waiting: int  # for the requester
    unrated: int  # answered lately and not rated
    closed: int


def request_counts(session: Session) -> RequestCounts:
    """Counts for the home page and the tabs of the list."""
    closed = cases.c.closed_at.is_not(None)
    answered = cases.c.state.in_([CaseState.DONE.value, CaseState.REFUSED.value])
    lately = cases.c.closed_at > session.now - func.make_interval(0, 0, 0, RECENT_DAYS)
    row = session.first(
        select(
            func.count().filter(~closed).label("open"),
            func.count().filter(cases.c.state == CaseState.WAITING_REQUESTER.value).label("waiting"),
            func.count().filter(answered, lately, cases.c.rating.is_(None)).label("unrated"),
            func.count().filter(closed).label("closed"),
        ).where(cases.c.requester_id == session.actor.user_id)
    )
    return RequestCounts(row.open, row.waiting, row.unrated, row.closed) if row else RequestCounts(0, 0, 0, 0)


def request_lines(
    session: Session, *, scope: str = "requests", states: frozenset[str] = frozenset(), search: str = "",
    after: Sequence[Any] | None = None, limit: int = 30,
) -> list[RequestLine]:  # fmt: skip
    """A page of the actor's own requests (or of the unit's): open ones by their due time, closed ones newest first."""
    closed = "closed" in states
    rows = case_rows(
        session, CaseFilter(scope=scope, states=states, search=search), sort="closed" if closed else "due", descending=closed,
        after=after, limit=limit,
    )  # fmt: skip
    return lines_of(session, rows)


def pressing_requests(session: Session, *, limit: int) -> list[RequestLine]:
    """The few own requests to show first: those that wait for the requester, then the others by their due time."""
    mine = CaseFilter(scope="requests")
    waiting = case_rows(session, replace(mine, states=frozenset({CaseState.WAITING_REQUESTER.value})), limit=limit)
    others = case_rows(session, mine, limit=limit + len(waiting)) if len(waiting) < limit else []
    known = {row.id for row in waiting}
    return lines_of(session, [*waiting, *(row for row in others if row.id not in known)][:limit])


def lines_of(session: Session, rows: Sequence[CaseRow]) -> list[RequestLine]:
    """The rows with what their requester wants to know, by a fixed number of questions for the whole page."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    ways = _ways(session, ids)
    asked = _last_words(session, [row.id for row in rows if row.state == CaseState.WAITING_REQUESTER])
    refused = _refusals(session, [row.id for row in rows if row.state == CaseState.REFUSED])
    answers = _answer_files(session, [row.id for row in rows if row.state in CLOSED])
    outcomes = _outcomes(session, [row.id for row in rows if row.outcome])
    icons = {one.code: one.icon for one in published_definitions(session)}
    lines = []
    for row in rows:
        step, steps = ways.get(row.id, (0, 0))
        lines.append(
            RequestLine(
                case=row,
                step=step,
                steps=steps,
                question=asked.get(row.id, ""),
                refusal=refused.get(row.id, ""),
                answer_file=answers.get(row.id),
                outcome_name=outcomes.get(row.id, {}),
                icon=icons.get(row.service, ""),
            )
        )
    return lines


def refusal_of(session: Session, number: str) -> str:
    """Why the actor's own request was refused, in the words of the one who refused it."""
    row = session.first(select(cases.c.id).where(cases.c.number == number, cases.c.requester_id == session.actor.user_id))
    return _refusals(session, [row.id]).get(row.id, "") if row else ""


def _ways(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """(n, m) of "step n of m" as the case page draws the route: what was walked, then the shortest way to an end."""
    found = session.rows(
        select(cases.c.id, cases.c.version_id, cases.c.source, cases.c.closed_at, task.c.step, task.c.state)
        .join(task, task.c.case_id == cases.c.id)
        .where(cases.c.id.in_(ids))
        .order_by(cases.c.id, task.c.entered_at, task.c.id)
    )
    walked: dict[UUID, dict[str, str]] = {}
    versions: dict[UUID, UUID] = {}
    for row in found:
        if row.source == "kordon":
            walked.setdefault(row.id, {})[row.step] = row.state
            versions[row.id] = row.version_id
    ways = {}
    for case_id, steps in walked.items():
        here = [place for place, state in enumerate(steps.values(), start=1) if state == "open"]
        if not here:
            continue
        ahead = [one.key for one in way_ahead(definition_of(session, versions[case_id]), list(steps)[-1]) if one.key not in steps]
        ways[case_id] = (here[0], len(steps) + len(ahead))
    return ways


def _last_words(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What the executor wrote last where everybody of the case may read it."""
    if not ids:
        return {}
    found = session.rows(
        select(message.c.case_id, message.c.body)
        .ext(distinct_on(message.c.case_id))
        .join(cases, cases.c.id == message.c.case_id)
        .where(message.c.case_id.in_(ids), message.c.visibility == "public", message.c.author_id.is_distinct_from(cases.c.requester_id))
        .order_by(message.c.case_id, message.c.at.desc(), message.c.id.desc())
    )
    return {row.case_id: row.body for row in found}


def _refusals(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The comment with which the last task ended."""
    if not ids:
        return {}
    found = session.rows(
        select(task.c.case_id, task.c.comment)
        .ext(distinct_on(task.c.case_id))
        .where(task.c.case_id.in_(ids), task.c.state == "done", task.c.comment != "")
        .order_by(task.c.case_id, task.c.done_at.desc())
    )
    return {row.case_id: row.comment for row in found}


def _answer_files(session: Session, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The delivered answer as a file."""
    if not ids:
        return {}
    found = session.rows(
        select(answer.c.case_id, answer.c.attachment_id)
        .where(answer.c.case_id.in_(ids), answer.c.state == "delivered", answer.c.attachment_id.is_not(None))
        .order_by(answer.c.case_id, answer.c.version)
    )
    return {row.case_id: row.attachment_id for row in found}


def _outcomes(session: Session, ids: Sequence[UUID]) -> dict[UUID, Mapping[str, str]]:
    """How each case ended, in both languages."""
    if not ids:
        return {}
    found = session.rows(select(cases.c.id, cases.c.version_id, cases.c.outcome).where(cases.c.id.in_(ids)))
    names = names_of_versions(session, {row.version_id for row in found})
    return {row.id: names[row.version_id].outcomes.get(row.outcome, {}) for row in found if row.version_id in names}


def shared_lines(session: Session, *, limit: int = 50) -> list[CaseRow]:
    """Cases shared with an external participant; `readable_cases` leaves him nothing else."""
    require(session.actor, Permission.VISIT_SHARED)
    rows = case_rows(session, CaseFilter(scope="all", states=frozenset({"any"})), sort="changed", descending=True, limit=limit)
    titled = _titles_shared(session, [row.id for row in rows])
    # Who inside the bank works on it and for whom is not his; neither is a title made of fields that are not shared.
    hidden: dict[str, Any] = {
        "owner": "",
        "requester": "",
        "owner_id": None,
        "group": {},
        "unit": {},
        "risk_level": "",
        "amount_kopecks": None,
    }
    return [replace(row, title=row.title if row.id in titled else "", **hidden) for row in rows]


def _titles_shared(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Cases whose title consists of shared fields only."""
    found = session.rows(select(cases.c.id, cases.c.version_id).where(cases.c.id.in_(ids), cases.c.source == "kordon"))
    titled = set()
    for row in found:
        definition = definition_of(session, row.version_id)
        if all(definition.field(key).sensitivity is Sensitivity.SHARED for key in definition.title_fields):
            titled.add(row.id)
    return titled


def unit_counts(session: Session) -> RequestCounts:
    """The same counts for the units that the actor heads."""
    require(session.actor, Permission.FOLLOW_UNIT)
    closed = cases.c.closed_at.is_not(None)
    row = session.first(
        select(
            func.count().filter(~closed).label("open"),
            func.count().filter(cases.c.state == CaseState.WAITING_REQUESTER.value).label("waiting"),
            func.count().filter(closed).label("closed"),
        ).where(cases.c.unit_id.in_(session.actor.unit_ids), readable_cases(session.actor))
    )
    return RequestCounts(row.open, row.waiting, 0, row.closed) if row else RequestCounts(0, 0, 0, 0)
