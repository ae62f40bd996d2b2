"""Absences as the personnel department keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AbsenceKind(StrEnum):
    """Why somebody is not at the desk. A business trip and training are work elsewhere: the norm stays."""

    VACATION = "vacation"
    SICK = "sick"
    TRIP = "trip"
    TRAINING = "training"
    OTHER = "other"


FREE_KINDS = (AbsenceKind.VACATION, AbsenceKind.SICK, AbsenceKind.OTHER)  # on these days nothing is owed

# How the systems of personnel departments write them.
_WORDS: Mapping[str, AbsenceKind] = MappingProxyType(
    {
        "отпуск": AbsenceKind.VACATION, "больничный": AbsenceKind.SICK, "болезнь": AbsenceKind.SICK, "командировка": AbsenceKind.TRIP,
        "обучение": AbsenceKind.TRAINING, "учёба": AbsenceKind.TRAINING, "учеба": AbsenceKind.TRAINING, "прочее": AbsenceKind.OTHER,
        "другое": AbsenceKind.OTHER, **{kind.value: kind for kind in AbsenceKind},
    }
)  # fmt: skip


def kind_of(words: str) -> AbsenceKind | None:
    """«Отпуск», "vacation" → the kind; None for a word nobody has agreed on."""
    return _WORDS.get(words.strip().lower())


def owed(norm: int, kind: str | None) -> int:
    """Minutes owed on a day of the production calendar with so many: none during holidays, illness and other leave."""
    return 0 if kind in FREE_KINDS else norm
