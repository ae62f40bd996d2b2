"""Medians, means and shares of counted facts."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.figure_rules import FIGURES
from models.analytics.flow import Flow, mean, median, share, total, values_from, values_of
from models.analytics.operations import AGEING_BUCKETS, ageing_bucket, flow_figures, sla_figures

VALUES = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=200)


def flow(values: list[int]) -> Flow:
    """As it comes from the database: four bytes a number."""
    return Flow("handling", len(values), values_from(b"".join(value.to_bytes(4, "big") for value in values)))


@given(VALUES)
def test_the_median_is_the_median_of_the_values(values: list[int]) -> None:
    assert median(values_of([flow(values)])) == statistics.median(values)


@given(VALUES)
def test_the_mean_is_the_mean_of_the_values(values: list[int]) -> None:
    assert mean(values_of([flow(values)])) == pytest.approx(statistics.fmean(values))


@given(VALUES, VALUES)
def test_two_months_together_give_the_exact_median_of_both(first: list[int], second: list[int]) -> None:
    assert median(values_of([flow(first), flow(second)])) == statistics.median(first + second)


def test_nothing_has_no_median_mean_or_share() -> None:
    assert median(values_of([])) is None
    assert mean(values_of([])) is None
    assert share(0, 0) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_kept_and_broken_promises_are_all_there_are(kept: int, broken: int) -> None:
    figures = sla_figures([Flow("sla", kept, step="met"), Flow("sla", broken, step="broken")])
    assert figures["sla_known"] == kept + broken
    if kept + broken:
        assert figures["sla_compliance"] + figures["sla_broken_share"] == pytest.approx(1)
    else:
        assert figures["sla_compliance"] is None


def test_closed_counts_every_outcome_and_names_two() -> None:
    figures = flow_figures([Flow("closed", 5, step="done"), Flow("closed", 2, step="withdrawn"), Flow("closed", 1, step="refused")])
    assert (figures["closed"], figures["withdrawn"], figures["refused"]) == (8, 2, 1)
    assert total([]) == 0


@given(st.integers(0, 10_000))
def test_every_age_has_one_bucket(days: int) -> None:
    fitting = [key for key, low, high in AGEING_BUCKETS if low <= days and (high is None or days <= high)]
    assert fitting == [ageing_bucket(days)]


def test_every_figure_explains_itself_in_both_languages() -> None:
    for rule in FIGURES.values():
        assert set(rule.name) == set(rule.formula) == {"ru", "en"}
        assert all(text.endswith(".") for text in rule.formula.values())
