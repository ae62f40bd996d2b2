"""Reports of the bank's own: put together from blocks, changed, withdrawn. What was made of them stays as it was made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, insert, select, text, update

from data.ids import new_id
from data.operations.audit import record
from data.session import Session
from data.tables.analytics import bank_report
from models.access.permissions import Permission, require
from models.analytics.reports import ReportChangedMeanwhile, write_report
from models.errors import NotFound

_ADVISORY_LOCK = 5_672_344  # any number: two new reports never get one code


def add_report(session: Session, *, ru: str, en: str, blocks: Iterable[str], known: Iterable[str]) -> str:
    """Put a new report into use and return its code. `known`: the blocks there are. Raises `WrongReport`, `Forbidden`."""
    require(session.actor, Permission.DESIGN_REPORTS)
    session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
    count = session.scalar(select(func.count()).select_from(bank_report))
    definition = write_report(f"own-{count + 1}", ru=ru, en=en, blocks=blocks, known=known)
    number = new_id()
    content = {"name": dict(definition.name), "blocks": list(definition.blocks)}
    who = {"changed_by": session.actor.user_id, "changed_at": session.now}
    session.execute(insert(bank_report).values(id=number, code=definition.key, **content, **who))
    record(session, "report_designed", subject_kind="report_design", subject_id=number, subject_name=definition.name["ru"], after=content)
    session.changed("figures")
    return definition.key


def change_report(session: Session, code: str, revision: int, *, ru: str, en: str, blocks: Iterable[str], known: Iterable[str]) -> None:
    """Give a report another name or other blocks. Raises `WrongReport`, `ReportChangedMeanwhile`, `NotFound`, `Forbidden`."""
    row = _own(session, code, revision)
    definition = write_report(code, ru=ru, en=en, blocks=blocks, known=known)
    content = {"name": dict(definition.name), "blocks": list(definition.blocks)}
    _save(session, row, content)
    before = {"name": row.name, "blocks": row.blocks}
    record(
        session, "report_redesigned", subject_kind="report_design", subject_id=row.id, subject_name=definition.name["ru"],
        before=before, after=content,
    )  # fmt: skip


def withdraw_report(session: Session, code: str, revision: int) -> None:
    """Take a report out of use; schedules of it say so in their log. Raises `ReportChangedMeanwhile`, `NotFound`, `Forbidden`."""
    row = _own(session, code, revision)
    _save(session, row, {"state": "withdrawn"})
    record(session, "report_withdrawn", subject_kind="report_design", subject_id=row.id, subject_name=row.name["ru"])


def _own(session: Session, code: str, revision: int) -> Any:
    require(session.actor, Permission.DESIGN_REPORTS)
    row = session.first(select(bank_report).where(bank_report.c.code == code).with_for_update())
    if row is None:
        raise NotFound(code)
    if row.revision != revision or row.state != "published":
        raise ReportChangedMeanwhile()
    return row


def _save(session: Session, row: Any, values: dict[str, Any]) -> None:
    who = {"changed_by": session.actor.user_id, "changed_at": session.now, "revision": row.revision + 1}
    session.execute(update(bank_report).where(bank_report.c.id == row.id).values(**values, **who))
    session.changed("figures")
