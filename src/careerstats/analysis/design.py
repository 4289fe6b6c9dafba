"""Counts of schools -> how alike pupils of one school are, how much wider that makes chance (R2), what lies apart."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from careerstats.contracts.rules import Rules
from careerstats.formulas import Given, floats
from careerstats.intervals import angle, part_and_whole


class Schools(NamedTuple):
    """Usable schools: arrays by school, the number of each one's municipality, and the municipalities' labels."""

    k: np.ndarray
    n: np.ndarray
    place: np.ndarray
    labels: np.ndarray

    def total(self, values: np.ndarray) -> np.ndarray:
        """Sum of ``values`` over the schools of each municipality."""
        return np.bincount(self.place, values, len(self.labels))


def at_least_one(design_effect: Given) -> np.ndarray:
    """Design effects as numbers; ValueError for any below 1: pupils of one school are not less alike than strangers."""
    effect = floats(design_effect)
    if not (effect >= 1).all():
        raise ValueError("эффект группировки (design_effect): нужны числа от 1")
    return effect


def intraclass(k: Given, n: Given, group: ArrayLike) -> float:
    """ρ: intraclass correlation of schools within municipalities, pooled over the region; 0…1.

    ``k``, ``n``: per school; ``group``: its municipality (any labels). Analysis of variance of the 0/1 answers of
    pupils: (MSB − MSW)/(MSB + (n₀ − 1)·MSW), MSB between the schools of a municipality, MSW within schools; negative
    → 0. Schools without pupils or with unknown counts are left out. NaN where no municipality has two schools, or
    no school two pupils: then nothing can be learnt.
    Raises ValueError for lengths that differ, negative counts and parts greater than their wholes.
    Source: Donner A., Koval J.J. The estimation of intraclass correlation, Biometrics 36 (1980), 19-25.
    """
    return _intraclass(schools_of(k, n, group))


def design_effects(k: Given, n: Given, group: ArrayLike, order: Sequence[object]) -> np.ndarray:
    """d = 1 + ρ(Σn_j²/n − 1) of each municipality of ``order``: how many times the variance of lone pupils chance has.

    ``k``, ``n``, ``group``: per school, as for ``intraclass``. 1 for a municipality without schools here, and for
    all of them where ρ cannot be known.
    """
    schools = schools_of(k, n, group)
    rho = _intraclass(schools)
    size = schools.total(schools.n**2) / schools.total(schools.n)
    effects = 1 + (0.0 if np.isnan(rho) else rho) * (size - 1)
    known = dict(zip(schools.labels.tolist(), effects.tolist(), strict=True))
    return np.array([known.get(place, 1.0) for place in order])


def assumed_effects(n: Given, rules: Rules) -> np.ndarray:
    """The same where schools are not known: ``n`` pupils, ``rules.school`` a school, alike by ``rules.alike``."""
    return np.asarray(1 + rules.alike * (np.minimum(floats(n), rules.school) - 1))


def schools_of(k: Given, n: Given, group: ArrayLike) -> Schools:
    """Checked arrays of the schools that have pupils and known counts."""
    k, n = part_and_whole(k, n)
    labels = np.asarray(group)
    if labels.shape != k.shape:
        raise ValueError(f"школ {k.size}, а муниципальных образований к ним {labels.size}; на каждую школу нужно одно")
    usable = np.isfinite(k) & (n > 0)
    names, place = np.unique(labels[usable], return_inverse=True)
    return Schools(k[usable], n[usable], place, names)


def _intraclass(schools: Schools) -> float:
    k, n = schools.k, schools.n
    between_df, within_df = len(n) - len(schools.labels), n.sum() - len(n)
    if between_df < 1 or within_df < 1:
        return float("nan")
    pupils = schools.total(n)
    level = (schools.total(k) / pupils)[schools.place]
    between = float(np.sum(n * (k / n - level) ** 2)) / between_df
    within = float(np.sum(k * (1 - k / n))) / within_df
    usual = (n.sum() - float(np.sum(schools.total(n**2) / pupils))) / between_df
    whole = between + (usual - 1) * within
    return min(max((between - within) / whole, 0.0), 1.0) if whole > 0 else 0.0


# ---- schools that lie wider apart than elsewhere


_FEWEST = 5  # schools of a municipality: among fewer a spread is hardly measured
_FEWEST_ELSEWHERE = 20  # schools beyond one a municipality: what is usual must be known well
_LEVEL = 0.001


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
        if others.sum() - (np.delete(size, i) > 0).sum() < _FEWEST_ELSEWHERE:
            continue
        usual = _spread_within(theta[others], chance[others], place[others])
        q, freedom = float(_squares(theta[~others], chance[~others] + usual, place[~others]).sum()), size[i] - 1
        if chdtrc(freedom, q) < _LEVEL:
            columns[labels[i].item()] = float(np.sqrt(q / freedom))
    return columns


def _candidates(theta: np.ndarray, chance: np.ndarray, place: np.ndarray, size: np.ndarray) -> list[int]:
    """Municipalities that lie wide against the spread of all: leaving one out can only be needed for these."""
    usual = _spread_within(theta, chance, place)
    squares = np.bincount(place, _squares(theta, chance + usual, place), minlength=len(size))
    return [i for i in range(len(size)) if size[i] >= _FEWEST and squares[i] > size[i] - 1]


def _spread_within(theta: np.ndarray, chance: np.ndarray, place: np.ndarray) -> float:
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
