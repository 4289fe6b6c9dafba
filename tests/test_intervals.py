"""Wilson, funnel limits and the chance range, against independent computations."""

import math
from fractions import Fraction
from functools import cache
from math import comb
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import careerstats as cs
from careerstats.intervals import (
    angle,
    angle_limits,
    chance_limits,
    exact_limits,
    from_angle,
    outside_chance,
    wilson_limits,
)

Z = 3.0902  # as the rules print it

# ---- Wilson


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
@pytest.mark.parametrize("total", [1, 2, 7, 40, 530, 45433])
def test_wilson_is_scipys(total: int, confidence: float) -> None:
    for count in sorted({0, 1, total // 3, total // 2, total - 1, total}):
        ours = cs.proportion_interval(count, total, confidence)
        scipys = stats.binomtest(count, total).proportion_ci(confidence, method="wilson")
        assert np.array(ours) / 100 == pytest.approx([scipys.low, scipys.high], abs=1e-12)


def test_95_means_95_per_cent() -> None:
    assert cs.proportion_interval(3, 10, 95) == cs.proportion_interval(3, 10, 0.95)


@pytest.mark.parametrize("confidence", [0, 0.5, 0.05, 1, 1.5, 5, 50, 100, -5, 101])
def test_a_confidence_that_is_none_is_refused_in_words(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence: нужно число между 0,5 и 1"):
        cs.proportion_interval(3, 10, confidence)


def test_nobody_and_everybody_touch_the_border() -> None:
    assert cs.proportion_interval(0, 10)[0] == 0
    assert cs.proportion_interval(10, 10)[1] == 100


@pytest.mark.parametrize(("count", "total"), [(None, 5), (3, None), (0, 0), (pd.NA, 5)])
def test_without_a_share_there_is_no_interval(count: object, total: object) -> None:
    assert all(map(math.isnan, cs.proportion_interval(count, total)))


@pytest.mark.parametrize(("count", "total"), [(6, 5), (-1, 5), (1, -5), ([1, 6], 5)])
def test_what_is_no_share_is_refused_and_shown_where_it_was_reported(count: object, total: object) -> None:
    with pytest.raises(ValueError, match="строка"):
        cs.proportion_interval(count, total)
    assert np.isnan(wilson_limits(count, total)[0]).any()


def test_intervals_come_out_in_kind() -> None:
    index = pd.Index(["а", "б"])
    lower, upper = cs.proportion_interval(pd.Series([1, 3], index=index), 4)
    assert list(lower.index) == list(upper.index) == ["а", "б"]
    lower, upper = cs.proportion_interval(np.array([1, 0]), np.array([4, 0]))
    assert isinstance(lower, np.ndarray)
    assert np.isnan(upper[1])
    assert all(type(side) is float for side in cs.proportion_interval(1, 4))


@given(st.integers(1, 10**6), st.data())
def test_the_interval_holds_the_share(total: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, total))
    lower, upper = cs.proportion_interval(count, total)
    assert 0 <= lower <= 100 * count / total + 1e-9
    assert 100 * count / total - 1e-9 <= upper <= 100


# ---- funnel


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize(("average", "total"), [(28.45, 400), (7.0, 1731), (50, 30), (99, 5), (0.5, 20)])
def test_funnel_limits_are_the_formula_clipped(average: float, total: int, confidence: float) -> None:
    half = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(average * (100 - average) / total)
    expected = (max(average - half, 0), min(average + half, 100))
    assert cs.funnel_limits(average, total, confidence) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("average", "total"), [(50, 0), (50, None), (None, 10), (math.nan, 10)])
def test_no_funnel_without_a_size_or_an_average(average: object, total: object) -> None:
    assert all(map(math.isnan, cs.funnel_limits(average, total)))


def test_funnel_limits_come_out_in_kind() -> None:
    totals = pd.Series([10, 100], index=["а", "б"])
    lower, upper = cs.funnel_limits(20, totals)
    assert list(lower.index) == list(upper.index) == ["а", "б"]
    assert isinstance(cs.funnel_limits(20, np.array([10, 100]))[0], np.ndarray)


# ---- angles


@given(st.integers(1, 10**5), st.data())
def test_an_angle_goes_there_and_back(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    assert float(from_angle(angle(k, n))) == pytest.approx(k / n, abs=1e-12)


@pytest.mark.parametrize("theta", [-0.001, -0.5, -3])
def test_a_negative_angle_does_not_fold_back_above_nought(theta: float) -> None:
    assert float(from_angle(theta)) == 0


@pytest.mark.parametrize("theta", [math.pi / 2 + 0.001, 2.0, 10])
def test_an_angle_beyond_the_right_one_is_everybody(theta: float) -> None:
    assert float(from_angle(theta)) == 1


# ---- chance range: brute force


def quantile(level: Fraction, all_total: int, all_count: int, total: int) -> int:
    """The least k whose cumulative probability reaches ``level``, in whole numbers."""
    ways, reached = comb(all_total, total), 0
    for k in range(total + 1):
        reached += comb(all_count, k) * comb(all_total - all_count, total - k)
        if reached >= level * ways:
            return k
    raise AssertionError("the probabilities do not sum to one")


def by_angle(total: int, all_count: int, all_total: int, design: float = 1.0) -> tuple[float, float]:
    middle = math.asin(math.sqrt(all_count / all_total))
    half = Z / 2 * math.sqrt(design * (1 / total - 1 / all_total))
    low, high = (min(max(middle + side * half, 0), math.pi / 2) for side in (-1, 1))
    return total * math.sin(low) ** 2, total * math.sin(high) ** 2


@cache
def by_hand(total: int, all_count: int, all_total: int) -> tuple[int, int]:
    """Rule R2 word by word: on each side the wider of the two, rounded inward."""
    low, high = by_angle(total, all_count, all_total)
    exact = [quantile(level, all_total, all_count, total) for level in (Fraction(1, 1000), Fraction(999, 1000))]
    return math.ceil(min(low, exact[0]) - 1e-9), math.floor(max(high, exact[1]) + 1e-9)


REGIONS = [(2, 1), (5, 2), (12, 4), (30, 15), (45, 1), (60, 57), (200, 20), (200, 180), (1000, 1)]


@pytest.mark.parametrize(("all_total", "all_count"), REGIONS)
def test_the_chance_range_is_the_rule_in_whole_numbers(all_total: int, all_count: int) -> None:
    for total in sorted({1, 2, 3, all_total // 3 or 1, all_total // 2, all_total - 1} - set(range(all_total, 4))):
        low, high = chance_limits(total, all_count, all_total)
        assert (int(low), int(high)) == by_hand(total, all_count, all_total)


@given(st.integers(2, 300), st.data())
def test_the_chance_range_of_any_small_region(all_total: int, data: st.DataObject) -> None:
    all_count, total = data.draw(st.integers(0, all_total)), data.draw(st.integers(1, all_total - 1))
    low, high = chance_limits(total, all_count, all_total)
    assert (int(low), int(high)) == by_hand(total, all_count, all_total)


def limits_of_scipy(n: np.ndarray, all_k: np.ndarray, all_n: np.ndarray) -> list[np.ndarray]:
    return [stats.hypergeom.ppf(tail, all_n, all_k, n) for tail in (0.001, 0.999)]


def test_exact_limits_of_every_small_population_are_those_of_scipy() -> None:
    every = np.array([(n, k, total) for total in range(1, 20) for k in range(total + 1) for n in range(total + 1)]).T
    np.testing.assert_array_equal(exact_limits(*every), limits_of_scipy(*every))


@pytest.mark.parametrize(
    ("most", "number"), [(300, 2000), (5000, 2000), (60_000, 150), (104_729, 100), (150_000, 100), (30_000_000, 300)]
)
def test_exact_limits_of_regions_of_any_size_are_those_of_scipy(most: int, number: int) -> None:
    rng = np.random.default_rng(most)
    all_n = rng.integers(1, most, number)
    all_k, n = (all_n * rng.beta(0.5, 0.5, number)).astype(int), (all_n * rng.beta(0.4, 1, number)).astype(int)
    np.testing.assert_array_equal(exact_limits(n, all_k, all_n), limits_of_scipy(n, all_k, all_n))


def test_a_tail_met_exactly_is_decided_as_by_scipy() -> None:
    # one of a thousand: the sum of the probabilities of 0 is 0.999 or 0.001 itself
    one = np.array(
        [(1, 1, 1000), (1, 999, 1000), (999, 1, 1000), (999, 999, 1000), (50, 1, 50_000), (1, 4000, 4_000_000)]
    )
    np.testing.assert_array_equal(exact_limits(*one.T), limits_of_scipy(*one.T))


def test_what_is_no_distribution_has_no_limits() -> None:
    assert np.isnan(exact_limits([5, 2.5, np.nan, 11, 1], [3, 1, 1, 3, 11], 10)[0]).tolist() == [False] + [True] * 4


@settings(max_examples=60)
@given(st.integers(2, 3000), st.data())
def test_outside_the_range_means_beyond_its_limits(all_total: int, data: st.DataObject) -> None:
    all_count, total = data.draw(st.integers(0, all_total)), data.draw(st.integers(1, min(all_total - 1, 400)))
    k = np.arange(total + 1)
    low, high = chance_limits(total, all_count, all_total)
    sides = outside_chance(k, total, all_count, all_total)
    np.testing.assert_array_equal(sides, np.where(k < low, -1, np.where(k > high, 1, 0)))
    assert not sides[(k == low) | (k == high)].any()


def test_the_range_is_never_empty_of_the_mean() -> None:
    low, high = chance_limits(np.arange(1, 60), 17, 60)
    means = np.arange(1, 60) * 17 / 60
    assert (low <= means).all()
    assert (high >= means).all()


def test_a_design_effect_widens_the_range() -> None:
    narrow, wide = chance_limits(800, 4000, 16000), chance_limits(800, 4000, 16000, design_effect=4.0)
    assert wide[0] < narrow[0]
    assert wide[1] > narrow[1]
    assert angle_limits(800, 4000, 16000, 4.0) == pytest.approx(by_angle(800, 4000, 16000, 4.0), abs=1e-3)


def test_every_municipality_has_its_own_region_where_it_is_asked_so() -> None:
    sides = outside_chance(np.array([0, 0]), np.array([50, 50]), np.array([10, 300]), 1000)
    assert list(sides) == [0, -1]
