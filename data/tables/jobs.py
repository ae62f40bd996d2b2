"""What runs by the clock and in the background. The durable queue itself is Procrastinate's own schema."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql import UUID

from data.tables.base import document, key, metadata, moment, words

job_firing = Table("job_firing", metadata, words("job"), moment("slot", required=True), moment("fired_at", required=True), UniqueConstraint("job", "slot"))

job_run = Table(
    "job_run", metadata, key(), words("job"), words("state"),  # queued | running | done | failed | cancelled
    document("arguments"), document("result"), words("message", default=""),
    Column("done", BigInteger, nullable=False, server_default="0"), Column("total", BigInteger, nullable=True),
    Column("queue_id", BigInteger, nullable=True), Column("asked_by", UUID(as_uuid=True), nullable=True), Column("cancel_asked", Boolean, nullable=False, server_default="false"),
    moment("queued_at", required=True), moment("started_at"), moment("beat_at"), moment("finished_at"),
    Index("ix_job_run_queued_at", "queued_at"), Index("ix_job_run_job", "job", "queued_at"), Index("ix_job_run_state", "state"),
)  # fmt: skip
