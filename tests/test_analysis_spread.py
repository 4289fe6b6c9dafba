"""R5: φ and p are the ones of scipy's contingency table; τ gives two thirds; equal places do not differ."""

import math

import numpy as np
import pytest
from helpers.regions import amur
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from careerstats.analysis.verdicts import spread_of

BVB = ["bvb_registered", "bvb_parents", "bvb_attended", "bvb_parents_of_registered", "bvb_attended_of_registered"]


def of_amur(id: str) -> tuple[np.ndarray, np.ndarray]:
    rows = [own[id] for code, own in amur().results.rows.items() if code != "10000000"]
    return tuple(np.array([row[key] for row in rows], dtype=float) for key in ("numerator", "denominator"))


@pytest.mark.parametrize("id", BVB)
def test_phi_and_p_are_scipys(id: str) -> None:
    k, n = of_amur(id)
    ours, theirs = spread_of(k, n), stats.chi2_contingency([k, n - k], correction=False)
    assert ours.municipalities == 29
    assert ours.phi == pytest.approx(theirs.statistic / 28, rel=1e-12)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-8)
    assert amur().results.spreads[id] == ours


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=2, max_size=20))
def test_phi_and_p_of_any_region(pairs: list[tuple[int, int]]) -> None:
    k, rest = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    ours, theirs = spread_of(k, k + rest), stats.chi2_contingency([k, rest], correction=False)
    assert ours.phi * (len(k) - 1) == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-7, abs=1e-12)


def test_the_real_places_differ_far_more_than_by_chance() -> None:
    spread = amur().results.spreads["bvb_registered"]
    assert spread.differ
    assert spread.times_chance == pytest.approx(math.sqrt(spread.phi))
    assert (round(spread.low, 1), round(spread.high, 1)) == (13.8, 42.3)


def test_two_thirds_lie_one_tau_around_the_centre() -> None:
    k, n = of_amur("bvb_attended")
    spread = spread_of(k, n)
    centre = math.asin(math.sqrt(k.sum() / n.sum()))
    assert spread.low == pytest.approx(100 * math.sin(centre - spread.tau) ** 2)
    assert spread.high == pytest.approx(100 * math.sin(centre + spread.tau) ** 2)


def test_a_spread_wider_than_its_level_begins_at_nought() -> None:
    spread = spread_of(np.array([0.0, 0, 0, 40]), np.array([100.0, 100, 100, 100]))
    assert spread.low == 0
    assert spread.high > 10


def test_places_that_chance_explains_do_not_differ() -> None:
    spread = spread_of(np.array([19.0, 21, 20]), np.array([100.0, 100, 100]))
    assert not spread.differ
    assert spread.times_chance is None
    assert spread.tau == 0


def test_a_spread_of_twice_the_chance_is_not_worth_a_sentence() -> None:
    spread = spread_of(np.array([12.0, 25, 26, 20]), np.array([100.0, 100, 100, 100]))
    assert 1 < spread.phi <= 2.5
    assert (spread.times_chance is None) == (spread.phi <= 2)


@pytest.mark.parametrize(
    ("k", "n", "level"),
    [([], [], 0.0), ([5.0], [50.0], 10.0), ([0.0, 0], [50.0, 60], 0.0), ([50.0, 60], [50.0, 60], 100.0)],
)
def test_where_nothing_can_differ_nothing_does(k: list[float], n: list[float], level: float) -> None:
    spread = spread_of(np.array(k), np.array(n))
    assert (spread.differ, spread.times_chance, spread.phi, spread.p_value) == (False, None, 0, 1)
    assert spread.low == spread.high == pytest.approx(level)
