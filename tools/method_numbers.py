"""The library -> numbers of docs/method.md about comparisons, in Russian spelling, by the name of their place."""

from fractions import Fraction
from typing import Any

import method_region as region
import numpy as np

from careerstats import printed_rules, reasons, wording
from careerstats.analysis.change import alone
from careerstats.analysis.design import design_effects, intraclass
from careerstats.analysis.movement import movement, movement_by_schools
from careerstats.analysis.verdicts import Comparison, compare, differ_by_chance, flips_at, spread_of
from careerstats.catalogue import indicator
from careerstats.contracts.rules import USUAL
from careerstats.contracts.values import Facts, Value
from careerstats.intervals import funnel_limits
from careerstats.passports.method import table
from careerstats.promises import PROMISES

Slots = dict[str, str]
NBSP = wording.NBSP
SHOWN = ("А", "В", "Д", "Ж", "М")
"""Municipalities that the text speaks about."""


def thresholds() -> Slots:
    """The numbers that verdicts are decided by."""
    return {
        "rule_far": wording.of_one(USUAL.far),
        "rule_near": wording.of_one(USUAL.near),
        "rule_discoveries": wording.of_one(USUAL.discoveries),
        "rule_alike": wording.decimal(Fraction(str(USUAL.alike)), 2),
        "rule_school": wording.integer(USUAL.school),
        "promised_firm": wording.of_one(PROMISES.firm),
        "rule_coverage": wording.of_one(USUAL.coverage),
        "rule_accent": wording.decimal(Fraction(str(USUAL.accent)), 2),
        "rule_accent_tex": wording.decimal(Fraction(str(USUAL.accent)), 2).replace(",", "{,}"),
    } | {f"rule_{name}": str(getattr(USUAL, name)) for name in ("small", "large", "accent_from", "places", "years")}


def slots() -> Slots:
    """Name → text, for the places of the template about comparisons."""
    found: Slots = {}
    for part in (thresholds, first_example, comparison, schools, spread, change_of_years, unassigned):
        found |= part()
    return found


def one(value: Any, digits: int = 1) -> str:
    """A float as it is printed."""
    return wording.decimal(Fraction(float(value)).limit_denominator(10**9), digits)


def percent(value: Any, digits: int = 1) -> str:
    """«54,2 %» of a per cent."""
    return f"{one(value, digits)}{NBSP}%"


# ---- the invented region


def counts() -> tuple[np.ndarray, np.ndarray]:
    """k and n of the municipalities in the first year."""
    schools = region.schools()
    return region.municipalities(schools.before), region.municipalities(schools.n)


def effects() -> np.ndarray:
    """Design effects of the municipalities from the counts of their schools."""
    schools = region.schools()
    return design_effects(schools.before, schools.n, schools.place, region.NAMES)


def row(name: str, found: Comparison, effect: float = 1.0) -> Value:
    """One judged municipality as the words of verdicts want it."""
    (k, n), at = counts(), region.NAMES.index(name)
    own, others = (int(k[at]), int(n[at])), (int(k.sum() - k[at]), int(n.sum() - n[at]))
    verdict = str(found.verdict[at])
    return Value(
        numerator=own[0], denominator=own[1], rest_numerator=others[0], rest_denominator=others[1],
        range_low=int(found.range_low[at]), range_high=int(found.range_high[at]),
        verdict=verdict, grade=found.grade[at], small=bool(found.small[at]),  # type: ignore[arg-type]
        power_low=bool(found.power_low[at]), design_effect=effect,
        missing=wording.missing_people(*own, *others) if verdict == "below" else None,
    )  # fmt: skip


def first_example() -> Slots:
    value = indicator("1.1").compute(K_pt=412, K_od1=530)
    return {"first_share": percent(value.value)}


def comparison() -> Slots:
    k, n = counts()
    found, wide = compare(k, n), compare(k, n, effects())
    rows = []
    for name in region.NAMES:
        own = row(name, found)
        rows.append(
            [
                name,
                *(wording.integer(number) for number in own.own),
                wording.percent(*own.own),
                wording.percent(*own.others),
                "–".join(wording.integer(limit) for limit in own.limits or ()),
                reasons.verdict(own),
            ]
        )
    heads = ["МО", "Прошли", "Всего", "Доля", "По остальным", "Случайный диапазон", "Вывод"]
    told = {f"reason_{name}": reasons.verdict(row(name, found)) for name in SHOWN}
    told |= {
        f"wide_{name}": reasons.verdict(row(name, wide, effect))
        for name, effect in zip(SHOWN, _shown(effects()), strict=True)
    }
    told |= {f"reason_{name}": reasons.verdict(row(name, found)) for name in ("Г", "З")}
    told |= {f"k_{name}": wording.integer(row(name, found).own.numerator) for name in SHOWN}
    told |= {f"n_{name}": wording.integer(row(name, found).own.denominator) for name in SHOWN}
    told |= {f"share_{name}": wording.percent(*_own(name, found)) for name in SHOWN}
    told |= {f"rest_{name}": wording.percent(*_rest(name, found)) for name in SHOWN}
    return told | {
        "region_table": table(heads, rows),
        "region_k": wording.integer(k.sum()),
        "region_n": wording.integer(n.sum()),
        "region_share": wording.percent(int(k.sum()), int(n.sum())),
        "funnel_low": percent(funnel_limits(100 * k.sum() / n.sum(), 90, 0.998)[0]),
        "funnel_high": percent(funnel_limits(100 * k.sum() / n.sum(), 90, 0.998)[1]),
        "outside": named(found.verdict != "same"),
        "outside_number": str(int((found.verdict != "same").sum())),
        "stands_out": named(found.stands_out),
        "large_gap": named(found.large_gap),
        "pair_same": _pair("Д", "В"),
        "pair_chance": _pair("К", "Е"),
    }


def _shown(numbers: np.ndarray) -> list[float]:
    return [float(numbers[region.NAMES.index(name)]) for name in SHOWN]


def _own(name: str, found: Comparison) -> tuple[int, int]:
    own = row(name, found)
    return own.own


def _rest(name: str, found: Comparison) -> tuple[int, int]:
    own = row(name, found)
    return own.others


def named(which: np.ndarray) -> str:
    """Names of the municipalities for which it is true."""
    return wording.joined([name for name, yes in zip(region.NAMES, which, strict=True) if yes])


def _pair(first: str, second: str) -> str:
    k, n = counts()
    a, b = region.NAMES.index(first), region.NAMES.index(second)
    by_chance = differ_by_chance(int(k[a]), int(n[a]), int(k[b]), int(n[b]), len(region.NAMES))
    levels = " и ".join(wording.percent(int(k[at]), int(n[at])) for at in (a, b))
    verdict = "различие может быть случайным" if by_chance else "различие больше случайного"
    return f"{first} и {second} ({levels}): {verdict}"


def schools() -> Slots:
    all_of, (k, n) = region.schools(), counts()
    wide = compare(k, n, effects())
    rho = intraclass(all_of.before, all_of.n, all_of.place)
    at = region.NAMES.index("В")
    ours = all_of.place == "В"
    listed = [
        [number, wording.integer(school_k), wording.integer(school_n), wording.percent(int(school_k), int(school_n))]
        for number, (school_k, school_n) in enumerate(zip(all_of.before[ours], all_of.n[ours], strict=True), start=1)
    ]
    return {
        "schools_table": table(["Школа", "Прошли", "Всего", "Доля"], listed),
        "rho": one(rho, 3),
        "effect_В": one(effects()[at]),
        "effect_root": one(np.sqrt(effects()[at])),
        "outside_wide": named(wide.verdict != "same"),
        "outside_wide_number": str(int((wide.verdict != "same").sum())),
    }


def spread() -> Slots:
    found = spread_of(*counts())
    n = np.array([500, 600, 550, 450])
    alike = spread_of(np.round(0.54 * n) + np.array([6, -4, 3, -5]), n)
    return {
        "phi_root": one(found.times_chance),
        "two_thirds_low": one(found.low),
        "two_thirds_high": percent(found.high),
        "alike_p": one(alike.p_value, 2),
    }


def change_of_years() -> Slots:
    all_of, n = region.schools(), counts()[1]
    before, after = region.municipalities(all_of.before), region.municipalities(all_of.after)
    numbers = (all_of.before, all_of.n, all_of.after, all_of.n)
    found = alone(movement_by_schools(*numbers, all_of.place, order=region.NAMES))
    without = alone(movement(before, n, after, n))
    told = {f"change_{name}": str(found.reason[region.NAMES.index(name)]) for name in SHOWN}
    few = alone(movement(before[:5], n[:5], after[:5], n[:5]))
    return told | {
        "waver": one(100 * found.movement.waver / 4),
        "rule_changes": printed_rules.changes(USUAL),
        "rule_problems": printed_rules.problems(USUAL),
        "rule_watched": printed_rules.watched(USUAL),
        "base_moved": reasons.change("not_comparable", Facts(change_why="base_moved", base=(100, 200, 100, 120))),
        "changed": named(np.isin(found.verdict, ("up", "down"))),
        "changed_without": named(np.isin(without.verdict, ("up", "down"))),
        "change_few": str(few.reason[0]),
    }


def unassigned() -> Slots:
    k, n = counts()
    found = compare(k, n)
    flips = flips_at(k, n, found.verdict, 60)
    at = region.NAMES.index("В")
    return {"flips_В": wording.integer(flips[at])}
