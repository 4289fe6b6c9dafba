"""Recommendations -> lines of a plan and rows of its draft; a term without a year -> in the next school year."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec.structs import replace

from careerstats.contracts.facts import as_written
from careerstats.contracts.recommendations import PlanEntry, PlanLine, Recommendation
from careerstats.model import period_span

_DAY = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)(?![\d.]*\d)")
_AUTUMN = 9


def dated(term: str, period: str) -> str:
    """«до 01.10» → «до 01.10.2025» for 2024/25; a term that has its year, or no day at all, stays as it is."""
    start = _next_school_year(period)

    def with_year(match: re.Match[str]) -> str:
        return f"{match[0]}.{start if int(match[2]) >= _AUTUMN else start + 1}"

    return _DAY.sub(with_year, term).replace("{year}", str(start))


def _next_school_year(period: str) -> int:
    """The year whose September begins the first school year after the period: 2025 for 2024/25, 2021 for 2020."""
    last = period_span(period)[1]
    return last.year if last.month < _AUTUMN else last.year + 1


_WHOLE_DAY = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)\.(\d{4})(?!\d)")


def day_of(term: str) -> str:
    """«до 01.10.2025» → «2025-10-01»; «» for a term that names no day."""
    match = _WHOLE_DAY.search(term)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else ""


def draft_plan(
    own: Iterable[PlanEntry],
    chosen: Sequence[Recommendation],
    activities: Mapping[int, str],
    known: Collection[str] = (),
    period: str = "",
) -> tuple[PlanLine, ...]:
    """Rows of the plan whose recommendations are in the note, by the four kinds of activity; each has its own id.

    The register's ``own`` lines, then those that recommendations bring along, dated where a ``period`` is known;
    ``known``: ids of the indicators that are computed.
    """
    numbers = {recommendation.id: recommendation.number for recommendation in chosen}
    lines = [*_of_register(own, chosen), *lines_of(chosen, known)]
    plan = [
        as_written(
            PlanLine,
            line,
            id=id,
            activity_title=activities[line.activity],
            term=dated(line.term, period) if period else line.term,
            numbers=tuple(sorted(numbers[source] for source in line.sources if source in numbers)),
        )
        for line, id in zip(lines, _ids(lines), strict=True)
    ]
    return tuple(sorted((line for line in plan if line.numbers), key=lambda line: line.activity))


def _of_register(own: Iterable[PlanEntry], chosen: Sequence[Recommendation]) -> list[PlanEntry]:
    """Lines whose recommendations were merged into others (``same``) refer to those."""
    kept = {id: recommendation.id for recommendation in chosen for id in recommendation.same}
    return [replace(line, sources=tuple(dict.fromkeys(kept.get(id, id) for id in line.sources))) for line in own]


def lines_of(chosen: Sequence[Recommendation], known: Collection[str]) -> list[PlanEntry]:
    """One line per measure of the recommendations; its indicators are at most two of those that called for it."""
    lines: dict[tuple[int, str], PlanEntry] = {}
    for call in chosen:
        if call.measure:
            key = call.activity, call.measure
            line = lines.get(key) or PlanEntry(activity=call.activity, sources=(), measure=call.measure, term=call.term)
            indicators = dict.fromkeys((*line.indicators, *(id for id in call.indicators if id in known)))
            lines[key] = replace(line, sources=(*line.sources, call.id), indicators=tuple(indicators)[:2])
    return list(lines.values())


def _ids(lines: Sequence[PlanEntry]) -> list[str]:
    """What a row is known by from year to year: its own id, else its activity and the first recommendation of it."""
    names = [line.id or f"{line.activity}.{(*line.sources, 'own')[0]}" for line in lines]
    seen: Counter[str] = Counter()
    ids = []
    for name in names:
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return ids
