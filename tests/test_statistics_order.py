"""Ranks with their intervals, the order of schools, associations and what is refused, against plain loops."""

import math
from typing import Any

import numpy as np
import pytest
from helpers import independent_statistics as other
from helpers.promises import groups, ranks
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from careerstats.analysis.association import association, refuse_arithmetic
from careerstats.analysis.ranking import beta_fit, rank_intervals, share_groups, shrunken_order
from careerstats.analysis.verdicts import differ_by_chance, spread_of
from careerstats.errors import CareerstatsError, UsageError

PLACE = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
PLACES = st.lists(PLACE, min_size=1, max_size=15)


def columns(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    k, n = zip(*pairs, strict=True)
    return np.array(k, dtype=float), np.array(n, dtype=float)


# ---- ranks


@given(PLACES)
def test_ranks_count_who_is_surely_ahead_and_who_is_surely_behind(pairs: list[tuple[int, int]]) -> None:
    k, n = columns(pairs)
    best, worst = rank_intervals(k, n)
    for i, one in enumerate(pairs):
        rivals = [two for j, two in enumerate(pairs) if j != i and differ_by_chance(*one, *two, len(pairs))]
        ahead = sum(two[0] * one[1] > one[0] * two[1] for j, two in enumerate(pairs) if j != i and two not in rivals)
        assert best[i] == 1 + ahead
        assert worst[i] == 1 + ahead + len(rivals)


@given(PLACES)
def test_an_observed_rank_lies_in_its_interval(pairs: list[tuple[int, int]]) -> None:
    k, n = columns(pairs)
    best, worst = rank_intervals(k, n)
    rank = stats.rankdata(-k / n, method="min")
    assert (best <= rank).all()
    assert (rank <= worst).all()
    assert (worst <= len(k)).all()


@given(PLACES, st.randoms())
def test_the_order_of_places_does_not_matter_to_their_ranks(pairs: list[tuple[int, int]], chance: Any) -> None:
    one = np.array(rank_intervals(*columns(pairs)))
    order = list(range(len(pairs)))
    chance.shuffle(order)
    k, n = columns(pairs)
    np.testing.assert_array_equal(one[:, order], np.array(rank_intervals(k[order], n[order])))


def test_ranks_from_the_other_end() -> None:
    k, n = np.array([10.0, 50, 12, 30]), np.full(4, 100.0)
    best, worst = rank_intervals(k, n)
    assert (list(best), list(worst)) == ([3, 1, 3, 2], [4, 1, 4, 2])
    best, worst = rank_intervals(k, n, highest_first=False)
    assert (list(best), list(worst)) == ([1, 4, 1, 3], [2, 4, 2, 3])


def test_a_design_effect_and_more_confidence_widen_ranks() -> None:
    k, n = np.array([10.0, 50, 12, 30]), np.full(4, 100.0)
    narrow = np.subtract(*rank_intervals(k, n)[::-1])
    assert (np.subtract(*rank_intervals(k, n, np.full(4, 6.0))[::-1]) >= narrow).all()
    assert list(rank_intervals(k, n, 1000.0)[1]) == [4] * 4
    assert (np.subtract(*rank_intervals(k, n, confidence=0.999999999)[::-1]) >= narrow).all()


def test_who_has_no_share_has_no_rank_and_takes_nobodys() -> None:
    best, worst = rank_intervals([10, None, 50, 0], [100, 100, 100, 0])
    np.testing.assert_array_equal(best, [2, np.nan, 1, np.nan])
    np.testing.assert_array_equal(worst, [2, np.nan, 1, np.nan])
    assert len(rank_intervals([], [])[0]) == 0


def test_true_ranks_lie_inside_as_often_as_promised() -> None:
    rng = np.random.default_rng(4)
    inside = []
    for _ in range(300):
        p, n = np.sort(rng.uniform(0.2, 0.6, 12))[::-1], rng.integers(100, 3000, 12)
        best, worst = rank_intervals(rng.binomial(n, p).astype(float), n)
        inside.append((best <= np.arange(1, 13)) & (np.arange(1, 13) <= worst))
    assert np.mean(inside) >= 0.95


# ---- the order of schools


def test_a_school_of_three_does_not_lead_the_list() -> None:
    k, n = [3, 0, 240, 60, 150, 90, 200, 130], [3, 3, 400, 200, 300, 300, 500, 260]
    order, value = shrunken_order(k, n)
    assert (order[0], order[-1]) == (2, 5)
    assert 30 < value[1] < value[0] < 60


@given(st.lists(PLACE, min_size=1, max_size=12))
@settings(max_examples=20, deadline=None)
def test_every_school_is_drawn_towards_the_middle(pairs: list[tuple[int, int]]) -> None:
    k, n = columns(pairs)
    value = shrunken_order(k, n).value / 100
    a, b = beta_fit(k, n)
    low, high = np.minimum(k / n, a / (a + b)), np.maximum(k / n, a / (a + b))
    assert (low - 1e-9 <= value).all()
    assert (value <= high + 1e-9).all()


@pytest.mark.parametrize("seed", range(5))
def test_no_other_beta_makes_the_schools_more_likely(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(3, 400, 40)
    k = rng.binomial(n, rng.beta(6, 14, 40))
    counts = list(zip(k.tolist(), n.tolist(), strict=True))
    a, b = beta_fit(k.astype(float), n.astype(float))
    best = other.betabinomial_loglikelihood(counts, a, b)
    for level in (0.9, 0.98, 1, 1.02, 1.1):
        for spread in (0.2, 0.8, 0.98, 1, 1.02, 1.3, 5):
            moved, whole = a / (a + b) * level, (a + b) * spread
            assert other.betabinomial_loglikelihood(counts, moved * whole, (1 - moved) * whole) <= best + 1e-6
    assert 5 < a + b < 60
    assert a / (a + b) == pytest.approx(0.3, abs=0.06)


@pytest.mark.parametrize(("k", "n"), [([0, 0], [3, 5]), ([3, 5], [3, 5]), ([20, 40, 60], [100, 200, 300])])
def test_schools_of_one_level_stand_by_size(k: list[int], n: list[int]) -> None:
    order, value = shrunken_order(k, n)
    assert value == pytest.approx(np.full(len(k), 100 * k[0] / n[0]), abs=0.01)
    np.testing.assert_allclose(np.sort(value)[::-1], value[order])


def test_equal_schools_stand_as_given_and_silent_ones_do_not_stand() -> None:
    order, value = shrunken_order([5, None, 5, 5, 0], [10, 10, 10, 10, 0])
    assert list(order) == [0, 2, 3]
    assert np.isnan(value[[1, 4]]).all()
    assert len(shrunken_order([], []).order) == 0


def test_a_share_instead_of_a_count_is_refused() -> None:
    with pytest.raises(ValueError, match="должно быть целым"):
        shrunken_order([0.143], [10])
    with pytest.raises(ValueError, match="больше целого"):
        shrunken_order([11], [10])


# ---- associations

ROW = st.lists(st.integers(-20, 20), min_size=10, max_size=25)


@given(ROW, st.data())
def test_spearman_is_the_correlation_of_mid_ranks(x: list[int], data: st.DataObject) -> None:
    y = data.draw(st.lists(st.integers(-20, 20), min_size=len(x), max_size=len(x)))
    assume(len(set(x)) > 1 and len(set(y)) > 1)
    r = other.spearman(x, y)
    found = association(x, y)
    assert found.value == pytest.approx(r, abs=1e-9)
    assert found.pairs == len(x)
    if abs(r) < 0.999:
        half = other.quantile(0.95) * math.sqrt((1 + r * r / 2) / (len(x) - 3))
        expected = [math.tanh(math.atanh(r) + side * half) for side in (-1, 1)]
        assert [found.lower, found.upper] == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 1000))
def test_pearson_and_its_interval_are_scipys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=15)
    y = x * rng.uniform(-1, 1) + rng.normal(size=15)
    found, theirs = association(x, y, "pearson", 0.9), stats.pearsonr(x, y)
    interval = theirs.confidence_interval(0.9)
    expected = (theirs.statistic, interval.low, interval.high)
    assert (found.value, found.lower, found.upper) == pytest.approx(expected, abs=1e-9)


@given(ROW, st.integers(1, 9), st.integers(-9, 9))
def test_scale_and_direction(x: list[int], times: int, more: int) -> None:
    assume(len(set(x)) > 1)
    y = [(7 * one + i * i) % 23 for i, one in enumerate(x)]
    assume(len(set(y)) > 1)
    one = association(x, y)
    assert association([times * a + more for a in x], y)[:3] == pytest.approx(one[:3], abs=1e-9)
    turned = association([-a for a in x], y)
    assert (-turned.value, -turned.upper, -turned.lower) == pytest.approx(one[:3], abs=1e-9)
    assert association(y, x)[:3] == pytest.approx(one[:3], abs=1e-9)


def test_an_interval_holds_the_true_association_as_often_as_promised() -> None:
    rng, held = np.random.default_rng(8), 0
    true = 6 / math.pi * math.asin(0.6 / 2)  # Spearman's of a normal pair whose Pearson's is 0.6
    for _ in range(400):
        x, noise = rng.normal(size=(2, 30))
        found = association(x, 0.6 * x + 0.8 * noise)
        held += found.lower <= true <= found.upper
    assert 0.91 <= held / 400 <= 0.99


def test_pairs_with_anything_unknown_are_left_out() -> None:
    x, y = [*range(12), None, 5], [*range(0, 24, 2), 5, None]
    found = association(x, y)
    assert (found.pairs, found.value, found.lower, found.upper) == (12, 1, 1, 1)


def test_what_has_no_association_says_why() -> None:
    few, flat = association(range(9), range(9)), association([4] * 12, range(12))
    assert few.reason == "мало пар: 9, нужно не менее 10"
    assert flat.reason == "все значения одного из показателей равны"
    assert all(map(math.isnan, [*few[:3], *flat[:3]]))
    with pytest.raises(ValueError, match="spearman"):
        association(range(12), range(12), "kendall")
    with pytest.raises(ValueError, match="разное число значений"):
        association([1, 2, 3], [1, 2])


SUBSETS = {"K_winners": ["K_contest"], "K_contest": ["K_school"], "K_pt": ["K_od1"]}


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"part": "K_pt", "whole": "K_od1"}, {"part": "K_trial", "whole": "K_od1"}, "в обоих есть K_od1"),
        ({"part": "K_pt", "whole": "K_od1"}, {"part": "K_job", "whole": "K_pt"}, "в обоих есть K_pt"),
        ({"part": "K_winners", "whole": "A"}, {"part": "K_contest", "whole": "B"}, "K_winners входит в K_contest"),
        ({"part": "K_school", "whole": "A"}, {"part": "K_winners", "whole": "B"}, "K_winners входит в K_school"),
        ({"value": "K_contest"}, {"part": "K_winners", "whole": "B"}, "K_winners входит в K_contest"),
    ],
)
def test_what_arithmetic_ties_together_is_refused(first: dict[str, str], second: dict[str, str], words: str) -> None:
    for one, two in ((first, second), (second, first)):
        with pytest.raises(UsageError, match=words) as refused:
            refuse_arithmetic(one, two, SUBSETS)
    assert isinstance(refused.value, CareerstatsError)
    assert "связаны уже арифметикой" in str(refused.value)


def test_counts_that_have_nothing_in_common_may_be_set_side_by_side() -> None:
    first, second = {"part": "K_pt", "whole": "K_od1"}, {"part": "K_winners", "whole": "K_school"}
    assert refuse_arithmetic(first, second, SUBSETS) is None
    assert refuse_arithmetic(first, second) is None
    circle = {"K_pt": ["K_od1"], "K_od1": ["K_pt"]}
    assert refuse_arithmetic(first, second, circle) is None


# ---- what was not tested


def test_a_spread_says_whether_anything_was_tested() -> None:
    tested = spread_of(np.array([19.0, 21, 20]), np.array([100.0, 100, 100]))
    assert (tested.tested, tested.differ) == (True, False)
    for k, n in (([], []), ([5.0], [50.0]), ([0.0, 0], [50.0, 60]), ([50.0, 60], [50.0, 60])):
        untested = spread_of(np.array(k), np.array(n))
        assert (untested.tested, untested.differ) == (False, False)


@pytest.mark.parametrize(
    ("k", "n"), [([-1.0, 2], [5.0, 5]), ([6.0, 2], [5.0, 5]), ([np.nan, 2], [5.0, 5]), ([0.0, 2], [0.0, 5])]
)
def test_a_spread_of_what_cannot_be_is_refused(k: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match=r"меньше нуля|больше целого|уберите остальные строки"):
        spread_of(np.array(k), np.array(n))


# ---- what pupils of one school have in common


def test_places_of_which_nobody_differs_are_parted_only_by_those_who_forget_schools() -> None:
    kept = {known: (ranks(31, 40, 20, 0.05, by_schools=known), groups(31, 40, 20, 0.05, by_schools=known))
            for known in (True, False)}  # fmt: skip
    assert max(kept[True]) <= 0.2
    assert min(kept[False]) >= 0.9


@pytest.mark.parametrize("wrong", [0, 0.9, -1, [1, float("nan")]])
def test_a_design_effect_that_cannot_be_is_refused(wrong: object) -> None:
    for ask in (rank_intervals, share_groups):
        with pytest.raises(ValueError, match="от 1"):
            ask([1, 2], [9, 9], design_effect=wrong)


@pytest.mark.parametrize("confidence", [1.5, 0.4, 5])
def test_ranks_at_no_level_are_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        rank_intervals([1, 2], [9, 9], confidence=confidence)
