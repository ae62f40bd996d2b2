"""The bank's own rate of discounting; what was before the hub can only be added to."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "discount_rate",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.UUID(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent BETWEEN 0 AND 50 AND length(source) >= 10", name=op.f("ck_discount_rate_rate")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_discount_rate_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_rate")),
    )
    for table in ("effect_baseline", "discount_rate"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION deny_change()"
        )
