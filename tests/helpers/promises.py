"""Drawn regions -> how often each promise of a note is broken, and how often what was planted is found."""

from dataclasses import dataclass

import numpy as np
from helpers.independent_regions import Region, inverse_logit, logit
from helpers.independent_regions import region as one_year
from helpers.quiet_regions import Drawn, Quiet, quiet

from careerstats.analysis.change import judged, selected, usual
from careerstats.analysis.design import assumed_effects, design_effects
from careerstats.analysis.movement import Movement, movement, movement_by_schools
from careerstats.analysis.ranking import rank_intervals, share_groups
from careerstats.analysis.trend import corrected, slopes
from careerstats.analysis.verdicts import ABOVE, BELOW, chance_of, compare
from careerstats.contracts.rules import USUAL
from careerstats.decisions.effect import effect


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
        kept.add(_told([one.verdict for one in found]), region.changed)
    return kept


def _told(verdicts: list[np.ndarray]) -> set[tuple[int, int]]:
    ways = [np.isin(words, ("up", "down")) for words in verdicts]
    return {(at, int(place)) for at, way in enumerate(ways) for place in np.flatnonzero(way)}


@dataclass(frozen=True)
class Firm:
    """``broken``: part of the regions with anybody firmly told to differ who does not; ``found``: of those who do."""

    broken: float
    found: float


def firm(seed: int, regions: int, municipalities: int, icc: float, *, by_schools: bool, planted: float = 0.0) -> Firm:
    """Level (R2) of eight indicators, corrected over all of them and the municipalities, as values are."""
    rng, broken, found = np.random.default_rng(seed), 0, 0
    for _ in range(regions):
        drawn = [one_year(rng, municipalities, icc=icc, planted=planted) for _ in range(INDICATORS)]
        told = _firmly([_level(one, by_schools) for one, _ in drawn])
        right = [np.arange(municipalities) == chosen for _, chosen in drawn]
        broken += any(bool((own & ~true).any()) for own, true in zip(told, right, strict=True))
        found += sum(int((own & true).sum()) for own, true in zip(told, right, strict=True))
    return Firm(broken / regions, found / (regions * INDICATORS))


def _level(one: Region, by_schools: bool) -> tuple[np.ndarray, np.ndarray]:
    """Whether each municipality is told to differ, and how often chance alone would take it as far."""
    (k, n), places = one.municipal, range(len(one.level))
    effects = design_effects(one.k, one.n, one.group, places) if by_schools else np.ones(len(n))
    likely = effects if by_schools else assumed_effects(n, USUAL)
    freedom = len(one.k) - len(n) if by_schools else np.inf
    return np.isin(compare(k, n, effects).verdict, (BELOW, ABOVE)), chance_of(k, n, likely, freedom)


def _firmly(levels: list[tuple[np.ndarray, np.ndarray]]) -> list[np.ndarray]:
    corrected = selected([chance for _, chance in levels], USUAL.discoveries)
    return [differs & (chance <= USUAL.discoveries) for (differs, _), chance in zip(levels, corrected, strict=True)]


INDICATORS = 8


def effects(
    seed: int, regions: int, municipalities: int, shock: float, *, growth: float = 0.0, planted: float = 0.0
) -> float:
    """Part of the regions where an effect is claimed of five takers, four earlier years; shifts on the logit.

    ``growth``: by how much the takers grew faster every year; ``planted``: what the measure really added.
    """
    rng, claimed = np.random.default_rng(seed), 0
    for _ in range(regions):
        level, taken = logit(0.35) + rng.normal(0, 0.4, municipalities), np.arange(municipalities) < 5
        years = np.arange(5)
        moved = growth * np.outer(taken, years) + planted * np.outer(taken, years == 4)
        wavers = rng.normal(0, np.hypot(shock, 0.1), (municipalities, 5))  # 0.1: what is left of ten schools
        shares = 100 * inverse_logit(level[:, None] + moved + wavers)
        levels = {str(at): own.tolist() for at, own in enumerate(shares)}
        test = effect(levels, {str(at) for at in range(5)}, set(levels)).test
        claimed += test is not None and test.p_value <= 0.05
    return claimed / regions


def ranks(seed: int, regions: int, municipalities: int, icc: float, *, by_schools: bool) -> float:
    """Part of the regions, where nobody differs, in which any place is said to be surely ahead of another."""
    told = [
        bool(np.any(rank_intervals(k, n, d)[0] > 1))
        for k, n, d in _alike(seed, regions, municipalities, icc, by_schools)
    ]
    return float(np.mean(told))


def groups(seed: int, regions: int, municipalities: int, icc: float, *, by_schools: bool) -> float:
    """Part of the regions, where nobody differs, that are parted into groups."""
    alike = _alike(seed, regions, municipalities, icc, by_schools)
    return float(np.mean([not share_groups(k, n, design_effect=d).reason for k, n, d in alike]))


def _alike(
    seed: int, regions: int, municipalities: int, icc: float, by_schools: bool
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """k, n and design effects of municipalities among which nobody differs."""
    rng, found = np.random.default_rng(seed), []
    for _ in range(regions):
        one, _ = one_year(rng, municipalities, icc=icc)
        d = design_effects(one.k, one.n, one.group, range(municipalities)) if by_schools else np.ones(municipalities)
        found.append((*one.municipal, d))
    return found
