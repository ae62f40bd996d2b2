"""What one person has closed, what a unit had done for it and which loss was largest are found without looking at everything."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    closed = sa.text("closed_at IS NOT NULL")
    op.create_table(
        "labour_unit_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
    )
    op.create_index("ix_labour_unit_day_day", "labour_unit_day", ["day"])
    op.execute("INSERT INTO dirty (name, day) SELECT DISTINCT 'effort', day FROM effort")
    largest = [sa.text("loss_kopecks DESC"), sa.text("number DESC")]
    op.create_index("ix_prevented_loss_largest", "prevented_loss", largest, postgresql_where=sa.text("state = 'confirmed'"))
    op.create_index("ix_cases_closed_owner", "cases", ["owner_id", "closed_at"], postgresql_where=closed)
