"""People, what they belong to, their sessions, and the audit trail of everything they do."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.types import UserDefinedType

from data.tables.base import document, key, link, metadata, moment, words


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction number."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "xid8"

    def bind_processor(self, _dialect: object) -> Callable[[int | None], str | None]:
        return lambda value: None if value is None else str(value)

    def result_processor(self, _dialect: object, _coltype: object) -> Callable[[str | None], int | None]:
        return lambda value: None if value is None else int(value)


business_line = Table("business_line", metadata, key(), words("code"), document("name"), Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("code"))

unit = Table(
    "unit", metadata, key(), words("code"), document("name"), link("parent_id", "unit", required=False, index=True),
    link("business_line_id", "business_line", required=False), Column("head_id", UUID(as_uuid=True), ForeignKey("person.id", use_alter=True), nullable=True),
    Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("code"),
)  # fmt: skip

person = Table(
    "person", metadata, key(),
    words("login"), words("full_name"), words("full_name_en", default=""), words("position", default=""), words("email", default=""), words("phone", default=""),
    Column("roles", ARRAY(Text), nullable=False), link("unit_id", "unit", required=False, index=True),
    words("password_hash", required=False), words("lang", required=False), words("theme", default="light"),
    Column("is_active", Boolean, nullable=False, server_default="true"), Column("must_change_password", Boolean, nullable=False, server_default="false"),
    Column("capacity", Integer, nullable=False, server_default="25"),  # open cases one carries comfortably; drawn as the tick of the load bar
    Column("failed_sign_ins", Integer, nullable=False, server_default="0"), moment("locked_until"), words("demo_hint", default=""),
    document("preferences"), moment("created_at", required=True), Column("revision", Integer, nullable=False, server_default="1"),
    UniqueConstraint("login"), CheckConstraint("login = lower(login)", name="login_lower"),
)  # fmt: skip

work_group = Table(
    "work_group", metadata, key(), words("code"), document("name"), words("mailbox", default=""),
    Column("is_closed", Boolean, nullable=False, server_default="false"),  # its cases are seen by members (and the head) only
    Column("last_assigned", UUID(as_uuid=True), nullable=True),  # round robin: whose turn it was
    Column("revision", Integer, nullable=False, server_default="1"), UniqueConstraint("code"),
)  # fmt: skip

membership = Table(
    "membership", metadata, link("group_id", "work_group", cascade=True), link("person_id", "person", cascade=True, index=True),
    Column("is_lead", Boolean, nullable=False, server_default="false"), UniqueConstraint("group_id", "person_id"),
)  # fmt: skip

substitution = Table(
    "substitution", metadata, key(), link("absent_id", "person", index=True), link("substitute_id", "person", index=True),
    Column("first_day", Date, nullable=False), Column("last_day", Date, nullable=False), words("reason", default=""),
    link("created_by", "person", required=False), moment("created_at", required=True), moment("cancelled_at"),
    CheckConstraint("first_day <= last_day", name="dates"), CheckConstraint("absent_id <> substitute_id", name="two_people"),
)  # fmt: skip

web_session = Table(
    "web_session", metadata, key(), link("person_id", "person", cascade=True, index=True), Column("secret_hash", LargeBinary, nullable=False),
    moment("created_at", required=True), moment("seen_at", required=True), moment("ended_at"), words("ip", default=""), words("agent", default=""),
)  # fmt: skip

sign_in_attempt = Table(
    "sign_in_attempt", metadata, key(), words("login"), words("ip"), moment("at", required=True), Column("succeeded", Boolean, nullable=False),
    words("refusal", default=""),  # password (counts towards the wait) | locked | ''
    Index("ix_sign_in_attempt_ip_at", "ip", "at"), Index("ix_sign_in_attempt_login_at", "login", "at"),
)  # fmt: skip

audit_event = Table(
    "audit_event", metadata,
    Column("seq", BigInteger, Identity(always=False), primary_key=True),  # taken from the sequence first: the digest covers it
    Column("xid", Xid8, nullable=False, server_default=text("pg_current_xact_id()")),
    moment("at", required=True), Column("actor_id", UUID(as_uuid=True), nullable=True), words("actor_name", default=""),
    Column("on_behalf_of", UUID(as_uuid=True), nullable=True), words("action"), words("subject_kind"), words("subject_id"), words("subject_name", default=""),
    Column("case_id", UUID(as_uuid=True), nullable=True), document("before", required=False), document("after", required=False),
    words("reason", default=""), words("ip", default=""), Column("digest", LargeBinary, nullable=False),
    Index("ix_audit_event_at", "at", "seq"), Index("ix_audit_event_subject", "subject_kind", "subject_id"), Index("ix_audit_event_actor_id", "actor_id", "at"),
    Index("ix_audit_event_case_id", "case_id"), Index("ix_audit_event_xid", "xid"), Index("ix_audit_event_action", "action", "seq"),
    Index("ix_audit_event_on_behalf_of", "on_behalf_of", postgresql_where=text("on_behalf_of IS NOT NULL")),
)  # fmt: skip

audit_seal = Table(
    "audit_seal", metadata, Column("number", Integer, primary_key=True, autoincrement=False), Column("below_xid", Xid8, nullable=False),
    Column("floor_seq", BigInteger, nullable=False),  # rows up to here were written before a restore that restarted transaction numbers
    Column("events", Integer, nullable=False), Column("seqs", ARRAY(BigInteger), nullable=False), Column("leaves", LargeBinary, nullable=False),
    Column("root", LargeBinary, nullable=False), Column("previous", LargeBinary, nullable=False), Column("seal", LargeBinary, nullable=False),
    moment("sealed_at", required=True),
)  # fmt: skip
