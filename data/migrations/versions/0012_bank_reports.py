"""Reports of the bank's own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "bank_report",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("blocks", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), server_default="published", nullable=False),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("cardinality(blocks) > 0", name=op.f("ck_bank_report_blocks")),
        sa.CheckConstraint("state IN ('published', 'withdrawn')", name=op.f("ck_bank_report_state")),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_bank_report_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_report")),
        sa.UniqueConstraint("code", name=op.f("uq_bank_report_code")),
    )
