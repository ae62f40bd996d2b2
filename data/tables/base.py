"""What all tables share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[Any]:
    """The primary key."""
    return Column("id", UUID(as_uuid=True), primary_key=True)


def link(name: str, target: str, *, required: bool = True, index: bool = False, cascade: bool = False) -> Column[Any]:
    """A reference to the row of another table."""
    return Column(
        name, UUID(as_uuid=True), ForeignKey(f"{target}.id", ondelete="CASCADE" if cascade else None), nullable=not required, index=index
    )


def moment(name: str, *, required: bool = False, index: bool = False) -> Column[Any]:
    """An instant, UTC."""
    return Column(name, DateTime(timezone=True), nullable=not required, index=index)


def words(name: str, *, required: bool = True, default: str | None = None) -> Column[Any]:
    """A text."""
    return Column(name, Text, nullable=not required, server_default=default)


def document(name: str, *, required: bool = True, default: str = "{}") -> Column[Any]:
    """A JSON document."""
    return Column(name, JSONB(none_as_null=True), nullable=not required, server_default=default if required else None)
