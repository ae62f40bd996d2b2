"""The sweep remembers by itself whom it has told. Its pointer in `cases` and `task` cost twenty indexes a row, 7 s for 50,000 of them.

Drops columns, which a version in use would not survive; this is before the first release.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "reminded",
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name="pk_reminded"),
    )
    for table, is_open in (("cases", "closed_at IS NULL"), ("task", "state = 'open'")):
        op.execute(
            f"""INSERT INTO reminded (subject_id, until)
            SELECT id, passed.moment FROM {table}
            CROSS JOIN LATERAL (SELECT max(moment) AS moment FROM unnest(remind_times) AS moment
                                WHERE moment <= now() AND (next_remind_at IS NULL OR moment < next_remind_at)) AS passed
            WHERE {is_open} AND passed.moment IS NOT NULL"""  # noqa: S608 - our own names
        )
        op.drop_column(table, "next_remind_at")
