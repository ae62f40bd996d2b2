"""Figures prepared for dashboards, their targets, the reports that were made of them, and what foreign case logs brought in."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from data.tables.base import document, key, link, metadata, moment, words

# One row says: on this day, or in this whole month (no day), of the bank's zone so many things happened here, and these are their numbers, four
# bytes each in `packed`. All of them are kept, because only then the median of any months and services together is exact. `narrow` rows leave
# out group, unit and business line.
rollup = Table(
    "rollup", metadata, words("grain"),  # full | narrow
    words("name"), Column("month", Date, nullable=False), Column("day", Date, nullable=True), words("source"), words("service"),
    words("group_id", default=""), words("unit_id", default=""), words("line_id", default=""), words("step", default=""),
    Column("n", BigInteger, nullable=False), Column("packed", LargeBinary, nullable=True),
    CheckConstraint("grain IN ('full', 'narrow')", name="grain"), Index("ix_rollup_month", "grain", "month", "name", postgresql_where=text("day IS NULL")),
    Index("ix_rollup_day", "grain", "day", "name", postgresql_where=text("day IS NOT NULL")),
)  # fmt: skip

closed_labour = Table(  # cases of Kordon by the bank's day of their closing and service: how many, minutes ever worked on them, how many have any
    "closed_labour", metadata, Column("day", Date, primary_key=True), Column("service", Text, primary_key=True),
    Column("cases", Integer, nullable=False), Column("minutes", Integer, nullable=False), Column("told", Integer, nullable=False),
)  # fmt: skip

dirty = Table(  # days (UTC) whose figures have changed since they were rolled up; no day: everything. No unique key: writers would block.
    "dirty", metadata, words("name"), Column("day", Date, nullable=True), Index("ix_dirty_name_day", "name", "day"),
)  # fmt: skip

rollup_state = Table("rollup_state", metadata, words("zone"), moment("refreshed_at", required=True), UniqueConstraint("zone"))

figure_target = Table(
    "figure_target", metadata, words("figure"), Column("value", Numeric, nullable=False), Column("changed_by", UUID(as_uuid=True), nullable=True),
    moment("changed_at", required=True), UniqueConstraint("figure"),
)  # fmt: skip

imported_case = Table(  # what a case looked like when it was imported: the same content again changes nothing
    "imported_case", metadata, link("case_id", "cases", cascade=True), link("batch_id", "import_batch", index=True), Column("digest", LargeBinary, nullable=False),
    UniqueConstraint("case_id"),
)  # fmt: skip

reconciliation_run = Table(  # the rules, gone through for the days from `first_day` up to `day_after`
    "reconciliation_run", metadata, key(), moment("at", required=True), Column("first_day", Date, nullable=False), Column("day_after", Date, nullable=False),
    Column("checked", BigInteger, nullable=False), Column("failed", BigInteger, nullable=False), link("asked_by", "person", required=False),
    Index("ix_reconciliation_run_at", "at"),
)  # fmt: skip

reconciliation_result = Table(
    "reconciliation_result", metadata, link("run_id", "reconciliation_run", cascade=True), words("rule"), Column("checked", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False), document("examples", default="[]"), UniqueConstraint("run_id", "rule"),
)  # fmt: skip

report_run = Table(
    "report_run", metadata, key(), words("kind"), words("period"), words("lang"), words("format"), document("filters"), document("input"), Column("sha256", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False), words("file_name"), Column("content", LargeBinary, nullable=False),
    Column("made_by", UUID(as_uuid=True), nullable=True), words("made_by_name", default=""), moment("made_at", required=True),
    moment("data_as_of", required=True), Index("ix_report_run_made_at", "made_at", "id"),
)  # fmt: skip

annotation = Table(  # an event that explains a bend in a chart
    "annotation", metadata, key(), Column("day", Date, nullable=False), words("words"), link("made_by", "person", required=False),
    moment("made_at", required=True), Index("ix_annotation_day", "day"),
)  # fmt: skip

bank_report = Table(  # a report of the bank's own, put together from blocks; a withdrawn one stays for what was made of it
    "bank_report", metadata, key(), words("code"), document("name"), Column("blocks", ARRAY(Text), nullable=False), words("state", default="published"),
    link("changed_by", "person", required=False), moment("changed_at", required=True), Column("revision", Integer, nullable=False, server_default="1"),
    UniqueConstraint("code"), CheckConstraint("state IN ('published', 'withdrawn')", name="state"), CheckConstraint("cardinality(blocks) > 0", name="blocks"),
)  # fmt: skip

report_schedule = Table(  # a report that goes out by itself; ended ones stay for the log
    "report_schedule", metadata, key(), words("kind"), words("rhythm"), Column("day", Integer, nullable=False), Column("hour", Integer, nullable=False),
    words("lang"), words("format"), document("filters"), Column("is_attached", Boolean, nullable=False, server_default="false"),
    link("made_by", "person"), moment("made_at", required=True), moment("next_at", required=True), moment("ended_at"), link("ended_by", "person", required=False),
    CheckConstraint("rhythm IN ('weekly', 'monthly', 'quarterly')", name="rhythm"),
    Index("ix_report_schedule_next_at", "next_at", postgresql_where=text("ended_at IS NULL")),
)  # fmt: skip

report_recipient = Table(
    "report_recipient", metadata, link("schedule_id", "report_schedule", cascade=True), link("person_id", "person"),
    UniqueConstraint("schedule_id", "person_id"),
)  # fmt: skip

report_delivery = Table(  # one report for one reader at one moment; made once, whoever asks again
    "report_delivery", metadata, key(), link("schedule_id", "report_schedule"), link("person_id", "person"), moment("due_at", required=True), words("period"),
    words("state", default="waiting"), moment("taken_at"), moment("made_at"), link("report_id", "report_run", required=False),
    link("letter_id", "outbox", required=False), words("refusal", default=""), UniqueConstraint("schedule_id", "person_id", "due_at"),
    CheckConstraint("state IN ('waiting', 'making', 'made', 'refused')", name="state"),
    Index("ix_report_delivery_open", "due_at", postgresql_where=text("state IN ('waiting', 'making')")),
)  # fmt: skip
