"""Prevented loss: what would have been lost had the security service not stopped it, counted by a written method, never twice.

The method of a category says what share of the amount at stake is taken: all of it where a payment was stopped on its way, otherwise the
expected loss, amount × probability × loss given event, the product known from credit risk as EAD × PD × LGD. The factors are the bank's
own: none is shipped, each is written down with its source and published by a second person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from models.analytics.bookkeeping import LARGEST_AMOUNT, WrongAmount
from models.errors import Conflict, InvalidInput

LONGEST_TEXT = 4000


class LossState(StrEnum):
    """A candidate arises by itself; somebody who knows the matter hands it in with evidence; a second person decides."""

    CANDIDATE = "candidate"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DOUBLE = "double"


WAITING = frozenset({LossState.CANDIDATE, LossState.SUBMITTED})


class LossBasis(StrEnum):
    """`FULL`: the amount at stake itself. `EXPECTED`: × probability × loss given event."""

    FULL = "full"
    EXPECTED = "expected"


class LossNotWaiting(Conflict):
    """It has been decided already, or is not yet that far."""

    code: ClassVar[str] = "loss_not_waiting"


class EvidenceNeeded(InvalidInput):
    """Without evidence nothing is handed in: at least a sentence of it."""

    code: ClassVar[str] = "evidence_needed"


class LossReasonNeeded(InvalidInput):
    """A rejection, a double and a correction say why."""

    code: ClassVar[str] = "loss_reason_needed"


class PossibleDouble(Conflict):
    """The same object has a confirmed loss close by: say why it is another event, or mark this one as a double."""

    code: ClassVar[str] = "possible_double"


class AlreadyCounted(Conflict):
    """This event of this object is confirmed already."""

    code: ClassVar[str] = "already_counted"


class NothingToCorrect(InvalidInput):
    """The corrected amount is what is counted already."""

    code: ClassVar[str] = "nothing_to_correct"


class WrongMethod(InvalidInput):
    """A method needs shares above 0 and up to 1, words in both languages and a source; the full amount has no shares."""

    code: ClassVar[str] = "wrong_method"


class MethodNotDraft(Conflict):
    """Only a draft is published, and only once."""

    code: ClassVar[str] = "method_not_draft"


@dataclass(frozen=True, slots=True)
class LossMethod:
    """One version of the written method of a category. Shares are 0 … 1; `wording` is what people read, in both languages."""

    id: UUID
    category: str
    number: int
    basis: LossBasis
    probability: Decimal
    loss_given_event: Decimal
    repeat_days: int = 180
    wording: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    state: str = "published"
    first_day: date = date.min
    author_id: UUID | None = None
    author: str = ""
    publisher: str = ""


def prevented_kopecks(at_stake: int, *, probability: Decimal, loss_given_event: Decimal) -> int:
    """Amount at stake × probability × loss given event in kopecks, half a kopeck rounded away from zero."""
    return int((Decimal(at_stake) * probability * loss_given_event).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def is_maybe_the_same(one: date, other: date, *, repeat_days: int) -> bool:
    """Do two cases about one object lie so close together that they may be about one event?"""
    return abs(one - other) <= timedelta(days=repeat_days)


def check_amount(kopecks: int, *, name: str = "at_stake") -> int:
    """Raises `WrongAmount` for what cannot be at stake."""
    if not 0 < kopecks < LARGEST_AMOUNT:
        raise WrongAmount(str(kopecks), field=name, given=kopecks)
    return kopecks


def check_method(
    basis: LossBasis, probability: Decimal, loss_given_event: Decimal, *, repeat_days: int, wording: Mapping[str, str], source: str
) -> None:
    """Raises `WrongMethod` with the field that is wrong."""
    for name, share in (("probability", probability), ("loss_given_event", loss_given_event)):
        if not 0 < share <= 1 or (basis is LossBasis.FULL and share != 1):
            raise WrongMethod(str(share), field=name)
    if not 0 <= repeat_days <= 3650:
        raise WrongMethod(str(repeat_days), field="repeat_days")
    for lang in ("ru", "en"):
        if not 20 <= len(str(wording.get(lang, "")).strip()) <= LONGEST_TEXT:
            raise WrongMethod(field=f"wording_{lang}")
    if not source.strip():
        raise WrongMethod(field="source")


def loss_totals(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    """The sums over all categories: `kopecks`, `losses` (how many, corrections not counted), `corrections` (kopecks)."""
    return {name: sum(int(row[name]) for row in rows.values()) for name in ("kopecks", "losses", "corrections")}
