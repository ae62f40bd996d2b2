"""Definitions with their versions, and the cases that run on them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR, UUID

from data.tables.base import document, key, link, metadata, moment, words

process = Table(
    "process", metadata, key(), words("code"), words("prefix"), words("source", default="kordon"),  # kordon | imported
    link("published_id", "process_version", required=False), UniqueConstraint("code"),
)  # fmt: skip

process_version = Table(
    "process_version", metadata, key(), Column("process_id", UUID(as_uuid=True), ForeignKey("process.id", use_alter=True), nullable=False),
    Column("number", Integer, nullable=False), words("state"),  # draft | published | retired
    document("definition"), words("hash"), link("author_id", "person", required=False), link("publisher_id", "person", required=False),
    moment("created_at", required=True), moment("published_at"), words("comment", default=""),
    UniqueConstraint("process_id", "number"), CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"),
)  # fmt: skip

calendar = Table(
    "calendar", metadata, key(), words("code"), document("name"), words("zone", default="Europe/Moscow"),
    Column("revision", UUID(as_uuid=True), nullable=False, server_default=text("gen_random_uuid()")),  # new at every edit: what was computed from it is kept by this
    UniqueConstraint("code"),
)  # fmt: skip

calendar_day = Table(
    "calendar_day", metadata, link("calendar_id", "calendar", cascade=True), Column("day", Date, nullable=False),
    document("work", default="[]"),  # [[540, 780], [840, 1080]]: minutes from midnight in the calendar's zone; [] = day off
    words("note", default=""), UniqueConstraint("calendar_id", "day"),
)  # fmt: skip

case_number = Sequence("case_number", metadata=metadata)

cases = Table(
    "cases", metadata, key(), words("number"), link("process_id", "process"), link("version_id", "process_version"),
    words("service"),  # the process's code: lists and figures filter by it without a join
    words("state"),  # new | in_work | waiting_requester | waiting | paused | approval | done | refused | withdrawn
    words("outcome", default=""), Column("negative", Boolean, nullable=False, server_default="false"),
    words("title"), document("fields"), Column("revision", Integer, nullable=False, server_default="1"),
    link("requester_id", "person", required=False), link("unit_id", "unit", required=False), link("business_line_id", "business_line", required=False),
    link("owner_id", "person", required=False), link("group_id", "work_group", required=False),
    Column("priority", SmallInteger, nullable=False, server_default="1"),  # 0 low, 1 normal, 2 high, 3 critical
    words("risk_level", default=""),  # low | medium | high | ''
    Column("amount_kopecks", BigInteger, nullable=True), Column("anonymous", Boolean, nullable=False, server_default="false"),
    moment("opened_at", required=True), moment("reaction_due_at"), moment("reacted_at"), moment("due_at"), moment("closed_at"),
    Column("reaction_minutes", Integer, nullable=True), Column("handling_minutes", Integer, nullable=True),  # working minutes, pauses left out
    Column("sla_met", Boolean, nullable=True),  # set when closed: in time or not
    moment("paused_at"), Column("resume_on", Date, nullable=True), words("pause_reason", default=""),
    Column("paused_minutes", Integer, nullable=False, server_default="0"),  # working minutes the clock stood still
    Column("extended_minutes", Integer, nullable=False, server_default="0"),  # working minutes promised for sub-cases on top
    words("state_before_pause", default=""),
    Column("remind_times", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"),  # ascending; the last one is the deadline itself
    words("escalate_to", default="lead"),  # lead | head
    Column("parent_id", UUID(as_uuid=True), ForeignKey("cases.id"), nullable=True, index=True), Column("parent_task_id", UUID(as_uuid=True), nullable=True),
    Column("resubmits_id", UUID(as_uuid=True), ForeignKey("cases.id"), nullable=True),
    words("source", default="kordon"), words("source_key", required=False),  # imported: the log and the case's id there; kordon: the form it was ordered on
    Column("rating", SmallInteger, nullable=True), words("rating_comment", default=""),
    words("search_text", default=""), Column("search", TSVECTOR, Computed("to_tsvector('russian', search_text)", persisted=True)),
    moment("changed_at", required=True),
    UniqueConstraint("number"), UniqueConstraint("source", "source_key"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"), CheckConstraint("(closed_at IS NULL) = (state NOT IN ('done', 'refused', 'withdrawn'))", name="closed"),
    CheckConstraint("(state IN ('paused', 'waiting_requester')) = (paused_at IS NOT NULL)", name="paused"),
    Index("ix_cases_search", "search", postgresql_using="gin"),
    Index("ix_cases_opened_at", "opened_at", "id"), Index("ix_cases_requester_id", "requester_id", "opened_at"), Index("ix_cases_unit_id", "unit_id", "opened_at"),
    Index("ix_cases_open_due", "due_at", "id", postgresql_where=text("closed_at IS NULL")),
    Index("ix_cases_open_owner", "owner_id", "due_at", postgresql_where=text("closed_at IS NULL")),
    Index("ix_cases_open_group", "group_id", "due_at", postgresql_where=text("closed_at IS NULL")),
    Index("ix_cases_resume_on", "resume_on", postgresql_where=text("paused_at IS NOT NULL")),
    Index("ix_cases_service_opened", "service", "opened_at"), Index("ix_cases_closed_at", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
    Index("ix_cases_closed_owner", "owner_id", "closed_at", postgresql_where=text("closed_at IS NOT NULL")),
    Index("ix_cases_negative", "closed_at", postgresql_where=text("negative AND closed_at IS NOT NULL")),
)  # fmt: skip

# The orders of lists, each with an index that gives them: a page deep in a million costs what the first does. An index serves an order
# only where both say it with the same words. The end of time stands for what is paused, promised nothing, or not closed.
_NEVER = "timestamptz '9999-12-31 00:00:00+00'"
_URGENCY = f"(CASE WHEN {{0}}paused_at IS NULL AND {{0}}due_at IS NOT NULL THEN {{0}}due_at ELSE {_NEVER} END)"
_CLOSING = f"(coalesce({{0}}closed_at, {_NEVER}))"
_TITLE = "(replace(lower({0}title), 'ё', 'е'))"
_AMOUNT = "(coalesce({0}amount_kopecks, -1))"
urgency: ColumnElement[datetime] = literal_column(_URGENCY.format("cases."), DateTime(timezone=True))
closing: ColumnElement[datetime] = literal_column(_CLOSING.format("cases."), DateTime(timezone=True))
title_order: ColumnElement[str] = literal_column(_TITLE.format("cases."), Text())
amount_order: ColumnElement[int] = literal_column(_AMOUNT.format("cases."), BigInteger())
Index("ix_cases_open_urgency", text(_URGENCY.format("")), cases.c.id, postgresql_where=text("closed_at IS NULL"))
Index("ix_cases_urgency", text(_URGENCY.format("")), cases.c.id)
Index("ix_cases_closing", text(_CLOSING.format("")), cases.c.id)
Index("ix_cases_title", text(_TITLE.format("")), cases.c.id)
Index("ix_cases_amount", text(_AMOUNT.format("")), cases.c.id)
Index("ix_cases_changed_at", cases.c.changed_at, cases.c.id)
Index("ix_cases_priority", cases.c.priority, cases.c.id)

task = Table(
    "task", metadata, key(), link("case_id", "cases", index=True), words("step"), words("kind"),  # StepKind: only kinds that wait get a row
    words("state"),  # open | done | cancelled
    words("branch", default=""),  # path through open splits: "split:0/inner:1"
    Column("visit", Integer, nullable=False, server_default="1"),
    link("group_id", "work_group", required=False), link("assignee_id", "person", required=False),
    moment("entered_at", required=True), moment("taken_at"), moment("due_at"), moment("done_at"), link("done_by", "person", required=False),
    words("outcome", default=""), words("comment", default=""), Column("working_minutes", Integer, nullable=True),
    moment("wait_until"), words("wait_event", default=""), Column("child_case_id", UUID(as_uuid=True), nullable=True),
    Column("remind_times", ARRAY(DateTime(timezone=True)), nullable=False, server_default="{}"), words("escalate_to", default="lead"),
    CheckConstraint("state IN ('open', 'done', 'cancelled')", name="state"), CheckConstraint("(state = 'open') = (done_at IS NULL)", name="done"),
    Index("ix_task_open_assignee", "assignee_id", "due_at", postgresql_where=text("state = 'open'")),
    Index("ix_task_open_group", "group_id", "due_at", postgresql_where=text("state = 'open'")),
    Index("ix_task_open_case", "case_id", postgresql_where=text("state = 'open'")),
    Index("ix_task_wait_until", "wait_until", postgresql_where=text("state = 'open'")),
    Index("ix_task_done_at", "done_at", postgresql_where=text("state = 'done'")),
)  # fmt: skip

reminded = Table(  # up to which of its moments the sweep has told about a case or a task; the sweep's own memory, nobody else writes it
    "reminded", metadata, Column("subject_id", UUID(as_uuid=True), primary_key=True), moment("until", required=True),
)

approver = Table(  # who is asked, and what was answered; forwarding replaces one row by another
    "approver", metadata, key(), link("task_id", "task", cascade=True, index=True), link("person_id", "person"),
    words("decision", default=""), words("comment", default=""), moment("decided_at"), link("decided_by", "person", required=False),
    link("forwarded_to", "person", required=False), UniqueConstraint("task_id", "person_id"),
    Index("ix_approver_waiting", "person_id", postgresql_where=text("decision = ''")),
)  # fmt: skip

join_arrival = Table(
    "join_arrival", metadata, link("case_id", "cases", cascade=True), words("step"), words("branch"), moment("at", required=True),
    UniqueConstraint("case_id", "step", "branch"),
)  # fmt: skip

sla_pause = Table(
    "sla_pause", metadata, key(), link("case_id", "cases", index=True), moment("paused_at", required=True), moment("resumed_at"), Column("resume_on", Date, nullable=True),
    words("reason", default=""), link("paused_by", "person", required=False), link("resumed_by", "person", required=False),
)  # fmt: skip

case_event = Table(  # the case's own history, in words on the time line; append-only
    "case_event", metadata, key(), link("case_id", "cases"), moment("at", required=True), words("kind"),
    Column("actor_id", UUID(as_uuid=True), nullable=True), Column("on_behalf_of", UUID(as_uuid=True), nullable=True),
    Column("task_id", UUID(as_uuid=True), nullable=True), words("step", default=""),
    words("visibility", default="public"),  # public | internal
    document("data"), Index("ix_case_event_case_id", "case_id", "at", "id"), Index("ix_case_event_at", "at"),
)  # fmt: skip

message = Table(
    "message", metadata, key(), link("case_id", "cases"), link("author_id", "person", required=False), link("on_behalf_of", "person", required=False),
    words("visibility"),  # public | internal
    words("body"), moment("at", required=True), Column("mentions", ARRAY(UUID(as_uuid=True)), nullable=False, server_default="{}"),
    Index("ix_message_case_id", "case_id", "at", "id"), Index("ix_message_mentions", "mentions", postgresql_using="gin"),
)  # fmt: skip

attachment = Table(
    "attachment", metadata, key(), link("case_id", "cases", required=False, index=True), link("message_id", "message", required=False, index=True), words("field", default=""),
    words("name"), words("media_type"), Column("size", BigInteger, nullable=False), Column("sha256", LargeBinary, nullable=False),
    words("visibility", default="public"),  # public | internal | shared (external participants too)
    link("uploaded_by", "person", required=False), moment("uploaded_at", required=True), moment("removed_at"), Index("ix_attachment_uploader", "uploaded_by", "uploaded_at"),
)  # fmt: skip

participant = Table(  # who else may see the case: shared externals, watchers, the second requester
    "participant", metadata, link("case_id", "cases", cascade=True), link("person_id", "person", index=True), words("part"),  # watcher | external | contributor
    link("added_by", "person", required=False), moment("added_at", required=True), UniqueConstraint("case_id", "person_id"),
)  # fmt: skip

answer = Table(
    "answer", metadata, key(), link("case_id", "cases", index=True), Column("version", Integer, nullable=False), words("lang"), words("template"), words("subject"), words("body"),
    words("state"),  # draft | approved | delivered | superseded
    link("author_id", "person", required=False), moment("created_at", required=True), link("approved_by", "person", required=False), moment("approved_at"), moment("delivered_at"),
    link("attachment_id", "attachment", required=False), UniqueConstraint("case_id", "version"),
)  # fmt: skip

draft = Table(  # what somebody has typed and not yet sent: an order, a task's form, a message
    "draft", metadata, key(), link("person_id", "person", cascade=True), words("kind"), words("subject"), document("content"),
    Column("revision", Integer, nullable=False, server_default="1"), moment("saved_at", required=True), UniqueConstraint("person_id", "kind", "subject"),
)  # fmt: skip

notification = Table(
    "notification", metadata, key(), link("person_id", "person", cascade=True), words("kind"), link("case_id", "cases", required=False, cascade=True),
    document("data"), moment("at", required=True), moment("read_at"), Column("by_mail", Boolean, nullable=False, server_default="false"), moment("mailed_at"),
    Index("ix_notification_to_mail", "at", postgresql_where=text("by_mail AND mailed_at IS NULL")),
    Index("ix_notification_person", "person_id", "at"), Index("ix_notification_unread", "person_id", postgresql_where=text("read_at IS NULL")),
)  # fmt: skip

saved_view = Table(
    "saved_view", metadata, key(), link("person_id", "person", cascade=True, index=True), words("screen"), words("name"), words("query"),
    Column("is_shared", Boolean, nullable=False, server_default="false"), Column("position", Integer, nullable=False, server_default="0"), moment("created_at", required=True),
)  # fmt: skip

