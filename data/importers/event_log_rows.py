"""From texts to events: times with their zone, missing values left out, every row that cannot be used named with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from data.importers.event_log_reading import LogFile, LogUnreadable
from models.analytics.event_log import LogMapping
from models.analytics.event_log_case import CaseIsWrong, LogCase, LogEvent, build_case

MOST_EVENTS = 5_000_000
_LONGEST_KEPT_TEXT = 200


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not used: its line in the file, a code for the reason, and the cells that matter."""

    line: int
    reason: str
    row: Mapping[str, str]


@dataclass(slots=True)
class ReadLog:
    """What a file turned out to hold."""

    cases: list[LogCase] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    rows_read: int = 0
    left_out: int = 0  # rows that the mapping's `keep` does not want
    events: int = 0


class _RowRejected(Exception):
    """One row cannot be used."""

    def __init__(self, reason: str, column: str) -> None:
        super().__init__(reason)
        self.reason, self.column = reason, column


def read_cases(file: LogFile) -> ReadLog:
    """All cases of the file, in the order in which they first appear. Raises `LogUnreadable` for the file as a whole."""
    mapping, log = file.mapping, ReadLog()
    rows: dict[str, list[LogEvent]] = defaultdict(list)
    time_of = _Times(mapping.timestamp_format, ZoneInfo(mapping.zone))
    for line, row in file.rows():
        log.rows_read += 1
        if log.rows_read > MOST_EVENTS:
            raise LogUnreadable(f"more than {MOST_EVENTS} rows; cut the log into years")
        values = {name: value for name in mapping.columns if (value := row.get(name, "").strip()) not in mapping.missing}
        if any(values.get(name, "") not in wanted for name, wanted in mapping.keep.items()):
            log.left_out += 1
            continue
        try:
            key, event = _event(line, values, mapping, time_of=time_of)
        except _RowRejected as fault:
            log.rejects.append(Reject(line, fault.reason, _shown(row, mapping, fault.column)))
            continue
        rows[key].append(event)
        log.events += 1
    log.rejects.extend(Reject(line, reason, row) for line, reason, row in file.rejected)
    log.rows_read += len(file.rejected)
    for key, events in rows.items():
        try:
            log.cases.append(build_case(key, events, mapping))
        except CaseIsWrong as wrong:
            log.events -= len(events)
            log.rejects.extend(Reject(event.line, wrong.reason, {mapping.case: key}) for event in events)
    log.rejects.sort(key=lambda reject: reject.line)
    return log


def _event(line: int, values: dict[str, str], mapping: LogMapping, *, time_of: Mapping[str, datetime]) -> tuple[str, LogEvent]:
    for column, reason in ((mapping.case, "no_case"), (mapping.activity, "no_activity"), (mapping.timestamp, "no_time")):
        if column not in values:
            raise _RowRejected(reason, column)

    def moment(column: str) -> datetime | None:
        if column not in values:
            return None
        try:
            return time_of[values[column]]
        except ValueError:
            raise _RowRejected("wrong_time", column) from None

    at = moment(mapping.timestamp)
    assert at is not None
    times = {mapping.timestamp, mapping.opened, mapping.resolved, mapping.closed}
    taken = {mapping.case, mapping.activity, mapping.resource, mapping.group, *times}
    return values[mapping.case], LogEvent(
        line=line, at=at, activity=values[mapping.activity], resource=values.get(mapping.resource, ""), group=values.get(mapping.group, ""),
        opened_at=moment(mapping.opened), resolved_at=moment(mapping.resolved), closed_at=moment(mapping.closed),
        values={name: value for name, value in values.items() if name not in taken or name in mapping.fields},
    )  # fmt: skip


class _Times(dict[str, datetime]):
    """Text → UTC. The same time stands on many rows of a case, and reading one is what costs."""

    def __init__(self, pattern: str, zone: ZoneInfo) -> None:
        super().__init__()
        self._pattern, self._zone = pattern, zone

    def __missing__(self, text: str) -> datetime:
        told = datetime.fromisoformat(text) if self._pattern == "iso" else datetime.strptime(text, self._pattern)  # noqa: DTZ007 - the zone follows
        local = told if told.tzinfo else told.replace(tzinfo=self._zone)
        read = local.astimezone(UTC)
        if told.tzinfo is None and read.astimezone(self._zone).replace(tzinfo=None) != told:
            raise ValueError(f"{text} was skipped when the clocks changed")
        self[text] = read
        return read


def _shown(row: Mapping[str, str], mapping: LogMapping, column: str) -> dict[str, str]:
    """The case and the cell that is wrong: enough to find the row, no more of foreign data than that."""
    names = dict.fromkeys((mapping.case, column))
    return {name: row.get(name, "")[:_LONGEST_KEPT_TEXT] for name in names}
