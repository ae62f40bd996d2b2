"""Definitions come into the database: installed from files, published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.processes import process, process_version
from models.errors import Conflict
from models.processes.definition_parsing import definition_document, definition_hash, parse_definition
from models.processes.soundness import soundness_problems

SHIPPED = Path(__file__).parents[2] / "definitions"


class DefinitionNotSound(Conflict):
    """A case on this definition could get stuck; `problems` says where."""

    code = "definition_not_sound"


def publish_definition(session: Session, document: Mapping[str, Any], *, comment: str = "") -> UUID:
    """Make this document the version that new cases start on; running cases stay on theirs. The same content again changes nothing.

    Raises `DefinitionNotSound` and the parser's errors. Returns the version's id.
    """
    definition = parse_definition(document)
    problems = [problem for problem in soundness_problems(definition) if not problem.is_warning]
    if problems:
        raise DefinitionNotSound("; ".join(f"{p.code} {p.step}" for p in problems), service=definition.code, problems=problems)
    digest = definition_hash(definition)
    # Two who bring in the same new service at once: the second waits for the first one's row instead of stumbling over it.
    fresh = insert(process).values(id=new_id(), code=definition.code, prefix=definition.prefix)
    session.execute(fresh.on_conflict_do_nothing(index_elements=["code"]))
    known = session.rows(select(process).where(process.c.code == definition.code).with_for_update())[0]
    current = session.first(select(process_version.c.id, process_version.c.hash).where(process_version.c.id == known.published_id))
    if current is not None and current.hash == digest:
        return UUID(str(current.id))
    number = 1 + session.scalar(
        select(func.coalesce(func.max(process_version.c.number), 0)).where(process_version.c.process_id == known.id)
    )
    version_id = new_id()
    session.execute(
        update(process_version)
        .where(process_version.c.process_id == known.id, process_version.c.state == "published")
        .values(state="retired")
    )
    session.execute(
        insert(process_version),
        {
            "id": version_id, "process_id": known.id, "number": number, "state": "published", "hash": digest,
            "definition": definition_document(definition), "author_id": session.actor.user_id, "publisher_id": session.actor.user_id,
            "created_at": session.now, "published_at": session.now, "comment": comment,
        },
    )  # fmt: skip
    session.execute(update(process).where(process.c.id == known.id).values(published_id=version_id, prefix=definition.prefix))
    record(
        session, "definition_published", subject_kind="process", subject_id=definition.code, subject_name=definition.name.get("ru", ""),
        after={"version": number, "hash": digest},
    )  # fmt: skip
    return version_id


def install_shipped_definitions(session: Session) -> int:
    """Publish every shipped definition that is not known yet; the bank's own changes are never overwritten. Returns how many."""
    known = {row.code for row in session.rows(select(process.c.code))}
    fresh = [path for path in sorted(SHIPPED.glob("*.json")) if path.stem not in known]
    for path in fresh:
        publish_definition(session, orjson.loads(path.read_bytes()), comment="shipped with Kordon")
    return len(fresh)
