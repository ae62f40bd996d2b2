"""The audit trail in words: what changed from what to what. Actions and things have their names in `trail_names.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from pages.access.roles import role_words
from pages.access.trail_names import action_words, kind_words
from pages.formats import ABSENT, date_short, listing, moment_long, money, number
from pages.translations import N_, _, text_of

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "login": N_("login"), "full_name": N_("full name"), "full_name_en": N_("name in English"), "position": N_("position"),
        "email": N_("mail"), "phone": N_("telephone"), "roles": N_("roles"), "capacity": N_("load"), "unit": N_("unit"),
        "groups": N_("groups"), "leads": N_("leads"), "members": N_("members"), "code": N_("code"), "name": N_("name"),
        "mailbox": N_("mailbox"), "is_closed": N_("closed group"), "parent_id": N_("upper unit"), "head_id": N_("head"),
        "business_line_id": N_("business line"),
        "substitute": N_("substitute"), "first_day": N_("first day"), "last_day": N_("last day"), "failures": N_("wrong passwords"),
        "state": N_("state"), "outcome": N_("outcome"), "owner_id": N_("executor"), "group_id": N_("group"), "due_at": N_("due"),
        "priority": N_("priority"), "risk_level": N_("risk level"), "paused_at": N_("paused"), "resume_on": N_("resume on"),
        "rating": N_("rating"), "hash": N_("fingerprint"), "version": N_("version"), "rows": N_("rows"), "seals": N_("seals"),
        "findings": N_("findings"), "is_whole": N_("whole"), "period": N_("period"), "from": N_("from"), "to": N_("to"),
        "person": N_("person"), "action": N_("action"), "kind": N_("kind"), "q": N_("words"),
        "files": N_("documents"), "file": N_("document"), "visibility": N_("who sees it"), "value": N_("value"), "filters": N_("filters"),
        "case_number": N_("case"), "minutes": N_("minutes"), "event": N_("event"), "grade": N_("grade"),
        "service": N_("service"), "step": N_("step"), "day": N_("day"),
        "measure": N_("measure"), "source": N_("source"), "share": N_("share"), "month": N_("month"),
        "planned_cost": N_("planned cost, kopecks"), "planned_benefit": N_("planned benefit, kopecks"),
        "actual_cost": N_("actual cost, kopecks"), "actual_benefit": N_("actual benefit, kopecks"),
        "column": N_("column"), "done": N_("done"), "carried": N_("carried over"),
    }
)  # fmt: skip

_STATES: Mapping[str, str] = MappingProxyType(
    {
        "new": N_("new"), "in_work": N_("in work"), "waiting_requester": N_("waiting for the requester"), "waiting": N_("waiting"),
        "paused": N_("paused"), "approval": N_("on approval"), "done": N_("done"), "refused": N_("refused"), "withdrawn": N_("withdrawn"),
    }
)  # fmt: skip
_VISIBILITIES: Mapping[str, str] = MappingProxyType(
    {"public": N_("the requester and the service"), "internal": N_("the security service only"), "shared": N_("external participants too")}
)
_RESULTS: Mapping[str, str] = MappingProxyType({"clear": N_("Nothing found"), "attention": N_("Needs attention"), "hit": N_("Found")})
_PRIORITIES = (N_("low"), N_("normal"), N_("high"), N_("critical"))
_LEVELS: Mapping[str, str] = MappingProxyType({"low": N_("low"), "medium": N_("medium"), "high": N_("high")})


def change_words(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, *, names: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """What changed: field, old value, new value, all in words. `names` gives the names behind ids."""
    old, new = dict(before or {}), dict(after or {})
    for document in (old, new):
        document.pop("message", None)  # the number of a message says nothing to anybody
    known = list(_FIELDS)  # the order of the table above: a JSON column keeps none
    order = sorted(dict.fromkeys([*new, *old]), key=lambda field: known.index(field) if field in known else len(known))
    return [
        (_field_words(field, names), _value_words(field, old.get(field), names), _value_words(field, new.get(field), names))
        for field in order
    ]


def ids_in(*documents: Mapping[str, Any] | None) -> set[UUID]:
    """Ids of people, groups and units that stand in changes, so that they can be named."""
    found: set[UUID] = set()
    for document in documents:
        for value in (document or {}).values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and (known := _uuid(one)):
                    found.add(known)
    return found


_CODED = {"roles": role_words, "action": action_words, "kind": kind_words}


def _place_of(key: str) -> int:
    """The verdict before its note, the name before its numbers."""
    return 0 if key in {"result", "name"} else 1


def _uuid(text: str) -> UUID | None:
    if len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def _field_words(field: str, names: Mapping[str, str]) -> str:
    msgid = _FIELDS.get(field)
    return _(msgid) if msgid else names.get(field) or field.removeprefix("fields.").replace("_", " ")


def _value_words(field: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ABSENT
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return listing([_value_words(field, one, names) for one in value])
    if isinstance(value, Mapping):
        return (
            text_of(value)
            if set(value) <= {"ru", "en"}
            else ", ".join(_value_words(key, value[key], names) for key in sorted(value, key=_place_of) if value[key] not in ("", None))
        )
    if isinstance(value, int | float):
        if names.get(f"{field}.type") == "money":
            return money(int(value))
        return _(_PRIORITIES[int(value)]) if field == "priority" and value in range(4) else number(value)
    return _text_words(field, str(value), names)


def _text_words(field: str, value: str, names: Mapping[str, str]) -> str:
    if field == "state" and value in _STATES:
        return _(_STATES[value])
    if field == "risk_level" and value in _LEVELS:
        return _(_LEVELS[value])
    if field == "visibility" and value in _VISIBILITIES:
        return _(_VISIBILITIES[value])
    if field == "result" and value in _RESULTS:
        return _(_RESULTS[value])
    if f"{field}={value}" in names:
        return names[f"{field}={value}"]
    if field == "hash":
        return value[:12]
    if field in _CODED:
        return _CODED[field](value)
    if value in names:
        return names[value]
    try:
        return (
            date_short(date.fromisoformat(value))
            if len(value) == 10
            else moment_long(datetime.fromisoformat(value))
            if "T" in value
            else value
        )
    except ValueError:
        return value
