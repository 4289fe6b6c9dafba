"""Schools of one municipality -> whose a gap or a fall is, in whole pupils, and whether they make two groups."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, log

from msgspec.structs import replace

from careerstats.contracts.headlines import Decomposition, Level, Part, SchoolGroup, TwoGroups
from careerstats.contracts.measures import Counts
from careerstats.contracts.values import Value
from careerstats.decisions.findings.case import School

HALF, MAIN = Fraction(1, 2), Fraction(3, 4)
"""The first schools that make half of a gap are the finding; heads of those that make three quarters are addressed."""

MOST_MAIN = 5

LEAST_PUPILS = 10  # of a school: fewer say nothing of its level
LEAST_SCHOOLS = 3  # of a group
LEAST_PART = Fraction(1, 4)  # of the pupils, in either group
EXPLAINED = 0.7
"""Of what schools differ, so much lies between the two groups: 0.6 is what one even row of shares would give."""


def gap(row: Value, schools: Sequence[School], level: Counts, of: Level = "others") -> Decomposition | None:
    """Up to the ``level`` of the others or of a target; None where it is reached, or schools do not add up."""
    if not _whole(row.own, [(school.numerator, school.denominator) for school in schools]):
        return None
    people = ceil(Fraction(row.own.denominator * level[0], level[1]) - row.own.numerator)
    exact = [Fraction(school.denominator * level[0], level[1]) - school.numerator for school in schools]
    return replace(_decomposed(level, people, schools, exact), of=of) if people > 0 else None


def fall(row: Value, schools: Sequence[School]) -> Decomposition | None:
    """Since the year before; None where it did not fall, or schools do not add up to the municipality."""
    known = change(row.own, row.past, schools) if row.had_share else None
    return known if known and known.people > 0 else None


def change(own: Counts, past: Counts, schools: Sequence[School]) -> Decomposition | None:
    """How many more would keep the share of the ``past``, school by school against its own; a rise is below 0.

    None where schools do not add up in both years. What no school of its own lost is told apart (``moved``): pupils
    changed from schools with a high share to schools with a low one.
    """
    before = [school.before or (0, 0) for school in schools]
    now = [(school.numerator, school.denominator) for school in schools]
    if not (_whole(own, now) and _whole(past, before)):
        return None
    people = ceil(Fraction(own[1] * past[0], past[1]) - own[0])
    exact = [
        Fraction(n * was_k, was_n) - k if was_n else Fraction(n * past[0], past[1]) - k
        for (k, n), (was_k, was_n) in zip(now, before, strict=True)
    ]
    return _decomposed(past, people, schools, exact, moved=True)


def _whole(own: Counts, parts: Sequence[Counts]) -> bool:
    return bool(parts) and (sum(k for k, _ in parts), sum(n for _, n in parts)) == tuple(own)


def _decomposed(
    level: Counts, people: int, schools: Sequence[School], exact: Sequence[Fraction], *, moved: bool = False
) -> Decomposition:
    """Whole pupils that add up to ``people``; with ``moved`` what the schools' own parts leave is no school's."""
    own = round_half_up(sum(exact, Fraction(0))) if moved else people
    parts = [
        Part(name=school.name, now=(school.numerator, school.denominator), before=school.before, people=number)
        for school, number in zip(schools, apportioned(exact, own), strict=True)
    ]
    parts = sorted(parts, key=lambda part: (-part.people, part.name))
    return Decomposition(
        level=(level[0], level[1]),
        people=people,
        parts=tuple(parts),
        moved=people - own,
        few=_first(parts, HALF * people, len(parts) // 3),
        main=_first(parts, MAIN * people, MOST_MAIN),
        down=sum(_fell(part) for part in parts),
    )


def _first(parts: Sequence[Part], enough: Fraction, most: int) -> int:
    """How many of the first parts make ``enough``; 0 where it takes more than ``most`` (at least one)."""
    sums = accumulate(part.people for part in parts)
    number = next((at for at, total in enumerate(sums, 1) if total >= enough), 0)
    return number if number <= max(most, 1) else 0


def _fell(part: Part) -> bool:
    if part.before is None or not part.before[1] or not part.now[1]:
        return False
    return Fraction(*part.now) < Fraction(*part.before)


def apportioned(exact: Sequence[Fraction], total: int) -> list[int]:
    """Whole numbers that add up to ``total``, each less than one from its exact one.

    ``total`` is at most one from the sum of ``exact``. What those above 0 come to together is rounded first, as near
    as ``total`` lets it be: what some of them lack is told, and the others pay for what ``total`` leaves.
    """
    below = [at for at, number in enumerate(exact) if number > 0]
    above = [at for at, number in enumerate(exact) if number <= 0]
    least, most = total - sum(ceil(exact[at]) for at in above), total - sum(floor(exact[at]) for at in above)
    lacking = min(max(round_half_up(sum((exact[at] for at in below), Fraction(0))), least), most)
    whole = [0] * len(exact)
    for places, of in ((below, lacking), (above, total - lacking)):
        for at, number in zip(places, _apportioned([exact[at] for at in places], of), strict=True):
            whole[at] = number
    return whole


def _apportioned(exact: Sequence[Fraction], total: int) -> list[int]:
    """The largest remainders go up; of equal ones that of the largest number, then the earlier."""
    whole = [floor(number) for number in exact]
    order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], -exact[at], at))
    for at in order[: total - sum(whole)]:
        whole[at] += 1
    return whole


def round_half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


# ---- two groups of schools


def two_groups(row: Value, schools: Sequence[School], polarity: str) -> TwoGroups | None:
    """The split of schools by share that is the likeliest to be two levels; None where schools make no two groups.

    Of schools of ten pupils and more, three and more on either side, a quarter of the pupils and more. Told only where
    the municipality lies on the bad side of the others, the groups lie further apart than it lies from them, and most
    of what schools differ lies between the groups.
    """
    known = sorted((school for school in schools if school.denominator >= LEAST_PUPILS), key=_share)
    if row.rest_denominator is None or not row.rest_denominator or polarity not in ("high", "low"):
        return None
    splits = [at for at in range(LEAST_SCHOOLS, len(known) - LEAST_SCHOOLS + 1) if _balanced(known, at)]
    if not splits:
        return None
    at = max(splits, key=lambda place: (_likelihood(known[:place]) + _likelihood(known[place:]), -place))
    lower, upper = _group(known[:at]), _group(known[at:])
    apart = Fraction(*row.others) - Fraction(*row.own)
    between = _part(upper) - _part(lower)
    worse = apart > 0 if polarity == "high" else apart < 0
    if not worse or between <= abs(apart) or _explained(known, at) < EXPLAINED:
        return None
    good, bad = (upper, lower) if polarity == "high" else (lower, upper)
    people = abs(round_half_up(bad.denominator * _part(good) - bad.numerator))
    more = people if polarity == "high" else -people
    return TwoGroups(lower=lower, upper=upper, people=people, count=row.own[0] + more)


def _share(school: School) -> tuple[Fraction, str]:
    return Fraction(school.numerator, school.denominator), school.name


def _balanced(schools: Sequence[School], at: int) -> bool:
    whole = sum(school.denominator for school in schools)
    below = sum(school.denominator for school in schools[:at])
    return min(below, whole - below) >= LEAST_PART * whole


def _group(schools: Sequence[School]) -> SchoolGroup:
    return SchoolGroup(
        schools=tuple(school.name for school in schools),
        numerator=sum(school.numerator for school in schools),
        denominator=sum(school.denominator for school in schools),
    )


def _part(group: SchoolGroup) -> Fraction:
    return Fraction(group.numerator, group.denominator)


def _likelihood(schools: Sequence[School]) -> float:
    """Logarithm of the likelihood of their numbers if they all had one share."""
    group = _group(schools)
    k, rest = group.numerator, group.denominator - group.numerator
    return sum(number * log(number / group.denominator) for number in (k, rest) if number)


def _explained(schools: Sequence[School], at: int) -> float:
    """Part of what schools differ (weighted squares of shares) that lies between the two groups."""
    whole = _group(schools)
    squares = sum(school.denominator * (_share(school)[0] - _part(whole)) ** 2 for school in schools)
    groups = (_group(schools[:at]), _group(schools[at:]))
    between = sum(group.denominator * (_part(group) - _part(whole)) ** 2 for group in groups)
    return float(between / squares) if squares else 0.0
