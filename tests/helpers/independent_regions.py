"""Regions drawn at random, school by school, with what is true of them known: the ground to judge verdicts on.

Nothing of careerstats is used here. A school's true share is drawn from a beta distribution around the level of its
municipality, so that two pupils of one school are alike with exactly the intraclass correlation asked for.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Region:
    """Counts by school; ``group``: number of the municipality; ``level``: true share of each municipality."""

    k: np.ndarray
    n: np.ndarray
    group: np.ndarray
    level: np.ndarray

    @property
    def municipal(self) -> tuple[np.ndarray, np.ndarray]:
        size = len(self.level)
        return np.bincount(self.group, self.k, size), np.bincount(self.group, self.n, size)


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def inverse_logit(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def school_sizes(rng: np.random.Generator, municipalities: int) -> tuple[np.ndarray, np.ndarray]:
    """Sizes 3…1500 and the municipality of each school: one in four is a town of large schools."""
    town = rng.random(municipalities) < 0.25
    schools = rng.integers(4, 25, municipalities)
    group = np.repeat(np.arange(municipalities), schools)
    middle = np.where(town, np.log(450), np.log(90))[group]
    sizes = np.exp(rng.normal(middle, np.where(town, 0.5, 1.0)[group]))
    return np.clip(np.round(sizes), 3, 1500), group


def region(
    rng: np.random.Generator,
    municipalities: int = 30,
    *,
    p: float | None = None,
    icc: float | None = None,
    spread: float = 0.0,
    planted: float = 0.0,
    at_least: int = 700,
) -> tuple[Region, int]:
    """A region and the number of the municipality shifted by ``planted`` on the logit scale (−1: nobody was).

    ``spread``: standard deviation of municipalities on the logit scale. p: 5–80 %, icc: 0.05–0.15 unless given.
    """
    p = rng.uniform(0.05, 0.8) if p is None else p
    icc = rng.uniform(0.05, 0.15) if icc is None else icc
    n, group = school_sizes(rng, municipalities)
    on_logit = np.full(municipalities, logit(p)) + rng.normal(0, spread or 1e-12, municipalities)
    chosen = -1
    if planted:
        large = np.flatnonzero(np.bincount(group, n) >= at_least)
        chosen = int(rng.choice(large))
        on_logit[chosen] += planted
    level = inverse_logit(on_logit)
    return Region(drawn(rng, n, level[group], icc), n, group, level), chosen


def drawn(rng: np.random.Generator, n: np.ndarray, level: np.ndarray, icc: float) -> np.ndarray:
    """Counts of schools whose pupils are alike with correlation ``icc``."""
    precision = (1 - icc) / icc
    share = rng.beta(level * precision, (1 - level) * precision)
    return rng.binomial(n.astype(int), share).astype(float)


@dataclass(frozen=True)
class TwoPeriods:
    """Counts by school in two periods, the municipality of each school, and the one that really changed (−1: none)."""

    before: tuple[np.ndarray, np.ndarray]
    after: tuple[np.ndarray, np.ndarray]
    group: np.ndarray
    municipalities: int
    changed: int

    @property
    def municipal(self) -> list[np.ndarray]:
        """k and n before, k and n after."""
        return [np.bincount(self.group, one, self.municipalities) for one in (*self.before, *self.after)]


def two_periods(
    rng: np.random.Generator, municipalities: int, noise: float, *, planted: float = 0.0, p: float | None = None
) -> TwoPeriods:
    """Schools that differ (ICC 0.05-0.15, municipal spread 0.4) and waver by ``noise`` on the logit in each period."""
    p, icc = rng.uniform(0.05, 0.8) if p is None else p, rng.uniform(0.05, 0.15)
    n, group = school_sizes(rng, municipalities)
    level = inverse_logit(logit(p) + rng.normal(0, 0.4, municipalities))[group]
    precision = (1 - icc) / icc
    share = np.clip(rng.beta(level * precision, (1 - level) * precision), 1e-6, 1 - 1e-6)
    n_after = np.clip(np.round(n * np.exp(rng.normal(0, 0.05, len(n)))), 3, 1500)
    moved, changed = np.zeros(municipalities), -1
    if planted:
        changed = int(rng.choice(np.flatnonzero(np.bincount(group, n) >= 700)))
        moved[changed] = planted

    def counted(size: np.ndarray, shift: np.ndarray) -> np.ndarray:
        true = inverse_logit(np.log(share / (1 - share)) + shift + rng.normal(0, noise, len(size)))
        return rng.binomial(size.astype(int), true).astype(float)

    before, after = counted(n, np.zeros(len(n))), counted(n_after, moved[group])
    return TwoPeriods((before, n), (after, n_after), group, municipalities, changed)
