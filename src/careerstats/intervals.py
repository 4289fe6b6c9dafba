"""Counts and averages -> limits around them: Wilson for samples, funnel limits, the chance range of full counts."""

from typing import Any

import numpy as np

from careerstats.formulas import floats, in_kind

CHANCE = 0.998
"""Level of the chance range (R2)."""

TAILS = (0.001, 0.999)
"""The same as quantiles: 0.1 % on each side."""


def proportion_interval(count: Any, total: Any, confidence: float = 0.95) -> tuple[Any, Any]:
    """Wilson score interval of a share, in per cent: (lower, upper).

    NaN where the total is 0 or unknown and where the count is no part of it. For samples (surveys): a full
    count of pupils has no sampling error and gets a chance range instead.
    Source: Wilson E.B. Probable inference, JASA 22 (1927), 209-212.
    """
    k, n = np.broadcast_arrays(floats(count), floats(total))
    z = _z(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where((n > 0) & (k >= 0) & (k <= n), k / n, np.nan)
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    lower, upper = np.where(p == 0, 0.0, middle - half), np.where(p == 1, 1.0, middle + half)
    return in_kind(100 * lower, count, total), in_kind(100 * upper, count, total)


def funnel_limits(average: Any, total: Any, confidence: float = 0.95) -> tuple[Any, Any]:
    """Limits around an average share (per cent) for groups of ``total``: average ± z·√(average·(100 − average)/total).

    Clipped to 0…100. Source: Spiegelhalter D.J. Funnel plots, Statistics in Medicine 24 (2005), 1185-1202.
    """
    middle, n = np.broadcast_arrays(floats(average), floats(total))
    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.where(n > 0, _z(confidence) * np.sqrt(middle * (100 - middle) / n), np.nan)
    lower, upper = np.maximum(middle - half, 0), np.minimum(middle + half, 100)
    return in_kind(lower, average, total), in_kind(upper, average, total)


def angle(k: Any, n: Any) -> np.ndarray:
    """θ = arcsin√(k/n), the scale on which the spread of a share does not depend on its level."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.arcsin(np.sqrt(np.clip(floats(k) / floats(n), 0, 1))))


def from_angle(theta: Any) -> np.ndarray:
    """Share (0…1) of an angle; clipped before squaring, because a negative angle would fold back above 0."""
    return np.asarray(np.sin(np.clip(theta, 0, np.pi / 2)) ** 2)


Limits = tuple[np.ndarray, np.ndarray]


def chance_limits(total: Any, all_count: Any, all_total: Any, design_effect: Any = 1.0) -> Limits:
    """Chance range in whole pupils (R2): what k would be if the region's ``all_count`` fell at random.

    The wider, on each side, of the 0.1 % and 99.9 % quantiles of the hypergeometric distribution and of the
    angle interval widened by ``design_effect``; rounded inward, the limits belong to the range.
    """
    lower, upper = angle_limits(total, all_count, all_total, design_effect)
    lower = np.minimum(lower, _quantile(TAILS[0], all_total, all_count, total))
    upper = np.maximum(upper, _quantile(TAILS[1], all_total, all_count, total))
    return np.ceil(lower - _EPS), np.floor(upper + _EPS)


def outside_chance(count: Any, total: Any, all_count: Any, all_total: Any, design_effect: Any = 1.0) -> np.ndarray:
    """−1 below the chance range, 1 above it, 0 inside: decided by the cumulative distribution, ten times as fast."""
    k = floats(count)
    lower, upper = angle_limits(total, all_count, all_total, design_effect)
    cdf = _hypergeom().cdf
    below = (k < lower - _EPS) & (cdf(k, all_total, all_count, total) < TAILS[0])
    above = (k > upper + _EPS) & (cdf(k - 1, all_total, all_count, total) >= TAILS[1])
    return above.astype(int) - below.astype(int)


def angle_limits(total: Any, all_count: Any, all_total: Any, design_effect: Any = 1.0) -> Limits:
    """Limits of k by the angle alone, not rounded: n·sin²(θ0 ± z·½·√(d·(1/n − 1/N)))."""
    n, big_n = floats(total), floats(all_total)
    middle = angle(all_count, big_n)
    half = _z(CHANCE) / 2 * np.sqrt(floats(design_effect) * np.maximum(1 / n - 1 / big_n, 0))
    return n * from_angle(middle - half), n * from_angle(middle + half)


_EPS = 1e-9  # n·sin²θ of a whole number may come out a hair off it


def _quantile(q: float, all_total: Any, all_count: Any, total: Any) -> np.ndarray:
    return np.asarray(_hypergeom().ppf(q, all_total, all_count, total), dtype=float)


def _hypergeom() -> Any:
    from scipy.stats import hypergeom  # scipy.stats takes half a second to import: only who compares pays it

    return hypergeom


def _z(confidence: float) -> float:
    from scipy.special import ndtri

    level = confidence / 100 if confidence > 1 else confidence
    if not 0 < level < 1:
        raise ValueError(f"confidence: нужно число между 0 и 1 (или 0 и 100 %), а дано {confidence}")
    return float(ndtri((1 + level) / 2))
