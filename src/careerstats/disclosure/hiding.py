"""Counts in a linear system of published totals -> which of them are hidden, and what an attacker could still tell.

A cell is a count of people; an equation is a sum of cells that is nought (guided + others − all = 0). Cells whose
value would point at a child are hidden first. Then a table that an attacker must also think possible is sought for
each of them with its value anywhere from ``LEAST`` to ``MOST``; the cells in which such tables differ from the real
one are hidden second (a linear program that pays for each cell by its weight). What is hidden so stays protected by
construction; at the end cells that were hidden without need are shown again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEAST, MOST = 1, 4
"""Every value of this range must stay possible for a cell that is hidden first."""

SMALL_TOTAL = 10
"""A total below this is hidden with all its parts. These thresholds are ours; a dataset may set others."""

_SLACK = 1e-6
_CEILING = 1e7
"""More children than any region has."""

Key = tuple[Any, ...]
Equation = Mapping[Key, int]
"""Cell → its coefficient; the sum is nought."""


@dataclass(frozen=True)
class Thresholds:
    """Counts of ``least`` … ``most`` people, or that all but so many, and totals below ``total`` are hidden."""

    least: int = LEAST
    most: int = MOST
    total: int = SMALL_TOTAL


@dataclass(frozen=True)
class System:
    """``values``: every cell that anything published depends on; ``weights``: what hiding it costs."""

    values: Mapping[Key, int]
    equations: Sequence[Equation]
    weights: Mapping[Key, float]

    def check(self) -> list[Equation]:
        """Equations that the values do not fulfil: such a table cannot be protected."""
        return [one for one in self.equations if sum(part * self.values[key] for key, part in one.items())]


@dataclass(frozen=True)
class Hidden:
    """``first``: would point at a child; ``second``: would give a first one away; ``spared``: so in vain."""

    first: frozenset[Key] = frozenset()
    second: frozenset[Key] = frozenset()
    spared: int = field(default=0, compare=False)

    @property
    def all(self) -> frozenset[Key]:
        return self.first | self.second


class Before(NamedTuple):
    """What earlier versions of the same tables have done to the cells of a system.

    ``hidden``: in all of them, so that it stays hidden; ``seen``: shown in one, so that hiding it protects nothing;
    ``beside``: numbers that stand beside hidden ones, of which no more shall be known than of those.
    """

    hidden: frozenset[Key] = frozenset()
    seen: frozenset[Key] = frozenset()
    beside: frozenset[Key] = frozenset()


def points_at_a_child(part: int, whole: int, limits: Thresholds) -> bool:
    """Whether a count of ``whole`` children may not be shown: few, all but few, none or all of them, or few in all."""
    left = whole - part
    return whole < limits.total or min(part, left) <= limits.most


def hide(
    system: System, first: Iterable[Key], limits: Thresholds | None = None, before: Before | None = None
) -> Hidden:
    """First and second cells of every connected part of the system; ``before``: what is public or hidden already.

    Raises ValueError where a cell cannot be protected even with everything else hidden: its equations are named. What
    earlier versions have given away is past protecting, and raises nothing.
    """
    limits, before = limits or Thresholds(), before or Before()
    wanted = frozenset(first)
    second: set[Key] = set()
    spared = 0
    for part in components(system):
        targets = [key for key in part.values if key in wanted and key not in before.seen]
        if targets:
            free = frozenset(targets) | (before.hidden & part.values.keys())
            found, held = _protect(part, targets, free, before.seen, limits)
            kept = _without_need(part, held, free, found, limits)
            spared += len(found) - len(kept)
            second |= kept | _loosened(part, free | kept, before, limits)
    return Hidden(wanted & system.values.keys(), frozenset(second), spared)


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
    return [_part(system, keys) for keys in groups.values()]


def _part(system: System, keys: list[Key]) -> System:
    there = set(keys)
    equations = [one for one in system.equations if next(iter(one)) in there]
    return System({key: system.values[key] for key in keys}, equations, {key: system.weights[key] for key in keys})


def _protect(
    part: System, targets: list[Key], free: frozenset[Key], seen: frozenset[Key], limits: Thresholds
) -> tuple[set[Key], list[Key]]:
    """Cells hidden second: those in which the cheapest possible other tables differ from the real one; and which
    targets they protect. ``free``: hidden in any case; ``seen``: known, whatever is hidden."""
    hidden, held = set(free), list(targets)
    for target in sorted(targets, key=lambda key: (part.values[key], str(key))):
        for value in (limits.least, limits.most):
            if part.values[target] != value and target in held:
                differing = _differing(part, target, value, hidden, seen)
                if differing is None and not seen:
                    raise ValueError(
                        f"ячейку {target[:2]} скрыть нельзя: при любых скрытых соседях её значение вычисляется"
                    )
                if differing is None:
                    held.remove(target)
                else:
                    hidden |= differing
    return hidden - free, held


def _loosened(part: System, hidden: frozenset[Key], before: Before, limits: Thresholds) -> set[Key]:
    """Cells to be hidden too, so that what stands beside could be other by ``limits.most``, wherever that can be."""
    wider = set(hidden)
    for key in sorted(before.beside & part.values.keys() - before.seen, key=str):
        amounts = [part.values[key] + sign * limits.most for sign in (1, -1)]
        tables = [_differing(part, key, amount, wider, before.seen) for amount in amounts if amount >= 0]
        open_to = [cells - wider for cells in tables if cells is not None]
        if open_to:
            wider |= min(open_to, key=lambda cells: (sum(part.weights[one] for one in cells), sorted(map(str, cells))))
    return wider - hidden


def _differing(part: System, target: Key, value: int, hidden: set[Key], seen: frozenset[Key]) -> set[Key] | None:
    """Cells that change in the cheapest table with ``value`` in the target; cells hidden already change for nothing.

    None where there is no such table.
    """
    import numpy as np
    from scipy.optimize import linprog

    keys = list(part.values)
    place = {key: number for number, key in enumerate(keys)}
    real = np.array([part.values[key] for key in keys], dtype=float)
    price = np.array([_SLACK if key in hidden else part.weights[key] for key in keys])
    matrix = _matrix(part.equations, place)
    # the change is up − down, both ≥ 0; no count falls below nought
    bounds = [(0, 0 if key in seen else None) for key in keys]
    bounds += [(0, 0 if key in seen else amount) for key, amount in zip(keys, real, strict=True)]
    number = place[target]
    change = value - real[number]
    bounds[number], bounds[len(keys) + number] = (
        ((change, change), (0, 0)) if change > 0 else ((0, 0), (-change, -change))
    )
    found = linprog(
        np.concatenate([price, price]),
        A_eq=_beside(matrix),
        b_eq=np.zeros(matrix.shape[0]),
        bounds=bounds,
        method="highs",
    )
    if not found.success:
        return None
    x = np.asarray(found.x)
    moved = np.abs(x[: len(keys)] - x[len(keys) :]) > _SLACK
    return {keys[at] for at in np.flatnonzero(moved)}


def _matrix(equations: Sequence[Equation], place: Mapping[Key, int]) -> "csr_matrix":
    from scipy.sparse import coo_array

    entries = [(row, place[key], value) for row, one in enumerate(equations) for key, value in one.items()]
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((values, (rows, columns)), shape=(len(equations), len(place))).tocsr()


def _beside(matrix: "csr_matrix") -> "csr_matrix":
    from scipy.sparse import hstack

    return hstack([matrix, -matrix]).tocsr()


def _without_need(
    part: System, targets: list[Key], free: frozenset[Key], second: set[Key], limits: Thresholds
) -> set[Key]:
    """The second cells that are needed: the dearest are tried first, and shown where all stays protected."""
    kept = set(second)
    for key in sorted(second, key=lambda one: (-part.weights[one], str(one))):
        fewer = kept - {key}
        if unprotected(part, targets, free | fewer, limits) == []:
            kept = fewer
    return kept


def unprotected(part: System, targets: Iterable[Key], hidden: frozenset[Key], limits: Thresholds) -> list[Key]:
    """First cells for which an attacker could rule out a value that the mark allows."""
    ranges = attack(part, hidden, targets)
    return [key for key in targets if ranges[key][0] > limits.least or ranges[key][1] < limits.most]


def attack(system: System, hidden: frozenset[Key], of: Iterable[Key] | None = None) -> dict[Key, tuple[int, int]]:
    """Least and greatest count that fits everything shown, of each hidden cell (or of those named).

    What an attacker does: shown cells are constants, hidden ones any counts from nought. Ends are rounded inward; a
    cell without a greatest count gets more than any region has children.
    """
    wanted = [key for key in (hidden if of is None else of) if key in hidden]
    found: dict[Key, tuple[int, int]] = {}
    for part in components(system):
        own = [key for key in part.values if key in hidden]
        for target in [key for key in wanted if key in part.values]:
            found[target] = _range(part, own, target)
    return found


def _range(part: System, hidden: list[Key], target: Key) -> tuple[int, int]:
    import numpy as np
    from scipy.optimize import linprog

    place = {key: number for number, key in enumerate(hidden)}
    shown = [sum(value * part.values[key] for key, value in one.items() if key not in place) for one in part.equations]
    unknown = [{key: value for key, value in one.items() if key in place} for one in part.equations]
    rows = [number for number, one in enumerate(unknown) if one]
    matrix = _matrix([unknown[row] for row in rows], place)
    right = -np.array([shown[row] for row in rows], dtype=float)
    aim = np.zeros(len(hidden))
    aim[place[target]] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        result = linprog(sign * aim, A_eq=matrix, b_eq=right, bounds=[(0, _CEILING)] * len(hidden), method="highs")
        ends.append(sign * float(result.fun or 0.0) if result.success else float(part.values[target]))
    return ceil(ends[0] - _SLACK), floor(ends[1] + _SLACK)
