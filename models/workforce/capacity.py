"""Capacity: what a person can give, what is planned of it, who could take more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capacity:
    """The time of a person in minutes: `owed` by the calendar less absences, of it `capacity` for projects, `planned`, `booked`."""

    owed: int
    capacity: int
    planned: int
    booked: int

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.planned)

    @property
    def is_over(self) -> bool:
        return self.planned > self.capacity


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a piece of work, and the minutes he has free."""

    key: str
    free: int


@dataclass(frozen=True, slots=True)
class Need:
    """A piece of work that nobody has yet."""

    key: str
    project: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Who should take it and why: is he in the team, what is free before and after, what he has done in the project. None: nobody can."""

    need: str
    person: str | None
    in_team: bool = False
    free_before: int = 0
    free_after: int = 0
    experience: int = 0


def capacity_of(owed: int, shares: Iterable[int]) -> int:
    """Minutes for projects: what is owed × the sum of the shares (per cent), never more than is owed, never below zero."""
    return max(0, owed) * min(100, max(0, sum(shares))) // 100


def is_promised_twice(shares: Iterable[int]) -> bool:
    """Do the projects of one person together want more than all of him?"""
    return sum(shares) > 100


def staffing(needs: Sequence[Need], people: Sequence[Candidate], *, team_of: Iterable[tuple[str, str]],
             experience: Iterable[tuple[str, str, int]] = ()) -> list[Advice]:  # fmt: skip
    """Who takes which piece of work: the largest first, each to whoever has room for all of it.

    Of those with room the project's team comes first (`team_of`: project, person), then who has worked on the project most
    (`experience`: project, person, minutes), then who has most time left. Nobody is given more than is free: what fits nowhere is told.
    """
    teams, done = set(team_of), {(project, person): minutes for project, person, minutes in experience}
    left = {one.key: max(0, one.free) for one in people}
    found: dict[str, Advice] = {}
    for need in sorted(needs, key=lambda one: (-one.minutes, one.key)):
        able = [key for key, free in left.items() if free >= need.minutes]
        if not able:
            found[need.key] = Advice(need.key, None)
            continue
        best = min(able, key=lambda key: ((need.project, key) not in teams, -done.get((need.project, key), 0), -left[key], key))
        before = left[best]
        left[best] = before - need.minutes
        found[need.key] = Advice(need.key, best, (need.project, best) in teams, before, left[best], done.get((need.project, best), 0))
    return [found[need.key] for need in needs]
