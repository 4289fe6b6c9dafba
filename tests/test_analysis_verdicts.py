"""Rules R1-R4 and R7 on arrays: the real region, small regions, and every bisection against a search one by one."""

import math
from typing import Any

import numpy as np
import pytest
from helpers.regions import amur
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from careerstats import wording
from careerstats.analysis import verdicts
from careerstats.analysis.verdicts import ABOVE, BELOW, NOT_COMPARABLE, SAME, compare, flips_at, is_fragile
from careerstats.intervals import chance_limits

BVB = ["bvb_registered", "bvb_parents", "bvb_attended", "bvb_parents_of_registered", "bvb_attended_of_registered"]

# below, above, same, of them large gaps
COUNTS = {
    "bvb_registered": (12, 11, 6, 18),
    "bvb_parents": (12, 9, 8, 21),
    "bvb_attended": (10, 6, 13, 16),
    "bvb_parents_of_registered": (9, 9, 11, 17),
    "bvb_attended_of_registered": (10, 6, 13, 16),
}


def judged(id: str) -> list[dict[str, Any]]:
    return [rows[id] for code, rows in amur().results.rows.items() if code != "10000000"]


def arrays(id: str) -> tuple[np.ndarray, np.ndarray]:
    rows = judged(id)
    k, n = ([row[key] for row in rows] for key in ("numerator", "denominator"))
    return np.array(k, dtype=float), np.array(n, dtype=float)


def floats(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=float)


# ---- the real region


@pytest.mark.parametrize("id", BVB)
def test_how_many_lie_below_above_and_inside(id: str) -> None:
    rows = judged(id)
    found = [sum(row["verdict"] == word for row in rows) for word in (BELOW, ABOVE, SAME)]
    assert (*found, sum(row["large_gap"] for row in rows)) == COUNTS[id]


def test_only_two_places_stand_out() -> None:
    found = {(row["name"], id) for id in BVB for row in judged(id) if row["stands_out"]}
    assert found == {("г. Зея", "bvb_registered"), ("Константиновский район", "bvb_attended_of_registered")}


@pytest.mark.parametrize(
    ("code", "id", "verdict"),
    [
        ("10710000", "bvb_registered", ABOVE),
        ("10710000", "bvb_attended", ABOVE),
        ("10621000", "bvb_attended", BELOW),  # Zavitinsk: nobody
        ("10649000", "bvb_registered", SAME),  # at the border of the groups of the sample note
        ("10631000", "bvb_registered", SAME),
        ("10647000", "bvb_registered", SAME),
        ("10701000", "bvb_attended", BELOW),
    ],
)
def test_a_verdict_of_the_real_region(code: str, id: str, verdict: str) -> None:
    assert amur().results.rows[code][id]["verdict"] == verdict


@pytest.mark.parametrize("id", BVB)
def test_ranges_are_the_chance_limits_in_pupils(id: str) -> None:
    k, n = arrays(id)
    low, high = chance_limits(n, k.sum(), n.sum())
    assert [(row["range_low"], row["range_high"]) for row in judged(id)] == list(zip(low, high, strict=True))
    for row in judged(id):
        inside = row["range_low"] <= row["numerator"] <= row["range_high"]
        assert inside == (row["verdict"] == SAME and not row["small"])


def test_blagoveshchensk_lacks_186_or_so_and_belogorsk_nobody() -> None:
    row = amur().results.rows["10701000"]["bvb_attended"]
    assert row["missing"] == wording.missing_people(99, 12436, 757, 32997) == 187
    assert amur().results.rows["10710000"]["bvb_attended"]["missing"] is None


@pytest.mark.parametrize("id", BVB)
def test_every_number_that_would_change_a_verdict_is_the_least(id: str) -> None:
    unassigned = judged(id)[0]["unassigned"]
    k, n = arrays(id)
    words = np.array([row["verdict"] for row in judged(id)])
    expected = [searched(k, n, words, i, unassigned) for i in range(len(k))]
    assert [row["flips_at"] for row in judged(id)] == expected
    for row in judged(id):
        fragile = row["flips_at"] is not None and row["flips_at"] <= 2 * unassigned * row["denominator"] / n.sum()
        assert row["fragile"] == fragile


# ---- what would change a verdict


def searched(k: np.ndarray, n: np.ndarray, words: np.ndarray, i: int, unassigned: int) -> int | None:
    """R7 word by word for one municipality: the first t of 1, 2, 3 … at which the verdict is another one."""
    if words[i] not in (BELOW, ABOVE):
        return None
    t = np.arange(1, unassigned + 1)
    here = k[i] + t if words[i] == BELOW else np.full(len(t), k[i])
    possible = (here <= n[i]) & (k.sum() + t - here <= n.sum() - n[i])
    for step, one in enumerate(possible):
        if not one:
            return int(t[step])
        if step == 0:
            told = judge(here[possible], n[i], (k.sum() + t)[possible], n.sum())
        if told[step] != words[i]:
            return int(t[step])
    return None


def judge(k: np.ndarray, n: float, all_k: np.ndarray, all_n: float) -> np.ndarray:
    """R2 as it is printed: the hypergeometric quantiles by their distribution, the angle by its formula."""
    centre, half = np.arcsin(np.sqrt(all_k / all_n)), 3.0902 / 2 * math.sqrt(1 / n - 1 / all_n)
    low, high = (n * np.sin(np.clip(centre + side * half, 0, math.pi / 2)) ** 2 for side in (-1, 1))
    below = (k < low) & (hypergeom.cdf(k, all_n, all_k, n) < 0.001)
    above = (k > high) & (hypergeom.sf(k - 1, all_n, all_k, n) <= 0.001)
    rest_k, rest_n = all_k - k, all_n - n
    small = 10 * np.abs(k * rest_n - rest_k * n) < np.minimum(rest_k, rest_n - rest_k) * n
    return np.where((below | above) & ~small, np.where(below, BELOW, ABOVE), SAME)


REGION = st.lists(st.integers(1, 250), min_size=2, max_size=14).flatmap(
    lambda sizes: st.tuples(st.tuples(*(st.integers(0, size) for size in sizes)), st.just(sizes))
)


@settings(max_examples=80)
@given(REGION, st.integers(1, 90))
def test_bisection_finds_what_a_search_finds(region: tuple[tuple[int, ...], list[int]], unassigned: int) -> None:
    k, n = (floats(*numbers) for numbers in region)
    words = compare(k, n).verdict
    found = flips_at(k, n, words, unassigned)
    expected = [searched(k, n, words, i, unassigned) for i in range(len(k))]
    assert [None if np.isnan(one) else int(one) for one in found] == expected


@given(REGION)
def test_verdicts_are_the_rule_in_whole_numbers(region: tuple[tuple[int, ...], list[int]]) -> None:
    k, n = (floats(*numbers) for numbers in region)
    result = compare(k, n)
    for i in range(len(k)):
        undecided = result.range_low[i] <= 0 and result.range_high[i] >= n[i]
        told = judge(k[i : i + 1], n[i], k.sum(keepdims=True), n.sum())[0]
        assert result.verdict[i] == (NOT_COMPARABLE if undecided else told)


@given(REGION, st.randoms())
def test_order_does_not_matter(region: tuple[tuple[int, ...], list[int]], chance: Any) -> None:
    k, n = (floats(*numbers) for numbers in region)
    order = list(range(len(k)))
    chance.shuffle(order)
    one, other = compare(k, n), compare(k[order], n[order])
    for name in ("verdict", "small", "stands_out", "large_gap", "range_low", "range_high"):
        np.testing.assert_array_equal(getattr(one, name)[order], getattr(other, name))


def test_without_unassigned_nothing_can_change() -> None:
    k, n = floats(100, 700, 400), floats(1000, 1000, 1000)
    assert np.isnan(flips_at(k, n, compare(k, n).verdict, 0)).all()


def test_fragile_is_no_more_than_twice_ones_own_part_of_the_unassigned() -> None:
    n = floats(100, 100, 100)
    assert list(is_fragile(np.array([20.0, 21.0, np.nan]), n, 1000, 100)) == [True, False, False]


# ---- thresholds are met exactly


def test_a_difference_of_exactly_a_tenth_is_not_small() -> None:
    k, n = floats(45_000, 50_000), floats(100_000, 100_000)  # p = 0.45, r = 0.5: the gap is a tenth of the level
    result = compare(k, n)
    assert (result.verdict[0], result.small[0]) == (BELOW, False)
    result = compare(floats(45_001, 50_000), n)
    assert (result.verdict[0], result.small[0]) == (SAME, True)


def test_a_gap_of_exactly_a_third_is_large() -> None:
    n = floats(100_000, 100_000)
    assert compare(floats(20_000, 30_000), n).large_gap[0]
    assert not compare(floats(20_001, 30_000), n).large_gap[0]


def test_near_everybody_the_level_is_what_is_left() -> None:
    n = floats(100_000, 100_000)
    assert compare(floats(98_600, 99_000), n).large_gap[0]  # twice as many did not take part


def test_a_large_gap_that_chance_explains_is_none() -> None:
    result = compare(floats(1, 40), floats(10, 200))
    assert (result.verdict[0], result.large_gap[0]) == (SAME, False)


# ---- two limits


def test_between_the_two_limits_lies_the_middle_grade() -> None:
    """Of 1000 the inner range leaves out 5 %, the outer one 0.2 %; the verdict is that of the outer one."""
    n = floats(1000, 20_000)
    (inner, _), (outer, _) = (chance_limits(n[:1], 4200.0, 21_000.0, level=level) for level in (0.95, 0.998))
    assert outer[0] < inner[0]
    for k, grade, verdict in (
        (inner[0], "inside", SAME),
        (inner[0] - 1, "beyond_95", SAME),
        (outer[0], "beyond_95", SAME),
        (outer[0] - 1, "beyond_99_8", BELOW),
    ):
        result = compare(np.array([k, 4200 - k]), n)
        assert (result.grade[0], result.verdict[0]) == (grade, verdict)


@pytest.mark.parametrize(("pupils", "low"), [(60, True), (1500, False)])
def test_where_half_the_odds_might_be_chance_little_can_be_said(pupils: int, low: bool) -> None:
    result = compare(floats(pupils // 5, 2000), floats(pupils, 10_000))
    assert (result.verdict[0], bool(result.power_low[0])) == (SAME, low)


def test_alike_schools_take_power_away() -> None:
    k, n = floats(300, 2000), floats(1500, 10_000)
    assert [bool(compare(k, n, effect).power_low[0]) for effect in (1.0, 40.0)] == [False, True]


# ---- standing out


def similar(places: int, odd: int) -> verdicts.Comparison:
    """Places at about 20 %, and one at ``odd`` per cent."""
    shares = [18 + i % 5 for i in range(places - 1)]
    return compare(floats(*(10 * share for share in shares), 10 * odd), np.full(places, 1000.0))


def test_who_lies_far_outside_the_spread_stands_out() -> None:
    result = similar(12, 60)
    assert list(np.flatnonzero(result.stands_out)) == [11]


def test_among_fewer_than_ten_nobody_stands_out() -> None:
    assert similar(10, 60).stands_out[9]
    result = similar(9, 60)
    assert result.verdict[8] == ABOVE
    assert not result.stands_out.any()


def test_where_all_lie_far_apart_nobody_stands_out() -> None:
    result = compare(floats(*(100 * i for i in range(12))), np.full(12, 1200.0))
    assert set(result.verdict) >= {BELOW, ABOVE}
    assert not result.stands_out[1:11].any()


# ---- the spread of municipalities


def by_halving(k: np.ndarray, n: np.ndarray) -> float:
    """τ of R4 by plain halving, without a solver."""
    angles = [math.asin(math.sqrt(a / b)) for a, b in zip(k, n, strict=True)]
    centre = math.asin(math.sqrt(k.sum() / n.sum()))

    def total(tau2: float) -> float:
        return sum((one - centre) ** 2 / (1 / (4 * size) + tau2) for one, size in zip(angles, n, strict=True))

    low, high = 0.0, 3.0
    if total(0.0) <= len(k):
        return 0.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if total(middle) > len(k) else (low, middle)
    return math.sqrt(high)


@pytest.mark.parametrize("id", BVB)
def test_the_spread_of_the_real_region(id: str) -> None:
    k, n = arrays(id)
    assert verdicts.between_spread(k, n) == pytest.approx(by_halving(k, n), abs=1e-9)


@given(REGION)
def test_the_spread_of_any_region(region: tuple[tuple[int, ...], list[int]]) -> None:
    k, n = (floats(*numbers) for numbers in region)
    assert verdicts.between_spread(k, n) == pytest.approx(by_halving(k, n), abs=1e-7)


def test_equal_places_have_no_spread() -> None:
    assert verdicts.between_spread(floats(10, 20, 30), floats(100, 200, 300)) == 0


# ---- two places in running text


def test_belogorsk_and_its_district_may_differ_by_chance() -> None:
    assert verdicts.differ_by_chance(1731, 3723, 441, 962, 29)


def test_belogorsk_and_svobodny_do_not() -> None:
    assert not verdicts.differ_by_chance(1731, 3723, 648, 3089, 29)


@pytest.mark.parametrize("code", ["10640000", "10642000", "10608000", "10655000"])
def test_the_five_highest_in_attendance_are_one_group(code: str) -> None:
    row = amur().results.rows[code]["bvb_attended"]
    assert verdicts.differ_by_chance(245, 3723, row["numerator"], row["denominator"], 29)


def test_among_more_places_the_same_difference_says_less() -> None:
    assert not verdicts.differ_by_chance(60, 200, 40, 200, 2)
    assert verdicts.differ_by_chance(60, 200, 40, 200, 29)
