"""How a foreign case log is to be read: a mapping of its columns onto cases, written by the bank in TOML.

Nothing is guessed: the zone of its times, whether they begin or end an activity, what marks a case as closed and what counts as missing
are said in the mapping. The format is described in docs/event-logs/README.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.errors import InvalidInput

Text = Mapping[str, str]
OPEN_STATES = ("new", "in_work", "waiting", "approval")
CLOSED_STATES = ("done", "refused", "withdrawn")
CLOCK = "clock"
DETECT = "detect"
ALWAYS = "always"
_SOURCE = re.compile(r"[a-z][a-z0-9_-]{1,39}")


class MappingIsWrong(InvalidInput):
    """`path` says where in the mapping, `reason` what is expected there."""

    code: ClassVar[str] = "mapping_is_wrong"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}", field=path, path=path, reason=reason)


@dataclass(frozen=True, slots=True)
class SlaRule:
    """Where the deadline mark comes from: a column of the log, or a promised time that is compared with the resolution."""

    column: str = ""
    met: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    resolution_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class LogMapping:
    """A whole mapping. Column names are those of the file; an empty one means that the log does not have it."""

    source: str
    service: str
    service_name: Text
    case: str
    activity: str
    timestamp: str
    prefix: str = ""
    timestamp_format: str = "iso"
    timestamp_means: Literal["start", "end"] = "start"
    zone: str = "UTC"
    encoding: str = DETECT
    delimiter: str = DETECT
    missing: frozenset[str] = frozenset({""})
    time: str = CLOCK
    keep: Mapping[str, frozenset[str]] = field(default_factory=dict)
    resource: str = ""
    group: str = ""
    opened: str = ""
    resolved: str = ""
    closed: str = ""
    closed_when: frozenset[str] | Literal["always"] | None = None
    title: str = "{case}"
    priority: str = ""
    priorities: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    sla: SlaRule = field(default_factory=SlaRule)
    reaction_after: frozenset[str] = frozenset()
    activity_name: Text = field(default_factory=dict)
    activities: Mapping[str, Text] = field(default_factory=dict)
    fields: Mapping[str, Text] = field(default_factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """Every column the file must have."""
        named = (self.case, self.activity, self.timestamp, self.resource, self.group, self.opened, self.resolved, self.closed)
        return frozenset(name for name in (*named, self.priority, self.sla.column, *self.keep, *self.fields, *self.title_columns) if name)

    @property
    def title_columns(self) -> tuple[str, ...]:
        """Columns that the title is made of."""
        return tuple(name for name in re.findall(r"\{([^{}]+)\}", self.title) if name != "case")

    def name_of_activity(self, activity: str) -> Text:
        """What people call this step."""
        if activity in self.activities:
            return self.activities[activity]
        pattern = self.activity_name or {"ru": "{activity}", "en": "{activity}"}
        return {lang: words.replace("{activity}", activity) for lang, words in pattern.items()}


def slug(words: str) -> str:
    """A key made of a foreign word, always the same: small Latin letters and digits, a few letters of a hash where others got lost.

    Words that differ only in capitals and spaces are one word: logs are written by people.
    """
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:40]
    if len(words) > 40 or not re.fullmatch(r"[A-Za-z0-9]+([ _-]+[A-Za-z0-9]+)*", words):
        plain = f"{plain}_{hashlib.sha256(words.encode()).hexdigest()[:8]}".strip("_")
    return plain if plain[0].isalpha() else f"s_{plain}"


_KNOWN = {
    "log": {"source", "prefix", "encoding", "delimiter", "missing", "zone", "time", "keep"},
    "service": {"code", "name"},
    "columns": {
        "case", "activity", "timestamp", "timestamp_format", "timestamp_means", "resource", "group",
        "opened_at", "resolved_at", "closed_at", "priority",
    },
    "case": {"closed_when", "title", "states", "priorities"},
    "sla": {"column", "met", "broken", "resolution_minutes"},
    "reaction": {"after"},
    "activities": None,
    "activity_name": {"ru", "en"},
    "fields": None,
}  # fmt: skip


def parse_mapping(document: Mapping[str, Any]) -> LogMapping:
    """Read and check a mapping. Raises `MappingIsWrong` naming the place; an unknown key is refused, it is a typing error."""
    for section, value in document.items():
        if section not in _KNOWN:
            raise MappingIsWrong(section, f"one of {', '.join(_KNOWN)} expected")
        if not isinstance(value, Mapping):
            raise MappingIsWrong(section, "a section expected")
        known = _KNOWN[section]
        for key in value:
            if known is not None and key not in known:
                raise MappingIsWrong(f"{section}.{key}", f"one of {', '.join(sorted(known))} expected")
    log, service, columns, case, sla = (document.get(name, {}) for name in ("log", "service", "columns", "case", "sla"))
    mapping = LogMapping(
        source=_word(log, "log.source"), service=slug(_word(service, "service.code")),
        service_name=_text(service.get("name"), "service.name"),
        case=_word(columns, "columns.case"), activity=_word(columns, "columns.activity"), timestamp=_word(columns, "columns.timestamp"),
        prefix=_optional(log, "log.prefix"), timestamp_format=_optional(columns, "columns.timestamp_format", "iso"),
        timestamp_means=_choice(columns, "columns.timestamp_means", ("start", "end"), "start"),
        zone=_optional(log, "log.zone", "UTC"), encoding=_optional(log, "log.encoding", DETECT),
        delimiter=_optional(log, "log.delimiter", DETECT),
        missing=_words(log, "log.missing") | {""}, time=_optional(log, "log.time", CLOCK),
        keep={str(name): frozenset(map(str, values)) for name, values in _table(log, "log.keep").items()},
        resource=_optional(columns, "columns.resource"), group=_optional(columns, "columns.group"),
        opened=_optional(columns, "columns.opened_at"),
        resolved=_optional(columns, "columns.resolved_at"), closed=_optional(columns, "columns.closed_at"),
        closed_when="always" if case.get("closed_when") == ALWAYS else (_words(case, "case.closed_when") or None),
        title=_optional(case, "case.title", "{case}"), priority=_optional(columns, "columns.priority"),
        priorities=_priorities(_table(case, "case.priorities")), states=_states(_table(case, "case.states")), sla=_sla(sla),
        reaction_after=_words(document.get("reaction", {}), "reaction.after"),
        activity_name=_text(document["activity_name"], "activity_name") if "activity_name" in document else {},
        activities={str(name): _text(words, f"activities.{name}") for name, words in document.get("activities", {}).items()},
        fields={str(name): _text(words, f"fields.{name}") for name, words in document.get("fields", {}).items()},
    )  # fmt: skip
    _check(mapping)
    return mapping


def _check(mapping: LogMapping) -> None:
    if not _SOURCE.fullmatch(mapping.source) or mapping.source == "kordon":
        raise MappingIsWrong("log.source", "small latin letters, digits, - and _ expected, and not “kordon”")
    try:
        ZoneInfo(mapping.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise MappingIsWrong("log.zone", f"no time zone is called {mapping.zone!r}") from None
    if mapping.delimiter != DETECT and len(mapping.delimiter) != 1:
        raise MappingIsWrong("log.delimiter", "one character or “detect” expected")
    if mapping.closed_when is None and not mapping.closed:
        raise MappingIsWrong("case.closed_when", "say by which activities a case is closed, “always”, or name columns.closed_at")


def _sla(sla: Mapping[str, Any]) -> SlaRule:
    minutes = sla.get("resolution_minutes")
    if minutes is not None and (not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0):
        raise MappingIsWrong("sla.resolution_minutes", "whole minutes expected")
    rule = SlaRule(_optional(sla, "sla.column"), _words(sla, "sla.met"), _words(sla, "sla.broken"), minutes)
    if rule.column and not (rule.met and rule.broken):
        raise MappingIsWrong("sla.met", "values of the column for “in time” and for “late” expected")
    return rule


def _priorities(table: Mapping[str, Any]) -> dict[str, int]:
    for name, value in table.items():
        if value not in (0, 1, 2, 3) or isinstance(value, bool):
            raise MappingIsWrong(f"case.priorities.{name}", "0 (low) … 3 (critical) expected")
    return dict(table)


def _states(table: Mapping[str, Any]) -> dict[str, str]:
    for name, value in table.items():
        if value not in (*OPEN_STATES, *CLOSED_STATES):
            raise MappingIsWrong(f"case.states.{name}", f"one of {', '.join((*OPEN_STATES, *CLOSED_STATES))} expected")
    return dict(table)


def _key(path: str) -> str:
    return path.rpartition(".")[2]


def _word(section: Mapping[str, Any], path: str) -> str:
    found = _optional(section, path)
    if not found:
        raise MappingIsWrong(path, "may not be empty")
    return found


def _optional(section: Mapping[str, Any], path: str, default: str = "") -> str:
    value = section.get(_key(path), default)
    if not isinstance(value, str):
        raise MappingIsWrong(path, "text expected")
    return value


def _choice(section: Mapping[str, Any], path: str, known: tuple[str, str], default: str) -> Any:
    value = _optional(section, path, default)
    if value not in known:
        raise MappingIsWrong(path, f"one of {', '.join(known)} expected")
    return value


def _words(section: Mapping[str, Any], path: str) -> frozenset[str]:
    value = section.get(_key(path), [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise MappingIsWrong(path, "a list of texts expected")
    return frozenset(value)


def _table(section: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    value = section.get(_key(path), {})
    if not isinstance(value, Mapping):
        raise MappingIsWrong(path, "a table expected")
    return value


def _text(value: Any, path: str) -> Text:
    complete = isinstance(value, Mapping) and set(value) == {"ru", "en"}
    if not complete or not all(isinstance(words, str) and words for words in value.values()):
        raise MappingIsWrong(path, 'a text in both languages expected: { ru = "…", en = "…" }')
    return dict(value)
