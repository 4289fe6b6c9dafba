"""A seed and a name -> uniform, normal and binomial numbers that are the same on every platform and numpy version.

Only the raw output of the bit generator and exact arithmetic are used: no stream of ``numpy.random.Generator``, which
may change between versions, and no exponential or logarithm of the platform's library.
"""

import zlib

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

_CHUNK = 1 << 22


class Chance:
    """Independent numbers for one thing, by its name: a new variable changes no other."""

    def __init__(self, seed: int, *name: object):
        words = zlib.crc32("/".join(map(str, name)).encode("utf-8"))
        self.bits = np.random.PCG64(np.random.SeedSequence([seed, words]))

    def uniforms(self, size: int) -> Real:
        """Multiples of 2⁻⁵³ in [0, 1)."""
        return np.asarray((self.bits.random_raw(size) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)

    def normals(self, size: int) -> Real:
        """Sum of twelve uniforms less six: mean 0, variance 1, nothing beyond ±6."""
        total = np.full(size, -6.0)
        for _ in range(12):
            total += self.uniforms(size)
        return total

    def binomials(self, trials: Whole, share: Real) -> Whole:
        """How many of ``trials`` succeed with probability ``share``: every pupil is drawn."""
        numbers, start = np.zeros(len(trials), dtype=np.int64), 0
        ends = np.cumsum(trials)
        while start < len(trials):
            stop = max(start + 1, int(np.searchsorted(ends, (ends[start - 1] if start else 0) + _CHUNK)))
            numbers[start:stop] = self._draw(trials[start:stop], share[start:stop])
            start = stop
        return numbers

    def _draw(self, trials: Whole, share: Real) -> Whole:
        drawn = self.uniforms(int(trials.sum())) < np.repeat(share, trials)
        summed = np.concatenate([[0], np.cumsum(drawn)])
        ends = np.cumsum(trials)
        return np.asarray(summed[ends] - summed[ends - trials], dtype=np.int64)

    def wholes(self, size: int, below: int) -> Whole:
        """Whole numbers 0 … below − 1, all alike."""
        return np.asarray(self.uniforms(size) * below, dtype=np.int64)


def growth(x: Real) -> Real:
    """eˣ to a few per mille for |x| < 6, by ten squarings: multiplication is the same everywhere."""
    power = 1.0 + x / 1024.0
    for _ in range(10):
        power = power * power
    return power


def chance_of(logit: Real) -> Real:
    """Probability of a logit."""
    odds = growth(logit)
    return odds / (1.0 + odds)
