"""Project office: stages and teams of projects, the board with its sprints, which case belongs to which project."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, UniqueConstraint, text

from data.tables.base import key, link, metadata, moment, words

project_stage = Table(
    "project_stage", metadata, key(), link("project_id", "project", index=True), words("name"), Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False), moment("done_at"), CheckConstraint("first_day <= last_day", name="days"),
)  # fmt: skip

project_member = Table(  # so much of a person's time belongs to the project in these days
    "project_member", metadata, key(), link("project_id", "project"), link("person_id", "person", index=True),
    Column("share", Integer, nullable=False), Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False),
    UniqueConstraint("project_id", "person_id"), CheckConstraint("first_day <= last_day", name="days"),
    CheckConstraint("share BETWEEN 1 AND 100", name="share"),
)  # fmt: skip

sprint = Table(
    "sprint", metadata, key(), words("goal"), Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False),
    words("state", default="planned"), moment("closed_at"),
    CheckConstraint("first_day <= last_day", name="days"), CheckConstraint("state IN ('planned', 'running', 'closed')", name="state"),
    Index("uq_sprint_running", "state", unique=True, postgresql_where=text("state = 'running'")),
)  # fmt: skip

backlog_item = Table(
    "backlog_item", metadata, key(), words("title"), link("project_id", "project", index=True),
    link("assignee_id", "person", required=False), words("stage", default="todo"),  # the column: todo | doing | review | done
    Column("minutes", Integer, nullable=False), Column("rank", Integer, nullable=False),
    link("sprint_id", "sprint", required=False, index=True), Column("revision", Integer, nullable=False, server_default="1"),
    moment("added_at", required=True), moment("done_at"),
    UniqueConstraint("rank", deferrable=True, initially="DEFERRED"),
    CheckConstraint("stage IN ('todo', 'doing', 'review', 'done')", name="stage"), CheckConstraint("minutes > 0", name="minutes"),
    CheckConstraint("(stage = 'done') = (done_at IS NOT NULL)", name="done"),
)  # fmt: skip

sprint_log = Table(  # rows are only added: the sum of `left` is what is still open in the sprint
    "sprint_log", metadata, key(), link("sprint_id", "sprint"), link("item_id", "backlog_item"), moment("at", required=True),
    Column("day", Date, nullable=False), words("kind"),  # taken | moved | estimated | dropped | carried
    Column("scope_minutes", Integer, nullable=False), Column("left_minutes", Integer, nullable=False), link("by_id", "person", required=False),
    CheckConstraint("kind IN ('taken', 'moved', 'estimated', 'dropped', 'carried')", name="kind"),
    Index("ix_sprint_log_sprint_id", "sprint_id", "day"),
)  # fmt: skip

case_project = Table(  # labour in the case counts for the project from then on
    "case_project", metadata, link("case_id", "cases"), link("project_id", "project", index=True), link("linked_by", "person", required=False),
    moment("linked_at", required=True), UniqueConstraint("case_id"),
)  # fmt: skip
