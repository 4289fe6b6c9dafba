"""Recommendations -> rows of a draft plan; levels and yearly gains -> what may be proposed as its targets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from careerstats.contracts.decisions import Target
from careerstats.contracts.measures import Counts
from careerstats.contracts.recommendations import PlanEntry, PlanLine, Recommendation

REACH, KEEP = "reach", "keep"
PEERS, OTHERS, MUNICIPALITIES, SET, PLANNED = "peers", "others", "municipalities", "set", "planned"


def draft_plan(
    lines: Sequence[PlanEntry], recommendations: Sequence[Recommendation], activities: Mapping[int, str]
) -> tuple[PlanLine, ...]:
    """Rows of the plan whose recommendations are in the note, by the four kinds of activity; each has its own id."""
    numbers = {recommendation.id: recommendation.number for recommendation in recommendations}
    plan = [
        PlanLine(
            id=id,
            activity=line.activity,
            activity_title=activities[line.activity],
            measure=line.measure,
            term=line.term,
            numbers=tuple(sorted(numbers[source] for source in line.sources if source in numbers)),
            indicators=line.indicators,
            own=line.own,
            target=line.target,
            responsible=line.responsible,
        )
        for line, id in zip(lines, _ids(lines), strict=True)
    ]
    return tuple(sorted((line for line in plan if line.numbers), key=lambda line: line.activity))


def _ids(lines: Sequence[PlanEntry]) -> list[str]:
    """What a row is known by from year to year: its own id, else its activity and the first recommendation of it."""
    names = [line.id or f"{line.activity}.{(*line.sources, 'own')[0]}" for line in lines]
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return ids


def target(own: Counts, level: Counts | None, of: str, gain: Fraction, polarity: str = "high") -> Target | None:
    """The proposal for one indicator of one municipality.

    ``level``: numerator and denominator of those it lags behind, None where it does not lag; ``gain``: the most that
    one year has brought to anybody, as a part of one (0.06 = six points), at least 0. None where nothing can be
    proposed: nobody counted, or a polarity that calls neither side good.
    """
    count, total = own
    if total <= 0 or not 0 <= count <= total or polarity not in ("high", "low"):
        return None
    lacking = _lacking(own, level, polarity) if level else 0
    people = min(lacking, floor(total * gain))
    if people <= 0:
        return Target(KEEP, count, total)
    moved = count + people if polarity == "high" else count - people
    return Target(REACH, moved, total, people, of, limited=people < lacking)


def _lacking(own: Counts, level: Counts, polarity: str) -> int:
    """Whole pupils up (or down) to that level; 0 where it is reached."""
    there = Fraction(own[1] * level[0], level[1])
    return max(ceil(there - own[0]) if polarity == "high" else ceil(own[0] - there), 0)


def regional_target(own: Counts, targets: list[Target], polarity: str = "high") -> Target | None:
    """What the region comes to if every municipality reaches what is proposed to it."""
    count, total = own
    if total <= 0 or not targets or polarity not in ("high", "low"):
        return None
    people = sum(one.people for one in targets if one.kind == REACH)
    moved = count + people if polarity == "high" else count - people
    if not people or not 0 <= moved <= total:
        return Target(KEEP, count, total)
    return Target(REACH, moved, total, people, MUNICIPALITIES)
