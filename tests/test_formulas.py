"""Shares and rates: what goes in comes out in kind, and nothing unknown becomes a number."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import careerstats as cs
from careerstats.formulas import attainment, count, distribution, level, mean_score, rate, ratio, share, weighted_index


def test_412_of_530_is_77_point_7358_per_cent() -> None:
    assert cs.share(412, 530) == pytest.approx(77.7358, abs=5e-5)


@pytest.mark.parametrize(
    ("part", "whole"),
    [(3, 0), (0, 0), (None, 5), (5, None), (math.nan, 5), (5, math.nan), (pd.NA, 5), (5, pd.NA)],
)
def test_without_a_whole_or_a_part_there_is_no_share(part: object, whole: object) -> None:
    assert math.isnan(cs.share(part, whole))


def test_nobody_of_many_is_zero_and_not_unknown() -> None:
    assert cs.share(0, 875) == 0.0


@pytest.mark.parametrize(("part", "whole"), [(6, 5), (-1, 10), (1, -4), ([1, 7], [5, 5])])
def test_what_is_no_share_is_refused_in_words(part: object, whole: object) -> None:
    with pytest.raises(ValueError, match="не доля: нужны числа от 0, часть не больше целого"):
        cs.share(part, whole)


def test_a_scalar_comes_out_as_a_float() -> None:
    assert type(cs.share(np.int64(1), 2)) is float


def test_an_array_comes_out_as_an_array() -> None:
    answer = cs.share(np.array([1, 2, 3]), np.array([4, 0, 4]))
    assert isinstance(answer, np.ndarray)
    np.testing.assert_array_equal(answer, [25, np.nan, 75])


def test_a_list_with_gaps_comes_out_as_an_array() -> None:
    np.testing.assert_array_equal(cs.share([1, None], 4), [25, np.nan])


@pytest.mark.parametrize("dtype", ["int64", "float64", "Int64"])
def test_a_series_keeps_its_index(dtype: str) -> None:
    index = pd.Index(["зея", "тында"], name="код")
    answer = cs.share(pd.Series([1, 3], index=index, dtype=dtype), pd.Series([4, 4], index=index, dtype=dtype))
    pd.testing.assert_series_equal(answer, pd.Series([25.0, 75.0], index=index))


def test_a_nullable_series_with_a_gap() -> None:
    answer = cs.share(pd.Series([1, None], dtype="Int64"), 4)
    pd.testing.assert_series_equal(answer, pd.Series([25.0, np.nan]))


@pytest.mark.parametrize(
    ("part", "whole"), [(pd.Series([1, 2], index=[7, 8]), 4), (1, pd.Series([4, 2], index=[7, 8]))]
)
def test_a_series_with_a_scalar_is_a_series(part: object, whole: object) -> None:
    assert list(cs.share(part, whole).index) == [7, 8]


def test_series_of_different_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="разные индексы"):
        cs.share(pd.Series([1, 2], index=[1, 2]), pd.Series([4, 4], index=[2, 1]))


def test_rates_and_ratios() -> None:
    assert rate(5, 1000) == 5.0
    assert rate(5, 1000, per=100_000) == 500.0
    assert ratio(18879, 7760) == pytest.approx(2.4329, abs=5e-5)
    assert math.isnan(ratio(7, 0))


def test_a_count_is_itself() -> None:
    assert count(59) == 59.0
    assert math.isnan(count(None))
    assert list(count(pd.Series([1, 2], index=[5, 6])).index) == [5, 6]


def test_a_level_is_decided_on_exact_values() -> None:
    assert level(561, 1000, [0, 56.1]) == 2.0
    assert level(5609999, 10000000, [0, 56.1]) == 1.0
    assert math.isnan(level(1, 0, [0, 50]))
    assert math.isnan(level(None, 18, [0, 50]))
    assert math.isnan(level(1, 100, [10, 50]))
    np.testing.assert_array_equal(level([8, 9, 18], [18, 18, 18], [0, 50]), [1, 2, 2])


def test_scores_are_averaged_over_those_who_reported() -> None:
    assert mean_score(175, 25) == 7
    assert attainment(175, 25, 18) == pytest.approx(38.8889, abs=5e-5)
    assert math.isnan(attainment(0, 0, 18))


def test_preferences_are_parts_of_all_choices() -> None:
    assert distribution({"повар": 12, "сварщик": 8}) == {"повар": 60, "сварщик": 40}
    assert math.isnan(distribution({"повар": 0, "сварщик": 0})["повар"])
    assert math.isnan(distribution({"повар": 3, "сварщик": None})["повар"])
    assert distribution({}) == {}


def test_an_index_with_a_missing_component_is_unknown() -> None:
    bounds = {"а": (0, 100), "б": (100, 0)}
    assert weighted_index({"а": 80, "б": 20}, {"а": 3, "б": 1}, bounds) == 80
    assert math.isnan(weighted_index({"а": 80, "б": None}, {"а": 3, "б": 1}, bounds))
    np.testing.assert_array_equal(weighted_index({"а": [0, 200], "б": [0, 0]}, {"а": 1, "б": 1}, bounds), [50, 100])


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_share_is_the_quotient(part: int, rest: int) -> None:
    whole = part + rest
    assert share(part, whole) == pytest.approx(100 * part / whole, rel=1e-15)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1))
def test_an_array_is_its_scalars(pairs: list[tuple[int, int]]) -> None:
    parts, rests = map(np.array, zip(*pairs, strict=True))
    np.testing.assert_array_equal(share(parts, parts + rests), [share(part, part + rest) for part, rest in pairs])
