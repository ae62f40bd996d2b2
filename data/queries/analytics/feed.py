"""The views of the BI feed, read as an outside tool reads them: in batches, of one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import column, select, table

from data.session import Session
from models.access.permissions import Permission, require
from models.analytics.feed import SCHEMA, FeedView

BATCH = 20_000  # rows held in memory at once


def feed_rows(session: Session, view: FeedView) -> Iterator[Sequence[Any]]:
    """Batches of all rows, columns in the order of the dictionary. Raises `Forbidden`."""
    require(session.actor, Permission.FEED_BI)
    wanted: Any = select(*(column(one.name) for one in view.columns)).select_from(table(view.name, schema=SCHEMA))
    yield from session.execute(wanted.execution_options(yield_per=BATCH)).partitions()
