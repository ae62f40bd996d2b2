"""What imported cases need before they can stand in our tables: a process with a version, groups, people who can never sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from data.ids import new_id
from data.session import Session
from data.tables.access import person, work_group
from data.tables.processes import process, process_version
from models.analytics.event_log import CLOCK, LogMapping, slug
from models.errors import Conflict
from models.processes.definition_parsing import definition_document, definition_hash, parse_definition


class ServiceCodeTaken(Conflict):
    """A service of our own, or one imported from another log, already has this code."""

    code = "service_code_taken"


@dataclass(frozen=True, slots=True)
class Ground:
    """Ids by the log's own words, and the key of the step by the activity's name."""

    process_id: UUID
    version_id: UUID
    steps: dict[str, str]
    people: dict[str, UUID]
    groups: dict[str, UUID]


def prepare_ground(
    session: Session, mapping: LogMapping, *, activities: Iterable[str], people: Iterable[str], groups: Iterable[str]
) -> Ground:
    """Find or make everything the cases will point at."""
    steps = {activity: slug(activity) for activity in activities}
    process_id, version_id = _version(session, mapping, steps)
    return Ground(process_id, version_id, steps, _people(session, mapping.source, people), _groups(session, mapping.source, groups))


def _version(session: Session, mapping: LogMapping, steps: dict[str, str]) -> tuple[UUID, UUID]:
    """The published version with all these steps; steps of the version before stay, cases of an older file still name them."""
    version = process_version.c
    found = session.first(
        select(process.c.id, process.c.source, process.c.published_id, version.number, version.hash, version.definition)
        .join(process_version, process_version.c.id == process.c.published_id, isouter=True)
        .where(process.c.code == mapping.service)
        .with_for_update(of=process)
    )
    if found is not None and found.source != "imported":
        raise ServiceCodeTaken(mapping.service, field="service.code", service=mapping.service)
    known = {step["key"]: step for step in found.definition["steps"]} if found is not None and found.definition else {}
    document = _definition(mapping, steps, known)
    definition = parse_definition(document)
    digest = definition_hash(definition)
    if found is not None and found.hash == digest:
        return found.id, found.published_id
    process_id = found.id if found is not None else new_id()
    version_id, number = new_id(), (found.number + 1 if found is not None and found.number else 1)
    if found is None:
        session.execute(insert(process).values(id=process_id, code=mapping.service, prefix=definition.prefix, source="imported"))
    else:
        session.execute(update(process_version).where(process_version.c.id == found.published_id).values(state="retired"))
    session.execute(insert(process_version).values(
        id=version_id, process_id=process_id, number=number, state="published", definition=definition_document(definition), hash=digest,
        created_at=session.now, published_at=session.now, comment=f"import: {mapping.source}",
    ))  # fmt: skip
    session.execute(update(process).where(process.c.id == process_id).values(published_id=version_id))
    return process_id, version_id


def _definition(mapping: LogMapping, steps: dict[str, str], known: dict[str, Any]) -> dict[str, Any]:
    """The steps by name and nothing that would run: an imported case is history, nobody orders one."""
    group = slug(mapping.source)
    way_out = {"key": "next", "name": {"ru": "Дальше", "en": "Next"}}
    tasks = {
        key: {"key": key, "kind": "task", "name": dict(mapping.name_of_activity(activity)), "group": group, "outcomes": [way_out]}
        for activity, key in steps.items()
    }
    kept = {key: step for key, step in known.items() if step["kind"] == "task"}
    listed = list({**kept, **tasks}.values())
    summary = {"ru": f"Загружено из журнала «{mapping.source}»", "en": f"Imported from the log “{mapping.source}”"}
    return {
        "code": mapping.service, "prefix": mapping.prefix or mapping.source, "category": "imported", "name": dict(mapping.service_name),
        "case_name": dict(mapping.service_name), "summary": summary, "icon": "archive", "group": group,
        "calendar": "bank" if mapping.time == CLOCK else mapping.time, "sla": {}, "sections": [],
        "fields": [{"key": slug(name), "type": "text", "label": dict(label)} for name, label in mapping.fields.items()],
        "start_fields": [], "title_fields": [], "first_step": listed[0]["key"],
        "steps": [*listed, {"key": "log_end", "kind": "end", "name": {"ru": "Закрыто", "en": "Closed"}, "outcome": "closed"}],
        "routes": [], "outcomes": [{"key": "closed", "name": {"ru": "Закрыто", "en": "Closed"}}], "listed": False,
    }  # fmt: skip


def _people(session: Session, source: str, names: Iterable[str]) -> dict[str, UUID]:
    """Somebody the log names: inactive, without roles and password, so the name can be shown and never signs in."""
    logins = {name: f"import.{source}.{name}".lower() for name in names}
    rows = session.rows(select(person.c.login, person.c.id).where(person.c.login.startswith(f"import.{source}.", autoescape=True)))
    known = {row.login: row.id for row in rows}
    new = {login: name for name, login in sorted(logins.items()) if login not in known}
    made = [
        {"id": new_id(), "login": login, "full_name": name, "full_name_en": name, "roles": [], "is_active": False,
        "created_at": session.now}
        for login, name in new.items()
    ]
    if made:
        session.execute(insert(person), made)
    known.update({str(row["login"]): row["id"] for row in made})
    return {name: known[login] for name, login in logins.items()}


def _groups(session: Session, source: str, names: Iterable[str]) -> dict[str, UUID]:
    codes = {name: f"{slug(source)}_{slug(name)}" for name in names}
    rows = session.rows(select(work_group.c.code, work_group.c.id).where(work_group.c.code.in_(codes.values())))
    known = {row.code: row.id for row in rows}
    new = {code: name for name, code in sorted(codes.items()) if code not in known}
    made = [{"id": new_id(), "code": code, "name": {"ru": name, "en": name}} for code, name in new.items()]
    if made:
        session.execute(insert(work_group), made)
    known.update({row["code"]: row["id"] for row in made})
    return {name: known[code] for name, code in codes.items()}
