"""What is remarkable about a week: more than the calendar has, or not half of it."""

from __future__ import annotations

from enum import StrEnum


class Remark(StrEnum):
    """A reason to look twice before approving."""

    NONE = ""
    OVER = "over"
    UNDER = "under"


def remark_on(minutes: int, owed: int) -> Remark:
    """More than is owed, or less than half of it. A week of leave without labour is not remarkable."""
    if minutes > owed:
        return Remark.OVER
    return Remark.UNDER if 2 * minutes < owed else Remark.NONE


def project_share(minutes: int, on_projects: int) -> float | None:
    """Project work as a share of all labour, 0 … 1; None without labour."""
    return on_projects / minutes if minutes else None
