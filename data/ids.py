"""Identifiers made by the application: UUID version 7 (RFC 9562), so that new rows land at the end of every index."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def new_id(milliseconds: int | None = None) -> UUID:
    """A fresh UUIDv7. `milliseconds` since 1970 UTC places it in time (history is made with its own clock)."""
    instant = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    value = (instant & 0xFFFF_FFFF_FFFF) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
