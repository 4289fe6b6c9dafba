"""Counts and averages -> limits around them: Wilson for samples, funnel limits, the chance range of full counts."""

from numbers import Real

import numpy as np

from careerstats.formulas import Given, Number, floats, in_kind

Limits = tuple[np.ndarray, np.ndarray]

FAR = 0.998
"""Level of the outer limits of a funnel plot."""


def proportion_interval(count: Given, total: Given, confidence: float = 0.95) -> tuple[Number, Number]:
    """Wilson score interval of a share, in per cent: (lower, upper).

    NaN where the total is 0 or anything is unknown. For samples (surveys) whose members answer each for himself: a full
    count of pupils has no sampling error and gets a chance range instead. ``confidence``: between 0.5 and 1, or 50 and
    100. Raises ValueError for another one, for negative counts and for a part greater than its whole.
    Source: Wilson E.B. Probable inference, JASA 22 (1927), 209-212.
    """
    part_and_whole(count, total)
    return wilson_limits(count, total, confidence)


def wilson_limits(count: Given, total: Given, confidence: float = 0.95) -> tuple[Number, Number]:
    """The same of numbers as they were reported: NaN where the count is no part of its total."""
    k, n = together(count, total)
    lower, upper = _wilson(k, n, confidence)
    return in_kind(100 * lower, count, total), in_kind(100 * upper, count, total)


def _wilson(k: np.ndarray, n: np.ndarray, confidence: float) -> Limits:
    """Wilson limits (0…1); what is no share is asked as 0 of 1 and blotted out afterwards."""
    with np.errstate(invalid="ignore"):
        known = (n > 0) & (k >= 0) & (k <= n)
    k, n = np.where(known, k, 0), np.where(known, n, 1)
    p, z = k / n, z_of(confidence)
    drawn = 1 + z**2 / n  # towards one half
    middle, half = (p + z**2 / (2 * n)) / drawn, z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / drawn
    lower, upper = middle - half, middle + half
    lower, upper = np.where(k == 0, 0.0, lower), np.where(k == n, 1.0, upper)  # nobody, everybody: no rounding error
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def funnel_limits(average: Given, total: Given, confidence: float = 0.95) -> tuple[Number, Number]:
    """Limits around an average share (per cent) for groups of ``total``: average ± z·√(average·(100 − average)/total).

    Clipped to 0…100. Raises ValueError for an average outside 0…100 and negative totals.
    Source: Spiegelhalter D.J. Funnel plots, Statistics in Medicine 24 (2005), 1185-1202.
    """
    middle, n = together(average, total)
    not_negative(n, "численность")
    with np.errstate(divide="ignore", invalid="ignore"):
        if (np.abs(middle - 50) > 50).any():
            raise ValueError("average: нужна доля в процентах, от 0 до 100")
        half = np.where(n > 0, z_of(confidence) * np.sqrt(middle * (100 - middle) / n), np.nan)
    lower, upper = np.maximum(middle - half, 0), np.minimum(middle + half, 100)
    return in_kind(lower, average, total), in_kind(upper, average, total)


def angle(k: Given, n: Given) -> np.ndarray:
    """θ = arcsin√(k/n), the scale on which the spread of a share does not depend on its level."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.arcsin(np.sqrt(np.clip(floats(k) / floats(n), 0, 1))))


def from_angle(theta: np.ndarray) -> np.ndarray:
    """Share (0…1) of an angle; clipped before squaring, because a negative angle would fold back above 0."""
    return np.asarray(np.sin(np.clip(theta, 0, np.pi / 2)) ** 2)


def chance_limits(
    total: Given, all_count: Given, all_total: Given, design_effect: Given = 1.0, level: float = FAR
) -> Limits:
    """Chance range in whole pupils (R2): what k would be if the region's ``all_count`` fell at random.

    The wider, on each side, of two quantiles of the hypergeometric distribution (0.1 % and 99.9 % for a ``level`` of
    0.998) and of the angle interval widened by ``design_effect``; rounded inward, the limits belong to the range.
    """
    lower, upper = angle_limits(total, all_count, all_total, design_effect, level)
    exact = exact_limits(total, all_count, all_total, level)
    return np.ceil(np.minimum(lower, exact[0]) - _EPS), np.floor(np.maximum(upper, exact[1]) + _EPS)


def outside_chance(
    count: Given, total: Given, all_count: Given, all_total: Given, design_effect: Given = 1.0, *, level: float = FAR
) -> np.ndarray:
    """−1 below the chance range, 1 above it, 0 inside."""
    k = floats(count)
    lower, upper = angle_limits(total, all_count, all_total, design_effect, level)
    k, n, big_k, big_n, lower, upper = np.broadcast_arrays(k, *map(floats, (total, all_count, all_total)), lower, upper)
    below, above = k < lower - _EPS, k > upper + _EPS
    beyond = below | above  # the others need no sums
    least, most = exact_limits(n[beyond], big_k[beyond], big_n[beyond], level)
    sides = np.zeros(k.shape, dtype=int)
    sides[beyond] = (above[beyond] & (k[beyond] > most)).astype(int) - (below[beyond] & (k[beyond] < least))
    return sides


def angle_limits(
    total: Given, all_count: Given, all_total: Given, design_effect: Given = 1.0, level: float = FAR
) -> Limits:
    """Limits of k by the angle alone, not rounded: n·sin²(θ0 ± z·½·√(d·(1/n − 1/N)))."""
    n, big_n = floats(total), floats(all_total)
    middle = angle(all_count, big_n)
    half = z_of(level) / 2 * np.sqrt(floats(design_effect) * np.maximum(1 / n - 1 / big_n, 0))
    return n * from_angle(middle - half), n * from_angle(middle + half)


_EPS = 1e-9  # n·sin²θ of a whole number may come out a hair off it
_TIE = 1e-9  # a sum of probabilities so near a tail may fall on either side of it: scipy decides
_BROAD = 1000.0  # a standard deviation from which scipy's bisection is cheaper than every probability in turn
_CELLS = 200_000  # probabilities held at once


def exact_limits(total: Given, all_count: Given, all_total: Given, level: float = FAR) -> Limits:
    """Both ``tails`` of the hypergeometric distribution, whole numbers equal to those of scipy; NaN: no such.

    scipy bisects, and below 104 729 pupils each of its steps multiplies prime factors. Here every probability follows
    from the one before it, for all rows at once, up to where nothing is left to sum.
    """
    n, big_k, big_n = together(total, all_count, all_total)
    shape, rows = n.shape, np.stack([n.ravel(), big_k.ravel(), big_n.ravel()])
    limits = np.full((2, rows.shape[1]), np.nan)
    spread, ends = _spread(*rows), tails(level)
    summed = np.flatnonzero(spread < _BROAD)
    for part in np.array_split(summed, -(-int(_width(spread[summed]) * summed.size) // _CELLS) or 1):
        limits[:, part] = _summed_limits(rows[:, part], spread[part], ends)
    for at in np.flatnonzero(np.isnan(limits).any(axis=0)):
        limits[:, at] = _limits_of_scipy(rows[:, at], ends)
    return limits[0].reshape(shape), limits[1].reshape(shape)


def tails(level: float) -> tuple[float, float]:
    """Quantiles that leave out half of what lies outside ``level`` on each side: 0.001 and 0.999 for 0.998."""
    return round((1 - level) / 2, 12), round((1 + level) / 2, 12)


def _spread(n: np.ndarray, big_k: np.ndarray, big_n: np.ndarray) -> np.ndarray:
    """Standard deviation; NaN where there is no such distribution."""
    whole = np.all([np.mod(counted, 1) == 0 for counted in (n, big_k, big_n)], axis=0)
    possible = whole & (n >= 0) & (big_k >= 0) & (n <= big_n) & (big_k <= big_n) & (big_n > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = n * (big_k / big_n) * (1 - big_k / big_n) * (big_n - n) / np.maximum(big_n - 1, 1)
        return np.where(possible, np.sqrt(variance), np.nan)


def _width(spread: np.ndarray) -> int:
    """How many whole numbers from the lowest hold all but 1e-14 of any distribution so broad."""
    return 2 * int(8 * spread.max(initial=0) + 20) + 2


def _summed_limits(rows: np.ndarray, spread: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    """Both limits of each column of ``rows`` (n, K, N); NaN where a sum lies so near a tail that it may be equal."""
    n, big_k, big_n = rows[:, :, None]
    others = big_n - big_k - n
    lowest = np.maximum(np.floor(n * big_k / big_n - 8 * spread[:, None] - 20), np.maximum(-others, 0))
    k = lowest + np.arange(_width(spread) - 1)
    ratios = (big_k - k) * (n - k) / ((k + 1) * (others + k + 1))  # 0 at the highest k, hence for all that follow
    chances = np.cumprod(np.hstack([np.ones_like(lowest), ratios]), axis=1)
    below = np.cumsum(chances, axis=1)
    below /= below[:, -1:]
    limits = [lowest[:, 0] + (below < tail).sum(axis=1) for tail in ends]
    sure = [np.abs(below - tail).min(axis=1, initial=1) > _TIE for tail in ends]
    return np.where(sure, limits, np.nan)


def _limits_of_scipy(row: np.ndarray, ends: tuple[float, float]) -> list[float]:
    from scipy.stats import hypergeom  # takes half a second to import

    n, big_k, big_n = row
    return [float(hypergeom.ppf(tail, big_n, big_k, n)) for tail in ends]


def together(*given: Given) -> list[np.ndarray]:
    """Whatever was given as arrays of floats of one shape. Raises ValueError where their lengths do not match."""
    arrays = [floats(column) for column in given]
    try:
        return list(np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = ", ".join(str(array.size) for array in arrays)
        raise ValueError(f"разное число значений: {shapes}; на каждую строку нужно по одному") from None


def part_and_whole(part: Given, whole: Given) -> Limits:
    """The same for counts: not negative, the part no greater than its whole; unknown (NaN) may stay. ValueError."""
    k, n = together(part, whole)
    not_negative(k, "часть")
    not_negative(n, "целое")
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero(k > n)
    if len(wrong):
        row = wrong[0]
        raise ValueError(f"строка {row + 1}: часть ({k.flat[row]:g}) больше целого ({n.flat[row]:g}); исправьте данные")
    return k, n


def not_negative(values: np.ndarray, what: str) -> None:
    """ValueError that names the first row with a negative value."""
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((values < 0) | np.isinf(values))
    if len(wrong):
        why = "меньше нуля" if values.flat[wrong[0]] < 0 else "– не число"
        raise ValueError(f"строка {wrong[0] + 1}: {what} {why} ({values.flat[wrong[0]]:g}); нужно число от 0")


def z_of(confidence: float) -> float:
    """Two-sided quantile of the normal distribution: 1.96 for 0.95."""
    from scipy.special import ndtri

    return float(ndtri((1 + level_of(confidence)) / 2))


def level_of(confidence: float) -> float:
    """95 and 0.95 both mean 0.95; 1.5 or 0.4 is a slip, not a level that anybody asks for."""
    known = isinstance(confidence, Real)
    if not (known and (0.5 < confidence < 1 or 50 < confidence < 100)):
        raise ValueError(f"confidence: нужно число между 0,5 и 1 (или между 50 и 100 %), а дано {confidence}")
    return float(confidence / 100 if confidence > 1 else confidence)
