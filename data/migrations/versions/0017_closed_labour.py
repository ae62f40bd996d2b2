"""Labour of closed cases by the day of closing and service: what a case costs is read without adding up every entry."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "closed_labour",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "service", name=op.f("pk_closed_labour")),
    )
    op.execute((Path(__file__).parent.parent / "sql" / "closed_labour.sql").read_text())
