"""The shipped counts of Amur 2020 and the library -> the numbers that docs/statistics.md tells and draws."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import statistics_power

import careerstats as cs
from careerstats import printed_rules, wording
from careerstats.analysis.trend import trend
from careerstats.analysis.verdicts import Comparison, compare, spread_of
from careerstats.contracts.rules import USUAL
from careerstats.contracts.values import Spread
from careerstats.formulas import floats
from careerstats.intervals import chance_limits
from careerstats.promises import PROMISES

ROOT = Path(__file__).parent.parent
REGISTERED, ATTENDED = "bvb_registered", "bvb_attended"
NBSP = wording.NBSP
PLACES = ("муниципальное образование", "муниципальных образования", "муниципальных образований")

Slots = dict[str, str]


@dataclass(frozen=True)
class Places:
    """One indicator of all municipalities: names, counts k of n, and how they compare."""

    names: list[str]
    k: np.ndarray
    n: np.ndarray
    found: Comparison
    spread: Spread

    def at(self, name: str) -> int:
        return self.names.index(name)


@cache
def _values() -> pd.DataFrame:
    return cs.load("amur-2020", project=ROOT).values


@cache
def places(indicator: str) -> Places:
    """The 29 municipalities in the order of the table; the unassigned and the region are none of them."""
    rows = _values()[(_values()["indicator"] == indicator) & _values()["verdict"].notna()]
    k, n = (rows[key].to_numpy(dtype=float) for key in ("numerator", "denominator"))
    return Places(rows["name"].tolist(), k, n, compare(k, n), spread_of(k, n))


def whole(number: Any) -> str:
    return wording.integer(int(number))


def share(k: Any, n: Any) -> str:
    return wording.percent(int(k), int(n))


def short(number: float, digits: int = 1) -> str:
    """A float as it is printed."""
    return wording.decimal(Fraction(float(number)).limit_denominator(10**9), digits)


def slots() -> Slots:
    """Name → text for every place of ``statistics_template.md``."""
    found: Slots = {}
    for part in (chance, rest, small, spread, many, simpson, ranks, years, samples):
        found |= part()
    return found | statistics_power.slots()


def told(indicator: str, name: str, prefix: str) -> Slots:
    """Counts, shares and range of one municipality."""
    all_of = places(indicator)
    at = all_of.at(name)
    k, n = all_of.k[at], all_of.n[at]
    return {
        f"{prefix}_k": whole(k),
        f"{prefix}_n": whole(n),
        f"{prefix}_share": share(k, n),
        f"{prefix}_rest": share(all_of.k.sum() - k, all_of.n.sum() - n),
        f"{prefix}_low": whole(all_of.found.range_low[at]),
        f"{prefix}_high": whole(all_of.found.range_high[at]),
    }


def chance() -> Slots:
    both = places(REGISTERED)
    found = {"all_k": whole(both.k.sum()), "all_n": whole(both.n.sum()), "all_share": share(both.k.sum(), both.n.sum())}
    for prefix, name in (("mag", "Магдагачинский район"), ("zav", "Завитинский район")):
        found |= told(REGISTERED, name, prefix)
    return found


def rest() -> Slots:
    both = places(REGISTERED)
    at = both.at("г. Благовещенск")
    k, n, all_k, all_n = both.k[at], both.n[at], both.k.sum(), both.n.sum()
    own = 100 * k / n
    return told(REGISTERED, "г. Благовещенск", "city") | {
        "city_part": share(n, all_n),
        "city_region": f"{short(100 * all_k / all_n - own)}{NBSP}п.{NBSP}п.",
        "city_gap": f"{short(100 * (all_k - k) / (all_n - n) - own)}{NBSP}п.{NBSP}п.",
    }


def small() -> Slots:
    both = places(ATTENDED)
    found = told(ATTENDED, "Шимановский район", "shim") | told(ATTENDED, "г. Белогорск", "bel")
    low, high = chance_limits(np.array([100.0, 1000.0]), both.k.sum(), both.n.sum())
    return found | {
        "att_k": whole(both.k.sum()),
        "att_share": share(both.k.sum(), both.n.sum()),
        "hundred": f"{whole(low[0])} до {whole(high[0])}",
        "thousand": f"{whole(low[1])} до {whole(high[1])}",
        "hundred_share": f"{short(float(high[0]), 0)}{NBSP}%",
        "thousand_share": f"{short(float(high[1]) / 10)}{NBSP}%",
    }


def spread() -> Slots:
    both = places(REGISTERED)
    outside = int((both.found.verdict != "same").sum())
    out = [name for name, is_out in zip(both.names, both.found.stands_out, strict=True) if is_out]
    return {
        "outside": str(outside),
        "outside_places": wording.counted(outside, *PLACES),
        "places": str(len(both.names)),
        "times": short(both.spread.times_chance or 0),
        "middle_low": short(both.spread.low),
        "middle_high": f"{short(both.spread.high)}{NBSP}%",
        "stands_out": wording.joined(out),
        **told(REGISTERED, out[0], "out"),
    }


def identical() -> np.ndarray:
    """Registered pupils of the same 29 sizes if all municipalities were alike: one deal, always the same."""
    both = places(REGISTERED)
    dealt = np.random.default_rng(2020).multivariate_hypergeometric(both.n.astype(int), int(both.k.sum()))
    return dealt.astype(float)


def alarms(z: float) -> np.ndarray:
    """Which of the identical ones lie outside average ± z errors."""
    both, k = places(REGISTERED), identical()
    p = k.sum() / both.n.sum()
    return np.asarray(np.abs(k / both.n - p) > z * np.sqrt(p * (1 - p) / both.n))


def many() -> Slots:
    both, dealt = places(REGISTERED), identical()
    out = int((compare(dealt, both.n).verdict != "same").sum())
    return {
        "alarms_expected": short(0.05 * len(both.n)),
        "alarms_95": wording.counted(int(alarms(1.96).sum()), *PLACES),
        "alarms_ours": wording.counted(out, *PLACES) if out else "ни одного",
        "rule_near": wording.of_one(USUAL.near),
        "rule_far": wording.of_one(USUAL.far),
        "rule_years": str(USUAL.years),
        "rule_problems": printed_rules.problems(USUAL),
        "in_all": wording.of_one(round(1 - USUAL.far ** len(both.n), 2)),
        "promised_change": wording.of_one(PROMISES.change),
        "promised_level": wording.of_one(PROMISES.level),
        "promised_firm": wording.of_one(PROMISES.firm),
        "promised_trend": wording.of_one(PROMISES.trend),
        "rule_alike": wording.decimal(Fraction(str(USUAL.alike)), 2),
        "rule_school": wording.integer(USUAL.school),
        "promised_alone": " – ".join(wording.of_one(part) for part in PROMISES.alone),
    }


SIMPSON = {"Город": ((900, 1500), (360, 550)), "Село": ((100, 500), (363, 1450))}
"""Invented: passed and all pupils, last year and this year."""


def simpson() -> Slots:
    found: Slots = {}
    for name, pairs in {**SIMPSON, "Вместе": tuple(map(tuple, np.sum(list(SIMPSON.values()), axis=0)))}.items():
        for at, (k, n) in enumerate(pairs):
            found[f"{name}_{at}"] = f"{whole(k)} из {whole(n)}, {share(k, n)}"
    return found


def rank_rows(indicator: str = ATTENDED) -> list[tuple[str, float, int, int]]:
    """(name, share, best, worst) from the highest share down."""
    both = places(indicator)
    best, worst = cs.rank_intervals(both.k, both.n)
    rows = zip(both.names, 100 * both.k / both.n, best.astype(int), worst.astype(int), strict=True)
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def ranks() -> Slots:
    rows = rank_rows()
    at = next(place for place, row in enumerate(rows) if row[0] == "Шимановский район")
    widest = max(rows, key=lambda row: row[3] - row[2])
    return {
        "rank_place": str(at + 1),
        "rank_best": str(rows[at][2]),
        "rank_worst": str(rows[at][3]),
        "wide_name": widest[0],
        "wide_best": str(widest[2]),
        "wide_worst": str(widest[3]),
        "rank_sure": wording.joined([row[0] for row in rows if row[2] == row[3]]) or "ни у одного",
    }


STEADY, WAVERING = (401, 424, 451, 473, 502), (401, 452, 419, 470, 441)
"""Invented: passed of 1 000 in five years."""


def years() -> Slots:
    when, n = range(2021, 2026), [[1000] * 5] * 2
    both = trend([STEADY, WAVERING], n, when)
    three = trend([STEADY[:3]], [[1000] * 3], range(2021, 2024))
    return {
        "steady": ", ".join(short(k / 10) for k in STEADY),
        "wavering": ", ".join(short(k / 10) for k in WAVERING),
        "steady_word": str(both.reason[0]),
        "wavering_word": str(both.reason[1]),
        "three_word": str(three.reason[0]),
    }


def samples() -> Slots:
    low, high = (short(float(floats(side))) for side in cs.proportion_interval(6, 10))
    more_low, more_high = (short(float(floats(side))) for side in cs.proportion_interval(240, 400))
    return {"six": f"от {low} до {high}{NBSP}%", "many_asked": f"от {more_low} до {more_high}{NBSP}%"}
