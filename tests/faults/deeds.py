"""What demo people do under load, through the operations themselves. Each deed carries its marker into the database."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from data.operations.jobs import enqueue
from data.operations.mail import write_letter
from data.operations.processes import (
    ask_requester,
    complete_task,
    decide_approval,
    keep_file,
    open_case,
    post_message,
    take_task,
)
from data.queries.access import actor_of_login, actor_of_person
from data.session import reading, transaction
from models.access.actor import SYSTEM, Actor

REQUESTERS = ("zaitseva", "kotova", "sidorenko", "vlasova", "chernov", "melnikov", "sokolova", "nikitina")
INCIDENT_SHARE = 0.35
_CONFIRMED = {"result": "clear", "note": ""}
_FILLED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "reply": {"danger": "none", "answer_text": "Проверили, опасности нет."},
        "triage": {"event_type": "external_fraud", "confirmed": {"result": "attention", "note": "Звонок был."}},
        "contain": {"contained": _CONFIRMED, "actions": "Счёт закрыт."},
        "count_loss": {"loss": 120_000},
    }
)
_OUTCOMES = MappingProxyType({"reply": "answered", "triage": "handle", "contain": "done", "count_loss": "done"})
_OPEN_TASKS = text(
    """
    SELECT t.id, t.case_id, t.step, t.assignee_id, t.group_id, c.requester_id, c.owner_id FROM task t JOIN cases c ON c.id = t.case_id
    WHERE t.state = 'open' AND c.paused_at IS NULL AND t.step = ANY (:steps) AND c.service IN ('consultation', 'incident_report')
    ORDER BY random() LIMIT 1
    """
)
_SEATS = text(
    """
    SELECT a.task_id, a.person_id FROM approver a JOIN task t ON t.id = a.task_id JOIN cases c ON c.id = t.case_id
    WHERE a.decision = '' AND t.state = 'open' AND c.paused_at IS NULL AND c.service = 'incident_report' ORDER BY random() LIMIT 1
    """
)
_TALKING = text("SELECT id, requester_id FROM cases WHERE closed_at IS NULL AND requester_id IS NOT NULL AND (paused_at IS NOT NULL) = :paused ORDER BY random() LIMIT 1")
_WORKERS = text("SELECT person_id FROM membership WHERE group_id = :group ORDER BY random() LIMIT 1")


class NothingToDo(Exception):
    """No case is in the state this deed needs."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who acts, and on what."""

    actor: Actor
    row: Row[Any] | None = None


@lru_cache(maxsize=64)
def person(login: str) -> Actor:
    with reading(SYSTEM) as session:
        found = actor_of_login(session, login)
    assert found is not None, login
    return found


@lru_cache(maxsize=64)
def _actor(person_id: UUID) -> Actor:
    with reading(SYSTEM) as session:
        found = actor_of_person(session, person_id)
    assert found is not None
    return found


def _one(statement: Any, **values: Any) -> Row[Any]:
    with reading(SYSTEM) as session:
        row = session.first(statement, values)
    if row is None:
        raise NothingToDo
    return row


def _somebody() -> Chosen:
    return Chosen(person(random.choice(REQUESTERS)))


def _a_task() -> Chosen:
    row = _one(_OPEN_TASKS, steps=list(_FILLED))
    worker = row.assignee_id or _one(_WORKERS, group=row.group_id).person_id
    return Chosen(_actor(worker), row)


def _a_seat() -> Chosen:
    row = _one(_SEATS)
    return Chosen(_actor(row.person_id), row)


def _an_own_case(*, paused: bool) -> Chosen:
    row = _one(_TALKING, paused=paused)
    return Chosen(_actor(row.requester_id), row)


def _order(chosen: Chosen, marker: str) -> None:
    with transaction(chosen.actor) as session:
        if random.random() < INCIDENT_SHARE:
            open_case(session, "incident_report", {"what": marker, "kind": "external_fraud", "ongoing": False})
        else:
            open_case(session, "consultation", {"topic": "rules", "question": marker})


def _complete(chosen: Chosen, marker: str) -> None:
    row = chosen.row
    assert row is not None
    with transaction(chosen.actor) as session:
        if row.assignee_id is None:
            take_task(session, row.id)
        complete_task(session, row.id, _OUTCOMES[row.step], values=_FILLED[row.step], comment=marker)


def _approve(chosen: Chosen, marker: str) -> None:
    assert chosen.row is not None
    with transaction(chosen.actor) as session:
        decide_approval(session, chosen.row.task_id, "approve", comment=marker)


def _say(chosen: Chosen, marker: str) -> None:
    assert chosen.row is not None
    with transaction(chosen.actor) as session:
        post_message(session, chosen.row.id, marker)


def _ask(chosen: Chosen, marker: str) -> None:
    assert chosen.row is not None
    with transaction(chosen.actor) as session:
        ask_requester(session, chosen.row.case_id, marker)


def _upload(chosen: Chosen, marker: str) -> None:
    with transaction(chosen.actor) as session:
        keep_file(session, f"{marker}.txt", BytesIO(f"{marker}\n".encode() * random.randint(1, 20_000)))


def _write_letter(_chosen: Chosen, marker: str) -> None:
    with transaction(SYSTEM) as session:
        write_letter(session, recipient="first@bank.example, second@bank.example", subject=marker, body="Письмо стенда.")


def _ask_for_work(_chosen: Chosen, marker: str) -> None:
    with transaction(SYSTEM) as session:
        enqueue(session, random.choice(("one_effect", "many_effects")), arguments={"marker": marker})


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of deed: whom and what it chooses, how it is done, how often compared with the others."""

    kind: str
    choose: Callable[[], Chosen]
    do: Callable[[Chosen, str], None]
    weight: int


ACTS = (
    Act("order", _somebody, _order, 5),
    Act("task", _a_task, _complete, 8),
    Act("approval", _a_seat, _approve, 4),
    Act("message", lambda: _an_own_case(paused=False), _say, 3),
    Act("question", _a_task, _ask, 2),
    Act("reply", lambda: _an_own_case(paused=True), _say, 3),
    Act("upload", _somebody, _upload, 2),
    Act("letter", _somebody, _write_letter, 2),
    Act("job", _somebody, _ask_for_work, 2),
)
