"""What the page "Background work" draws: runs, lines of the timetable, processes, letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as the history draws it."""

    id: str
    job: str
    state: str
    scheduled: bool
    asked_by: str
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int | None
    message: Mapping[str, Any]
    result: Mapping[str, Any]
    error: Mapping[str, Any] | None
    cancel_asked: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the timetable with its last finished run."""

    job: str
    task: str
    rhythm: Mapping[str, Any]
    next_at: datetime | None
    is_running: bool
    last_state: str | None
    last_at: datetime | None
    last_result: Mapping[str, Any] = field(default_factory=dict)
    last_error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process that runs jobs."""

    host: str
    pid: int
    workers: int
    is_leader: bool
    is_alive: bool
    started_at: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter that could not be sent (yet)."""

    id: str
    recipient: str
    attempts: int
    error: str
    next_attempt_at: datetime
    given_up_at: datetime | None
