"""The library -> numbers of docs/method.md about trends, samples, targets, orders and ties, as ``method_numbers``."""

import method_region as region
import numpy as np
from method_numbers import SHOWN, Slots, counts, effects, named, one, percent

from careerstats import wording
from careerstats.analysis.association import association, refuse_arithmetic
from careerstats.analysis.ranking import quantile_groups, rank_intervals, share_groups, shrunken_order
from careerstats.analysis.targets import sample_against_target, share_against_target
from careerstats.analysis.trend import recent_trend, trend
from careerstats.catalogue import load
from careerstats.errors import UsageError
from careerstats.intervals import proportion_interval
from careerstats.passports.method import table
from careerstats.wording import NBSP


def slots() -> Slots:
    """Name → text, for the other places of the template."""
    found: Slots = {}
    for part in (directions, samples, targets, ranks, order_of_schools, groups, correlations):
        found |= part()
    return found


def directions() -> Slots:
    rising, wavering = [401, 424, 451, 473, 502], [401, 452, 419, 470, 441]
    found = trend([rising, wavering], 1000, range(2020, 2025))
    short = trend([rising[:3]], 1000, range(2020, 2023))
    fingertips = recent_trend(rising, [1000] * 5)
    return {
        "rising": _shares(rising),
        "wavering": _shares(wavering),
        "trend_rising": str(found.reason[0]),
        "trend_wavering": str(found.reason[1]),
        "trend_short": str(short.reason[0]),
        "trend_fingertips": fingertips.reason,
    }


def _shares(numbers: list[int]) -> str:
    return ", ".join(wording.percent_of(k, 1000) for k in numbers) + f"{NBSP}%"


def samples() -> Slots:
    large, small, nobody = (proportion_interval(k, n) for k, n in ((240, 400), (6, 10), (0, 10)))
    return {
        "wilson_large": f"от {one(large[0])} до {percent(large[1])}",
        "wilson_small": f"от {one(small[0])} до {percent(small[1])}",
        "wilson_none": f"от {one(nobody[0])} до {percent(nobody[1])}",
    }


def targets() -> Slots:
    return {
        "target_short": share_against_target(412, 530, 80).reason,
        "target_reached": share_against_target(424, 530, 80).reason,
        "target_sample": sample_against_target(240, 400, 62).reason,
    }


def ranks() -> Slots:
    k, n = counts()
    best, worst = rank_intervals(k, n, effects())
    place = np.argsort(np.argsort(-k / n)) + 1
    rows = [
        [name, wording.percent(int(k[at]), int(n[at])), int(place[at]), _between(int(best[at]), int(worst[at]))]
        for at, name in enumerate(region.NAMES)
        if name in SHOWN
    ]
    heads = ["МО", "Доля", "Место по доле", "Место может быть"]
    return {"ranks_table": table(heads, rows)}


def _between(best: int, worst: int) -> str:
    return f"{best}–{worst}" if best < worst else str(best)


def order_of_schools() -> Slots:
    k, n = np.array([3, 171, 150, 96, 44, 2]), np.array([3, 190, 200, 160, 110, 6])
    found = shrunken_order(k, n)
    plain = np.argsort(-k / n, kind="stable")
    rows = [
        [place, _school(k, n, first), _school(k, n, second)]
        for place, (first, second) in enumerate(zip(plain, found.order, strict=True), start=1)
    ]
    return {"schools_order": table(["Место", "По доле", "С поправкой"], rows)}


def _school(k: np.ndarray, n: np.ndarray, at: int) -> str:
    return f"{int(k[at])} из {int(n[at])} ({wording.percent(int(k[at]), int(n[at]))})"


def groups() -> Slots:
    k, n = counts()
    found = share_groups(k, n)
    alike = share_groups([276, 320, 300, 238], [500, 600, 550, 450])
    ties = quantile_groups([70, 60, 60, 60, 50, 40, 30, 20])
    rows = [[number, named(np.asarray(found.group == number))] for number in range(1, 5)]
    return {
        "quarters": table(["Группа", "Муниципальные образования"], rows),
        "quarters_refused": alike.reason,
        "ties": "; ".join(f"{number}-я группа – {int(np.sum(ties.group == number))}" for number in range(1, 5)),
    }


def correlations() -> Slots:
    k, n = counts()
    consulted = np.array([31, 36, 22, 30, 18, 33, 35, 24, 29, 34, 20, 28])
    found = association(k / n, consulted)
    few = association(consulted[:6], (k / n)[:6])
    return {
        "rho_s": one(found.value, 2),
        "rho_s_low": one(found.lower, 2),
        "rho_s_high": one(found.upper, 2),
        "rho_pairs": str(found.pairs),
        "rho_few": few.reason,
        "rho_refused": _refused(),
    }


def _refused() -> str:
    """What is said of two shares of one denominator."""
    catalogue = load()
    subsets = {
        id: [control.at_most for control in variable.controls if control.at_most]
        for id, variable in catalogue.variables.items()
    }
    first, second = (catalogue.indicator(id).editions[-1].of for id in ("bvb_registered", "bvb_attended"))
    try:
        refuse_arithmetic(first, second, subsets)
    except UsageError as error:
        return str(error)
    raise AssertionError("доли одного знаменателя должны отклоняться")
