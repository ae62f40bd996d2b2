"""Baselines, initiatives with their cash and sources, measured preparation of reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "effect_baseline",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.UUID(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("value > 0 AND first_day <= last_day AND length(source) >= 10", name=op.f("ck_effect_baseline_baseline")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_effect_baseline_entered_by")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_effect_baseline_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_effect_baseline")),
    )
    op.create_index("ix_effect_baseline_newest", "effect_baseline", ["measure", "service", "entered_at", "id"])
    op.create_table(
        "initiative",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("owner_id", sa.UUID(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("horizon", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("author_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("state IN ('draft', 'confirmed', 'stopped')", name=op.f("ck_initiative_state")),
        sa.CheckConstraint("extract(day FROM first_month) = 1 AND horizon BETWEEN 1 AND 120", name=op.f("ck_initiative_horizon")),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_by <> author_id)", name=op.f("ck_initiative_two_people")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_initiative_owner_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_initiative_author_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_initiative_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("code", name=op.f("uq_initiative_code")),
    )
    op.create_table(
        "initiative_cash",
        sa.Column("initiative_id", sa.UUID(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("planned_cost", sa.BigInteger(), nullable=True),
        sa.Column("planned_benefit", sa.BigInteger(), nullable=True),
        sa.Column("actual_cost", sa.BigInteger(), nullable=True),
        sa.Column("actual_benefit", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_by", sa.UUID(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("extract(day FROM month) = 1", name=op.f("ck_initiative_cash_month")),
        sa.CheckConstraint(
            "least(planned_cost, planned_benefit, actual_cost, actual_benefit) >= 0", name=op.f("ck_initiative_cash_amounts")
        ),
        sa.CheckConstraint(
            "(actual_cost IS NULL AND actual_benefit IS NULL) OR length(source) >= 10", name=op.f("ck_initiative_cash_source")
        ),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_cash_initiative_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_initiative_cash_changed_by")),
        sa.UniqueConstraint("initiative_id", "month", name=op.f("uq_initiative_cash_initiative_id_month")),
    )
    op.create_table(
        "initiative_source",
        sa.Column("initiative_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("share", sa.Numeric(precision=7, scale=6), nullable=False),
        sa.CheckConstraint("kind IN ('pool', 'labour', 'prevented')", name=op.f("ck_initiative_source_kind")),
        sa.CheckConstraint("share > 0 AND share <= 1", name=op.f("ck_initiative_source_share")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_source_initiative_id"), ondelete="CASCADE"),
        sa.UniqueConstraint("initiative_id", "kind", "ref", name=op.f("uq_initiative_source_initiative_id_kind_ref")),
    )
    op.create_table(
        "report_preparation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report_id", sa.UUID(), nullable=True),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("clicks", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "seconds BETWEEN 0 AND 14400 AND clicks BETWEEN 1 AND 1000", name=op.f("ck_report_preparation_measured")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report_run.id"], name=op.f("fk_report_preparation_report_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_preparation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_preparation")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_preparation_report_id")),
    )
    op.create_index("ix_report_preparation_at", "report_preparation", ["at"])
