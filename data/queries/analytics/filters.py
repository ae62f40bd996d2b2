"""Which part of the bank a figure is about: `key=value` as people write it → ids as tables know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal, select

from data.session import Session
from data.tables.access import business_line, unit, work_group
from data.tables.processes import cases, process, process_version
from data.tables.services import import_batch
from models.errors import InvalidInput

FILTER_KEYS = ("source", "service", "group", "unit", "business_line")
NOBODY = "none"  # cases without a group, unit or business line


class UnknownFilter(InvalidInput):
    """There is no such filter, or nothing carries this value."""

    code: ClassVar[str] = "unknown_filter"


@dataclass(frozen=True, slots=True)
class Scope:
    """Values a case must have, per column; an empty tuple asks for nothing. `chosen` is what people wrote."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    group_id: tuple[str, ...] = ()
    unit_id: tuple[str, ...] = ()
    line_id: tuple[str, ...] = ()

    @property
    def grain(self) -> str:
        """The smallest prepared rows that can answer."""
        return "full" if self.group_id or self.unit_id or self.line_id else "narrow"

    def of_measures(self, columns: Any) -> ColumnElement[bool]:
        """As a condition on counted facts."""
        names = ("source", "service", "group_id", "unit_id", "line_id")
        return and_(literal(True), *(columns[name].in_(getattr(self, name)) for name in names if getattr(self, name)))

    def of_cases(self) -> ColumnElement[bool]:
        """As a condition on the cases themselves."""
        columns = {
            "source": cases.c.source, "service": cases.c.service, "group_id": text_of_id(cases.c.group_id),
            "unit_id": text_of_id(cases.c.unit_id), "line_id": text_of_id(cases.c.business_line_id),
        }  # fmt: skip
        return self.of_measures(columns)


def text_of_id(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An id as figures keep it: text, empty when there is none."""
    return func.coalesce(cast(column, Text), "")


def read_scope(session: Session, chosen: Mapping[str, Iterable[str] | str]) -> Scope:
    """Look the written values up. A unit means everything under it too. Raises `UnknownFilter` for what nobody knows."""
    wanted: dict[str, tuple[str, ...]] = {}
    for key, values in chosen.items():
        if key not in FILTER_KEYS:
            raise UnknownFilter(key, field=key, given=key, known=", ".join(FILTER_KEYS))
        listed = tuple(dict.fromkeys(values.split(",") if isinstance(values, str) else values))
        if any(listed):
            wanted[key] = tuple(value.strip() for value in listed if value.strip())
    return Scope(
        chosen=wanted,
        source=_checked(session, "source", wanted),
        service=_checked(session, "service", wanted),
        group_id=_ids(session, work_group, "group", wanted),
        unit_id=_with_parts(session, _ids(session, unit, "unit", wanted)),
        line_id=_ids(session, business_line, "business_line", wanted),
    )


def _checked(session: Session, key: str, wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    values = wanted.get(key, ())
    if not values:
        return ()
    known = {row.code for row in session.rows(select(process.c.code))} if key == "service" else set(sources(session))
    for value in values:
        if value not in known:
            raise UnknownFilter(value, field=key, given=value, known=", ".join(sorted(known)))
    return values


def sources(session: Session) -> list[str]:
    """Where cases came from: Kordon itself first, then imported logs. (A distinct over an index would read all cases.)"""
    named = select(import_batch.c.source).where(import_batch.c.kind == "event_log")
    logs = session.rows(named.distinct().order_by(import_batch.c.source))
    return ["kordon", *(row[0] for row in logs)]


def _ids(session: Session, table: Any, key: str, wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    values = wanted.get(key, ())
    if not values:
        return ()
    found = {row.code: str(row.id) for row in session.rows(select(table.c.code, table.c.id).where(table.c.code.in_(values)))}
    for value in values:
        if value != NOBODY and value not in found:
            raise UnknownFilter(value, field=key, given=value)
    return tuple("" if value == NOBODY else found[value] for value in values)


def _with_parts(session: Session, ids: tuple[str, ...]) -> tuple[str, ...]:
    if not any(ids):
        return ids
    top = select(unit.c.id).where(cast(unit.c.id, Text).in_(ids)).cte("parts", recursive=True)
    below = select(unit.c.id).join(top, unit.c.parent_id == top.c.id)
    parts = top.union(below)
    found = {str(row.id) for row in session.rows(select(parts.c.id))}
    return tuple(sorted(found | ({""} if "" in ids else set())))


def filter_choices(session: Session) -> dict[str, list[tuple[str, dict[str, str]]]]:
    """What can be chosen per filter: (value, name in both languages), names sorted by the page."""
    services = session.rows(
        select(process.c.code, process_version.c.definition["case_name"].label("name"))
        .join(process_version, process_version.c.id == process.c.published_id)
        .order_by(process.c.source.desc(), process.c.code)
    )
    named = {
        "service": [(row.code, dict(row.name or {})) for row in services],
        **{
            key: [(row.code, dict(row.name)) for row in session.rows(select(table.c.code, table.c.name).order_by(table.c.code))]
            for key, table in (("group", work_group), ("unit", unit), ("business_line", business_line))
        },
    }
    return {"source": [(name, {}) for name in sources(session)], **named}
