"""Numerators and denominators of all municipalities -> each against the sum of the others (rules R1-R5, R7).

Nothing here is "significant": the counts are full counts. The chance range says what would come out if the
region's participants fell at random on municipalities of these sizes.
"""

from dataclasses import dataclass

import numpy as np

from careerstats.contracts.rules import USUAL, Rules
from careerstats.contracts.values import Spread
from careerstats.formulas import Given, floats
from careerstats.intervals import Limits, angle, chance_limits, from_angle, outside_chance, part_and_whole

BELOW, ABOVE, SAME, NOT_COMPARABLE = "below", "above", "same", "not_comparable"
INSIDE, BEYOND_NEAR, BEYOND_FAR = "inside", "beyond_95", "beyond_99_8"


@dataclass(frozen=True)
class Comparison:
    """Arrays, one entry per municipality; ``rest`` in per cent, ranges in pupils.

    ``grade``: beyond which of the two limits it lies; ``power_low``: inside, where half or double the odds of the
    others would lie as well, so that nothing follows from it. ``inner_low``, ``inner_high``: the 95 % chance range.
    """

    verdict: np.ndarray
    grade: np.ndarray
    power_low: np.ndarray
    small: np.ndarray
    stands_out: np.ndarray
    large_gap: np.ndarray
    rest: np.ndarray
    range_low: np.ndarray
    range_high: np.ndarray
    inner_low: np.ndarray
    inner_high: np.ndarray


def compare(k: np.ndarray, n: np.ndarray, design_effect: Given = 1.0, *, rules: Rules = USUAL) -> Comparison:
    """Every municipality against the sum of the others (R1-R4). ``k``, ``n``: whole pupils, 0 ≤ k ≤ n, n > 0.

    ``design_effect``: d of each municipality (``analysis.design``), 1 without counts by school. Raises ValueError for
    anything else: who cannot be compared (R7) is left out by the caller, because the sum of the others depends on it.
    """
    k, n = comparable_counts(k, n)
    if np.any(floats(design_effect) <= 0) or np.isnan(floats(design_effect)).any():
        raise ValueError("эффект выборки должен быть больше нуля у каждого муниципального образования")
    all_k, all_n = k.sum(), n.sum()
    verdict, small = _verdicts(k, n, all_k, all_n, design_effect, rules=rules)
    low, high = chance_limits(n, all_k, all_n, design_effect, rules.far)
    inner = chance_limits(n, all_k, all_n, design_effect, rules.near)
    undecidable = (low <= 0) & (high >= n)
    verdict = np.where(undecidable, NOT_COMPARABLE, verdict)
    differs = np.isin(verdict, (BELOW, ABOVE))
    far = np.abs(angle(k, n) - angle(all_k, all_n)) > rules.accent * np.sqrt(1 / (4 * n) + between_spread(k, n) ** 2)
    gap, level = _gap_and_level(k, n, all_k, all_n)
    return Comparison(
        verdict=verdict,
        grade=_grades(k, inner, (low, high)),
        power_low=(verdict == SAME) & ~small & _hides_half_or_double(all_k - k, all_n - n, n, (low, high)),
        small=small,
        stands_out=differs & far & (len(k) >= rules.accent_from),
        large_gap=differs & (rules.large * gap >= level),
        rest=100 * (all_k - k) / (all_n - n),
        range_low=low,
        range_high=high,
        inner_low=inner[0],
        inner_high=inner[1],
    )


def chance_of(k: Given, n: Given, design_effect: Given, freedom: float = np.inf) -> np.ndarray:
    """p-value of each municipality: how often chance alone would take it as far from the others, to either side.

    On the angle scale, by Student's t with the ``freedom`` of the schools that the design effects were measured by.
    """
    from scipy.special import ndtr, stdtr

    k, n = comparable_counts(k, n)
    apart = np.abs(angle(k, n) - angle(k.sum(), n.sum()))
    score = apart / (np.sqrt(floats(design_effect) * np.maximum(1 / n - 1 / n.sum(), 0)) / 2)
    return np.asarray(2 * (ndtr(-score) if np.isinf(freedom) else stdtr(freedom, -score)))


def comparable_counts(k: Given, n: Given) -> tuple[np.ndarray, np.ndarray]:
    """``k``, ``n`` as arrays; ValueError unless 0 ≤ k ≤ n, n > 0 and all are known."""
    k, n = part_and_whole(k, n)
    if not (np.isfinite(k).all() and (n > 0).all()):
        raise ValueError("для сравнения нужны известные числа и знаменатель больше нуля: уберите остальные строки")
    return k, n


def _verdicts(
    k: np.ndarray, n: np.ndarray, all_k: np.ndarray | float, all_n: float, design_effect: Given, *, rules: Rules
) -> tuple[np.ndarray, np.ndarray]:
    """R2: inside the chance range → same; outside but small → same with a reason; else below or above."""
    side = outside_chance(k, n, all_k, all_n, design_effect, level=rules.far)
    gap, level = _gap_and_level(k, n, all_k, all_n)
    small = (side != 0) & (rules.small * gap < level)
    word = np.where(side < 0, BELOW, np.where(side > 0, ABOVE, SAME))
    return np.where(small, SAME, word), small


def _grades(k: np.ndarray, inner: Limits, outer: Limits) -> np.ndarray:
    """Inside both ranges, outside the inner one only, or outside both."""
    beyond = sum(((k < low) | (k > high)).astype(int) for low, high in (inner, outer))
    return np.asarray(np.array([INSIDE, BEYOND_NEAR, BEYOND_FAR], dtype=object)[beyond])


def _hides_half_or_double(rest_k: np.ndarray, rest_n: np.ndarray, n: np.ndarray, limits: Limits) -> np.ndarray:
    """Whether half or double the odds of the others would lie inside the range too: then it says little."""
    halved, doubled = (rest_k * of / (rest_k * of + (rest_n - rest_k)) for of in (0.5, 2.0))
    return np.asarray((n * halved >= limits[0]) | (n * doubled <= limits[1]))


def _gap_and_level(
    k: np.ndarray, n: np.ndarray, all_k: np.ndarray | float, all_n: float
) -> tuple[np.ndarray, np.ndarray]:
    """|p − r| and min(r, 1 − r), both times n(N − n): whole numbers, so that a threshold is met exactly."""
    rest_k, rest_n = all_k - k, all_n - n
    return np.abs(k * rest_n - rest_k * n), np.minimum(rest_k, rest_n - rest_k) * n


def between_spread(k: np.ndarray, n: np.ndarray) -> float:
    """τ ≥ 0 on the angle scale: how far municipalities lie apart beyond chance (Paule-Mandel around the centre)."""
    from scipy.optimize import brentq

    square = (angle(k, n) - angle(k.sum(), n.sum())) ** 2
    within = 1 / (4 * n)

    def excess(tau2: float) -> float:
        return float(np.sum(square / (within + tau2)) - len(k))

    if excess(0.0) <= 0:
        return 0.0
    return float(np.sqrt(brentq(excess, 0.0, float(square.sum()) + 1.0, xtol=1e-15)))


def flips_at(
    k: np.ndarray,
    n: np.ndarray,
    verdict: np.ndarray,
    unassigned: int,
    design_effect: Given = 1.0,
    *,
    rules: Rules = USUAL,
) -> np.ndarray:
    """R7: the least number of unassigned participants that changes a verdict of below or above; NaN if none does.

    For below they are thought to be from here (k + t, K + t); for above, from the rest (K + t). N and n stay.
    Such a change is monotone in t, so t is found by bisection for all municipalities at once.
    """
    all_k, all_n = k.sum(), n.sum()

    def changed(t: np.ndarray) -> np.ndarray:
        here = np.where(verdict == BELOW, k + t, k)
        impossible = (here > n) | (all_k + t > all_n)
        with np.errstate(invalid="ignore", divide="ignore"):
            word, _ = _verdicts(np.minimum(here, n), n, np.minimum(all_k + t, all_n), all_n, design_effect, rules=rules)
        result: np.ndarray = impossible | (word != verdict)
        return result

    judged = np.isin(verdict, (BELOW, ABOVE))
    low, high = np.zeros(len(k)), np.full(len(k), float(unassigned))
    flips = judged & changed(high) if unassigned else np.zeros(len(k), dtype=bool)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        up = changed(middle)
        low, high = np.where(up, low, middle), np.where(up, middle, high)
    return np.where(flips, high, np.nan)


def is_fragile(flips: np.ndarray, n: np.ndarray, all_n: float, unassigned: int, rules: Rules = USUAL) -> np.ndarray:
    """R7: no more unassigned participants than its share of them twice (``rules.unassigned``) change the verdict."""
    with np.errstate(invalid="ignore"):
        return np.asarray(flips <= rules.unassigned * unassigned * n / all_n)


def differ_by_chance(k1: Given, n1: Given, k2: Given, n2: Given, among: int, *, rules: Rules = USUAL) -> np.ndarray:
    """R3: may the difference of two places be chance? Two-sided ``rules.pairs`` shared among ``among`` − 1 comparisons.

    Numbers or arrays of places, which are compared one with the other.
    """
    from scipy.special import ndtri

    z = float(ndtri(1 - rules.pairs / max(among - 1, 1) / 2))
    apart = z * np.sqrt(1 / (4 * floats(n1)) + 1 / (4 * floats(n2)))
    return np.asarray(np.abs(angle(k1, n1) - angle(k2, n2)) <= apart)


# ---- how far all lie apart (R5)


def spread_of(k: np.ndarray, n: np.ndarray) -> Spread:
    """χ² of the m × 2 table (not winsorised) and the spread of the municipalities themselves.

    ``k``, ``n``: whole pupils of municipalities that can be compared, 0 ≤ k ≤ n, n > 0; ValueError otherwise.
    """
    from scipy.special import chdtrc

    k, n = comparable_counts(k, n)
    m, p0 = len(k), float(k.sum() / n.sum()) if n.sum() else 0.0
    if m < 2 or p0 in (0.0, 1.0):  # nothing can differ
        return Spread(municipalities=m, phi=0.0, p_value=1.0, tau=0.0, low=100 * p0, high=100 * p0, tested=False)
    chi2 = float(np.sum((k - n * p0) ** 2 / (n * p0 * (1 - p0))))
    tau = between_spread(k, n)
    centre = angle(k.sum(), n.sum())
    low, high = (100 * float(from_angle(centre + side * tau)) for side in (-1, 1))
    p_value = float(chdtrc(m - 1, chi2))
    return Spread(municipalities=m, phi=chi2 / (m - 1), p_value=p_value, tau=tau, low=low, high=high)
