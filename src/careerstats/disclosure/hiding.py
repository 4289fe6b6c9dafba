"""Counts in a linear system of published totals -> which of them are hidden, and what an attacker could still tell.

A cell is a count of people; an equation is a sum of cells that is nought (guided + others − all = 0). Cells whose
value would point at a child are hidden first. Then a table that an attacker must also think possible is sought for
each of them with its value anywhere from ``LEAST`` to ``MOST``; the cells in which such tables differ from the real
one are hidden second (a linear program that pays for each cell by its weight). What is hidden so stays protected by
construction; at the end cells that were hidden without need are shown again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from careerstats.disclosure.possible import Possible
from careerstats.disclosure.systems import Key, System, components

LEAST, MOST = 1, 4
"""Every value of this range must stay possible for a cell that is hidden first."""

SMALL_TOTAL = 10
"""A total below this is hidden with all its parts. These thresholds are ours; a dataset may set others."""


FEWEST = 3
"""So many values must stay possible for a number that is shown rounded."""


@dataclass(frozen=True)
class Thresholds:
    """Counts of ``least`` … ``most`` people, or that all but so many, and totals below ``total`` are hidden.

    ``base``: others are rounded to it; 0: they are shown exactly.
    """

    least: int = LEAST
    most: int = MOST
    total: int = SMALL_TOTAL
    base: int = 0


@dataclass(frozen=True)
class Hidden:
    """``first``: would point at a child; ``second``: would give a first one away; ``spared``: so in vain."""

    first: frozenset[Key] = frozenset()
    second: frozenset[Key] = frozenset()
    spared: int = field(default=0, compare=False)

    @property
    def all(self) -> frozenset[Key]:
        return self.first | self.second


Ends = dict[Key, list[int]]
"""Cell → the values, beside the real one, that other tables must reach in it."""


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


def parts_of(system: System, seen: Collection[Key] = ()) -> list[Possible]:
    """Connected parts of what may change; where one hides again and again, what was found for them serves again."""
    return [Possible(part) for part in components(system.without(seen))]


def hide_in(parts: Iterable[Possible], first: Iterable[Key], limits: Thresholds, before: Before) -> Hidden:
    """First and second cells of every part of a system; ``before``: what is public or hidden already.

    Raises ValueError where a cell cannot be protected even with everything else hidden: its equations are named. What
    earlier versions have given away is past protecting, and raises nothing.
    """
    wanted = frozenset(first)
    second: set[Key] = set()
    spared = 0
    for part in parts:
        targets = [key for key in part.keys if key in wanted and key not in before.seen]
        if targets:
            free = frozenset(targets) | (before.hidden & part.place.keys())
            protection, ends = _protect(part, targets, free, before.seen, limits)
            kept = _without_need(part, ends, free, protection)
            spared += len(protection) - len(kept)
            second |= kept | _loosened(part, free | kept, before, limits)
    return Hidden(wanted, frozenset(second), spared)


def _protect(
    part: Possible, targets: list[Key], free: frozenset[Key], seen: frozenset[Key], limits: Thresholds
) -> tuple[set[Key], Ends]:
    """Cells hidden second: those in which the cheapest possible other tables differ from the real one; and how far
    these go. ``free``: hidden in any case; ``seen``: known, whatever is hidden."""
    hidden, ends = set(free), dict[Key, list[int]]()
    amounts = part.part.values
    for target in sorted(targets, key=lambda key: (amounts[key], str(key))):
        for end in (limits.least, limits.most):
            for value in range(end, amounts[target], 1 if end < amounts[target] else -1):
                try:
                    hidden |= part.differing(target, value, hidden, seen)
                except LookupError:
                    if not seen:
                        raise ValueError(
                            f"ячейку {target[:2]} скрыть нельзя: при любых скрытых соседях её значение вычисляется"
                        ) from None
                else:
                    ends.setdefault(target, []).append(value)
                    break  # what is known may leave less room than the mark allows: as far as it goes
    return hidden - free, ends


def _loosened(part: Possible, hidden: frozenset[Key], before: Before, limits: Thresholds) -> set[Key]:
    """Cells to be hidden too, so that what stands beside could be other by ``limits.most``, wherever that can be."""
    wider = set(hidden)
    for key in sorted(before.beside & part.place.keys() - before.seen, key=str):
        open_to = []
        for amount in (part.part.values[key] + sign * limits.most for sign in (1, -1)):
            if amount >= 0 and frozenset() not in open_to:
                try:
                    open_to.append(part.differing(key, amount, wider, before.seen) - wider)
                except LookupError:
                    continue
        if open_to:
            wider |= min(
                open_to, key=lambda cells: (sum(part.part.weights[cell] for cell in cells), sorted(map(str, cells)))
            )
    return wider - hidden


def _without_need(part: Possible, ends: Ends, free: frozenset[Key], second: set[Key]) -> set[Key]:
    """The second cells that are needed: the dearest are tried first, and shown where all stays protected."""
    kept = set(second)
    for key in sorted(second, key=lambda cell: (-part.part.weights[cell], str(cell))):
        fewer = free | kept - {key}
        if all(part.allows(target, value, fewer) for target, values in ends.items() for value in values):
            kept.discard(key)
    return kept


def narrowed(parts: Iterable[Possible], rounded: Collection[Key], hidden: Collection[Key]) -> list[Key]:
    """Rounded numbers of which fewer than ``FEWEST`` values are left by all that is told."""
    left = [(key, part.range(key, hidden)) for part in parts for key in part.keys if key in rounded]
    return [key for key, (low, high) in left if high - low + 1 < FEWEST]


def attack(system: System, hidden: frozenset[Key], of: Iterable[Key] | None = None) -> dict[Key, tuple[int, int]]:
    """Least and greatest count that fits everything told, of each hidden cell (or of those named).

    What an attacker does: shown cells are what is printed of them, hidden ones any counts from nought. Ends are rounded
    inward; a cell without a greatest count gets more than any region has children.
    """
    wanted = [key for key in (hidden if of is None else of) if key in hidden or key in system.rooms]
    parts = {key: part for part in parts_of(system) for key in part.keys}
    return {key: parts[key].range(key, hidden) for key in wanted if key in parts}
