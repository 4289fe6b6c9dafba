"""Shares of single schools -> where nobody was reached, and where schools lie wider apart than elsewhere."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, exp, lgamma

from msgspec.structs import replace

from careerstats import wording
from careerstats.contracts.headlines import TwoGroups, Untouched
from careerstats.contracts.values import Value
from careerstats.decisions import inside
from careerstats.decisions.findings.case import (
    ATTENTION,
    RESERVE,
    Case,
    Finding,
    School,
    counts_pupils_of_schools,
    sensitive,
    speaks_of_schools,
)
from careerstats.decisions.findings.phrases import finding, nobody, nobody_counted, sentence
from careerstats.decisions.findings.sides import missing_to_others

SMALL = 10
"""A school with fewer pupils behind the share is not named: one of them moves it by tens of points."""

MOST_NAMED = 5
RARELY = "случайно так бывает реже, чем в одном случае из 1000"
CHANCE = 0.001  # a zero that chance would give more often than this is no finding


def at_zero(case: Case) -> Iterable[Finding]:
    """Schools where nobody at all was reached although chance would hardly leave them out; named, the largest first."""
    for row in case.rows:
        schools = case.evidence.schools.get(row.indicator, [])
        if not _may_be_told(case, row) or not row.numerator:
            continue
        alike = _alike(row, schools)
        empty = [school for school in schools if _hardly_chance(school, row, alike)]
        if empty:
            largest = sorted(empty, key=lambda school: (-school.denominator, school.name))
            size = sum(school.denominator for school in empty)
            text = sentence(_nobody_in(case, row, largest, len(schools), size))
            kind = ATTENTION if size >= case.rules.left_out * row.own.denominator else RESERVE
            zero = finding(row, "at_zero", kind, size, text, confidence=RARELY)
            yield replace(zero, named=tuple(school.name for school in largest[:MOST_NAMED]))


def _may_be_told(case: Case, row: Value) -> bool:
    return case.catalogue.indicators[row.indicator].polarity == "high" and speaks_of_schools(case, row)


def _hardly_chance(school: School, row: Value, alike: float) -> bool:
    """A zero of at least SMALL pupils which the level of the other municipalities would hardly give."""
    if school.numerator or school.denominator < SMALL or row.rest is None:
        return False
    return chance_of_none(row.rest / 100, school.denominator, alike) < CHANCE


def _alike(row: Value, schools: list[School]) -> float:
    """ρ, how alike pupils of one school are: what the design effect of the municipality was made of."""
    sizes = [school.denominator for school in schools]
    spare = sum(size**2 for size in sizes) / max(sum(sizes), 1) - 1
    return ((row.design_effect or 1.0) - 1) / spare if spare > 0 else 0.0


def chance_of_none(level: float, size: int, alike: float) -> float:
    """How likely nobody of ``size`` pupils takes part at this ``level``, alike by so much (beta-binomial)."""
    if alike <= 0:
        return float((1 - level) ** size)
    if alike >= 1 or level in (0.0, 1.0):
        return 1 - level
    left = (1 - level) * (1 - alike) / alike
    both = (1 - alike) / alike
    return exp(lgamma(left + size) - lgamma(left) - lgamma(both + size) + lgamma(both))


def _nobody_in(case: Case, row: Value, empty: list[School], among: int, size: int) -> str:
    """«В 2 школах из 9 (412 обучающихся) нет прошедших диагностику: СОШ № 1 (300), СОШ № 3 (112)»."""
    if len(empty) == 1:
        return _nobody_in_one(case, row, empty[0], among)
    spoken = case.catalogue.indicators[row.indicator].spoken
    named = [f"{school.name} ({wording.integer(school.denominator)})" for school in empty[:MOST_NAMED]]
    more = wording.and_more(len(empty), MOST_NAMED)
    where = wording.counted(len(empty), "школе", "школах", "школах")
    who = wording.counted(size, *spoken["noun"])
    return f"В {where} из {wording.integer(among)} ({who}) нет {spoken['who']}: {', '.join(named)}{more}"


def _nobody_in_one(case: Case, row: Value, school: School, among: int) -> str:
    """«В 1 школе из 9 нет прошедших диагностику: СОШ № 1 (63 обучающихся)»."""
    spoken = case.catalogue.indicators[row.indicator].spoken
    who = wording.counted(school.denominator, *spoken["noun"])
    return f"В 1 школе из {wording.integer(among)} нет {spoken['who']}: {school.name} ({who})"


def wide_spread(case: Case) -> Iterable[Finding]:
    """Schools that lie wider apart than schools of one municipality do elsewhere: both ends, by how many times."""
    for row in case.rows:
        times = case.evidence.spread.get(row.indicator)
        if times is None or not _may_be_told(case, row):
            continue
        known = [school for school in case.evidence.schools[row.indicator] if school.denominator >= SMALL]
        ordered = sorted(known, key=lambda school: school.name)  # of equal ones the first by name
        low, high = (pick(ordered, key=lambda school: school.numerator / school.denominator) for pick in (min, max))
        spoken = case.catalogue.indicators[row.indicator].spoken
        text = sentence(
            f"по школам {wording.closed(spoken['share'])} – от {_ends(low)} до "
            f"{_ends(high)}; разброс {wording.times(Fraction(times), 1)} шире, чем внутри остальных муниципальных "
            "образований в целом"
        )
        confidence = "шире случайного и обычного, вероятность ошибки 0,1 %"
        spread = finding(row, "wide_spread", ATTENTION, _below_own(known, row), text, confidence=confidence)
        yield replace(spread, named=(low.name,))


def two_groups(case: Case) -> Iterable[Finding]:
    """Schools that make two groups further apart than the municipality lies from the others: both, in pupils."""
    for row in case.rows:
        groups = groups_of(case, row) if _may_be_told(case, row) else None
        if groups:
            size = min(groups.people, missing_to_others(row))
            text = sentence(_groups(case, row, groups))
            yield finding(row, "two_groups", ATTENTION, size, text)


def groups_of(case: Case, row: Value) -> TwoGroups | None:
    """Two groups of schools of a municipality that differs from the others, or whose schools lie unusually wide."""
    suspect = row.verdict in ("below", "above") or row.grade == "beyond_95" or row.indicator in case.evidence.spread
    schools = case.evidence.schools.get(row.indicator, [])
    return inside.two_groups(row, schools, case.catalogue.indicators[row.indicator].polarity) if suspect else None


def _groups(case: Case, row: Value, groups: TwoGroups) -> str:
    """«В 9 школах из 16 (2 930 обучающихся) доля … – 14,8 % (434), в остальных 7 – 39,9 % (1 166 из 2 919)»."""
    spoken = case.catalogue.indicators[row.indicator].spoken
    lower, upper = groups.lower, groups.upper
    number = len(lower.schools) + len(upper.schools)
    where = wording.counted(len(lower.schools), "школе", "школах", "школах")
    level = wording.percent(lower.numerator, lower.denominator)
    other = f"{wording.percent(upper.numerator, upper.denominator)} ({wording.integer(upper.numerator)}"
    return (
        f"в {where} из {wording.integer(number)} {wording.closed(spoken['share'])} – {level} "
        f"({wording.integer(lower.numerator)} из {wording.integer(lower.denominator)}), в остальных "
        f"{wording.integer(len(upper.schools))} – {other} из {wording.integer(upper.denominator)}); с уровнем вторых в "
        f"первых было бы на {wording.counted(groups.people, *spoken['noun'])} больше"
    )


def _ends(school: School) -> str:
    return f"{wording.percent(school.numerator, school.denominator)} ({school.name})"


def _below_own(schools: list[School], row: Value) -> int:
    """How many more the schools below the municipality's own share would need to reach it."""
    own = Fraction(*row.own)
    return sum(max(ceil(school.denominator * own) - school.numerator, 0) for school in schools)


def no_profile(case: Case) -> Iterable[Finding]:
    """Pupils of whom little may be told (ОВЗ) are there, and nobody of them was reached: here, or in some schools.

    Schools are counted and never named; fewer than SMALL pupils are not printed, nor are their schools.
    """
    for row in case.rows:
        high = case.catalogue.indicators[row.indicator].polarity == "high"
        if not (high and row.denominator and sensitive(case, row.indicator) and counts_pupils_of_schools(case, row)):
            continue
        size, text = _nobody_here(case, row) if row.numerator == 0 else _nobody_in_some(case, row)
        if text:
            lack = finding(row, "no_profile", RESERVE, size, sentence(text))
            yield lack if size else replace(lack, evidence="")


def _nobody_here(case: Case, row: Value) -> tuple[int, str]:
    """Nothing where it is said already that there is nobody at all."""
    if row.verdict == "below":
        return 0, ""
    size = row.own.denominator
    return (size, nobody(row, case)) if size >= SMALL else (0, nobody_counted(row, case))


def _nobody_in_some(case: Case, row: Value) -> tuple[int, str]:
    some = untouched(case, row)
    if some is None:
        return 0, ""
    who = case.catalogue.indicators[row.indicator].spoken["who"]
    where = wording.counted(some.schools, "школе", "школах", "школах")
    among = f"{wording.integer(some.among)}, где есть обучающиеся этой категории"
    return some.pupils, f"нет {who} в {where} из {among} (там их {wording.integer(some.pupils)})"


def untouched(case: Case, row: Value) -> Untouched | None:
    """Schools where nobody was reached, counted; None where their pupils are too few to be told of, or are all."""
    having = [school for school in case.evidence.schools.get(row.indicator, []) if school.denominator]
    empty = [school for school in having if not school.numerator]
    left = sum(school.denominator for school in empty)
    return Untouched(len(empty), len(having), left) if row.numerator and left >= SMALL else None
