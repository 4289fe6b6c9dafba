"""The rules of verdicts and made-up schools -> how often a real difference would be found, and from which size on."""

from fractions import Fraction
from functools import cache

import numpy as np
from scipy.special import expit, logit, ndtri

from careerstats import wording
from careerstats.analysis.verdicts import compare
from careerstats.contracts.rules import USUAL
from careerstats.intervals import chance_limits
from careerstats.passports.method import table

PUPILS, LEVEL, OTHERS = 100, 0.3, 20_000
"""Pupils of a school, the share elsewhere, pupils elsewhere."""

SCHOOLS, ALIKE = (3, 5, 10, 20, 40), (0.0, 0.05, 0.1)
"""Schools of the municipality; ρ, how alike pupils of one school are."""

DRAWS, SEED = 2000, 20261130
FOUND = 0.8  # how often it must be found to be called noticeable
WAVER, MOVES, INDICATORS, PLACES = 0.3, 0.1, 8, 12
"""Of a school and of a whole municipality from year to year, log odds; how many are judged together."""


def design(alike: float) -> float:
    return 1 + alike * (PUPILS - 1)


def limits(schools: int, alike: float) -> tuple[float, float]:
    """The chance range in per cent."""
    n = schools * PUPILS
    low, high = chance_limits(n, LEVEL * (n + OTHERS), n + OTHERS, design(alike))
    return float(100 * low / n), float(100 * high / n)


@cache
def found(schools: int, alike: float, odds: float) -> float:
    """How often a municipality whose odds are so many times those of the others is told to be above or below."""
    rng, n, true = np.random.default_rng(SEED), schools * PUPILS, float(expit(logit(LEVEL) + np.log(odds)))
    share = rng.beta(true * (1 - alike) / alike, (1 - true) * (1 - alike) / alike, (DRAWS, schools)) if alike else true
    k = rng.binomial(PUPILS, share, (DRAWS, schools)).sum(axis=1)
    counts, judged = np.unique(k, return_counts=True)
    word = [_verdict(int(one), n, alike) for one in counts]
    return float(judged[np.array(word) == ("above" if odds > 1 else "below")].sum() / DRAWS)


def _verdict(k: int, n: int, alike: float) -> str:
    both = compare(np.array([k, LEVEL * OTHERS]), np.array([n, OTHERS]), np.array([design(alike), 1.0]))
    return str(both.verdict[0])


def noticeable(schools: int) -> float:
    """The share (per cent) that a rise from ``LEVEL`` must reach to be told in eight cases of ten."""
    sure = float(ndtri(1 - USUAL.discoveries / (INDICATORS * PLACES) / 2) + ndtri(FOUND))
    chance = 2 / (schools * PUPILS * LEVEL * (1 - LEVEL))
    moved = sure * np.sqrt(chance + 2 * WAVER**2 / schools + 2 * MOVES**2)
    return float(100 * expit(logit(LEVEL) + moved))


def slots() -> dict[str, str]:
    heads = ["Школ", *(f"ρ = {_plain(alike, 2)}" for alike in ALIKE)]
    ranges = [[str(schools), *(_range(*limits(schools, alike)) for alike in ALIKE)] for schools in SCHOOLS]
    powers = [
        [str(schools), *(f"{_part(schools, alike, 0.5)} и {_part(schools, alike, 2.0)}" for alike in ALIKE)]
        for schools in SCHOOLS
    ]
    rises = [[str(schools), f"{_plain(noticeable(schools), 0)}{wording.NBSP}%"] for schools in SCHOOLS]
    return {
        "power_ranges": table(heads, ranges),
        "power_found": table(heads, powers),
        "power_rises": table(["Школ", "Рост с 30 % замечен, если доля стала"], rises),
        "power_pupils": str(PUPILS),
        "power_half": f"{_plain(100 * float(expit(logit(LEVEL) - np.log(2))), 0)}{wording.NBSP}%",
        "power_double": f"{_plain(100 * float(expit(logit(LEVEL) + np.log(2))), 0)}{wording.NBSP}%",
    }


def _range(low: float, high: float) -> str:
    return f"{_plain(low, 0)}–{_plain(high, 0)}{wording.NBSP}%"


def _part(schools: int, alike: float, odds: float) -> str:
    return f"{_plain(100 * found(schools, alike, odds), 0)}{wording.NBSP}%"


def _plain(number: float, digits: int) -> str:
    return wording.decimal(Fraction(round(number * 10**6), 10**6), digits)
