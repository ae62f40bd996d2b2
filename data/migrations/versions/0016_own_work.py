"""What one person has closed is found without looking at what everybody has."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    closed = sa.text("closed_at IS NOT NULL")
    op.create_index("ix_cases_closed_owner", "cases", ["owner_id", "closed_at"], postgresql_where=closed)
