"""Intervals, funnels, quantile groups, trends and targets against their published definitions, computed another way."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from helpers import independent_statistics as other
from hypothesis import given
from hypothesis import strategies as st

from careerstats.analysis import ranking, targets, trend
from careerstats.analysis.verdicts import spread_of
from careerstats.intervals import (
    funnel_limits,
    proportion_interval,
)

LEVELS = pytest.mark.parametrize("confidence", [0.95, 0.998])
EXACT = {"rel": 1e-9, "abs": 1e-9}

# ---- shares


@LEVELS
@pytest.mark.parametrize("total", [1, 2, 9, 40, 530, 45433])
def test_wilson_is_where_the_score_is_z(total: int, confidence: float) -> None:
    for count in sorted({0, 1, total // 3, total // 2, total - 1, total}):
        expected = other.wilson(count, total, confidence)
        assert proportion_interval(count, total, confidence) == pytest.approx(expected, **EXACT)


# ---- funnels


@LEVELS
@pytest.mark.parametrize("total", [30, 400, 9000])
def test_a_funnel_is_wilsons_interval_turned_round(total: int, confidence: float) -> None:
    lower, upper = funnel_limits(40, total, confidence)
    assert other.wilson(total * lower / 100, total, confidence)[1] == pytest.approx(40, **EXACT)
    assert other.wilson(total * upper / 100, total, confidence)[0] == pytest.approx(40, **EXACT)


def test_negative_counts_are_refused_with_their_row() -> None:
    with pytest.raises(ValueError, match=r"строка 2: .* меньше нуля"):
        proportion_interval([1, -1], [10, 10])


def test_lengths_that_differ_and_a_part_greater_than_its_whole_are_refused() -> None:
    with pytest.raises(ValueError, match="разное число значений: 2, 3"):
        proportion_interval([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"строка 1: часть \(11\) больше целого \(10\)"):
        proportion_interval([11], [10])


# ---- quantile groups


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(2, 12))
def test_groups_are_parts_of_the_ranking(values: list[int], number: int) -> None:
    found = ranking.quantile_groups(values, number)
    if len(values) < number:
        assert np.isnan(found.group).all()
        assert f"значений только {len(values)}" in found.reason
    else:
        assert list(found.group) == [other.quantile_group(values, one, number) for one in values]
        assert found.reason == ""


@given(st.lists(st.integers(0, 9), min_size=4, max_size=40), st.integers(1, 50), st.integers(-5, 5))
def test_another_scale_gives_the_same_groups(values: list[int], times: int, more: int) -> None:
    moved = [times * one + more for one in values]
    np.testing.assert_array_equal(ranking.quantile_groups(values).group, ranking.quantile_groups(moved).group)
    turned = ranking.quantile_groups([-one for one in values], highest_first=False)
    np.testing.assert_array_equal(ranking.quantile_groups(values).group, turned.group)


def test_equal_values_stand_together_and_the_unknown_in_no_group() -> None:
    group = ranking.quantile_groups(pd.Series([5, 5, 5, None, 1, 9], index=list("абвгде")), 2).group
    assert list(group[["а", "б", "в"]]) == [1, 1, 1]
    assert (group["д"], group["е"], np.isnan(group["г"])) == (2, 1, True)


def test_places_that_chance_explains_are_not_grouped() -> None:
    found = ranking.share_groups([15, 25, 20, 26], [100] * 4)
    assert 0.05 < spread_of(np.array([15.0, 25, 20, 26]), np.full(4, 100.0)).p_value < 0.3
    assert np.isnan(found.group).all()
    assert "не больше, чем дал бы случай" in found.reason


def test_places_that_were_not_tested_are_not_said_to_be_alike() -> None:
    found = ranking.share_groups([0, 0, 0, 0], [100] * 4)
    assert np.isnan(found.group).all()
    assert "случай" not in found.reason


def test_places_that_differ_are_grouped_and_who_is_silent_is_not() -> None:
    found = ranking.share_groups([10, 90, None, 50, 30, 0], [100, 100, 100, 100, 100, 0])
    np.testing.assert_array_equal(found.group, [4, 1, np.nan, 2, 3, np.nan])


def test_one_group_is_none() -> None:
    with pytest.raises(ValueError, match="не менее двух"):
        ranking.quantile_groups([1, 2, 3], 1)


# ---- recent trend

YEARS = st.lists(st.tuples(st.integers(1, 200), st.integers(1, 200)), min_size=5, max_size=5)


@given(YEARS, st.booleans())
def test_the_recent_trend_of_shares_is_fingertips(pairs: list[tuple[int, int]], gap: bool) -> None:
    k, n = [a for a, _ in pairs], [a + b for a, b in pairs]
    years = [2016, 2017, 2019, 2020, 2022] if gap else [2018, 2019, 2020, 2021, 2022]
    found = trend.recent_trend(k, n, years)
    chi2 = other.trend_chi2(k, n, years)
    assert found.chi2 == pytest.approx(chi2, rel=1e-9, abs=1e-9)
    logits = [math.log(a / b) for a, b in pairs]
    slopes = [other.weighted_slope(years, logits, [1] * 5)[0]]
    if abs(chi2 - trend.CRITICAL) > 1e-6 and min(abs(one) for one in slopes) > 1e-12:
        clear = all(
            abs(other.weighted_slope(*([*row[:i], *row[i + 1 :]] for row in (years, logits, [1] * 5)))[0]) > 1e-12
            for i in range(5)
        )
        assert not clear or found.direction == other.recent_direction(chi2, years, logits, [1] * 5)


# Figures published on fingertips.phe.org.uk for 2020-2024 and what its page said of them.
PREVALENCE = [3455176, 3491868, 3625401, 3774801, 3938080], [48783947, 49122259, 49956777, 50649129, 51441896]
COVERAGE = [57274, 55865, 53681, 51767, 53185], [61834, 60511, 59074, 57508, 59028]


def test_published_trends_come_out_as_published() -> None:
    assert trend.recent_trend(*PREVALENCE).direction == "up"
    assert trend.recent_trend(*COVERAGE).direction == "down"


def test_only_the_last_five_known_years_count() -> None:
    k, n = PREVALENCE
    longer = trend.recent_trend([9, None, *k], [10, 10, *n], range(2018, 2025))
    assert longer == trend.recent_trend(k, n)
    shuffled = trend.recent_trend(k[::-1], n[::-1], range(2024, 2019, -1))
    assert shuffled.chi2 == pytest.approx(longer.chi2, rel=1e-12)


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        ([1, 2, 3, 4], [10] * 4, "мало лет: лет с известными значениями 4"),
        ([1, 2, None, 3, 4], [10] * 5, "мало лет: лет с известными значениями 4"),
        ([1, 2, 3, 4, 10], [10] * 5, "доля 0 или 100 %"),
        ([0, 2, 3, 4, 9], [10] * 5, "доля 0 или 100 %"),
    ],
)
def test_a_recent_trend_that_cannot_be_computed_says_why(k: list[int], n: list[int], words: str) -> None:
    found = trend.recent_trend(k, n)
    assert (found.direction, math.isnan(found.chi2)) == ("not_comparable", True)
    assert words in found.reason


def test_one_odd_year_is_no_trend() -> None:
    found = trend.recent_trend([200, 190, 180, 170, 900], [1000] * 5)
    assert found.chi2 > trend.CRITICAL
    assert (found.direction, "одном годе" in found.reason) == ("same", True)


# ---- targets


@given(st.integers(1, 400), st.data())
def test_what_is_missing_to_a_target_is_the_least_that_reaches_it(n: int, data: st.DataObject) -> None:
    k, tenths = data.draw(st.integers(0, n)), data.draw(st.integers(0, 1000))
    for polarity, step in (("high", 1), ("low", -1)):
        found = targets.share_against_target(k, n, tenths / 10, polarity)
        reached = [m for m in range(n + 1) if step * Fraction(k + step * m, n) * 1000 >= step * tenths]
        assert (found.missing or 0) == reached[0]
        assert found.status == ("reached" if reached[0] == 0 else "short")


def test_a_target_is_met_exactly() -> None:
    assert targets.share_against_target(667, 1000, "66,7").status == "reached"
    assert targets.share_against_target(667, 1000, 66.7).status == "reached"
    short = targets.share_against_target(666, 1000, "66,75")
    assert short.missing == 2
    assert short.reason == "целевое значение 66,75\u00a0% не достигнуто: не хватает 2\u00a0обучающихся"


@pytest.mark.parametrize(
    ("part", "whole", "polarity", "words"),
    [
        (None, 5, "high", "сведения не представлены"),
        (3, None, "high", "сведения не представлены"),
        (0, 0, "high", "знаменатель показателя равен нулю"),
        (6, 5, "high", "часть больше целого"),
        (3, 5, "none", "не оценивается"),
    ],
)
def test_what_has_no_share_has_no_target(part: object, whole: object, polarity: str, words: str) -> None:
    for judge in (targets.share_against_target, targets.sample_against_target):
        found = judge(part, whole, 50, polarity)
        assert (found.status, found.missing) == ("not_comparable", None)
        assert found.reason.startswith("нельзя сравнить с целевым значением: ")
        assert words in found.reason


@pytest.mark.parametrize("target", [-1, 101, "много", math.nan])
def test_a_target_that_is_no_percentage_is_refused(target: object) -> None:
    with pytest.raises(ValueError, match="целевое значение"):
        targets.share_against_target(1, 5, target)


@pytest.mark.parametrize(
    ("lower", "upper", "high", "low"),
    [
        (8, 9, "short", "reached"),
        (9, 11, "unclear", "unclear"),
        (9, 10, "unclear", "unclear"),
        (10, 12, "reached", "short"),
        (11, 12, "reached", "short"),
    ],
)
def test_a_target_by_interval(lower: float, upper: float, high: str, low: str) -> None:
    assert targets.interval_against_target(lower, upper, 10).status == high
    assert targets.interval_against_target(lower, upper, 10, "low").status == low


def test_an_interval_that_is_unknown_is_not_judged() -> None:
    assert targets.interval_against_target(math.nan, 9, 10).status == "not_comparable"


def test_a_sample_is_judged_by_its_interval() -> None:
    lower, upper = proportion_interval(60, 100)
    for target, status in ((lower - 0.01, "reached"), (60, "unclear"), (upper + 0.01, "short")):
        assert targets.sample_against_target(60, 100, target).status == status
