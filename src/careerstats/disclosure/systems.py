"""Cells, the sums that tie them, what a reader is told of each, rounded or not -> the connected parts of a system."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Key = tuple[Any, ...]
Equation = Mapping[Key, int]
"""Cell → its coefficient; the sum is nought."""
Room = tuple[int, int | None]
"""The least and the greatest (None: none) that a printed number may stand for."""


@dataclass(frozen=True)
class System:
    """``values``: every cell that anything published depends on; ``weights``: what hiding it costs.

    ``rooms``: of cells that are printed rounded or not at all, what they may be where they are not hidden; any other
    cell is known exactly.
    """

    values: Mapping[Key, int]
    equations: Sequence[Equation]
    weights: Mapping[Key, float]
    rooms: Mapping[Key, Room] = field(default_factory=dict)

    def without(self, known: Collection[Key]) -> "System":
        """How the other cells may change where none of ``known`` does; what has a room may still."""
        fixed = {key for key in known if key not in self.rooms}
        if not fixed:
            return self
        equations = [{key: part for key, part in equation.items() if key not in fixed} for equation in self.equations]
        left = {key: value for key, value in self.values.items() if key not in fixed}
        return System(left, [equation for equation in equations if equation], self.weights, self.rooms)


def components(system: System) -> list[System]:
    """Parts of a system that share no cell, in the order of its cells."""
    leader = {key: key for key in system.values}

    def find(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for equation in system.equations:
        first, *others = equation
        for key in others:
            leader[find(key)] = find(first)
    groups: dict[Key, list[Key]] = {}
    for key in system.values:
        groups.setdefault(find(key), []).append(key)
    equations: dict[Key, list[Equation]] = {}
    for equation in system.equations:
        equations.setdefault(find(next(iter(equation))), []).append(equation)
    return [_part(system, keys, equations.get(name, [])) for name, keys in groups.items()]


def _part(system: System, keys: Iterable[Key], equations: list[Equation]) -> System:
    values = {key: system.values[key] for key in keys}
    rooms = {key: system.rooms[key] for key in values if key in system.rooms}
    return System(values, equations, {key: system.weights[key] for key in values}, rooms)


def rounded(count: int, base: int) -> int:
    """To the nearest multiple: by 5, 12 is 10 and 13 is 15. Halves cannot be where the base is odd."""
    return base * ((count + base // 2) // base)


def room(count: int, base: int, least: int = 0) -> Room:
    """What a count may be that is printed rounded; ``least``: fewer are never printed."""
    printed, half = rounded(count, base), base // 2
    return max(printed - half, least), printed + half
