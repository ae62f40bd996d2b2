"""Grades: who has which from when on, and what an hour of it costs from when on. The trail keeps every change."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from data.ids import new_id
from data.operations.audit import record
from data.queries.workforce.reading import in_service
from data.session import Session
from data.tables.access import person
from data.tables.workforce import grade, grade_rate, person_grade
from models.access.permissions import Permission, require
from models.errors import NotFound
from models.workforce.grades import GradeTaken, check_grade, check_rate


def add_grade(session: Session, *, code: str, ru: str, en: str) -> UUID:
    """A new grade. Raises `GradeCodeWrong`, `GradeNameNeeded`, `GradeTaken`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    code, name = check_grade(code, ru, en)
    made = session.first(
        upsert(grade).values(id=new_id(), code=code, name=name).on_conflict_do_nothing(index_elements=["code"]).returning(grade.c.id)
    )
    if made is None:
        raise GradeTaken(field="code")
    record(session, "grade_added", subject_kind="grade", subject_id=made.id, subject_name=name["ru"], after={"code": code, "name": name})
    session.changed("figures")
    return UUID(str(made.id))


def set_rate(session: Session, grade_id: UUID, *, from_day: date, kopecks: int) -> None:
    """From this day on an hour of the grade costs so much, until a later rate. Raises `RateWrong`, `NotFound`."""
    require(session.actor, Permission.MANAGE_LABOUR)
    check_rate(kopecks)
    row = session.first(select(grade).where(grade.c.id == grade_id).with_for_update())
    if row is None:
        raise NotFound(what="grade")
    before = session.scalar(
        select(grade_rate.c.kopecks_per_hour).where(grade_rate.c.grade_id == grade_id, grade_rate.c.first_day <= from_day)
        .order_by(grade_rate.c.first_day.desc()).limit(1)
    )  # fmt: skip
    values = {"kopecks_per_hour": kopecks, "changed_by": session.actor.user_id, "changed_at": session.now}
    session.execute(
        upsert(grade_rate)
        .values(grade_id=grade_id, first_day=from_day, **values)
        .on_conflict_do_update(index_elements=["grade_id", "first_day"], set_=values)
    )
    record(
        session, "rate_set", subject_kind="grade", subject_id=grade_id, subject_name=row.name["ru"],
        before=None if before is None else {"rate_kopecks": before}, after={"rate_kopecks": kopecks, "first_day": from_day},
    )  # fmt: skip
    session.changed("figures")


def set_grade(session: Session, person_id: UUID, grade_id: UUID, *, from_day: date) -> None:
    """From this day on the person has this grade, until a later one. Raises `NotFound` for whoever is not of the service."""
    require(session.actor, Permission.MANAGE_LABOUR)
    who = session.first(select(person.c.full_name).where(person.c.id == person_id, in_service()).with_for_update())
    name = session.scalar(select(grade.c.code).where(grade.c.id == grade_id))
    if who is None or name is None:
        raise NotFound(what="grade")
    session.execute(
        upsert(person_grade)
        .values(person_id=person_id, grade_id=grade_id, first_day=from_day)
        .on_conflict_do_update(index_elements=["person_id", "first_day"], set_={"grade_id": grade_id})
    )
    record(session, "grade_given", subject_kind="person", subject_id=person_id, subject_name=who.full_name,
           after={"grade": name, "first_day": from_day})  # fmt: skip
    session.changed("figures")
