"""Regions drawn at random -> how often the verdicts raise false alarms, and how often they find what was planted."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from helpers.independent_regions import Region, TwoPeriods, region, two_periods

from careerstats.analysis.change import alone
from careerstats.analysis.design import design_effects, intraclass
from careerstats.analysis.movement import movement, movement_by_schools
from careerstats.analysis.verdicts import ABOVE, BELOW, compare


@dataclass
class Tally:
    """Of ``compared`` municipalities with nothing planted: ``alarms``, ``accents``; of the ``planted``: ``found``."""

    compared: int = 0
    alarms: int = 0
    accents: int = 0
    planted: int = 0
    found: int = 0
    stood_out: int = 0
    misses: list[str] = field(default_factory=list)

    def per_cent(self, of: int) -> float:
        return 100 * of / self.compared


def judged(seed: int, regions: int, municipalities: int, by_schools: bool = True, **drawn: Any) -> Tally:
    """Verdicts (R2) and accents (R4) over so many regions; ``drawn``: as for ``independent_regions.region``."""
    rng, tally = np.random.default_rng(seed), Tally()
    for _ in range(regions):
        one, chosen = region(rng, municipalities, **drawn)
        _judge(tally, one, chosen, drawn.get("planted", 0.0), by_schools)
    return tally


def _judge(tally: Tally, one: Region, chosen: int, planted: float, by_schools: bool) -> None:
    k, n = one.municipal
    effect = design_effects(one.k, one.n, one.group, range(len(k))) if by_schools else 1.0
    result = compare(k, n, effect)
    others = np.arange(len(k)) != chosen
    tally.compared += int(others.sum())
    tally.alarms += int(np.isin(result.verdict, (BELOW, ABOVE))[others].sum())
    tally.accents += int(result.stands_out[others].sum())
    if chosen < 0:
        return
    tally.planted += 1
    tally.stood_out += bool(result.stands_out[chosen])
    if result.verdict[chosen] == (ABOVE if planted > 0 else BELOW):
        tally.found += 1
    else:
        tally.misses.append(_described(one, chosen, k, n, result.rest[chosen]))


def _described(one: Region, chosen: int, k: np.ndarray, n: np.ndarray, rest: float) -> str:
    own = one.n[one.group == chosen]
    rho = intraclass(one.k, one.n, one.group)
    return (
        f"n = {n[chosen]:.0f} в {len(own)} школах (наибольшая {own.max():.0f}), rho = {rho:.2f}: "
        f"{100 * k[chosen] / n[chosen]:.1f} % против {rest:.1f} %"
    )


def changed(seed: int, regions: int, municipalities: int, noise: float, by_schools: bool, **drawn: Any) -> Tally:
    """The same for the change between two periods (R8)."""
    rng, tally = np.random.default_rng(seed), Tally()
    for _ in range(regions):
        one = two_periods(rng, municipalities, noise, **drawn)
        verdict = _verdict(one, by_schools)
        others = np.arange(municipalities) != one.changed
        tally.compared += int(others.sum())
        tally.alarms += int((verdict[others] != "same").sum())
        if one.changed >= 0:
            tally.planted += 1
            tally.found += bool(verdict[one.changed] == ("up" if drawn["planted"] > 0 else "down"))
    return tally


def _verdict(one: TwoPeriods, by_schools: bool) -> np.ndarray:
    if not by_schools:
        return alone(movement(*one.municipal)).verdict
    moved = movement_by_schools(*one.before, *one.after, one.group, order=range(one.municipalities))
    return alone(moved).verdict
