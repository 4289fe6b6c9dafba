"""A stranger with all publications on the table -> what every hidden number may be; knows nothing of how it was hidden.

He reads who is shown with which numbers and what the region has in all, and has been told whose numbers were corrected
between two publications and which way; all others, he knows, are what they were. He solves linear equations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog

Pair = tuple[int, int]
Unknown = tuple[str, str, int, int]
"""Whose, part or rest, the number itself, by which a stranger does not know it, and of a rest its whole: what did not
change from one publication to another is the same unknown."""
MOST = 1e7


@dataclass(frozen=True)
class Publication:
    """``truth``: part and whole of each place; ``shown``: of these, and of the region («»), the public reads them."""

    truth: Mapping[str, Pair]
    shown: frozenset[str]

    def cells(self) -> Iterator[tuple[str, list[Unknown]]]:
        for place, (part, whole) in self.truth.items():
            yield place, [(place, "part", part, 0), (place, "rest", whole - part, whole)]


@dataclass(frozen=True)
class Range:
    """What one hidden number may be: at least, at most; and what it is."""

    publication: int
    unknown: Unknown
    low: int
    high: int


def ranges(publications: Sequence[Publication]) -> list[Range]:
    """Every hidden number of every publication, with the least and the greatest that all of them together allow."""
    public = {cell for one in publications for place, cells in one.cells() if place in one.shown for cell in cells}
    hidden = {cell: at for at, one in enumerate(publications) for _, cells in one.cells() for cell in cells}
    unknown = {cell: number for number, cell in enumerate(cell for cell in hidden if cell not in public)}
    if not unknown:
        return []
    wholes = {(place, one.truth[place][1]) for one in publications for place in one.shown - {""}}
    equal = [row for one in publications for row in _sums(one, wholes)]
    less = [row for before, after in pairwise(publications) for row in _moves(before, after)]
    sides = [_matrix(equal, unknown, nought=False), _matrix(less, unknown, nought=True)]
    found = []
    for cell, number in unknown.items():
        low, high = (_end(number, sign, sides) for sign in (1.0, -1.0))
        found.append(Range(hidden[cell], cell, round(low + 0.499), round(high - 0.499)))
    return found


def _sums(one: Publication, wholes: set[tuple[str, int]]) -> Iterator[dict[Unknown, int]]:
    """Numbers whose sum is known: of a place that was shown once with all its children; of all places of the region."""
    for place, cells in one.cells():
        if (place, one.truth[place][1]) in wholes:
            yield dict.fromkeys(cells, 1)
    if "" in one.shown:
        for at in (0, 1):
            yield {cells[at]: 1 for _, cells in one.cells()}


def _moves(before: Publication, after: Publication) -> Iterator[dict[Unknown, int]]:
    """The less less the more, at most nought, of every part that was corrected."""
    old, new = dict(before.cells()), dict(after.cells())
    for place in old.keys() & new.keys():
        less, more = sorted((old[place][0], new[place][0]), key=lambda cell: cell[2])
        if less != more:
            yield {less: 1, more: -1}


def _matrix(
    rows: list[dict[Unknown, int]], unknown: Mapping[Unknown, int], *, nought: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of the unknown, and what is left for them of what all numbers of the row make, or of nought."""
    left, right = np.zeros((len(rows), len(unknown))), np.zeros(len(rows))
    for at, row in enumerate(rows):
        right[at] = 0 if nought else sum(sign * cell[2] for cell, sign in row.items())
        for cell, sign in row.items():
            if cell in unknown:
                left[at, unknown[cell]] += sign
            else:
                right[at] -= sign * cell[2]
    return left, right


def _end(number: int, sign: float, sides: list[tuple[np.ndarray, np.ndarray]]) -> float:
    (equal, sums), (less, limits) = sides
    aim = np.zeros(equal.shape[1])
    aim[number] = sign
    bounds = {"A_ub": less, "b_ub": limits} if len(less) else {}
    answer = linprog(aim, A_eq=equal, b_eq=sums, bounds=(0, MOST), **bounds)
    assert answer.success, answer.message
    return sign * float(answer.fun)
