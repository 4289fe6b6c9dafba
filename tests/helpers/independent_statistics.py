"""The published definitions of PHEindicatormethods and Fingertips once more, by other ways than the package goes.

Limits are found by halving an exact tail probability or a score in decimals; sums over pupils, pairs and places are
plain loops over fractions; Student's t is its closed form for whole degrees of freedom. Slow, and nothing of
careerstats, scipy or statsmodels is used.
"""

import math
from collections.abc import Callable, Sequence
from decimal import Decimal, getcontext
from fractions import Fraction
from statistics import NormalDist

getcontext().prec = 40

Pair = tuple[float, float]


def quantile(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def halved(low: float, high: float, too_high: Callable[[Decimal], bool]) -> float:
    """The border below which ``too_high`` is false."""
    a, b = Decimal(low), Decimal(high)
    for _ in range(110):
        middle = (a + b) / 2
        a, b = (a, middle) if too_high(middle) else (middle, b)
    return float(b)


# ---- shares


def wilson(k: float, n: int, confidence: float = 0.95) -> Pair:
    """The true shares whose z-score, as seen from them, is ±z: halving on either side of the observed share."""
    z, p = Decimal(quantile(confidence)), Decimal(k) / n

    def far(pi: Decimal) -> bool:
        return (p - pi) ** 2 > z * z * pi * (1 - pi) / n

    lower = 0.0 if k == 0 else halved(0, k / n, lambda pi: not far(pi))
    upper = 1.0 if k == n else halved(k / n, 1, far)
    return 100 * lower, 100 * upper


# ---- means and trends


def t_within(t: float, df: int) -> float:
    """P(|T| < t) for whole degrees of freedom: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(df))
    cos2, term, total = math.cos(angle) ** 2, 1.0, 0.0
    if df % 2:
        term = math.cos(angle)
        for i in range(1, df - 1, 2):
            total += term
            term *= cos2 * (i + 1) / (i + 2)
        return 2 / math.pi * (angle + math.sin(angle) * total)
    for i in range(0, df - 1, 2):
        total += term
        term *= cos2 * (i + 1) / (i + 2)
    return math.sin(angle) * total


def weighted_slope(t: Sequence[float], x: Sequence[float], w: Sequence[float]) -> tuple[Fraction, Fraction]:
    """Slope over all pairs of points, and how sharp it is (1/variance), in fractions."""
    points = [tuple(Fraction(one) for one in point) for point in zip(t, x, w, strict=True)]
    above = below = Fraction(0)
    for i, (t1, x1, w1) in enumerate(points):
        for t2, x2, w2 in points[:i]:
            above += w1 * w2 * (t1 - t2) * (x1 - x2)
            below += w1 * w2 * (t1 - t2) ** 2
    return above / below, below / sum(weight for _, _, weight in points)


def trend_chi2(k: Sequence[int], n: Sequence[int], t: Sequence[int]) -> float:
    """N times the squared correlation of «took part» (0 or 1) with the year, pupil by pupil."""
    people = [
        (Fraction(year), Fraction(did), many)
        for year, a, b in zip(t, k, n, strict=True)
        for did, many in ((1, a), (0, b - a))
    ]
    total = sum(many for _, _, many in people)
    year, did = (sum(one[i] * one[2] for one in people) / total for i in (0, 1))
    together = sum((a - year) * (b - did) * many for a, b, many in people)
    spread = [sum((one[i] - middle) ** 2 * one[2] for one in people) for i, middle in ((0, year), (1, did))]
    return float(total * together**2 / (spread[0] * spread[1]))


def recent_direction(chi2: float, t: Sequence[float], x: Sequence[float], w: Sequence[float]) -> str:
    slopes = [weighted_slope(t, x, w)[0]]
    for i in range(len(t)):
        slopes.append(weighted_slope(*([*row[:i], *row[i + 1 :]] for row in (t, x, w)))[0])
    if chi2 <= 9.54953570608324 or len({(one > 0) - (one < 0) for one in slopes}) > 1:
        return "same"
    return "up" if slopes[0] > 0 else "down"


# ---- many places


def quantile_group(values: Sequence[float], own: float, number: int) -> int:
    """The group in whose part of the ranking lie all who are not better than ``own``; 1 holds the highest."""
    not_better = Fraction(sum(one <= own for one in values), len(values))
    return next(g for g in range(1, number + 1) if not_better > Fraction(number - g, number))


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """The least level at which each would be called: min over the p-values from its own rank on of p·m/rank."""
    ordered, m = sorted(p), len(p)
    return [min(1.0, *(ordered[j] * m / (j + 1) for j in range(m) if ordered[j] >= one)) for one in p]


def paule_mandel(y: Sequence[float], v: Sequence[float]) -> float:
    def excess(tau2: float) -> float:
        w = [1 / (one + tau2) for one in v]
        middle = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
        return sum(a * (b - middle) ** 2 for a, b in zip(w, y, strict=True)) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    low, high = 0.0, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high


def pupil_by_pupil_icc(schools: Sequence[tuple[int, int, str]]) -> Fraction:
    """Analysis of variance of single pupils, 0 or 1, with schools nested in municipalities: (k, n, municipality)."""
    places = {place for _, _, place in schools}
    between = within = Fraction(0)
    usual = Fraction(sum(n for _, n, _ in schools))
    for place in places:
        own = [(k, n) for k, n, label in schools if label == place]
        everybody = sum(n for _, n in own)
        level = Fraction(sum(k for k, _ in own), everybody)
        usual -= sum(Fraction(n * n, everybody) for _, n in own)
        for k, n in own:
            share = Fraction(k, n)
            for pupil in [1] * k + [0] * (n - k):
                between += (share - level) ** 2
                within += (pupil - share) ** 2
    df = len(schools) - len(places)
    msb, msw = between / df, within / (sum(n for _, n, _ in schools) - len(schools))
    whole = msb + (usual / df - 1) * msw
    return max((msb - msw) / whole, Fraction(0)) if whole else Fraction(0)


def spearman(x: Sequence[float], y: Sequence[float]) -> float:
    """Correlation of mid-ranks, each counted place by place."""

    def ranks(values: Sequence[float]) -> list[Fraction]:
        return [Fraction(sum(b < a for b in values) + sum(b <= a for b in values) + 1, 2) for a in values]

    a, b = ranks(x), ranks(y)
    middle = Fraction(len(a) + 1, 2)
    together = sum((p - middle) * (q - middle) for p, q in zip(a, b, strict=True))
    return float(together) / math.sqrt(sum((p - middle) ** 2 for p in a) * sum((q - middle) ** 2 for q in b))


def betabinomial_loglikelihood(counts: Sequence[tuple[int, int]], a: float, b: float) -> float:
    def log_beta(p: float, q: float) -> float:
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    return sum(math.log(math.comb(n, k)) + log_beta(k + a, n - k + b) - log_beta(a, b) for k, n in counts)
