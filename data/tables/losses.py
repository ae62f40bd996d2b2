"""Prevented loss: categories, written methods with versions, the register of candidates and confirmed losses, the plan."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from data.tables.base import document, key, link, metadata, moment, words

loss_category = Table(
    "loss_category", metadata, Column("code", Text, primary_key=True), document("name"), Column("position", Integer, nullable=False),
)  # fmt: skip

loss_method = Table(  # how the prevented loss of a category is counted; a version never changes, a second person publishes it
    "loss_method", metadata, key(), Column("category", Text, ForeignKey("loss_category.code"), nullable=False), Column("number", Integer, nullable=False),
    words("basis"),  # full: the amount at stake · expected: × probability × loss given event
    Column("probability", Numeric(9, 6), nullable=False), Column("loss_given_event", Numeric(9, 6), nullable=False),
    Column("repeat_days", Integer, nullable=False, server_default="180"),  # a second case about the same object within so many days may be the same event
    document("wording"), words("source", default=""), words("state"),  # draft | published | retired
    Column("first_day", Date, nullable=False), link("author_id", "person", required=False), moment("created_at", required=True),
    link("publisher_id", "person", required=False), moment("published_at"), UniqueConstraint("category", "number"),
    CheckConstraint("state IN ('draft', 'published', 'retired')", name="state"), CheckConstraint("basis IN ('full', 'expected')", name="basis"),
    CheckConstraint("probability > 0 AND probability <= 1 AND loss_given_event > 0 AND loss_given_event <= 1", name="shares"),
    CheckConstraint("basis = 'expected' OR (probability = 1 AND loss_given_event = 1)", name="full"),
)  # fmt: skip

loss_rule = Table(  # which negative outcomes are candidates, and in which category: the first rule that fits
    "loss_rule", metadata, key(), Column("position", Integer, nullable=False), words("service"), words("outcome", default=""), words("field", default=""),
    Column("values", ARRAY(Text), nullable=False, server_default="{}"), words("business_line", default=""),
    Column("category", Text, ForeignKey("loss_category.code"), nullable=False), words("amount_field", default=""),  # empty: the amount of the case
    UniqueConstraint("position"),
)  # fmt: skip

loss_number = Sequence("loss_number", metadata=metadata)

prevented_loss = Table(
    "prevented_loss", metadata, key(), words("number"), Column("category", Text, ForeignKey("loss_category.code"), nullable=False),
    words("source"), words("source_key"),  # case: its id; later systems name theirs
    link("case_id", "cases", required=False, index=True), words("object_key"), words("object_name"), words("event_key"),  # what was protected; the event it was protected from
    Column("happened_on", Date, nullable=False), Column("counted_on", Date, nullable=False),  # the bank's days; a correction counts on its own day
    Column("at_stake_kopecks", BigInteger, nullable=False), link("method_id", "loss_method"), Column("loss_kopecks", BigInteger, nullable=False),
    words("state"),  # candidate | submitted | confirmed | rejected | double
    link("unit_id", "unit", required=False), link("business_line_id", "business_line", required=False), words("service", default=""),
    words("evidence", default=""), link("submitted_by", "person", required=False), moment("submitted_at"),
    link("decided_by", "person", required=False), moment("decided_at"), words("reason", default=""), words("distinct_reason", default=""),
    link("double_of", "prevented_loss", required=False), link("corrects_id", "prevented_loss", required=False),
    moment("created_at", required=True), moment("changed_at", required=True), Column("revision", Integer, nullable=False, server_default="1"),
    UniqueConstraint("number"), UniqueConstraint("source", "source_key"),
    CheckConstraint("state IN ('candidate', 'submitted', 'confirmed', 'rejected', 'double')", name="state"),
    CheckConstraint("(state = 'double') = (double_of IS NOT NULL)", name="double"),
    CheckConstraint("at_stake_kopecks >= 0 OR corrects_id IS NOT NULL", name="stake"),
    CheckConstraint("state <> 'confirmed' OR (submitted_by IS NOT NULL AND decided_by IS NOT NULL AND submitted_by <> decided_by)", name="two_people"),
    Index("uq_prevented_loss_event", "object_key", "event_key", unique=True, postgresql_where=text("state = 'confirmed' AND corrects_id IS NULL")),
    Index("ix_prevented_loss_largest", text("loss_kopecks DESC"), text("number DESC"), postgresql_where=text("state = 'confirmed'")),
    Index("ix_prevented_loss_counted_on", "counted_on", "category"), Index("ix_prevented_loss_object_key", "object_key"),
    Index("ix_prevented_loss_waiting", "state", "created_at", postgresql_where=text("state IN ('candidate', 'submitted')")),
)  # fmt: skip

loss_plan = Table(
    "loss_plan", metadata, Column("category", Text, ForeignKey("loss_category.code"), nullable=False), Column("month", Date, nullable=False),
    Column("kopecks", BigInteger, nullable=False), link("changed_by", "person", required=False), moment("changed_at", required=True),
    UniqueConstraint("category", "month"), CheckConstraint("extract(day FROM month) = 1 AND kopecks >= 0", name="plan"),
)  # fmt: skip
