"""Labour: minutes of work with what they were spent on, weeks that are handed in, absences, grades with their rates, projects."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID

from data.tables.base import document, key, link, metadata, moment, words

project = Table(
    "project", metadata, key(), words("code"), document("name"), words("state", default="active"),  # active | done | stopped
    link("business_line_id", "business_line", required=False), Column("revision", Integer, nullable=False, server_default="1"),
    document("goal"), Column("first_day", Date, nullable=True), Column("last_day", Date, nullable=True),
    Column("budget_kopecks", BigInteger, nullable=False, server_default="0"), link("owner_id", "person", required=False),
    UniqueConstraint("code"), CheckConstraint("state IN ('active', 'done', 'stopped')", name="state"),
    CheckConstraint("first_day <= last_day", name="days"), CheckConstraint("budget_kopecks >= 0", name="budget"),
)  # fmt: skip

effort_rule = Table(  # so many minutes for each event of this kind; the most exact rule of the day counts, an empty word means any
    "effort_rule", metadata, key(), words("event_kind"), words("service", default=""), words("step", default=""),
    Column("minutes", Integer, nullable=False), Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=True),
    link("changed_by", "person", required=False), moment("changed_at", required=True), Column("revision", Integer, nullable=False, server_default="1"),
    UniqueConstraint("event_kind", "service", "step", "first_day"), CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
)  # fmt: skip

effort = Table(
    "effort", metadata, key(), link("person_id", "person"), Column("day", Date, nullable=False),  # the bank's day
    Column("minutes", Integer, nullable=False), words("origin"),  # rule | timer | manual
    link("case_id", "cases", required=False), link("project_id", "project", required=False), link("event_id", "case_event", required=False),
    link("rule_id", "effort_rule", required=False), words("service", default=""), link("unit_id", "unit", required=False),
    link("business_line_id", "business_line", required=False),  # whose work it was, as the case says
    words("note", default=""), link("replaces_id", "effort", required=False), words("reason", default=""),  # a correction: what it replaces, and why
    moment("started_at"), link("entered_by", "person", required=False), moment("entered_at", required=True), moment("cancelled_at"),
    UniqueConstraint("event_id"), CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"), CheckConstraint("origin IN ('rule', 'timer', 'manual')", name="origin"),
    CheckConstraint("(origin = 'rule') = (event_id IS NOT NULL)", name="event"),
    Index("ix_effort_person_day", "person_id", "day", postgresql_where=text("cancelled_at IS NULL")),
    Index("ix_effort_day", "day", postgresql_where=text("cancelled_at IS NULL")), Index("ix_effort_case_id", "case_id"), Index("ix_effort_project_id", "project_id", "day"),
)  # fmt: skip

labour_day = Table(  # minutes of `effort` that count, by person, day and service; a day that stands in `dirty` is to be counted anew
    "labour_day", metadata, Column("day", Date, primary_key=True), Column("person_id", UUID(as_uuid=True), primary_key=True),
    Column("service", Text, primary_key=True), Column("minutes", Integer, nullable=False), Column("project_minutes", Integer, nullable=False),
)  # fmt: skip

labour_unit_day = Table(  # the same minutes by whose work it was; no unit: nobody's
    "labour_unit_day", metadata, Column("day", Date, nullable=False), Column("unit_id", UUID(as_uuid=True), nullable=True), words("service"),
    Column("minutes", Integer, nullable=False), Index("ix_labour_unit_day_day", "day"),
)  # fmt: skip

effort_state = Table("effort_state", metadata, moment("written_until", required=True))  # one row: up to when events have been looked at

effort_timer = Table(  # a clock that runs; one a person
    "effort_timer", metadata, link("person_id", "person", cascade=True), link("case_id", "cases", required=False), link("project_id", "project", required=False),
    moment("started_at", required=True), UniqueConstraint("person_id"),
)  # fmt: skip

effort_week = Table(  # a week of one person, from its Monday; without a row it is open
    "effort_week", metadata, key(), link("person_id", "person"), Column("monday", Date, nullable=False), words("state"),  # open | submitted | approved | locked
    moment("submitted_at"), link("decided_by", "person", required=False), moment("decided_at"), words("comment", default=""),
    Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("person_id", "monday"),
    CheckConstraint("state IN ('open', 'submitted', 'approved', 'locked')", name="state"),
)  # fmt: skip

absence = Table(
    "absence", metadata, key(), link("person_id", "person", index=True), Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False),
    words("kind"),  # vacation | sick | trip | training | other
    words("source"), words("source_key"), link("batch_id", "import_batch", required=False), moment("entered_at", required=True),
    UniqueConstraint("source", "source_key"), CheckConstraint("first_day <= last_day", name="dates"),
    CheckConstraint("kind IN ('vacation', 'sick', 'trip', 'training', 'other')", name="kind"),
)  # fmt: skip

grade = Table("grade", metadata, key(), words("code"), document("name"), UniqueConstraint("code"))

person_grade = Table(
    "person_grade", metadata, link("person_id", "person", cascade=True), link("grade_id", "grade"), Column("first_day", Date, nullable=False),
    UniqueConstraint("person_id", "first_day"),
)  # fmt: skip

grade_rate = Table(  # what an hour costs the bank from this day on
    "grade_rate", metadata, link("grade_id", "grade"), Column("first_day", Date, nullable=False), Column("kopecks_per_hour", BigInteger, nullable=False),
    link("changed_by", "person", required=False), moment("changed_at", required=True), UniqueConstraint("grade_id", "first_day"),
    CheckConstraint("kopecks_per_hour >= 0", name="rate"),
)  # fmt: skip
