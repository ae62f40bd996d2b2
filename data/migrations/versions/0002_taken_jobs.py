"""A job that was taken no longer stands for the one that waits.

The queue lets one job per queueing lock wait. A taken job kept that lock; if the next one was waiting by the time its worker died, it could
not be put back, and no other job of any dead worker either.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE FUNCTION job_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.queueing_lock := NULL; RETURN NEW; END $$")
    op.execute(
        "CREATE TRIGGER job_taken BEFORE UPDATE OF status ON procrastinate_jobs FOR EACH ROW"
        " WHEN (NEW.status = 'doing') EXECUTE FUNCTION job_taken()"
    )
    op.execute("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE status = 'doing'")
