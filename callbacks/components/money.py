"""Amounts as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from models.analytics.bookkeeping import LARGEST_AMOUNT, WrongAmount

_ROUBLES = re.compile(r"\d{1,16}(?:[.,]\d{1,2})?")


def read_roubles(typed: str, *, field: str) -> int:
    """«1 234 567,50 ₽» → 123456750 kopecks. Raises `WrongAmount`."""
    bare = re.sub(r"[\s\u00a0\u202f₽]", "", typed)
    if not _ROUBLES.fullmatch(bare):
        raise WrongAmount(typed[:40], field=field, given=typed[:40])
    kopecks = int(Decimal(bare.replace(",", ".")) * 100)
    if kopecks >= LARGEST_AMOUNT:
        raise WrongAmount(typed[:40], field=field, given=typed[:40])
    return kopecks
