"""What runs by the clock and in the background. The durable queue itself is Procrastinate's own schema."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Index, Integer, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID

from data.tables.base import document, key, metadata, moment, words

job_schedule = Table(  # the timetable as the leader last read it, so that any process can show it
    "job_schedule", metadata, words("job"), words("task"), document("rhythm"),  # {"every_seconds": 15} | {"daily_at": "03:10"}
    Column("position", Integer, nullable=False), moment("next_at"), moment("read_at", required=True), UniqueConstraint("job"),
)  # fmt: skip

job_firing = Table("job_firing", metadata, words("job"), moment("slot", required=True), moment("fired_at", required=True), UniqueConstraint("job", "slot"))

job_run = Table(
    "job_run", metadata, key(), words("job"), words("state"),  # queued | running | done | failed | cancelled
    words("scheduled_as", default=""),  # name in the timetable; '' when a person or an operation asked for it
    document("arguments"), document("result"), document("message"),  # message: {"text": msgid, …params}
    document("error", required=False),  # {"kind", "code", "params", "reference"}: put into words where it is read
    document("delivery"),  # {"queue", "lock", "queueing_lock"}: how to put it into the queue once more
    Column("done", BigInteger, nullable=False, server_default="0"), Column("total", BigInteger, nullable=True),
    Column("queue_id", BigInteger, nullable=True), Column("asked_by", UUID(as_uuid=True), nullable=True), words("asked_by_name", default=""),
    Column("cancel_asked", Boolean, nullable=False, server_default="false"),
    Column("attempt", Integer, nullable=False, server_default="0"),  # the fence: only the latest attempt may finish the run
    Column("setbacks", Integer, nullable=False, server_default="0"),  # attempts that ended in an error or with a killed process
    words("worker", default=""),  # host and process that runs it
    moment("queued_at", required=True), moment("run_at"), moment("started_at"), moment("beat_at"), moment("finished_at"),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
    CheckConstraint("(finished_at IS NOT NULL) = (state IN ('done', 'failed', 'cancelled'))", name="finished"),
    Index("ix_job_run_queued_at", "queued_at", "id"), Index("ix_job_run_job", "job", "queued_at"), Index("ix_job_run_scheduled_as", "scheduled_as", "queued_at"),
    Index("ix_job_run_open", "state", postgresql_where=text("finished_at IS NULL")), Index("ix_job_run_queue_id", "queue_id"),
)  # fmt: skip

job_process = Table(  # the sign of life of every process that runs jobs
    "job_process", metadata, key(), words("host"), Column("pid", Integer, nullable=False), Column("workers", Integer, nullable=False),
    Column("is_leader", Boolean, nullable=False, server_default="false"), moment("started_at", required=True), moment("beat_at", required=True),
)  # fmt: skip
