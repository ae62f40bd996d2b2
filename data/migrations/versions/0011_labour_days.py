"""Minutes of labour by person, day and service, so that a year of a large service is read in milliseconds."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "labour_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("project_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "person_id", "service", name=op.f("pk_labour_day")),
    )
    op.execute((Path(__file__).parent.parent / "sql" / "labour_days.sql").read_text())
