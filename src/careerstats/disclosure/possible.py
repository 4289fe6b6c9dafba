"""One connected part of a system -> other tables that a reader must think possible beside the real one."""

from collections.abc import Collection, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from careerstats.disclosure.systems import Equation, Key, System

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_SLACK = 1e-6
CEILING = 1e7
"""More children than any region has."""


class Change(NamedTuple):
    """From the real table to another: by how much each cell moves, and which leave what is printed of them."""

    moves: np.ndarray
    leaving: frozenset[Key]


class Possible:
    """Other tables of one part, found by linear programs.

    A table that was found serves again: every table between it and the real one is possible too, by what the same
    cells hide.
    """

    def __init__(self, part: System) -> None:
        self.part = part
        self.keys = list(part.values)
        self.place = {key: number for number, key in enumerate(self.keys)}
        self._real = np.array([part.values[key] for key in self.keys], dtype=float)
        self._price = np.array([part.weights[key] for key in self.keys])
        self._matrix = _matrix(part.equations, self.keys, self.place)
        self._least, self._most = self._real.copy(), self._real.copy()
        for key, (least, most) in part.rooms.items():
            self._least[self.place[key]] = least
            self._most[self.place[key]] = CEILING if most is None else most
        self._found: list[Change] = []

    def differing(self, target: Key, value: int, hidden: Collection[Key], seen: Collection[Key]) -> frozenset[Key]:
        """Cells that must be hidden in the cheapest table with ``value`` in the target; those hidden cost nothing.

        Raises LookupError where there is no such table.
        """
        if self._is_known(target, value, hidden):
            return frozenset()
        change = self._change(target, value, hidden, seen)
        self._found.append(change)
        return change.leaving

    def allows(self, target: Key, value: int, hidden: Collection[Key]) -> bool:
        """Whether the target may be ``value`` where nothing else is hidden."""
        if self._is_known(target, value, hidden):
            return True
        shown = [key for key in self.keys if key not in hidden and key != target]
        try:
            self._found.append(self._change(target, value, hidden, shown))
        except LookupError:
            return False
        return True

    def range(self, target: Key, hidden: Collection[Key]) -> tuple[int, int]:
        """The least and the greatest count that fit everything shown, rounded inward."""
        from scipy.optimize import linprog

        covered = np.array([key in hidden for key in self.keys])
        ends = np.where(covered, 0.0, self._least), np.where(covered, CEILING, self._most)
        aim = np.zeros(len(self.keys))
        aim[self.place[target]] = 1.0
        nought = np.zeros(self._matrix.shape[0])
        bounds = []
        for sign in (1.0, -1.0):
            result = linprog(sign * aim, A_eq=self._matrix, b_eq=nought, bounds=np.column_stack(ends), method="highs")
            bounds.append(sign * float(result.fun or 0.0) if result.success else float(self.part.values[target]))
        return ceil(bounds[0] - _SLACK), floor(bounds[1] + _SLACK)

    def _is_known(self, target: Key, value: int, hidden: Collection[Key]) -> bool:
        """Whether a table that was found goes that far by what is hidden alone."""
        at, wanted = self.place[target], value - self.part.values[target]
        return any(
            change.moves[at] * wanted >= wanted**2 and all(key in hidden for key in change.leaving)
            for change in self._found
        )

    def _change(self, target: Key, value: int, hidden: Collection[Key], seen: Collection[Key]) -> Change:
        """The change is up − down, both ≥ 0, beside what a room allows; no count falls below nought."""
        from scipy.optimize import linprog
        from scipy.sparse import hstack

        price = np.array([_SLACK if key in hidden else cost for key, cost in zip(self.keys, self._price, strict=True)])
        known = set(seen)
        closed = np.array([key in known for key in self.keys])
        up, down = np.where(closed, 0.0, np.inf), np.where(closed, 0.0, self._real)
        low, high = np.zeros(len(self.keys)), np.zeros(len(self.keys))
        at, change = self.place[target], value - self.part.values[target]
        up[at], low[at] = max(change, 0), max(change, 0)
        down[at], high[at] = max(-change, 0), max(-change, 0)
        parts = [(self._matrix, price, low, up), (-self._matrix, price, high, down)]
        if self.part.rooms:
            free, above, below = np.full(len(self.keys), _SLACK), self._most - self._real, self._real - self._least
            above[at] = below[at] = 0
            nought = np.zeros(len(self.keys))
            parts += [(self._matrix, free, nought, above), (-self._matrix, free, nought, below)]
        matrices, prices, least, most = zip(*parts, strict=True)
        result = linprog(
            np.concatenate(prices),
            A_eq=hstack(matrices).tocsr() if self._matrix.shape[0] else None,
            b_eq=np.zeros(self._matrix.shape[0]) if self._matrix.shape[0] else None,
            bounds=np.column_stack([np.concatenate(least), np.concatenate(most)]),
            method="highs",
        )
        if not result.success:
            raise LookupError(target)
        flows = np.asarray(result.x).reshape(len(parts), -1)
        steps = flows[::2] - flows[1::2]
        leaving = frozenset(self.keys[number] for number in np.flatnonzero(np.abs(steps[0]) > _SLACK))
        return Change(steps.sum(axis=0), leaving)


def _matrix(equations: Sequence[Equation], keys: Sequence[Key], place: dict[Key, int]) -> "csr_matrix":
    from scipy.sparse import coo_array

    entries = [(row, place[key], value) for row, equation in enumerate(equations) for key, value in equation.items()]
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((values, (rows, columns)), shape=(len(equations), len(keys))).tocsr()
