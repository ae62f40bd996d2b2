"""The seals of closed months: what they must be, which months are no longer what was sealed, and which are gone.

A seal covers who closed the month and when, its inputs, every frozen share, the keys they were shared by, and the seal of the month closed
before it: a month taken out leaves a seal that no longer fits. The audit key that made a seal is named by its fingerprint, so seals outlive
a change of keys. Months sealed in the first form name none and are checked by that form.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

import orjson
from sqlalchemy import Row, select, text

from data.audit_evidence import audit_keys
from data.queries.analytics.costs import month_of_costs
from data.session import Session
from data.tables.costs import allocation, allocation_key, closed_month

_SHARE = ("pool_id", "key_id", "unit_id", "service", "quantity", "kopecks")
_KEY = ("id", "pool_id", "number", "first_month", "driver", "parameters", "words", "author_id", "publisher_id")


def fingerprint(key: bytes) -> str:
    """What names an audit key without telling it."""
    return hashlib.sha256(b"kordon month seal " + key).hexdigest()[:16]


def present_key() -> str:
    """The fingerprint of the key that seals today."""
    return fingerprint(audit_keys()[-1])


def seal_of(session: Session, month: date) -> bytes | None:
    """What the seal of a closed month must be by the key it names; None when that key is not here."""
    head = session.rows(select(closed_month).where(closed_month.c.month == month))[0]
    key = next((one for one in audit_keys() if fingerprint(one) == head.seal_key), None)
    return None if key is None else _digest(key, _content(session, head))


def _content(session: Session, head: Row[Any]) -> list[Any]:
    before = session.scalar(
        select(closed_month.c.seal).where(closed_month.c.month < head.month).order_by(closed_month.c.month.desc()).limit(1)
    )
    shares = session.rows(
        select(*(allocation.c[name] for name in (*_SHARE, "is_idle", "correction_id")))
        .where(allocation.c.month == head.month)
        .order_by(allocation.c.pool_id, allocation.c.unit_id, allocation.c.service, allocation.c.id)
    )
    keys = session.rows(
        select(*(allocation_key.c[name] for name in _KEY))
        .where(allocation_key.c.id.in_({share.key_id for share in shares if share.key_id}))
        .order_by(allocation_key.c.id)
    )
    return [
        2, f"{head.month:%Y-%m}", head.closed_at.astimezone(UTC).isoformat(), str(head.closed_by), head.kopecks, head.inputs,
        bytes(before).hex() if before else "", _texts(shares),
        [[*_texts([key])[0][:5], key.parameters, *_texts([key])[0][6:]] for key in keys],
    ]  # fmt: skip


def _texts(rows: Sequence[Row[Any]]) -> list[list[str]]:
    return [[str(value) for value in row] for row in rows]


def _fits_first_form(session: Session, head: Row[Any]) -> bool:
    shares = session.rows(
        select(*(allocation.c[name] for name in _SHARE))
        .where(allocation.c.month == head.month)
        .order_by(allocation.c.pool_id, allocation.c.unit_id, allocation.c.service)
    )
    content = [f"{head.month:%Y-%m}", head.kopecks, head.inputs, _texts(shares)]
    return any(hmac.compare_digest(bytes(head.seal), _digest(key, content)) for key in audit_keys())


def _digest(key: bytes, content: list[Any]) -> bytes:
    return hmac.new(key, orjson.dumps(content, option=orjson.OPT_SORT_KEYS), hashlib.sha256).digest()


def is_whole(session: Session, month: date) -> bool:
    """Is a closed month still what was sealed, its costs included?"""
    head = session.rows(select(closed_month).where(closed_month.c.month == month))[0]
    if {pool.code: pool.kopecks for pool in month_of_costs(session, month).pools} != head.inputs:
        return False
    if not head.seal_key:
        return _fits_first_form(session, head)
    wanted = seal_of(session, month)
    return wanted is not None and hmac.compare_digest(bytes(head.seal), wanted)


def broken_months(session: Session) -> list[str]:
    """Closed months whose frozen shares, keys or costs are no longer what was sealed, or that follow a month that was taken out."""
    months = [row.month for row in session.rows(select(closed_month.c.month).order_by(closed_month.c.month))]
    return [f"{month:%Y-%m}" for month in months if not is_whole(session, month)]


_GONE = """
SELECT name FROM (
    SELECT subject_id AS name FROM audit_event WHERE action = 'month_closed'
    UNION SELECT to_char(month, 'YYYY-MM') FROM allocation
    UNION SELECT to_char(month, 'YYYY-MM') FROM cost_entry WHERE month < (SELECT max(month) FROM closed_month)
) AS wanted WHERE name NOT IN (SELECT to_char(month, 'YYYY-MM') FROM closed_month) ORDER BY name"""


def missing_months(session: Session) -> list[str]:
    """Months that must be closed and are not there: told by the audit trail, by shares left behind, or between two others."""
    return [str(row.name) for row in session.rows(text(_GONE))]
