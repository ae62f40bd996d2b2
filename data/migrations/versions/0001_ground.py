"""The ground: people, audit trail, processes, cases, jobs, figures, and the job queue's own schema."""

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

from data.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    # By the driver itself: SQLAlchemy would take the per cent signs of these scripts for parameters.
    driver = connection.connection.driver_connection
    for script in sorted((Path(__file__).parent.parent / "sql").glob("*.sql")):
        driver.execute(script.read_text())
    driver.execute(SchemaManager.get_schema())
