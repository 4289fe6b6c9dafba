"""Recommendations -> rows of a draft plan."""

from collections import Counter
from collections.abc import Mapping, Sequence

from careerstats.contracts.facts import told_of
from careerstats.contracts.recommendations import PlanEntry, PlanLine, Recommendation


def draft_plan(
    lines: Sequence[PlanEntry], recommendations: Sequence[Recommendation], activities: Mapping[int, str]
) -> tuple[PlanLine, ...]:
    """Rows of the plan whose recommendations are in the note, by the four kinds of activity; each has its own id."""
    numbers = {recommendation.id: recommendation.number for recommendation in recommendations}
    plan = [
        told_of(
            PlanLine,
            line,
            id=id,
            activity_title=activities[line.activity],
            numbers=tuple(sorted(numbers[source] for source in line.sources if source in numbers)),
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
