"""Corrections of allocations; the seal of a month names its key."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "allocation_correction",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("dispute_id", sa.UUID(), nullable=False),
        sa.Column("pool_id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("of_month", sa.Date(), nullable=False),
        sa.Column("kopecks", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("onto_unit_id", sa.UUID(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.UUID(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kopecks > 0", name=op.f("ck_allocation_correction_kopecks")),
        sa.CheckConstraint(
            "extract(day FROM month) = 1 AND extract(day FROM of_month) = 1 AND of_month <= month",
            name=op.f("ck_allocation_correction_months"),
        ),
        sa.CheckConstraint("unit_id <> onto_unit_id", name=op.f("ck_allocation_correction_units")),
        sa.ForeignKeyConstraint(["dispute_id"], ["allocation_dispute.id"], name=op.f("fk_allocation_correction_dispute_id")),
        sa.ForeignKeyConstraint(["pool_id"], ["cost_pool.id"], name=op.f("fk_allocation_correction_pool_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_allocation_correction_unit_id")),
        sa.ForeignKeyConstraint(["onto_unit_id"], ["unit.id"], name=op.f("fk_allocation_correction_onto_unit_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_allocation_correction_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_correction")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_allocation_correction_dispute_id")),
    )
    op.create_index("ix_allocation_correction_month", "allocation_correction", ["month", "pool_id"], unique=False)
    op.add_column("allocation", sa.Column("correction_id", sa.UUID(), nullable=True))
    op.create_foreign_key(op.f("fk_allocation_correction_id"), "allocation", "allocation_correction", ["correction_id"], ["id"])
    op.alter_column("allocation", "key_id", existing_type=sa.UUID(), nullable=True)
    op.add_column("closed_month", sa.Column("seal_key", sa.Text(), server_default="", nullable=False))
