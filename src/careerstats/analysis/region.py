"""Municipalities of a region -> those nearest in size, groups by two indicators, who holds the participants."""

from collections.abc import Iterable, Mapping, Sequence
from math import log

from careerstats.contracts.places import URBAN
from careerstats.contracts.settings import Groups
from careerstats.contracts.values import Concentration, Group, Part, Point, Spread, Value
from careerstats.territories import Territory


def alike(place: Territory, other: Territory) -> bool:
    """Of the same way of life: both urban or both rural."""
    return (place.kind in URBAN) == (other.kind in URBAN)


def peers_of(place: Territory, everyone: list[Territory], sizes: Mapping[str, float], number: int) -> list[Territory]:
    """Up to ``number`` municipalities of the same way of life, the nearest in size first (by ratio)."""
    own = sizes.get(place.code)
    others = [other for other in everyone if other.code != place.code and alike(place, other) and sizes.get(other.code)]
    if not own:
        return []
    return sorted(others, key=lambda other: (abs(log(sizes[other.code] / own)), other.code))[:number]


def groups_of(
    spec: Groups | None, rows: Mapping[str, Mapping[str, Value]], spreads: Mapping[str, Spread]
) -> tuple[Group, ...]:
    """The groups that a dataset asks for; none where municipalities differ no more than chance gives."""
    if not spec or not all(spreads[id].differ for id in spec.by if id in spreads):
        return ()
    first, second = ([own[id] for own in rows.values() if id in own and own[id].verdict] for id in spec.by)
    return groups(first, second, spec.names)


def groups(first: Sequence[Point], second: Sequence[Point], names: dict[str, str]) -> tuple[Group, ...]:
    """Municipalities above or below the level of all of them together in two indicators: four groups, in order.

    The level leaves out participants without a municipality, because no municipality can reach it with them.
    ``doubtful``: those whose difference in the first or second indicator may be chance.
    """
    levels = [_level(points) for points in (first, second)]
    seconds = {point.code: point for point in second}
    members: dict[tuple[bool, ...], list[Point]] = {}
    for point in first:
        other = seconds.get(point.code)
        if other and point.denominator and other.denominator:
            sides = tuple(at.share >= level for at, level in zip((point, other), levels, strict=True))
            members.setdefault(sides, []).append(point)
    order = ((True, True), (True, False), (False, True), (False, False))
    return tuple(
        Group(
            id=id,
            title=title,
            members=tuple(point.code for point in members.get(sides, ())),
            doubtful=tuple(point.code for point in members.get(sides, ()) if _doubtful(point, seconds[point.code])),
        )
        for (id, title), sides in zip(names.items(), order, strict=True)
    )


def _doubtful(*points: Point) -> bool:
    return any(point.verdict in ("same", "not_comparable") for point in points)


def _level(points: Iterable[Point]) -> float:
    known = _sum(point for point in points if point.has_share)
    return known.numerator / (known.denominator or 1)


def concentration(points: Iterable[Point], top: int = 3) -> Concentration:
    """Who holds the participants: the ``top`` municipalities, the largest one, and those under 1 %."""
    known = [point for point in points if point.has_share]
    by_count = sorted(known, key=lambda point: (-point.own.numerator, point.code))
    whole, by_size = _sum(known), sorted(known, key=lambda point: -point.own.denominator)
    return Concentration(
        numerator=whole.numerator,
        denominator=whole.denominator,
        top=_sum(by_count[:top]),
        largest=_sum(by_size[:1]),
        under_one=_sum(point for point in known if 100 * point.own.numerator < point.own.denominator),
    )


def _sum(points: Iterable[Point]) -> Part:
    known = list(points)
    return Part(
        codes=tuple(point.code for point in known),
        numerator=sum(point.own.numerator for point in known),
        denominator=sum(point.own.denominator for point in known),
    )
