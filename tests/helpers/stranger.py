"""A stranger with all publications on the table -> what every hidden number may be; knows nothing of how it was hidden.

He reads who is shown with which numbers and what the region has in all, and has been told whose numbers were corrected
between two publications and which way; all others, he knows, are what they were. Of a rounded number he knows what it
may stand for. He solves linear equations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

Pair = tuple[int, int]
Unknown = tuple[str, str, int, int]
"""Whose, part or rest, the number itself, by which a stranger does not know it, and of a rest its whole: what did not
change from one publication to another is the same unknown."""
MOST = 1e7


@dataclass(frozen=True)
class Publication:
    """``truth``: part and whole of each place; ``shown``: of these, and of the region («»), the public reads them.

    ``base``: to what they are rounded; 0: they are not. ``wholes``: he reads elsewhere how many there are in all.
    """

    truth: Mapping[str, Pair]
    shown: frozenset[str]
    base: int = 0
    wholes: bool = False

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
    """Every number that is not shown exactly, with the least and the greatest that all publications together allow."""
    return list(_ranges(publications, 0))


def narrow(publications: Sequence[Publication]) -> list[Range]:
    """Those of them of which no more than two values are left."""
    return [one for one in _ranges(publications, 3) if one.high - one.low < 2]


def _ranges(publications: Sequence[Publication], enough: int) -> Iterator[Range]:
    """``enough``: numbers that are seen to have so many values in what was solved for others are left out."""
    exact = {cell for one in publications if not one.base for cell in _shown(one)}
    hidden = {cell: at for at, one in enumerate(publications) for _, cells in one.cells() for cell in cells}
    unknown = {cell: number for number, cell in enumerate(cell for cell in hidden if cell not in exact)}
    if not unknown:
        return
    exactly = [one for one in publications if not one.base]
    wholes = {
        (place, one.truth[place][1]) for one in exactly for place in (one.truth if one.wholes else one.shown - {""})
    }
    equal = [row for one in publications if not one.base for row in _sums(one, wholes)]
    less = [(row, 0) for before, after in pairwise(publications) for row in _moves(before, after)]
    less += [bound for one in publications if one.base for bound in _about(one)]
    sides = (_matrix(equal, unknown), _bounded(less, unknown))
    seen: list[np.ndarray] = []
    for cell, number in unknown.items():
        spread = [float(point[number]) for point in seen] or [0.0]
        if enough and floor(max(spread)) - ceil(min(spread)) >= enough - 1:
            continue
        points = [_end(number, sign, sides) for sign in (1.0, -1.0)]
        seen += points
        low, high = (float(point[number]) for point in points)
        yield Range(hidden[cell], cell, round(low + 0.499), round(high - 0.499))


def _shown(one: Publication) -> Iterator[Unknown]:
    for place, cells in one.cells():
        yield from cells if place in one.shown else ()


def _sums(one: Publication, wholes: set[tuple[str, int]]) -> Iterator[dict[Unknown, int]]:
    """Numbers whose sum is known: of a place that was shown once with all its children; of all places of the region."""
    for place, cells in one.cells():
        if (place, one.truth[place][1]) in wholes:
            yield dict.fromkeys(cells, 1)
    if "" in one.shown:
        for at in (0, 1):
            yield {cells[at]: 1 for _, cells in one.cells()}


def _about(one: Publication) -> Iterator[tuple[dict[Unknown, int], int]]:
    """Sums that are at most so much: each number that is printed rounded lies near, from both sides."""
    half = one.base // 2
    for place in sorted(one.shown):
        all_cells = [cells for whose, cells in one.cells() if place in ("", whose)]
        for at in ((0,), (0, 1)):
            row = {cells[which]: 1 for cells in all_cells for which in at}
            about = one.base * round(sum(cell[2] for cell in row) / one.base)
            yield row, about + half
            yield dict.fromkeys(row, -1), half - about


def _moves(before: Publication, after: Publication) -> Iterator[dict[Unknown, int]]:
    """The less less the more, at most nought, of every part that was corrected."""
    old, new = dict(before.cells()), dict(after.cells())
    for place in old.keys() & new.keys():
        less, more = sorted((old[place][0], new[place][0]), key=lambda cell: cell[2])
        if less != more:
            yield {less: 1, more: -1}


Side = tuple[csr_array, np.ndarray]


def _matrix(rows: list[dict[Unknown, int]], unknown: Mapping[Unknown, int]) -> Side:
    """Coefficients of the unknown, and what is left for them of what all numbers of the row make."""
    return _bounded([(row, sum(sign * cell[2] for cell, sign in row.items())) for row in rows], unknown)


def _bounded(rows: list[tuple[dict[Unknown, int], int]], unknown: Mapping[Unknown, int]) -> Side:
    left, right = lil_array((len(rows), len(unknown))), np.zeros(len(rows))
    for at, (row, bound) in enumerate(rows):
        right[at] = bound
        for cell, sign in row.items():
            if cell in unknown:
                left[at, unknown[cell]] += sign
            else:
                right[at] -= sign * cell[2]
    return left.tocsr(), right


def _end(number: int, sign: float, sides: tuple[Side, Side]) -> np.ndarray:
    (equal, sums), (less, limits) = sides
    aim = np.zeros(equal.shape[1])
    aim[number] = sign
    told = {"A_eq": equal, "b_eq": sums} if len(sums) else {}
    bounds = {"A_ub": less, "b_ub": limits} if len(limits) else {}
    answer = linprog(aim, **told, **bounds, bounds=(0, MOST), method="highs")
    assert answer.success, answer.message
    return np.asarray(answer.x)
