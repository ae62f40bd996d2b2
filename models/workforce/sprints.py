"""Sprints: a board of columns, what is left day by day, what goes over into the next one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, TypeVar

from models.errors import Conflict, InvalidInput

LONGEST_SPRINT = 42  # days
SHORTEST_ESTIMATE, LONGEST_ESTIMATE = 15, 80 * 60  # minutes of one piece of work; what is longer is cut


class Column(StrEnum):
    """Where a card stands."""

    TO_DO = "todo"
    DOING = "doing"
    REVIEW = "review"
    DONE = "done"


COLUMNS = tuple(Column)


class SprintState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


class SprintDatesWrong(InvalidInput):
    """A sprint is from one day to six weeks long and begins after the one before it."""

    code: ClassVar[str] = "sprint_dates_wrong"


class SprintRuns(Conflict):
    """One sprint runs at a time: close it first."""

    code: ClassVar[str] = "sprint_runs"


class NoSprintRuns(Conflict):
    """The sprint has been closed already, perhaps in another window."""

    code: ClassVar[str] = "no_sprint_runs"


class EstimateWrong(InvalidInput):
    """A piece of work takes from a quarter of an hour to two weeks; what is longer is cut."""

    code: ClassVar[str] = "estimate_wrong"


class ColumnUnknown(InvalidInput):
    """The board has no such column."""

    code: ClassVar[str] = "column_unknown"


class CardMovedMeanwhile(Conflict):
    """Somebody else has moved this card since the board was drawn."""

    code: ClassVar[str] = "card_moved_meanwhile"


class ForeignCard(Conflict):
    """Officers move their own cards; those of others are moved by their lead."""

    code: ClassVar[str] = "foreign_card"


@dataclass(frozen=True, slots=True)
class Card:
    """A piece of work as it stands: estimate in minutes and column."""

    key: str
    minutes: int
    column: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of a sprint's log: on this day its scope and what is left of it changed by so many minutes."""

    day: date
    scope: int
    left: int


@dataclass(frozen=True, slots=True)
class Burn:
    """The evening of a day: minutes in the sprint, minutes left (None: it has not come yet), and what an even pace would have left."""

    day: date
    scope: int
    left: int | None
    ideal: float


def check_sprint_days(first: date, last: date, *, after: date | None) -> None:
    """Raises `SprintDatesWrong`."""
    if not 0 <= (last - first).days < LONGEST_SPRINT or (after is not None and first <= after):
        raise SprintDatesWrong(field="first_day")


def check_estimate(minutes: int) -> int:
    """Raises `EstimateWrong`."""
    if not SHORTEST_ESTIMATE <= minutes <= LONGEST_ESTIMATE:
        raise EstimateWrong(field="minutes")
    return minutes


def column_of(text: str) -> Column:
    """Raises `ColumnUnknown`."""
    try:
        return Column(text)
    except ValueError:
        raise ColumnUnknown(field="column") from None


def left_of(minutes: int, column: str) -> int:
    """What is still to be done of a card: all of it until it is done."""
    return 0 if column == Column.DONE else minutes


def burndown(changes: Iterable[Change], first: date, last: date, *, until: date, working: Iterable[date]) -> list[Burn]:
    """Evening by evening from the first day to the last what is left, known up to `until`: the running sum of the log.

    What the log says before the first day counts on it, what it says after the last on the last. The even pace goes from the scope of
    the first evening to nothing on the evening of the last working day, and stands still on days off.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    scopes, lefts = dict.fromkeys(days, 0), dict.fromkeys(days, 0)
    for change in changes:
        day = min(max(change.day, first), last)
        scopes[day] += change.scope
        lefts[day] += change.left
    paced = sorted(set(working) & set(days)) or days
    begun, found, scope, left, passed = scopes[first], [], 0, 0, 0
    for day in days:
        scope, left, passed = scope + scopes[day], left + lefts[day], passed + (day in paced)
        found.append(Burn(day, scope, left if day <= until else None, begun * (1 - passed / len(paced))))
    return found


AnyCard = TypeVar("AnyCard", bound=Card)


def carry_over(cards: Sequence[AnyCard]) -> tuple[list[AnyCard], list[AnyCard]]:
    """(what was done and stays with the sprint, what goes on in the next one), each in the order given."""
    return [card for card in cards if card.column == Column.DONE], [card for card in cards if card.column != Column.DONE]


def placed(order: Sequence[str], key: str, place: int) -> list[str]:
    """The order of a column after a card was put at this place (0: on top); a place beyond the end means the end."""
    rest = [one for one in order if one != key]
    place = max(0, min(place, len(rest)))
    return [*rest[:place], key, *rest[place:]]


def velocity(done: Sequence[int], *, of_last: int = 3) -> int | None:
    """Minutes done in a sprint: the mean of the last closed ones, rounded down; None before the first."""
    last = list(done)[-of_last:]
    return sum(last) // len(last) if last else None
