"""Drawn regions -> how often each promise of a note is broken, and how often what was planted is found."""

from dataclasses import dataclass

import numpy as np
from helpers.quiet_regions import Drawn, Quiet, quiet

from careerstats.analysis.change import Movement, judged, movement, movement_by_schools, usual
from careerstats.analysis.trend import corrected, slopes


@dataclass
class Kept:
    """Of ``regions`` those with anything false told (``broken``); of the ``planted`` changes those ``found``.

    ``told``: told in all, ``false``: of them not planted.
    """

    regions: int = 0
    broken: int = 0
    told: int = 0
    false: int = 0
    planted: int = 0
    found: int = 0

    def add(self, told: set[tuple[int, int]], true: set[tuple[int, int]]) -> None:
        self.regions += 1
        self.broken += bool(told - true)
        self.told += len(told)
        self.false += len(told - true)
        self.planted += len(true)
        self.found += len(told & true)

    @property
    def part_broken(self) -> float:
        return self.broken / self.regions

    @property
    def part_found(self) -> float:
        return self.found / self.planted if self.planted else float("nan")


def changes(seed: int, regions: int, how: Drawn, *, by_schools: bool) -> Kept:
    """R8: (indicator, municipality) told to have changed in the last year."""
    rng, kept = np.random.default_rng(seed), Kept()
    for _ in range(regions):
        region = quiet(rng, how)
        moved = [
            [_moved(region, at, year, by_schools) for at in range(how.indicators)] for year in range(how.years - 1)
        ]
        measure = usual([one for year in moved for one in year])
        kept.add(_told([one.verdict for one in judged(moved[-1], measure)]), region.changed)
    return kept


def _moved(region: Quiet, at: int, year: int, by_schools: bool) -> Movement:
    if by_schools:
        k, n = region.k[at], region.n
        order = range(region.how.municipalities)
        return movement_by_schools(k[year], n[year], k[year + 1], n[year + 1], region.group, order=order)
    k, n = region.municipal(at)
    return movement(k[year], n[year], k[year + 1], n[year + 1])


def trends(seed: int, regions: int, how: Drawn) -> Kept:
    """R9: (indicator, municipality) told to go one way."""
    rng, kept = np.random.default_rng(seed), Kept()
    for _ in range(regions):
        region = quiet(rng, how)
        numbers = [region.municipal(at) for at in range(how.indicators)]
        found = corrected([slopes(k.T, n.T, range(how.years)) for k, n in numbers])
        kept.add(_told([one.verdict for one in found]), set())
    return kept


def _told(verdicts: list[np.ndarray]) -> set[tuple[int, int]]:
    ways = [np.isin(words, ("up", "down")) for words in verdicts]
    return {(at, int(place)) for at, way in enumerate(ways) for place in np.flatnonzero(way)}
