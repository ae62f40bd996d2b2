"""Project office: what projects want and may cost, stages, teams, the board, sprints and their log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    goal = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("project", sa.Column("goal", goal, server_default="{}", nullable=False))
    op.add_column("project", sa.Column("first_day", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("last_day", sa.Date(), nullable=True))
    op.add_column("project", sa.Column("budget_kopecks", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("project", sa.Column("owner_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_project_owner_id"), "project", "person", ["owner_id"], ["id"])
    op.create_check_constraint(op.f("ck_project_days"), "project", "first_day <= last_day")
    op.create_check_constraint(op.f("ck_project_budget"), "project", "budget_kopecks >= 0")
    op.create_table(
        "project_stage",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_project_stage_days")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_stage_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_stage")),
    )
    op.create_index("ix_project_stage_project_id", "project_stage", ["project_id"])
    op.create_table(
        "project_member",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_project_member_days")),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name=op.f("ck_project_member_share")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_project_member_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_member_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_member")),
        sa.UniqueConstraint("project_id", "person_id", name=op.f("uq_project_member_project_id_person_id")),
    )
    op.create_index("ix_project_member_person_id", "project_member", ["person_id"])
    op.create_table(
        "sprint",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="planned", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'running', 'closed')", name=op.f("ck_sprint_state")),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_sprint_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sprint")),
    )
    op.create_index("uq_sprint_running", "sprint", ["state"], unique=True, postgresql_where=sa.text("state = 'running'"))
    op.create_table(
        "backlog_item",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("stage", sa.Text(), server_default="todo", nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("sprint_id", sa.UUID(), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stage IN ('todo', 'doing', 'review', 'done')", name=op.f("ck_backlog_item_stage")),
        sa.CheckConstraint("(stage = 'done') = (done_at IS NOT NULL)", name=op.f("ck_backlog_item_done")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_backlog_item_minutes")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_backlog_item_assignee_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_backlog_item_project_id")),
        sa.ForeignKeyConstraint(["sprint_id"], ["sprint.id"], name=op.f("fk_backlog_item_sprint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlog_item")),
        sa.UniqueConstraint("rank", name=op.f("uq_backlog_item_rank"), deferrable=True, initially="DEFERRED"),
    )
    op.create_index("ix_backlog_item_project_id", "backlog_item", ["project_id"])
    op.create_index("ix_backlog_item_sprint_id", "backlog_item", ["sprint_id"])
    op.create_table(
        "sprint_log",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("sprint_id", sa.UUID(), nullable=False),
        sa.Column("item_id", sa.UUID(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope_minutes", sa.Integer(), nullable=False),
        sa.Column("left_minutes", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("kind IN ('taken', 'moved', 'estimated', 'dropped', 'carried')", name=op.f("ck_sprint_log_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sprint_log_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["backlog_item.id"], name=op.f("fk_sprint_log_item_id")),
        sa.ForeignKeyConstraint(["sprint_id"], ["sprint.id"], name=op.f("fk_sprint_log_sprint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sprint_log")),
    )
    op.create_index("ix_sprint_log_sprint_id", "sprint_log", ["sprint_id", "day"])
    op.create_table(
        "case_project",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("linked_by", sa.UUID(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_project_case_id")),
        sa.ForeignKeyConstraint(["linked_by"], ["person.id"], name=op.f("fk_case_project_linked_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_case_project_project_id")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_project_case_id")),
    )
    op.create_index("ix_case_project_project_id", "case_project", ["project_id"])
