"""What the security service costs, month by month, and who bears it: pools, keys with versions, closed months with their shares."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, Index, Integer, LargeBinary, Numeric, Table, UniqueConstraint

from data.tables.base import document, key, link, metadata, moment, words

cost_pool = Table(
    "cost_pool", metadata, key(), words("code"), document("name"), Column("position", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default="true"), Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("code"),
)  # fmt: skip

cost_entry = Table(  # a cost of a month; what comes after its month was closed belongs to the next open one and says so (`of_month`)
    "cost_entry", metadata, key(), link("pool_id", "cost_pool"), Column("month", Date, nullable=False), Column("of_month", Date, nullable=False),
    Column("kopecks", BigInteger, nullable=False), words("account", default=""), words("document", default=""), words("description", default=""),
    words("source"), words("source_key"), link("batch_id", "import_batch", required=False),  # manual | csv | 1c
    link("entered_by", "person", required=False), moment("entered_at", required=True), link("corrects_id", "cost_entry", required=False), words("reason", default=""),
    UniqueConstraint("source", "source_key"), CheckConstraint("source IN ('manual', 'csv', '1c')", name="source"),
    CheckConstraint("extract(day FROM month) = 1 AND extract(day FROM of_month) = 1 AND of_month <= month", name="months"), Index("ix_cost_entry_month", "month", "pool_id"),
)  # fmt: skip

allocation_key = Table(  # how a pool is shared from this month on; a second person publishes
    "allocation_key", metadata, key(), link("pool_id", "cost_pool"), Column("number", Integer, nullable=False), Column("first_month", Date, nullable=False),
    words("driver"),  # hours | requests | weighted | fixed | two_step
    document("parameters"), words("words", default=""), words("state"),  # draft | published | retired
    link("author_id", "person", required=False), moment("created_at", required=True), link("publisher_id", "person", required=False), moment("published_at"),
    UniqueConstraint("pool_id", "number"), CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"),
    CheckConstraint("driver IN ('hours', 'requests', 'weighted', 'fixed', 'two_step')", name="driver"),
)  # fmt: skip

closed_month = Table(
    "closed_month", metadata, Column("month", Date, primary_key=True), moment("closed_at", required=True), link("closed_by", "person", required=False),
    Column("kopecks", BigInteger, nullable=False), document("inputs"), Column("seal", LargeBinary, nullable=False),
    words("seal_key", default=""),  # which audit key sealed it; empty: the first form of the seal, with whichever key was the last one then
)  # fmt: skip

allocation = Table(  # the frozen shares of a closed month
    "allocation", metadata, key(), Column("month", Date, nullable=False), link("pool_id", "cost_pool"), link("key_id", "allocation_key", required=False),
    link("unit_id", "unit", required=False), words("service", default=""), Column("quantity", Numeric, nullable=False), Column("kopecks", BigInteger, nullable=False),
    Column("is_idle", Boolean, nullable=False, server_default="false"), link("correction_id", "allocation_correction", required=False),
    Index("ix_allocation_month", "month", "unit_id"),
)  # fmt: skip

allocation_dispute = Table(
    "allocation_dispute", metadata, key(), Column("month", Date, nullable=False), link("unit_id", "unit"), link("pool_id", "cost_pool", required=False),
    words("claim"), link("opened_by", "person"), moment("opened_at", required=True), words("state"),  # open | accepted | rejected
    words("answer", default=""), link("answered_by", "person", required=False), moment("answered_at"), Column("revision", Integer, nullable=False, server_default="1"),
    CheckConstraint("state IN ('open', 'accepted', 'rejected')", name="state"), Index("ix_allocation_dispute_month", "month", "unit_id"),
)  # fmt: skip

allocation_correction = Table(  # what a granted dispute takes off a unit and who bears it instead (null: nobody), in the first month that was open then
    "allocation_correction", metadata, key(), link("dispute_id", "allocation_dispute"), link("pool_id", "cost_pool"),
    Column("month", Date, nullable=False), Column("of_month", Date, nullable=False), Column("kopecks", BigInteger, nullable=False),
    link("unit_id", "unit"), link("onto_unit_id", "unit", required=False), words("reason"), link("entered_by", "person", required=False),
    moment("entered_at", required=True), UniqueConstraint("dispute_id"), CheckConstraint("kopecks > 0", name="kopecks"),
    CheckConstraint("extract(day FROM month) = 1 AND extract(day FROM of_month) = 1 AND of_month <= month", name="months"),
    CheckConstraint("unit_id <> onto_unit_id", name="units"), Index("ix_allocation_correction_month", "month", "pool_id"),
)  # fmt: skip
