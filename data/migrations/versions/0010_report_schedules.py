"""Reports that go out by themselves, to whom, and what became of each."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("filters", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("is_attached", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("made_by", sa.UUID(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.UUID(), nullable=True),
        sa.CheckConstraint("rhythm IN ('weekly', 'monthly', 'quarterly')", name=op.f("ck_report_schedule_rhythm")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_report_schedule_made_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_report_schedule_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index("ix_report_schedule_next_at", "report_schedule", ["next_at"], postgresql_where=sa.text("ended_at IS NULL"))
    op.create_table(
        "report_recipient",
        sa.Column("schedule_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["report_schedule.id"], name=op.f("fk_report_recipient_schedule_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_recipient_person_id")),
        sa.UniqueConstraint("schedule_id", "person_id", name=op.f("uq_report_recipient_schedule_id_person_id")),
    )
    op.create_table(
        "report_delivery",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("schedule_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report_id", sa.UUID(), nullable=True),
        sa.Column("letter_id", sa.UUID(), nullable=True),
        sa.Column("refusal", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'making', 'made', 'refused')", name=op.f("ck_report_delivery_state")),
        sa.ForeignKeyConstraint(["schedule_id"], ["report_schedule.id"], name=op.f("fk_report_delivery_schedule_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_delivery_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report_run.id"], name=op.f("fk_report_delivery_report_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"], name=op.f("fk_report_delivery_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_delivery")),
        sa.UniqueConstraint("schedule_id", "person_id", "due_at", name=op.f("uq_report_delivery_schedule_id_person_id_due_at")),
    )
    op.create_index(
        "ix_report_delivery_open", "report_delivery", ["due_at"], postgresql_where=sa.text("state IN ('waiting', 'making')")
    )
    op.add_column("outbox", sa.Column("report_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_outbox_report_id"), "outbox", "report_run", ["report_id"], ["id"])
