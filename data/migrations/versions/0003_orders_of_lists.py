"""Every order of a list of cases gets an index: at a million cases a page took two seconds without."""

from alembic import op

revision = "0003"
down_revision = "0002"

_NEVER = "timestamptz '9999-12-31 00:00:00+00'"
_INDEXES = {
    "ix_cases_urgency": f"(CASE WHEN paused_at IS NULL AND due_at IS NOT NULL THEN due_at ELSE {_NEVER} END)",
    "ix_cases_closing": f"(coalesce(closed_at, {_NEVER}))",
    "ix_cases_title": "(replace(lower(title), 'ё', 'е'))",
    "ix_cases_amount": "(coalesce(amount_kopecks, -1))",
    "ix_cases_changed_at": "changed_at",
    "ix_cases_priority": "priority",
}


def upgrade() -> None:
    op.execute("ALTER INDEX ix_cases_urgency RENAME TO ix_cases_open_urgency")
    for name, order in _INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON cases ({order}, id)")
