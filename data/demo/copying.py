"""Rows of made-up cases as text for COPY, and their way into the tables. Every column that operations fill is filled here.

Very large banks are written in echoes: what one office has lived is written again for its sister offices, with other people, other ids and
other numbers. Making a story costs a millisecond, exchanging the marks in its text next to nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from psycopg import sql

from data.demo.ground import ECHO_ID, ECHO_NUMBER
from data.demo.memory import Case
from data.session import Session

_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 — only ever written as UTC


def _text(value: Any) -> str:
    return _NULL if value is None else str(value).translate(_ESCAPES)


def _plain(value: Any) -> str:
    """Ids and numbers: nothing in them needs care."""
    return _NULL if value is None else str(value)


@lru_cache(maxsize=65_536)
def _stamp(value: int) -> str:
    return f"{_EPOCH + timedelta(seconds=value)}+00"


def _moment(value: Any) -> str:
    return _NULL if value is None else _stamp(value)


def _yes_no(value: Any) -> str:
    return _NULL if value is None else "t" if value else "f"


def _document(value: Any) -> str:
    return orjson.dumps(value, default=_odd).decode().replace("\\", "\\\\")


def _odd(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value))


def _moments(value: Iterable[int]) -> str:
    return "{" + ",".join(f'"{_stamp(one)}"' for one in value) + "}"


def _ids(value: Iterable[str]) -> str:
    return "{" + ",".join(value) + "}"


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


_Encoder = Callable[[Any], str]
_LAYOUT: dict[str, list[tuple[str, _Encoder]]] = {
    "cases": [
        ("id", _plain), ("number", _text), ("process_id", _plain), ("version_id", _plain), ("service", _plain), ("state", _plain),
        ("outcome", _plain), ("negative", _yes_no), ("title", _text), ("fields", _document), ("revision", _plain), ("requester_id", _plain),
        ("unit_id", _plain), ("business_line_id", _plain), ("owner_id", _plain), ("group_id", _plain), ("priority", _plain),
        ("risk_level", _plain), ("amount_kopecks", _plain), ("anonymous", _yes_no), ("opened_at", _moment), ("reaction_due_at", _moment),
        ("reacted_at", _moment), ("due_at", _moment), ("closed_at", _moment), ("reaction_minutes", _plain), ("handling_minutes", _plain),
        ("sla_met", _yes_no), ("paused_at", _moment), ("resume_on", _plain), ("pause_reason", _text), ("paused_minutes", _plain),
        ("extended_minutes", _plain),
        ("state_before_pause", _plain), ("remind_times", _moments), ("escalate_to", _plain),
        ("parent_id", _plain), ("parent_task_id", _plain), ("resubmits_id", _plain), ("rating", _plain), ("rating_comment", _text),
        ("search_text", _text), ("changed_at", _moment),
    ],
    "task": [
        ("id", _plain), ("case_id", _plain), ("step", _plain), ("kind", _plain), ("state", _plain), ("branch", _plain), ("visit", _plain),
        ("group_id", _plain), ("assignee_id", _plain), ("entered_at", _moment), ("taken_at", _moment), ("due_at", _moment),
        ("done_at", _moment), ("done_by", _plain), ("outcome", _plain), ("comment", _text), ("working_minutes", _plain),
        ("wait_until", _moment), ("wait_event", _plain), ("child_case_id", _plain), ("remind_times", _moments),
        ("escalate_to", _plain),
    ],
    "approver": [
        ("id", _plain), ("task_id", _plain), ("person_id", _plain), ("decision", _plain), ("comment", _text), ("decided_at", _moment),
        ("decided_by", _plain), ("forwarded_to", _plain),
    ],
    "join_arrival": [("case_id", _plain), ("step", _plain), ("branch", _plain), ("at", _moment)],
    "sla_pause": [
        ("id", _plain), ("case_id", _plain), ("paused_at", _moment), ("resumed_at", _moment), ("resume_on", _plain), ("reason", _text),
        ("paused_by", _plain), ("resumed_by", _plain),
    ],
    "case_event": [
        ("id", _plain), ("case_id", _plain), ("at", _moment), ("kind", _plain), ("actor_id", _plain), ("on_behalf_of", _plain),
        ("task_id", _plain), ("step", _plain), ("visibility", _plain), ("data", _document),
    ],
    "message": [
        ("id", _plain), ("case_id", _plain), ("author_id", _plain), ("on_behalf_of", _plain), ("visibility", _plain), ("body", _text),
        ("at", _moment), ("mentions", _ids),
    ],
    "attachment": [
        ("id", _plain), ("case_id", _plain), ("message_id", _plain), ("field", _plain), ("name", _text), ("media_type", _plain),
        ("size", _plain), ("sha256", _bytes), ("visibility", _plain), ("uploaded_by", _plain), ("uploaded_at", _moment),
    ],
    "participant": [("case_id", _plain), ("person_id", _plain), ("part", _plain), ("added_by", _plain), ("added_at", _moment)],
    "answer": [
        ("id", _plain), ("case_id", _plain), ("version", _plain), ("lang", _plain), ("template", _plain), ("subject", _text), ("body",
        _text),
        ("state", _plain), ("author_id", _plain), ("created_at", _moment), ("approved_by", _plain), ("approved_at", _moment),
        ("delivered_at", _moment),
    ],
}  # fmt: skip
_ENCODERS = {name: tuple(encoder for _column, encoder in layout) for name, layout in _LAYOUT.items()}
TABLES = tuple(_LAYOUT)  # in the order of their references


def _case_row(case: Case) -> tuple[Any, ...]:
    return (
        case.id, case.number, case.service.process_id, case.service.version_id, case.code, case.state, case.outcome, case.negative,
        case.title,
        case.fields, case.revision, case.requester, case.unit, case.line, case.owner, case.group, case.priority, case.risk_level,
        case.amount,
        case.anonymous, case.opened_at, case.reaction_due_at, case.reacted_at, case.due_at, case.closed_at, case.reaction_minutes,
        case.handling_minutes, case.sla_met, case.paused_at, case.resume_on, case.pause_reason, case.paused_minutes, case.extended_minutes,
        case.state_before_pause,
        case.reminders, case.escalate_to, case.parent.id if case.parent else None,
        case.parent_task.id if case.parent_task else None, case.resubmits, case.rating, case.rating_comment, case.search_text,
        case.changed_at,
    )  # fmt: skip


def _task_rows(case: Case) -> Iterable[tuple[Any, ...]]:
    for one in case.tasks:
        yield (
            one.id, case.id, one.step, one.kind, one.state, one.branch, one.visit, one.group, one.assignee, one.entered_at, one.taken_at,
            one.due_at, one.done_at, one.done_by, one.outcome, one.comment, one.minutes, one.wait_until, one.wait_event, one.child,
            one.reminders, one.escalate_to,
        )  # fmt: skip


class Rows:
    """Lines waiting to be copied, table by table."""

    def __init__(self, *, echoes: int = 0) -> None:
        self._echoes, self._digits = echoes, len(str(max(1, echoes) - 1))
        self.lines: dict[str, list[str]] = {name: [] for name in TABLES}
        self.cases = 0
        self.written = 0

    def add(self, case: Case) -> None:
        """A case with everything that belongs to it, sub-cases too (a parent comes before its children)."""
        self.cases += 1
        self._put("cases", [_case_row(case)])
        self._put("task", _task_rows(case))
        for one in case.tasks:
            if one.seats:
                self._put("approver", (
                    (seat.id, one.id, seat.person, seat.decision, seat.comment, seat.decided_at, seat.decided_by, seat.forwarded_to)
                    for seat in one.seats
                ))  # fmt: skip
        if case.arrivals:
            self._put("join_arrival", ((case.id, step, branch, at) for (step, branch), at in case.arrivals.items()))
        self._put("sla_pause", case.pauses)
        self._put("answer", case.answers)
        for name, rows in case.rows.items():
            self._put(name, rows)
        for child in case.children:
            self.add(child)

    def _put(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        encoders, lines = _ENCODERS[table], self.lines[table]
        for row in rows:
            lines.append("\t".join([encode(value) for encode, value in zip(encoders, row, strict=True)]))

    def copy(self, session: Session) -> int:
        """Write everything collected and start anew. Returns how many rows."""
        raw = session.connection.connection.driver_connection
        assert raw is not None
        count = 0
        for name in TABLES:
            lines = self.lines[name]
            if not lines:
                continue
            columns = sql.SQL(", ").join(sql.Identifier(column) for column, _encoder in _LAYOUT[name])
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), columns)
            with raw.cursor() as cursor, cursor.copy(statement) as copy:
                for start in range(0, len(lines), 2_000):
                    for block in self._blocks("\n".join(lines[start : start + 2_000]) + "\n"):
                        copy.write(block)
            count += len(lines) * max(1, self._echoes)
            lines.clear()
        self.written += count
        return count

    def _blocks(self, block: str) -> Iterable[str]:
        if not self._echoes:
            return [block]
        return (block.replace(ECHO_ID, echo_id(k)).replace(ECHO_NUMBER, f"{k:0{self._digits}d}") for k in range(self._echoes))


def echo_id(number: int) -> str:
    """The mark in the ids of one echo."""
    return f"{int(ECHO_ID, 16) + number:06x}"
