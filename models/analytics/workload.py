"""Labour in figures: how much was done, how much was owed, how much went into projects. All minutes are whole, all shares 0 … 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt

from models.analytics.flow import Values
from models.workforce.absence import owed
from models.workforce.effort import monday_of

LONGEST_BY_DAY = 62  # days; a longer period is told person by week

Minutes = npt.NDArray[np.int64]

@dataclass(frozen=True, slots=True, eq=False)
class PersonDays:
    """Days of one person on which something was entered, in any order: places counted from the first day, minutes, of them on projects."""

    places: Values
    minutes: Values
    on_projects: Values


@dataclass(frozen=True, eq=False)
class LabourGrid:
    """People × days without a gap. `minutes` entered and of them `on_projects` have a row per person and a column per day.

    `norm`: minutes of the calendar by day. `absences`: (row, column) → why somebody was away.
    """

    people: Sequence[UUID]
    days: Sequence[date]
    minutes: Minutes
    on_projects: Minutes
    norm: Minutes
    absences: Mapping[tuple[int, int], str]

    @cached_property
    def owed(self) -> Minutes:
        """The norm without days of leave, per person and day."""
        found = np.tile(self.norm, (len(self.people), 1))
        for (row, column), kind in self.absences.items():
            found[row, column] = owed(int(self.norm[column]), kind)
        return found

    @cached_property
    def _absent(self) -> npt.NDArray[np.bool_]:
        found = np.zeros(self.minutes.shape, dtype=bool)
        for place in self.absences:
            found[place] = True
        return found

    def totals(self, rows: slice = slice(None), columns: slice = slice(None)) -> dict[str, Any]:
        """Sums over these people and days. `load` = entered ÷ owed, `project_share` = project work ÷ entered, or None."""
        part, norm = (rows, columns), self.norm[columns]
        entered, due, on_projects = (int(one[part].sum()) for one in (self.minutes, self.owed, self.on_projects))
        return {
            "minutes": entered, "owed_minutes": due, "norm_minutes": int(norm.sum()) * len(self.minutes[rows]),
            "project_minutes": on_projects, "routine_minutes": entered - on_projects,
            "project_share": on_projects / entered if entered else None, "load": entered / due if due else None,
            "absent_days": int((self._absent[part] & (norm > 0)).sum()),
            "overfull_days": int(((self.minutes[part] > norm) & (norm > 0)).sum()),
        }  # fmt: skip

    def by_person(self) -> dict[UUID, dict[str, Any]]:
        """The sums of each person."""
        return {person: self.totals(rows=slice(row, row + 1)) for row, person in enumerate(self.people)}

    def by_week(self) -> list[dict[str, Any]]:
        """The sums of each calendar week, in order; the first and the last may be cut by the period."""
        return [{"monday": monday, **self.totals(columns=columns)} for monday, columns in self._weeks()]

    def cells(self) -> list[dict[str, Any]]:
        """Person × day (× week in a long period, `day` is its Monday): what is worth telling, with `person_id`."""
        stretches = [(day, slice(column, column + 1)) for column, day in enumerate(self.days)]
        stretches = stretches if len(self.days) <= LONGEST_BY_DAY else self._weeks()
        starts = [columns.start for _day, columns in stretches]
        sums = [np.add.reduceat(one, starts, axis=1).tolist() for one in (self.minutes, self.on_projects, self.owed)] if starts else []
        norms = np.add.reduceat(self.norm, starts).tolist() if starts else []
        kinds = self._kinds([place for place, (_day, columns) in enumerate(stretches) for _column in range(columns.start, columns.stop)])
        return [
            {
                "person_id": person, "day": stretches[place][0], "minutes": entered, "on_projects": on_projects, "norm": norms[place],
                "owed": due, "absence": kinds.get((row, place)),
            }
            for row, person in enumerate(self.people)
            for place, (entered, on_projects, due) in enumerate(zip(*(one[row] for one in sums), strict=True))
            if entered or due or (row, place) in kinds
        ]  # fmt: skip

    def _kinds(self, place_of: Sequence[int]) -> dict[tuple[int, int], str | None]:
        """Why somebody was away in each stretch; None where there were several reasons."""
        found: dict[tuple[int, int], str | None] = {}
        for (row, column), kind in self.absences.items():
            place = (row, place_of[column])
            found[place] = kind if found.get(place, kind) == kind else None
        return found

    def _weeks(self) -> list[tuple[date, slice]]:
        begins = [column for column, day in enumerate(self.days) if column == 0 or day.weekday() == 0]
        return [(monday_of(self.days[begin]), slice(begin, end)) for begin, end in pairwise([*begins, len(self.days)])]


def labour_grid(
    people: Sequence[UUID], norms: Mapping[date, int], spent: Mapping[UUID, PersonDays], absent: Mapping[tuple[UUID, date], str]
) -> LabourGrid:
    """From what is known: `norms` of every day without a gap, labour by person, `absent` by person and day."""
    days = sorted(norms)
    row_of, column_of = {person: row for row, person in enumerate(people)}, {day: column for column, day in enumerate(days)}
    minutes, on_projects = np.zeros((len(people), len(days)), np.int64), np.zeros((len(people), len(days)), np.int64)
    for person, of_person in spent.items():
        minutes[row_of[person], of_person.places] = of_person.minutes
        on_projects[row_of[person], of_person.places] = of_person.on_projects
    absences = {(row_of[person], column_of[day]): kind for (person, day), kind in absent.items()}
    return LabourGrid(people, days, minutes, on_projects, np.array([norms[day] for day in days], np.int64), absences)
