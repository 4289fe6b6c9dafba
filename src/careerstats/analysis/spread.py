"""Numerators and denominators of all municipalities -> how far they lie apart altogether (rule R5)."""

from dataclasses import dataclass

import numpy as np

from careerstats.analysis.verdicts import between_spread
from careerstats.intervals import angle, from_angle


@dataclass(frozen=True)
class Spread:
    """``phi`` = χ²/(m − 1); two thirds of municipalities lie between ``low`` and ``high`` (per cent)."""

    municipalities: int
    phi: float
    p_value: float
    tau: float
    low: float
    high: float

    @property
    def differ(self) -> bool:
        """False: the municipalities differ no more than chance would make them; no places and no groups then."""
        return self.p_value <= 0.05

    @property
    def times_chance(self) -> float | None:
        """√φ where φ > 2: how many times wider than by chance they lie."""
        return float(np.sqrt(self.phi)) if self.phi > 2 else None


def spread_of(k: np.ndarray, n: np.ndarray) -> Spread:
    """χ² of the m × 2 table (not winsorised) and the spread of the municipalities themselves."""
    from scipy.special import chdtrc

    m, p0 = len(k), float(k.sum() / n.sum()) if n.sum() else 0.0
    if m < 2 or p0 in (0.0, 1.0):  # nothing can differ
        return Spread(m, phi=0.0, p_value=1.0, tau=0.0, low=100 * p0, high=100 * p0)
    chi2 = float(np.sum((k - n * p0) ** 2 / (n * p0 * (1 - p0))))
    tau = between_spread(k, n)
    centre = angle(k.sum(), n.sum())
    low, high = (100 * float(from_angle(centre + side * tau)) for side in (-1, 1))
    return Spread(m, chi2 / (m - 1), float(chdtrc(m - 1, chi2)), tau, low, high)
