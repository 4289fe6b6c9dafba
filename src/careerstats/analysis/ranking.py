"""Shares of places and schools -> between which ranks each lies, an order that small numbers do not rule, groups."""

from numbers import Integral
from typing import NamedTuple

import numpy as np

from careerstats.analysis.design import at_least_one
from careerstats.analysis.verdicts import spread_of
from careerstats.contracts.values import Spread
from careerstats.formulas import Given, floats, in_kind, share
from careerstats.intervals import angle, level_of, part_and_whole


def rank_intervals(
    k: Given, n: Given, design_effect: Given = 1.0, *, confidence: float = 0.95, highest_first: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """First and last rank each place may have: (best, worst), 1 = the highest share.

    Two places surely differ if |θ1 − θ2| > z·√(d1/(4·n1) + d2/(4·n2)), z two-sided for (1 − confidence)/(m − 1)
    (Bonferroni over the comparisons of one place, as in rule R3: where nobody differs, in up to one region of three
    somebody is told to be surely ahead); the best rank counts who is surely ahead, the worst who is
    not surely behind. Places without a share get NaN and are nobody's rival. ``design_effect``: of each place
    (``design_effects``); 1 assumes that every pupil acts alone, and then ranks are nearly always narrower than is true.
    Raises ValueError for lengths that differ, negative counts, parts greater than their wholes, design effects below 1
    and a ``confidence`` outside 0.5…1 (50…100).
    Source: Klein M., Wright T., Wieczorek J. A joint confidence region for an overall ranking, JRSS A 183 (2020).
    """
    k, n = part_and_whole(np.atleast_1d(floats(k)), np.atleast_1d(floats(n)))
    known = np.isfinite(k) & (n > 0)
    effect = np.broadcast_to(at_least_one(design_effect), k.shape)[known]
    ahead = _surely_ahead(angle(k[known], n[known]), effect / (4 * n[known]), confidence)
    ahead = ahead if highest_first else ahead.T
    best, worst = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    best[known], worst[known] = 1 + ahead.sum(axis=0), known.sum() - ahead.sum(axis=1)
    return best, worst


def _surely_ahead(theta: np.ndarray, variance: np.ndarray, confidence: float) -> np.ndarray:
    """m × m: the place of the row lies surely above that of the column."""
    from scipy.special import ndtri

    z = float(ndtri(1 - (1 - level_of(confidence)) / max(len(theta) - 1, 1) / 2))
    return np.asarray(np.subtract.outer(theta, theta) > z * np.sqrt(np.add.outer(variance, variance)))


class Shrunken(NamedTuple):
    """``order``: positions, the highest first, unknown ones left out; ``value``: what they are ordered by, per cent."""

    order: np.ndarray
    value: np.ndarray


def shrunken_order(k: Given, n: Given) -> Shrunken:
    """Empirical-Bayes order of schools by share: a school of three pupils leads no list by chance.

    The shares of schools are thought to follow a beta distribution, fitted by maximum likelihood (beta-binomial);
    ``value`` = 100·(k + a)/(n + a + b). For ordering only: **it is no school's value and is never printed as one**.
    Equal values stand as given. NaN where a count is unknown or there are no pupils.
    Raises ValueError as ``rank_intervals``, and for counts that are not whole.
    """
    k, n = part_and_whole(np.atleast_1d(floats(k)), np.atleast_1d(floats(n)))
    known = np.isfinite(k) & (n > 0)
    if (k[known] % 1).any() or (n[known] % 1).any():
        raise ValueError("число обучающихся должно быть целым: доли вместо чисел не упорядочиваются")
    value = np.full(k.shape, np.nan)
    if known.any():
        a, b = beta_fit(k[known], n[known])
        value[known] = 100 * (k[known] + a) / (n[known] + a + b)
    order = np.argsort(-value, kind="stable")
    return Shrunken(order[known[order]], value)


MOST_ALIKE = 14.0  # log(a + b): schools at one level give ever greater ones, and 1.2 million is one level


def beta_fit(k: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """a, b of the beta distribution that makes k of n most likely, a/(a + b) within 0…1 and a + b ≤ 1.2 million."""
    from scipy.optimize import minimize
    from scipy.special import expit, logit
    from scipy.stats import betabinom

    pooled = float((k.sum() + 0.5) / (n.sum() + 1))  # nobody or everybody: still a level to start from

    def surprise(where: np.ndarray) -> float:
        level, precision = float(expit(where[0])), float(np.exp(where[1]))
        return -float(np.sum(betabinom.logpmf(k, n, level * precision, (1 - level) * precision)))

    bounds = [(float(logit(pooled)) - 5, float(logit(pooled)) + 5), (-5.0, MOST_ALIKE)]
    tries = [minimize(surprise, [float(logit(pooled)), start], bounds=bounds) for start in (0.0, 3.0, 7.0)]
    best = min(tries, key=lambda fit: float(fit.fun))
    level, precision = float(expit(best.x[0])), float(np.exp(best.x[1]))
    return level * precision, (1 - level) * precision


# ---- groups of equal number


class Groups(NamedTuple):
    """``group``: 1…number, in kind; NaN without a value, and for all where ``reason`` (Russian) is not empty."""

    group: Given
    reason: str


def quantile_groups(values: Given, number: int = 4, highest_first: bool = True) -> Groups:
    """Quantile groups of ``values`` (NaN: unknown, in no group); group 1 holds the highest, unless told otherwise.

    The place of equal values is the best of them, and group = number + 1 − ⌈(m + 1 − rank)·number/m⌉ over the m known
    values, in whole numbers. Too few known values → no groups. Raises ValueError for fewer than two groups.
    Source: PHEindicatormethods, phe_quantile, which divides in floating point and so may miss a border by a hair.
    """
    from scipy.stats import rankdata

    _check(number)
    x = floats(values)
    known = np.isfinite(x)
    m, group = int(known.sum()), np.full(x.shape, np.nan)
    if m < number:
        return Groups(in_kind(group, values), f"групп {number}, а значений только {m}: деление на группы не проводится")
    rank = rankdata(-x[known] if highest_first else x[known], method="min").astype(int)
    group[known] = number + 1 - -(-(m + 1 - rank) * number // m)
    return Groups(in_kind(group, values), "")


def share_groups(
    k: Given, n: Given, number: int = 4, highest_first: bool = True, *, design_effect: Given = 1.0
) -> Groups:
    """The same for shares of municipalities, k of n, but only where they differ more than by chance: χ² p < 0.05.

    ``design_effect``: of each municipality (``design_effects``), because pupils come by whole schools. Without it every
    pupil is thought to act alone, and regions in which nobody differs are nearly always parted into groups.
    Raises ValueError for negative counts, parts greater than their wholes and design effects below 1.
    """
    _check(number)
    whole, all_of = part_and_whole(k, n)
    effect = np.broadcast_to(at_least_one(design_effect), whole.shape)
    known = np.isfinite(whole) & (all_of > 0)
    alone = whole[known] / effect[known], all_of[known] / effect[known]  # as many lone pupils as these are worth
    why = _no_groups(spread_of(*alone))
    if why:
        return Groups(in_kind(np.full(known.shape, np.nan), k, n), why)
    return quantile_groups(share(k, n), number, highest_first)


def _check(number: int) -> None:
    if not isinstance(number, Integral) or number < 2:
        raise ValueError(f"групп должно быть не менее двух, целое число, а задано {number}")


def _no_groups(spread: Spread) -> str:
    if not spread.tested:
        return "сравнивать нечего: деление на группы не проводится"
    if spread.p_value >= 0.05:
        return "муниципальные образования различаются не больше, чем дал бы случай: деление на группы не проводится"
    return ""
