"""Numerators and denominators of all municipalities -> how far they lie apart altogether (rule R5)."""

from dataclasses import dataclass

import numpy as np

from careerstats.analysis.verdicts import between_spread, comparable_counts
from careerstats.intervals import angle, from_angle


@dataclass(frozen=True)
class Spread:
    """``phi`` = χ²/(m − 1); two thirds of municipalities lie between ``low`` and ``high`` (per cent).

    ``tested``: False where there was nothing to test (fewer than two municipalities, nobody or everybody everywhere).
    Only where it is True and ``differ`` is False may be said that they differ no more than chance would make them.
    """

    municipalities: int
    phi: float
    p_value: float
    tau: float
    low: float
    high: float
    tested: bool = True

    @property
    def differ(self) -> bool:
        """False: they differ no more than chance would make them, or were not tested; no places and no groups then."""
        return self.tested and self.p_value <= 0.05

    @property
    def times_chance(self) -> float | None:
        """√φ where φ > 2: how many times wider than by chance they lie."""
        return float(np.sqrt(self.phi)) if self.phi > 2 else None


def spread_of(k: np.ndarray, n: np.ndarray) -> Spread:
    """χ² of the m × 2 table (not winsorised) and the spread of the municipalities themselves.

    ``k``, ``n``: whole pupils of municipalities that can be compared, 0 ≤ k ≤ n, n > 0; ValueError otherwise.
    """
    from scipy.special import chdtrc

    k, n = comparable_counts(k, n)
    m, p0 = len(k), float(k.sum() / n.sum()) if n.sum() else 0.0
    if m < 2 or p0 in (0.0, 1.0):  # nothing can differ
        return Spread(m, phi=0.0, p_value=1.0, tau=0.0, low=100 * p0, high=100 * p0, tested=False)
    chi2 = float(np.sum((k - n * p0) ** 2 / (n * p0 * (1 - p0))))
    tau = between_spread(k, n)
    centre = angle(k.sum(), n.sum())
    low, high = (100 * float(from_angle(centre + side * tau)) for side in (-1, 1))
    return Spread(m, chi2 / (m - 1), float(chdtrc(m - 1, chi2)), tau, low, high)
