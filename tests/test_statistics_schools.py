"""Counts by school: the design effect (R2), change between periods (R8) and trend (R9), against plain loops."""

import math
from typing import Any

import numpy as np
import pytest
from helpers import independent_statistics as other
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from careerstats.analysis.change import Change, alone, false_discoveries, judged, selected, usual
from careerstats.analysis.design import design_effects, intraclass
from careerstats.analysis.movement import movement, movement_by_schools, school_waver
from careerstats.analysis.trend import trend
from careerstats.analysis.verdicts import compare, flips_at


def change(*counts: Any, **how: Any) -> Change:
    return alone(movement(*counts, **how))


def change_by_schools(*counts: Any, **how: Any) -> Change:
    return alone(movement_by_schools(*counts, **how))


SCHOOL = st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.sampled_from("абв")))
SCHOOLS = st.lists(SCHOOL, min_size=1, max_size=14)

# ---- alike within a school


@given(SCHOOLS)
def test_rho_is_the_analysis_of_variance_of_pupils(schools: list[tuple[int, int, str]]) -> None:
    k, n, group = (list(column) for column in zip(*schools, strict=True))
    found = intraclass(k, n, group)
    if len(schools) == len(set(group)) or sum(n) == len(n):
        assert math.isnan(found)
    else:
        assert found == pytest.approx(float(other.pupil_by_pupil_icc(schools)), abs=1e-9)


@given(SCHOOLS)
def test_d_is_the_rule(schools: list[tuple[int, int, str]]) -> None:
    k, n, group = (list(column) for column in zip(*schools, strict=True))
    rho = intraclass(k, n, group)
    found = design_effects(k, n, group, ["в", "а", "г"])
    for effect, place in zip(found, "ваг", strict=True):
        own = [size for size, label in zip(n, group, strict=True) if label == place]
        rule = 1 + rho * (sum(one * one for one in own) / sum(own) - 1) if own and not math.isnan(rho) else 1
        assert effect == pytest.approx(rule, rel=1e-12)


@given(SCHOOLS, st.randoms())
def test_the_order_of_schools_does_not_matter(schools: list[tuple[int, int, str]], chance: Any) -> None:
    one = design_effects(*zip(*schools, strict=True), "абв")
    chance.shuffle(schools)
    np.testing.assert_allclose(design_effects(*zip(*schools, strict=True), "абв"), one, rtol=1e-9)


def test_empty_and_unknown_schools_are_left_out() -> None:
    k, n, group = [3, 9, 4, 2], [10, 10, 20, 20], ["а", "а", "б", "б"]
    more = design_effects([*k, 0, None, 5], [*n, 0, 30, None], [*group, "а", "а", "в"], "абв")
    np.testing.assert_array_equal(more, [*design_effects(k, n, group, "аб"), 1.0])


@pytest.mark.parametrize("k", [[0, 0, 0, 0], [10, 10, 20, 20], [5, 5, 10, 10]])
def test_schools_that_are_all_alike_have_no_effect(k: list[int]) -> None:
    assert intraclass(k, [10, 10, 20, 20], list("аабб")) == 0


def test_schools_of_all_or_nothing_are_as_good_as_one_pupil_each() -> None:
    k, n, group = [0, 10, 10, 0], [10] * 4, list("аабб")
    assert intraclass(k, n, group) == 1
    assert list(design_effects(k, n, group, "аб")) == [10, 10]


def test_schools_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match=r"строка 2: часть \(11\) больше целого \(10\)"):
        intraclass([1, 11], [10, 10], ["а", "а"])
    with pytest.raises(ValueError, match="школ 2, а муниципальных образований к ним 1"):
        design_effects([1, 2], [10, 10], ["а"], "а")
    with pytest.raises(ValueError, match="эффект выборки"):
        compare(np.array([1.0, 2]), np.array([10.0, 10]), np.array([1.0, np.nan]))


@pytest.mark.parametrize(("k", "n"), [([1, np.nan], [10, 10]), ([1, 0], [10, 0])])
def test_whom_one_cannot_compare_one_must_leave_out(k: list[float], n: list[float]) -> None:
    with pytest.raises(ValueError, match="уберите остальные строки"):
        compare(np.array(k), np.array(n))


def test_each_municipality_is_judged_by_its_own_d() -> None:
    k, n, d = (np.array(one, dtype=float) for one in ([300, 300, 300, 900], [1000, 1000, 1000, 5000], [1, 4, 60, 1]))
    result = compare(k, n, d)
    assert list(result.verdict) == ["above", "same", "same", "below"]
    centre = math.asin(math.sqrt(1800 / 8000))
    for i in (1, 2):  # so wide that the quantiles of the hypergeometric distribution lie inside
        half = 3.0902323 / 2 * math.sqrt(d[i] * (1 / n[i] - 1 / 8000))
        low, high = (1000 * math.sin(max(centre + side * half, 0)) ** 2 for side in (-1, 1))
        assert (result.range_low[i], result.range_high[i]) == (math.ceil(low), math.floor(high))
    np.testing.assert_array_equal(flips_at(k, n, result.verdict, 200, d)[1:3], [np.nan, np.nan])


REGION = st.lists(
    st.integers(1, 90).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=4, max_size=9
)


@settings(max_examples=50)
@given(REGION)
def test_merging_two_territories_changes_no_verdict_on_a_third(region: list[tuple[int, int]]) -> None:
    k, n = (np.array(column, dtype=float) for column in zip(*region, strict=True))
    apart = compare(k, n)
    merged = compare(np.append(k[:-2], k[-2:].sum()), np.append(n[:-2], n[-2:].sum()))
    for name in ("verdict", "small", "large_gap", "range_low", "range_high"):
        np.testing.assert_array_equal(getattr(apart, name)[:-2], getattr(merged, name)[:-1])
    np.testing.assert_allclose(apart.rest[:-2], merged.rest[:-1])


# ---- change by schools


def drawn(seed: int, municipalities: int = 4, schools: int = 6) -> tuple[list[np.ndarray], np.ndarray]:
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(municipalities), schools)
    n1, n2 = (rng.integers(2, 300, len(group)) for _ in range(2))
    p = rng.uniform(0.1, 0.6, len(group))
    k1, k2 = (rng.binomial(n, np.clip(p + rng.normal(0, 0.05, len(p)), 0, 1)) for n in (n1, n2))
    return [one.astype(float) for one in (k1, n1, k2, n2)], group


def waver_by_loops(k1: Any, n1: Any, k2: Any, n2: Any, group: Any) -> float:
    """σ² as the docstring says it, municipality by municipality, school by school."""
    above = below = 0.0
    for place in set(group.tolist()):
        own = [i for i in range(len(group)) if group[i] == place]
        everybody = sum(n1[i] + n2[i] for i in own)
        level = sum(k1[i] + k2[i] for i in own) / everybody
        moved = {i: k2[i] / n2[i] - k1[i] / n1[i] for i in own}
        common = sum((n1[i] + n2[i]) * moved[i] for i in own) / everybody
        for i in own:
            weight = (n1[i] + n2[i]) * (1 - (n1[i] + n2[i]) / everybody)
            b = sum(k / n * (1 - k / n) / (n - 1) for k, n in ((k1[i], n1[i]), (k2[i], n2[i])))
            above += (n1[i] + n2[i]) * (moved[i] - common) ** 2 - weight * b
            below += weight * (level * (1 - level)) ** 2
    return max(above / below, 0.0)


def huber_by_halving(scores: Any, freedom: int, least: float) -> float:
    """The number at which squared scores, none counted as more than 2.25, sum up to what normal ones would."""
    expected = freedom * (stats.chi2.cdf(2.25, 3) + 2.25 * stats.chi2.sf(2.25, 1))
    low, high = least, 1e6
    if sum(min(one, 2.25) for one in scores(least)) <= expected:
        return least
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(min(one, 2.25) for one in scores(middle)) > expected else (low, middle)
    return low


@pytest.mark.parametrize("seed", range(8))
def test_change_is_the_rule_in_plain_loops(seed: int) -> None:
    (k1, n1, k2, n2), group = drawn(seed, municipalities=11)
    found = change_by_schools(k1, n1, k2, n2, group, order=range(11))
    sigma2 = waver_by_loops(k1, n1, k2, n2, group)
    moved, variance = [], []
    for place in range(11):
        own = group == place
        a, b, c, d = (float(one[own].sum()) for one in (k1, n1, k2, n2))
        q, parts = (a + c) / (b + d), (n1 + n2)[own] / (b + d)
        moved.append((c / d - a / b) / (q * (1 - q)))
        variance.append((1 / b + 1 / d) / (q * (1 - q)) + sigma2 * sum(parts**2))
        assert found.difference[place] == pytest.approx(100 * (c / d - a / b), abs=1e-10)
    left = [(one - float(np.median(moved))) ** 2 for one in moved]
    tau2 = huber_by_halving(lambda more: [r / (v + more) for r, v in zip(left, variance, strict=True)], 10, 0.0)
    scores = [abs(one) / math.sqrt(v + tau2) for one, v in zip(moved, variance, strict=True)]
    p = [1 - other.t_within(score, min(len(group) - 11, 10)) for score in scores]
    assert found.movement.waver == pytest.approx(math.sqrt(sigma2), abs=1e-12)
    np.testing.assert_allclose(found.p_value, other.benjamini_hochberg(p), atol=1e-8)


def test_the_measured_waver_is_the_planted_one() -> None:
    rng = np.random.default_rng(5)
    group = np.repeat(np.arange(40), 50)
    n = rng.integers(2, 400, len(group))
    p = rng.uniform(0.25, 0.6, len(group))
    turned = np.repeat(rng.normal(0, 0.3, 40), 50)  # whole municipalities move too: that is no waver
    odds = np.log(p / (1 - p)) + turned + rng.choice([-0.3, 0.3], len(p))
    k1, k2 = rng.binomial(n, p), rng.binomial(n, 1 / (1 + np.exp(-odds)))
    assert math.sqrt(school_waver(np.array([k1, n, k2, n]), group)[0]) == pytest.approx(0.3, rel=0.05)


@settings(max_examples=30)
@given(st.integers(0, 200), st.randoms())
def test_the_order_of_schools_does_not_matter_to_change(seed: int, chance: Any) -> None:
    counts, group = drawn(seed)
    order = list(range(len(group)))
    chance.shuffle(order)
    one = change_by_schools(*counts, group, order=range(4))
    same = change_by_schools(*(column[order] for column in counts), group[order], order=range(4))
    assert list(one.reason) == list(same.reason)
    np.testing.assert_allclose(one.p_value, same.p_value, rtol=1e-9)


def told(changed: Change) -> list[str]:
    return [reason.replace("\u00a0", " ") for reason in changed.reason]


def region_of(municipalities: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Six schools of a hundred in each, a quarter of the pupils in both periods, give or take two."""
    group = np.repeat(np.arange(municipalities), 6)
    k1 = np.tile([23.0, 25, 27, 24, 26, 25], municipalities)
    k2 = np.tile([25.0, 24, 25, 27, 23, 26], municipalities)
    n = np.full(len(group), 100.0)
    return [k1, n, k2, n.copy()], group


def test_a_real_rise_and_a_real_fall_are_found_and_named() -> None:
    (k1, n1, k2, n2), group = region_of(12)
    k2[group == 1] += 40
    k2[group == 3] -= 22
    found = change_by_schools(k1, n1, k2, n2, group, order=range(12))
    assert list(found.verdict) == ["same", "up", "same", "down", *["same"] * 8]
    assert told(found)[1] == "вырос на 40,0 п. п.: с 25,0 до 65,0 % – больше, чем колеблются отдельные школы"
    assert told(found)[3] == "снизился на 22,0 п. п.: с 25,0 до 3,0 % – больше, чем колеблются отдельные школы"
    assert told(found)[0] == "без изменений"


def test_only_who_reported_twice_is_counted() -> None:
    (k1, n1, k2, n2), group = region_of(12)
    k1[0], n1[0] = np.nan, np.nan  # one of six schools: 83 % of the pupils remain
    found = change_by_schools(k1, n1, k2, n2, group, order=range(12))
    assert [float(one[0]) for one in found.movement.counts] == [127, 500, 125, 500]
    assert found.verdict[0] == "same"


def test_a_school_without_a_pupil_of_the_group_in_one_year_has_reported_twice() -> None:
    (k1, n1, k2, n2), group = region_of(12)
    k1[0], n1[0] = 0, 0  # six schools with pupils of the group now, five then: nobody is silent
    k2[7], n2[7] = 0, 0
    found = change_by_schools(k1, n1, k2, n2, group, order=range(12))
    assert [float(one[0]) for one in found.movement.counts] == [127, 500, 150, 600]
    assert [float(one[1]) for one in found.movement.counts] == [150, 600, 126, 500]
    assert found.verdict[:2].tolist() == ["same", "same"]


def test_every_obstacle_is_named() -> None:
    (k1, n1, k2, n2), group = region_of(18)
    k1[group == 1] = np.nan
    k2[group == 2] = np.nan
    k1[np.flatnonzero(group == 3)[:2]] = np.nan
    k2[np.flatnonzero(group == 4)[0]] = 101
    for one in (k1, n1):
        one[group == 5] = 0
    given = ["разрыв ряда: иная методика", *[""] * 18]
    heard = [1.0] * 6 + [0.75] + [1.0] * 12
    change = movement_by_schools(k1, n1, k2, n2, group, order=range(19), obstacles=given, coverage=(1.0, heard))
    (found,) = judged([change], usual([change]))
    assert list(found.verdict) == ["not_comparable"] * 7 + ["same"] * 11 + ["not_comparable"]
    assert np.isnan(found.p_value).tolist() == [True] * 7 + [False] * 11 + [True]
    assert [one.removeprefix("нельзя сравнить: ") for one in found.reason[[0, 1, 2, 3, 4, 5, 6, 18]]] == [
        "разрыв ряда: иная методика",
        "сведения за предыдущий период не представлены",
        "сведения не представлены",
        "школы, представившие сведения за оба периода, охватывают менее 80 % обучающихся",
        "в сведениях школы часть больше целого",
        "знаменатель показателя равен нулю",
        "школы, представившие сведения за оба периода, охватывают менее 80 % обучающихся",
        "сведения не представлены",
    ]


def test_where_few_changes_can_be_set_side_by_side_none_is_judged() -> None:
    counts, group = region_of(5)
    found = change_by_schools(*counts, group, order=range(5))
    assert set(found.reason) == {
        "нельзя сравнить: сопоставимых изменений меньше 10, обычные колебания не по чему измерить"
    }
    two = [movement_by_schools(*counts, group, order=range(5))] * 2
    assert set(judged(two, usual(two))[0].verdict) == {"same"}  # two indicators of five municipalities are ten


# ---- a denominator that moves


def test_a_share_that_its_denominator_moved_is_no_rise() -> None:
    """100 of 200, then 100 of 120: a third more of the pupils, and not one pupil more."""
    counts, group = region_of(12)
    k1, n1, k2, n2 = (np.append(column, [more] * 2) for column, more in zip(counts, (50.0, 100, 50, 60), strict=True))
    found = change_by_schools(k1, n1, k2, n2, np.append(group, [12, 12]), order=range(13))
    assert found.verdict[12] == "not_comparable"
    assert told(found)[12] == (
        "нельзя сравнить: доля изменилась из-за знаменателя: числитель не изменился (100), знаменатель – с 200 до 120"
    )
    assert found.difference[12] == pytest.approx(100 / 3)


def test_a_rise_beside_a_moved_denominator_is_told_with_both() -> None:
    counts, group = region_of(12)
    k1, n1, k2, n2 = (np.append(column, [more] * 6) for column, more in zip(counts, (25.0, 100, 70, 120), strict=True))
    found = change_by_schools(k1, n1, k2, n2, np.append(group, [12] * 6), order=range(13))
    assert found.verdict[12] == "up"
    assert told(found)[12].endswith("отдельные школы; числитель – с 150 до 420, знаменатель – с 600 до 720")


def test_too_few_schools_give_no_verdict() -> None:
    counts, group = region_of(1)
    (k1, n1, k2, n2), group = [one[:5] for one in counts], group[:5]
    found = change_by_schools(k1, n1, k2, n2, group, order=[0])
    assert list(found.verdict) == ["not_comparable"]
    assert "школ слишком мало" in found.reason[0]
    assert math.isnan(found.movement.waver)


def test_a_break_for_all_is_one_word_for_all() -> None:
    counts, group = region_of(5)
    found = change_by_schools(*counts, group, order=range(5), obstacles="разрыв ряда: единая модель")
    assert set(found.reason) == {"нельзя сравнить: разрыв ряда: единая модель"}


def test_without_any_school_nothing_is_said() -> None:
    found = change_by_schools([], [], [], [], [], order=["а"])
    assert list(found.reason) == ["нельзя сравнить: сведения не представлены"]
    assert len(change_by_schools([], [], [], [], [], order=[]).verdict) == 0


# ---- change without schools

PLACES = st.lists(
    st.tuples(st.integers(1, 400), st.integers(1, 400)).flatmap(
        lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
    ),
    min_size=10,
    max_size=20,
)


@given(PLACES)
def test_change_without_schools_is_set_against_the_spread_of_changes(places: list[tuple[int, int, int, int]]) -> None:
    k1, n1, k2, n2 = (np.array(column, dtype=float) for column in zip(*places, strict=True))
    both = (k1 + k2) / (n1 + n2)
    assume(np.all((both > 0) & (both < 1)))
    moved, chance = (k2 / n2 - k1 / n1) / (both * (1 - both)), (1 / n1 + 1 / n2) / (both * (1 - both))
    left, freedom = (moved - np.median(moved)) ** 2, len(moved) - 1
    measure = usual([movement(k1, n1, k2, n2)])
    tau2 = huber_by_halving(lambda more: left / (chance + more), freedom, 0.0)
    times = huber_by_halving(lambda more: left / (chance * more), freedom, 1.0)
    assert measure.spread**2 == pytest.approx(tau2, rel=1e-5, abs=1e-6)
    assert measure.times == pytest.approx(times, rel=1e-5)
    scores = np.abs(moved) / np.sqrt(np.maximum(chance + tau2, chance * times))
    expected = other.benjamini_hochberg([1 - other.t_within(one, freedom) for one in scores])
    np.testing.assert_allclose(change(k1, n1, k2, n2).p_value, expected, atol=1e-4)


def test_among_fewer_than_ten_places_there_is_nothing_to_measure_by() -> None:
    one = np.full(9, 100.0)
    found = change(one / 4, one, one / 2, one)
    assert set(found.verdict) == {"not_comparable"}
    assert "меньше 10" in found.reason[0]


def test_a_rise_of_the_whole_region_is_a_rise_of_each() -> None:
    one = np.full(12, 1000.0)
    found = change(one / 4, one, one / 2, one)
    assert set(found.verdict) == {"up"}


def test_who_is_silent_does_not_silence_the_others() -> None:
    k1, n1 = np.full(12, 250.0), np.full(12, 1000.0)
    k2 = np.where(np.arange(12) == 4, 600.0, 251)
    n2 = n1.copy()
    k1[0], k2[1], k2[2], n2[3] = np.nan, np.nan, 1001, 0
    k2[3] = 0
    found = change(*(np.append(one, [one[5]] * 3) for one in (k1, n1, k2, n2)))
    assert [one.removeprefix("нельзя сравнить: ") for one in found.reason[:4]] == [
        "сведения за предыдущий период не представлены",
        "сведения не представлены",
        "часть больше целого",
        "знаменатель показателя равен нулю",
    ]
    assert found.verdict[4] == "up"
    assert set(found.verdict[5:]) == {"same"}


def test_wrong_input_of_change_is_refused() -> None:
    with pytest.raises(ValueError, match="меньше нуля"):
        change([-1], [5], [1], [5])
    with pytest.raises(ValueError, match="разное число значений"):
        change([1, 2], [5, 5], [1, 2, 3], [5, 5, 5])
    with pytest.raises(ValueError, match="причин 2"):
        change([1], [5], [1], [5], ["", ""])
    with pytest.raises(ValueError, match="муниципальных образований к ним 1"):
        change_by_schools([1, 1], [5, 5], [1, 1], [5, 5], ["а"], order=["а"])


# ---- trend

ROWS = st.lists(st.lists(st.integers(0, 300), min_size=7, max_size=7), min_size=1, max_size=5)


@given(ROWS)
def test_a_trend_is_least_squares_of_the_angle(rows: list[list[int]]) -> None:
    years, k, n = (
        [2015, 2016, 2018, 2019, 2020, 2021, 2023],
        np.array(rows, dtype=float),
        np.full((len(rows), 7), 300.0),
    )
    found = trend(k, n, years)
    p = []
    for row, slope in zip(k, found.slope, strict=True):
        theta = [math.asin(math.sqrt(one / 300)) for one in row]
        exact, sharp = other.weighted_slope(years, theta, [1] * 7)
        level = sum(theta) / 7 - float(exact) * sum(years) / 7
        left = sum((one - level - float(exact) * year) ** 2 for one, year in zip(theta, years, strict=True))
        assert slope == pytest.approx(float(exact), abs=1e-10)
        assume(left > 1e-12)
        p.append(1 - other.t_within(abs(float(exact)) * math.sqrt(float(sharp) * 5 / left), 5))
    np.testing.assert_allclose(found.p_value, other.benjamini_hochberg(p), atol=1e-7)


def test_a_trend_needs_five_comparable_years() -> None:
    k = [
        [10, 20, 30, 41, 50, 60],
        [10, None, 30, 40, 50, None],
        [10, 20, 30, 40, 50, 60],
        [30] * 6,
        [30, 31, 29, 31, 30, 29],
    ]
    found = trend(k, [[100.0] * 6] * 5, range(2018, 2024), ["", "", "разрыв ряда: иная методика", "", ""])
    assert list(found.verdict) == ["up", "not_comparable", "not_comparable", "same", "same"]
    assert found.reason[0] == "за сопоставимые годы (6) ряд идёт вверх"
    assert found.reason[1] == "мало лет: сопоставимых лет 4, нужно не менее 5"
    assert found.reason[2] == "нельзя сравнить: разрыв ряда: иная методика"
    assert np.isnan(found.p_value).tolist() == [False, True, True, False, False]
    assert list(found.years) == [6, 4, 6, 6, 6]


def test_a_falling_row_is_the_rising_one_turned_round() -> None:
    k = np.array([[10, 22, 29, 41, 50.0]])
    up, down = trend(k, np.full((1, 5), 100), range(5)), trend(100 - k, np.full((1, 5), 100), range(5))
    assert (up.verdict[0], down.verdict[0]) == ("up", "down")
    assert up.p_value == pytest.approx(down.p_value)


def test_in_noise_few_rows_have_a_trend() -> None:
    rng = np.random.default_rng(11)
    shares = np.clip(0.4 + rng.normal(0, 0.05, (2400, 6)), 0, 1)
    k = rng.binomial(500, shares).astype(float)
    calls = [trend(k[at : at + 12], np.full((12, 6), 500), range(6)).verdict != "same" for at in range(0, 2400, 12)]
    assert np.mean([call.any() for call in calls]) == pytest.approx(0.05, abs=0.04)


def test_years_given_wrong_are_refused() -> None:
    with pytest.raises(ValueError, match="лет 4, а столбцов со значениями 5"):
        trend([[1] * 5], [[9] * 5], range(4))
    with pytest.raises(ValueError, match="муниципальных образований 1, а причин 2"):
        trend([[1] * 5], [[9] * 5], range(5), ["", ""])
    with pytest.raises(ValueError, match="указан дважды"):
        trend([[1] * 5], [[9] * 5], [1, 1, 2, 3, 4])


def test_what_is_not_known_takes_no_part_in_the_correction() -> None:
    assert false_discoveries(np.array([0.01, np.nan, 0.04])).tolist() == pytest.approx(
        [0.02, np.nan, 0.04], nan_ok=True
    )


def test_indicators_are_chosen_first_and_their_places_at_the_level_that_is_left() -> None:
    """Of four indicators one has changes: its places are corrected at a quarter of the level."""
    quiet = np.array([0.3, 0.5, 0.9])
    found = selected([np.array([0.001, 0.004, 0.9, np.nan]), quiet, quiet, quiet], 0.05)
    assert found[0].tolist() == pytest.approx([4 * 0.003, 4 * 0.006, 1.0, np.nan], nan_ok=True)
    assert all((own > 0.05).all() for own in found[1:])
    assert selected([np.full(2, np.nan)], 0.05)[0].tolist() == pytest.approx([np.nan] * 2, nan_ok=True)


def test_bh_is_scipys() -> None:
    p = np.random.default_rng(2).uniform(0, 0.2, 30)
    expected = stats.false_discovery_control(p)
    np.testing.assert_allclose(other.benjamini_hochberg(p.tolist()), expected)
    assert false_discoveries(p).tolist() == expected.tolist()
    assert false_discoveries(np.insert(p, [0, 9], np.nan))[~np.isnan(np.insert(p, [0, 9], np.nan))].tolist() == (
        expected.tolist()
    )
