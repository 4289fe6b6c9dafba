"""Shares of schools -> in which municipalities they lie wider apart than inside the others, beyond chance."""

import numpy as np
from numpy.typing import ArrayLike

from careerstats.formulas import Given
from careerstats.intervals import angle

FEWEST = 5  # schools of a municipality: among fewer a spread is hardly measured
FEWEST_ELSEWHERE = 20  # schools beyond one a municipality: what is usual must be known well
LEVEL = 0.001


def wide(k: Given, n: Given, group: ArrayLike) -> dict[str, float]:
    """Municipality → how many times wider its schools lie apart than those of the others; only the unusual ones.

    ``k`` of ``n`` pupils of each school, ``group``: its municipality; 0 ≤ k ≤ n, n > 0. On the angle scale a school
    lies around its municipality with variance 1/(4n) + σ²; σ² ≥ 0 is taken from the other municipalities by moments
    (Paule and Mandel, pooled). Told is √(Q/(m − 1)) where Q exceeds the 99.9 % quantile of χ² with m − 1 degrees.
    """
    from scipy.special import chdtrc

    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    labels, place = np.unique(np.asarray(group), return_inverse=True)
    theta, chance = angle(k, n), 1 / (4 * n)
    size = np.bincount(place, minlength=len(labels))
    columns = {}
    for i in _candidates(theta, chance, place, size):
        others = place != i
        if others.sum() - (np.delete(size, i) > 0).sum() < FEWEST_ELSEWHERE:
            continue
        usual = spread_within(theta[others], chance[others], place[others])
        q, freedom = float(_squares(theta[~others], chance[~others] + usual, place[~others]).sum()), size[i] - 1
        if chdtrc(freedom, q) < LEVEL:
            columns[labels[i].item()] = float(np.sqrt(q / freedom))
    return columns


def _candidates(theta: np.ndarray, chance: np.ndarray, place: np.ndarray, size: np.ndarray) -> list[int]:
    """Municipalities that lie wide against the spread of all: leaving one out can only be needed for these."""
    usual = spread_within(theta, chance, place)
    squares = np.bincount(place, _squares(theta, chance + usual, place), minlength=len(size))
    return [i for i in range(len(size)) if size[i] >= FEWEST and squares[i] > size[i] - 1]


def spread_within(theta: np.ndarray, chance: np.ndarray, place: np.ndarray) -> float:
    """σ² ≥ 0 with Σ(θ − own mean)²/(chance + σ²) = schools − municipalities."""
    from scipy.optimize import brentq

    freedom = len(theta) - len(np.unique(place))

    def beyond(spread: float) -> float:
        return float(_squares(theta, chance + spread, place).sum()) - freedom

    return 0.0 if freedom <= 0 or beyond(0.0) <= 0 else float(brentq(beyond, 0.0, 10.0))


def _squares(theta: np.ndarray, variance: np.ndarray, place: np.ndarray) -> np.ndarray:
    """(θ − the weighted mean of its municipality)²/variance of every school."""
    weights = 1 / variance
    total = np.bincount(place, weights)
    centre = np.divide(np.bincount(place, weights * theta), total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(weights * (theta - centre[place]) ** 2)
