"""Outgoing mail and imports: what crosses the bank's border on behalf of services."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID

from data.tables.base import document, key, link, metadata, moment, words

outbox = Table(  # written in the business transaction, sent by a job; Message-ID is the row's id, so a repeated letter is recognised
    "outbox", metadata, key(), words("recipient"), words("subject"), words("body"), link("case_id", "cases", required=False),
    link("report_id", "report_run", required=False),  # goes along as an attachment
    moment("created_at", required=True), moment("sent_at"), Column("attempts", Integer, nullable=False, server_default="0"), moment("next_attempt_at", required=True),
    words("last_error", default=""), moment("given_up_at"),
    Index("ix_outbox_waiting", "next_attempt_at", postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL")),
)  # fmt: skip

import_batch = Table(
    "import_batch", metadata, key(), words("kind"), words("source"), words("file_name"), Column("sha256", LargeBinary, nullable=False), document("mapping"),
    Column("actor_id", UUID(as_uuid=True), nullable=True), moment("started_at", required=True), moment("finished_at"),
    Column("rows_read", BigInteger, nullable=False, server_default="0"), Column("accepted", BigInteger, nullable=False, server_default="0"),
    Column("rejected", BigInteger, nullable=False, server_default="0"), document("summary"),
)  # fmt: skip

import_reject = Table(
    "import_reject", metadata, link("batch_id", "import_batch", cascade=True), Column("line", BigInteger, nullable=False), words("reason"), document("row"),
    UniqueConstraint("batch_id", "line", "reason"),
)  # fmt: skip
