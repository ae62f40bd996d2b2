"""Drawings of the first page."""

from __future__ import annotations

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from pages.home_parts import weeks_figure, weeks_summary
from pages.translations import use_language

MONDAY = date(2026, 9, 7)


@pytest.mark.parametrize("counts", [[0] * 12, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [5] * 11 + [0]])
def test_the_weeks_are_a_figure_that_plotly_accepts(counts: list[int]) -> None:
    weeks = [(MONDAY + timedelta(weeks=number), count) for number, count in enumerate(counts)]
    figure = weeks_figure(weeks)
    go.Figure(
        {
            **figure,
            "data": [{**figure["data"][0], "marker": {"cornerradius": 2}}],
            "layout": {**figure["layout"], "annotations": [], "shapes": []},
        }
    )
    assert figure["data"][0]["y"] == counts


def test_the_week_that_is_not_over_is_left_out_of_the_mean() -> None:
    weeks = [(MONDAY, 4), (MONDAY + timedelta(weeks=1), 6), (MONDAY + timedelta(weeks=2), 1)]
    with use_language("en"):
        assert weeks_summary(weeks) == "1 case opened this week so far; the weeks before had 5 on average."
