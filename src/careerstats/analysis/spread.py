"""Numerators and denominators of all municipalities -> how far they lie apart altogether (rule R5)."""

import numpy as np

from careerstats.analysis.verdicts import between_spread, comparable_counts
from careerstats.contracts.values import Spread
from careerstats.intervals import angle, from_angle


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
