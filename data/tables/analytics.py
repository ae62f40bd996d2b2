"""Figures prepared for dashboards, and the reports that were made of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, LargeBinary, Numeric, Table
from sqlalchemy.dialects.postgresql import UUID

from data.tables.base import document, key, metadata, moment, words

rollup = Table(
    "rollup", metadata, words("name"), Column("month", Date, nullable=False), words("d1", default=""), words("d2", default=""), words("d3", default=""),
    Column("value", BigInteger, nullable=True), Column("n", BigInteger, nullable=False), Column("s", Numeric, nullable=True), Column("s2", Numeric, nullable=True),
    Index("ix_rollup_name_month", "name", "month"),
)  # fmt: skip

dirty = Table("dirty", metadata, words("name"), Column("month", Date, nullable=False), Index("ix_dirty_name_month", "name", "month"))  # no unique key: writers would block

report_run = Table(
    "report_run", metadata, key(), words("kind"), words("period"), words("lang"), words("format"), document("filters"), document("input"), Column("sha256", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False), Column("made_by", UUID(as_uuid=True), nullable=True), words("made_by_name", default=""), moment("made_at", required=True),
    moment("data_as_of", required=True), Index("ix_report_run_made_at", "made_at"),
)  # fmt: skip
