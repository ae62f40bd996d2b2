"""Definitions as they are stored. A version that is no longer a draft never changes, so each process reads and parses it once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from data.session import Session
from data.tables.processes import process, process_version
from models.errors import NotFound
from models.processes.definition import Definition
from models.processes.definition_parsing import parse_definition

Text = Mapping[str, str]


class NoSuchService(NotFound):
    """Nothing is published under this name."""

    code = "no_such_service"


@dataclass(frozen=True, slots=True)
class ProcessNames:
    """The words lists need of a version: of the service, of its kind of case, of its steps and outcomes."""

    name: Text
    case_name: Text
    icon: str
    steps: Mapping[str, Text]
    outcomes: Mapping[str, Text]
    calendar: str = "standard"


class _Shelf:
    """Room for what one version turned out to be."""

    def __init__(self) -> None:
        self.definition: Definition | None = None
        self.names: ProcessNames | None = None


@lru_cache(maxsize=512)
def _shelf(_version_id: UUID) -> _Shelf:
    return _Shelf()


def definition_of(session: Session, version_id: UUID) -> Definition:
    """The definition of one version. Raises `NotFound`."""
    shelf = _shelf(version_id)
    if shelf.definition is not None:
        return shelf.definition
    row = session.first(select(process_version.c.definition, process_version.c.state).where(process_version.c.id == version_id))
    if row is None:
        raise NotFound(what="process_version")
    definition = parse_definition(row.definition)
    if row.state != "draft":
        shelf.definition = definition
    return definition


def published(session: Session, service: str) -> tuple[UUID, UUID, Definition]:
    """(process id, version id, definition) that new cases of a service start on. Raises `NoSuchService`."""
    row = session.first(select(process.c.id, process.c.published_id).where(process.c.code == service, process.c.published_id.is_not(None)))
    if row is None:
        raise NoSuchService(service=service)
    return row.id, row.published_id, definition_of(session, row.published_id)


def published_definitions(session: Session) -> list[Definition]:
    """Everything new cases may start on (imported processes are history and start nothing)."""
    found = session.rows(
        select(process.c.published_id).where(process.c.published_id.is_not(None), process.c.source == "kordon").order_by(process.c.code)
    )
    return [definition_of(session, row.published_id) for row in found]


def names_of_versions(session: Session, versions: Iterable[UUID]) -> dict[UUID, ProcessNames]:
    """The words of these versions, imported ones included."""
    wanted = set(versions)
    missing = [version for version in wanted if _shelf(version).names is None]
    if missing:
        found = session.rows(select(process_version.c.id, process_version.c.definition).where(process_version.c.id.in_(missing)))
        for row in found:
            _shelf(row.id).names = _names(row.definition)
    return {version: names for version in wanted if (names := _shelf(version).names) is not None}


def _names(document: Mapping[str, Any]) -> ProcessNames:
    name = document.get("name", {})
    return ProcessNames(
        name=name,
        case_name=document.get("case_name", name),
        icon=document.get("icon", "folder"),
        steps={step["key"]: step.get("name", {}) for step in document.get("steps", ())},
        outcomes={outcome["key"]: outcome.get("name", {}) for outcome in document.get("outcomes", ())},
        calendar=document.get("calendar") or "standard",
    )
