"""Labour in figures: however it is cut, the parts add up to the whole, and the whole is what was entered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.workload import LONGEST_BY_DAY, LabourGrid, PersonDays, labour_grid
from models.workforce.absence import AbsenceKind, owed
from models.workforce.effort import monday_of

PEOPLE = [UUID(int=number) for number in range(1, 4)]
SUMS = ("minutes", "owed_minutes", "norm_minutes", "project_minutes", "routine_minutes", "absent_days", "overfull_days")


@st.composite
def known(draw: st.DrawFn) -> tuple[dict[date, int], dict[tuple[UUID, date], tuple[int, int]], dict[tuple[UUID, date], str]]:
    first = draw(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
    days = [first + timedelta(days=number) for number in range(draw(st.integers(1, LONGEST_BY_DAY + 30)))]
    norms = {day: draw(st.sampled_from([0, 480, 420])) for day in days}
    places = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(days))
    worked = draw(st.dictionaries(places, st.tuples(st.integers(1, 900), st.integers(0, 900)), max_size=20))
    spent = {place: (minutes, min(minutes, on_projects)) for place, (minutes, on_projects) in worked.items()}
    return norms, spent, draw(st.dictionaries(places, st.sampled_from([kind.value for kind in AbsenceKind]), max_size=20))


def grid(told: Any) -> LabourGrid:
    norms, spent, absent = told
    first = min(norms)
    packed = {}
    for one in {person for person, _day in spent}:
        own = [((day - first).days, *minutes) for (person, day), minutes in spent.items() if person == one]
        packed[one] = PersonDays(*(np.array(column, np.int32) for column in zip(*own, strict=True)))
    return labour_grid(PEOPLE, norms, packed, absent)


@given(known())
def test_weeks_people_and_cells_add_up_to_what_was_entered_and_owed(told: Any) -> None:
    norms, spent, absent = told
    found = grid(told)
    whole = found.totals()
    assert whole["minutes"] == sum(minutes for minutes, _on_projects in spent.values())
    assert whole["project_minutes"] == sum(on_projects for _minutes, on_projects in spent.values())
    assert whole["owed_minutes"] == sum(owed(norm, absent.get((one, day))) for one in PEOPLE for day, norm in norms.items())
    assert whole["absent_days"] == sum(1 for _one, day in absent if norms[day])
    assert whole["overfull_days"] == sum(1 for (_one, day), (minutes, _part) in spent.items() if norms[day] and minutes > norms[day])
    for parts in (found.by_week(), list(found.by_person().values())):
        assert {key: sum(part[key] for part in parts) for key in SUMS} == {key: whole[key] for key in SUMS}
    cells = found.cells()
    for key, total in (("minutes", "minutes"), ("owed", "owed_minutes"), ("on_projects", "project_minutes")):
        assert sum(cell[key] for cell in cells) == whole[total]


@given(known())
def test_a_cell_is_a_day_or_in_a_long_period_a_week_and_says_why_somebody_was_away_only_if_there_is_one_reason(told: Any) -> None:
    norms, _spent, absent = told
    for cell in grid(told).cells():
        days = [day for day in norms if cell["day"] == (day if len(norms) <= LONGEST_BY_DAY else monday_of(day))]
        kinds = {absent[cell["person_id"], day] for day in days if (cell["person_id"], day) in absent}
        assert cell["norm"] == sum(norms[day] for day in days)
        assert cell["absence"] == (kinds.pop() if len(kinds) == 1 else None)


def test_nobody_and_no_day_make_nothing() -> None:
    nothing = labour_grid((), {}, {}, {})
    assert (nothing.totals()["minutes"], nothing.totals()["load"], nothing.by_week(), nothing.cells()) == (0, None, [], [])
