"""Regions of several indicators and years in which nothing changed but by chance: the ground to judge R8 and R9 on.

Schools differ, and waver from year to year; so do whole municipalities. Nothing of careerstats is used here.
"""

from dataclasses import dataclass, field

import numpy as np
from helpers.independent_regions import inverse_logit, logit, school_sizes

NEVER_QUITE_ALIKE = 1e-4  # an ICC of 0 has no beta distribution


@dataclass(frozen=True)
class Drawn:
    """How regions are drawn: ``icc`` of schools, ``noise`` of a school and ``shock`` of a municipality in each year.

    All on the logit. ``planted``: shift of the last year of ``of_them`` municipalities with 700 pupils or more, each in
    one indicator; ``gradual``: that shift by equal steps over all years.
    """

    municipalities: int = 12
    indicators: int = 8
    years: int = 2
    icc: float = 0.05
    noise: float = 0.3
    shock: float = 0.0
    planted: float = 0.0
    of_them: int = 4
    gradual: bool = False


@dataclass(frozen=True)
class Quiet:
    """``k``: indicators × years × schools; ``n``: years × schools; ``group``: municipality of each school.

    ``changed``: (indicator, municipality) of those that really did.
    """

    k: np.ndarray
    n: np.ndarray
    group: np.ndarray
    how: Drawn
    changed: set[tuple[int, int]] = field(default_factory=set)

    def municipal(self, indicator: int) -> tuple[np.ndarray, np.ndarray]:
        """k and n, years × municipalities."""
        size = self.how.municipalities
        k, n = (np.array([np.bincount(self.group, year, size) for year in of]) for of in (self.k[indicator], self.n))
        return k, n


def quiet(rng: np.random.Generator, how: Drawn) -> Quiet:
    n, group = school_sizes(rng, how.municipalities)
    sizes = np.clip(np.round(n * np.exp(rng.normal(0, 0.05, (how.years, len(n))))), 3, 1500)
    large = np.flatnonzero(np.bincount(group, n, how.municipalities) >= 700)
    chosen = range(how.of_them if how.planted and len(large) else 0)
    changed = {(at % how.indicators, int(rng.choice(large))) for at in chosen}
    k = np.array([_years(rng, how, sizes, group, _shifts(how, changed, at)) for at in range(how.indicators)])
    return Quiet(k, sizes, group, how, changed)


def _shifts(how: Drawn, changed: set[tuple[int, int]], indicator: int) -> np.ndarray:
    """Years × municipalities: what was planted in one indicator."""
    shifts = np.zeros((how.years, how.municipalities))
    for _, place in (one for one in changed if one[0] == indicator):
        shifts[:, place] = how.planted * (np.linspace(0, 1, how.years) if how.gradual else np.eye(how.years)[-1])
    return shifts


def _years(
    rng: np.random.Generator, how: Drawn, sizes: np.ndarray, group: np.ndarray, shifts: np.ndarray
) -> list[np.ndarray]:
    """Counts of one indicator, a row for each year."""
    level = inverse_logit(logit(rng.uniform(0.05, 0.8)) + rng.normal(0, 0.4, how.municipalities))[group]
    icc = max(how.icc, NEVER_QUITE_ALIKE)
    share = np.clip(rng.beta(level * (1 - icc) / icc, (1 - level) * (1 - icc) / icc), 1e-6, 1 - 1e-6)
    school = np.log(share / (1 - share))
    counts = []
    for size, shift in zip(sizes, shifts, strict=True):
        place = shift + rng.normal(0, how.shock, how.municipalities)
        true = inverse_logit(school + place[group] + rng.normal(0, how.noise, len(group)))
        counts.append(rng.binomial(size.astype(int), true).astype(float))
    return counts
