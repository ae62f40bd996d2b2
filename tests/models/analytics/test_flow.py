"""Medians, means and shares of counted facts."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analytics.figure_rules import FIGURES
from models.analytics.flow import Flow, histogram, mean, median, share, total
from models.analytics.operations import AGEING_BUCKETS, ageing_bucket, flow_figures, sla_figures

VALUES = st.lists(st.integers(0, 5000), min_size=1, max_size=200)


@given(VALUES)
def test_the_median_of_a_histogram_is_the_median_of_its_values(values: list[int]) -> None:
    assert median(Counter(values)) == statistics.median(values)


@given(VALUES)
def test_the_mean_of_a_histogram_is_the_mean_of_its_values(values: list[int]) -> None:
    assert mean(Counter(values)) == pytest.approx(statistics.fmean(values))


@given(VALUES, VALUES)
def test_histograms_of_two_months_together_give_the_exact_median_of_both(first: list[int], second: list[int]) -> None:
    flows = [Flow("handling", n, value) for month in (first, second) for value, n in Counter(month).items()]
    assert median(histogram(flows)) == statistics.median(first + second)


def test_nothing_has_no_median_mean_or_share() -> None:
    assert median({}) is None
    assert mean({}) is None
    assert share(0, 0) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_kept_and_broken_promises_are_all_there_are(kept: int, broken: int) -> None:
    figures = sla_figures([Flow("sla", kept, 1), Flow("sla", broken, 0)])
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
