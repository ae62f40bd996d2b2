"""From the rows of a foreign log to a case: when it was opened, who carried it, how long each step took, whether it was in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from models.analytics.event_log import ALWAYS, CLOSED_STATES, LogMapping
from models.errors import InvalidInput


class CaseIsWrong(InvalidInput):
    """The rows are readable one by one, but make no sense together; `reason` is a code for the list of rejected rows."""

    code: ClassVar[str] = "case_is_wrong"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, reason=reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One accepted row. `values` holds the other mapped columns, missing ones left out; times are UTC."""

    line: int
    at: datetime
    activity: str
    resource: str = ""
    group: str = ""
    opened_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """A case in one step: neighbouring rows of one activity are one visit. `done_at` is empty while it is there."""

    activity: str
    number: int
    entered_at: datetime
    done_at: datetime | None
    resource: str
    group: str


@dataclass(frozen=True, slots=True)
class LogCase:
    """A case as the log tells it. `sla_met` and minutes are the log's own where it has them; `resolved_at` ends the handling."""

    key: str
    title: str
    state: str
    priority: int
    opened_at: datetime
    reacted_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    owner: str
    group: str
    sla_met: bool | None
    fields: Mapping[str, str]
    visits: tuple[Visit, ...]
    events: tuple[LogEvent, ...]


def build_case(key: str, rows: Sequence[LogEvent], mapping: LogMapping) -> LogCase:
    """Put the rows of one case together; rows of equal time keep the order of the file. Raises `CaseIsWrong`."""
    events = tuple(sorted(rows, key=lambda event: event.at))
    last = events[-1]
    opened_at = _last(events, "opened_at") or events[0].at
    closed_at = _closed_at(events, mapping)
    if closed_at is not None and closed_at < opened_at:
        raise CaseIsWrong("closed_before_opened")
    resolved_at = (_last(events, "resolved_at") or closed_at) if closed_at is not None else None
    if resolved_at is not None and resolved_at < opened_at:
        raise CaseIsWrong("resolved_before_opened")
    reacted_at = next((event.at for event in events if event.activity not in mapping.reaction_after), None)
    values = _merged(events)
    return LogCase(
        key=key, title=_title(key, values, mapping), state=_state(events, closed_at is not None, mapping),
        priority=mapping.priorities.get(values.get(mapping.priority, ""), 1), opened_at=opened_at,
        reacted_at=max(reacted_at, opened_at) if reacted_at is not None else None, resolved_at=resolved_at, closed_at=closed_at,
        owner=_last(events, "resource") or "", group=_last(events, "group") or "",
        sla_met=_mark(last.values.get(mapping.sla.column, ""), mapping) if closed_at is not None else None,
        fields={name: values[name] for name in mapping.fields if name in values},
        visits=_visits(events, opened_at, closed_at, means_start=mapping.timestamp_means == "start"), events=events,
    )  # fmt: skip


def _last(events: Sequence[LogEvent], name: str) -> Any:
    """The latest value that is not missing."""
    return next((value for event in reversed(events) if (value := getattr(event, name))), None)


def _merged(events: Sequence[LogEvent]) -> dict[str, str]:
    values: dict[str, str] = {}
    for event in events:
        values.update(event.values)
    return values


def _closed_at(events: Sequence[LogEvent], mapping: LogMapping) -> datetime | None:
    """Logs tell the closing time on every row, also while the case was open; so the last row's activity decides, where it is named."""
    last = events[-1]
    if mapping.closed_when is None or mapping.closed_when == ALWAYS:
        told = _last(events, "closed_at")
        return told or (last.at if mapping.closed_when == ALWAYS else None)
    if last.activity not in mapping.closed_when:
        return None
    return _last(events, "closed_at") or last.at


def _state(events: Sequence[LogEvent], closed: bool, mapping: LogMapping) -> str:
    told = mapping.states.get(events[-1].activity, "")
    if closed:
        return told if told in CLOSED_STATES else "done"
    if told and told not in CLOSED_STATES:
        return told
    return "new" if all(event.activity in mapping.reaction_after for event in events) else "in_work"


def _mark(value: str, mapping: LogMapping) -> bool | None:
    if value in mapping.sla.met:
        return True
    return False if value in mapping.sla.broken else None


def _title(key: str, values: Mapping[str, str], mapping: LogMapping) -> str:
    title = mapping.title.replace("{case}", key)
    for name in mapping.title_columns:
        title = title.replace(f"{{{name}}}", values.get(name, "—"))
    return title


def _visits(events: Sequence[LogEvent], opened_at: datetime, closed_at: datetime | None, *, means_start: bool) -> tuple[Visit, ...]:
    """Neighbouring rows of one activity are one visit. A time that starts an activity ends the one before; one that ends it began there."""
    runs: list[list[LogEvent]] = []
    for event in events:
        if runs and runs[-1][-1].activity == event.activity:
            runs[-1].append(event)
        else:
            runs.append([event])
    visits, seen = [], dict[str, int]()
    for place, run in enumerate(runs):
        activity = run[0].activity
        seen[activity] = seen.get(activity, 0) + 1
        entered: datetime
        done: datetime | None
        if means_start:
            entered = run[0].at
            following = runs[place + 1][0].at if place + 1 < len(runs) else closed_at
            done = max(following, entered) if following is not None else None
        else:
            done = run[-1].at
            entered = min(runs[place - 1][-1].at if place else opened_at, done)
        visits.append(Visit(activity, seen[activity], entered, done, _last(run, "resource") or "", _last(run, "group") or ""))
    return tuple(visits)
