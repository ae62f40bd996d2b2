"""What was before the hub, the initiatives that are to pay back, and how long people prepare reports."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Numeric, Table, UniqueConstraint

from data.tables.base import document, key, link, metadata, moment, words

effect_baseline = Table(  # rows are only added; the newest of a measure and service counts
    "effect_baseline", metadata, key(), words("measure"), words("service", default=""),
    Column("value", Numeric, nullable=False),  # hours, minutes, share, clicks or kopecks, by the measure
    Column("rows", BigInteger, nullable=True), Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False),
    words("source"), link("entered_by", "person", required=False), moment("entered_at", required=True), link("batch_id", "import_batch", required=False),
    CheckConstraint("value > 0 AND first_day <= last_day AND length(source) >= 10", name="baseline"),
    Index("ix_effect_baseline_newest", "measure", "service", "entered_at", "id"),
)  # fmt: skip

discount_rate = Table(  # rows are only added; the latest day that has come counts
    "discount_rate", metadata, key(), Column("percent", Integer, nullable=False), Column("first_day", Date, nullable=False), words("source"),
    link("entered_by", "person", required=False), moment("entered_at", required=True),
    CheckConstraint("percent BETWEEN 0 AND 50 AND length(source) >= 10", name="rate"),
)  # fmt: skip

initiative = Table(
    "initiative", metadata, key(), words("code"), document("name"), words("description", default=""), link("owner_id", "person"),
    Column("first_month", Date, nullable=False), Column("horizon", Integer, nullable=False), words("state"),  # draft | confirmed | stopped
    link("author_id", "person"), moment("created_at", required=True), link("confirmed_by", "person", required=False), moment("confirmed_at"),
    Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("code"),
    CheckConstraint("state IN ('draft', 'confirmed', 'stopped')", name="state"),
    CheckConstraint("extract(day FROM first_month) = 1 AND horizon BETWEEN 1 AND 120", name="horizon"),
    CheckConstraint("state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_by <> author_id)", name="two_people"),
)  # fmt: skip

initiative_cash = Table(  # kopecks of a month; what nobody has planned or told is null
    "initiative_cash", metadata, link("initiative_id", "initiative", cascade=True), Column("month", Date, nullable=False),
    Column("planned_cost", BigInteger, nullable=True), Column("planned_benefit", BigInteger, nullable=True),
    Column("actual_cost", BigInteger, nullable=True), Column("actual_benefit", BigInteger, nullable=True), words("source", default=""),
    link("changed_by", "person", required=False), moment("changed_at", required=True), UniqueConstraint("initiative_id", "month"),
    CheckConstraint("extract(day FROM month) = 1", name="month"),
    CheckConstraint("least(planned_cost, planned_benefit, actual_cost, actual_benefit) >= 0", name="amounts"),
    CheckConstraint("(actual_cost IS NULL AND actual_benefit IS NULL) OR length(source) >= 10", name="source"),
)  # fmt: skip

initiative_source = Table(  # what is read live: costs of a pool, saved labour of a service, prevented loss of a category
    "initiative_source", metadata, link("initiative_id", "initiative", cascade=True), words("kind"),  # pool | labour | prevented
    words("ref"), Column("share", Numeric(7, 6), nullable=False), UniqueConstraint("initiative_id", "kind", "ref"),
    CheckConstraint("kind IN ('pool', 'labour', 'prevented')", name="kind"), CheckConstraint("share > 0 AND share <= 1", name="share"),
)  # fmt: skip

report_preparation = Table(  # measured by the browser: from opening the page or the menu of reports to the order
    "report_preparation", metadata, key(), words("kind"), link("report_id", "report_run", required=False), link("person_id", "person"),
    Column("seconds", Integer, nullable=False), Column("clicks", Integer, nullable=False), moment("at", required=True),
    UniqueConstraint("report_id"), CheckConstraint("seconds BETWEEN 0 AND 14400 AND clicks BETWEEN 1 AND 1000", name="measured"),
    Index("ix_report_preparation_at", "at"),
)  # fmt: skip
