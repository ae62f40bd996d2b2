"""Figures are prepared by day and, summed up, by month: half a month is read as cheaply as a whole one, and a change counts one day anew.

What was prepared is thrown away; the next refresh counts everything once.
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("DELETE FROM rollup_state")
    op.execute("DELETE FROM rollup")
    op.execute("ALTER TABLE rollup ADD COLUMN day date")
    op.execute("DROP INDEX ix_rollup_grain_month")
    op.execute("CREATE INDEX ix_rollup_month ON rollup (grain, month, name) WHERE day IS NULL")
    op.execute("CREATE INDEX ix_rollup_day ON rollup (grain, day, name) WHERE day IS NOT NULL")
