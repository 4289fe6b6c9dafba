"""Rows that could not be understood -> problems with the number of the first rows, never with what stands in them."""

from dataclasses import dataclass, field

import numpy as np

from careerstats.model import Problem, column_letter
from careerstats.wording import integer

_NAMED = 3


@dataclass(frozen=True)
class Doubt:
    """One kind of doubt; ``title``: the column it is about; ``message``: what is wrong, without the cell's text."""

    title: str
    severity: str
    code: str
    message: str
    what_to_do: str


@dataclass(repr=False)
class Doubts:
    """How many rows of one file gave each doubt, and which were the first."""

    rows: dict[Doubt, tuple[int, list[int]]] = field(default_factory=dict)

    def add(self, doubt: Doubt, numbers: np.ndarray) -> None:
        """``numbers``: numbers of the rows, in order; nothing happens where there are none."""
        if len(numbers):
            count, first = self.rows.get(doubt, (0, []))
            room = _NAMED - len(first)
            self.rows[doubt] = count + len(numbers), [*first, *map(int, numbers[:room])]

    def problems(self, file: str, sheet: str, letters: dict[str, int]) -> list[Problem]:
        """One problem per kind of doubt, in order of their first rows."""
        doubts = sorted(self.rows.items(), key=lambda item: (item[1][1], item[0].code, item[0].message))
        return [_problem(doubt, *rows, file=file, sheet=sheet, letters=letters) for doubt, rows in doubts]


def _problem(doubt: Doubt, count: int, first: list[int], *, file: str, sheet: str, letters: dict[str, int]) -> Problem:
    column = f", столбец «{doubt.title}»" if doubt.title else ""
    others = f" (ещё строки {', '.join(map(str, first[1:]))}{' …' if count > len(first) else ''})"
    rest = f"; таких строк {integer(count)}{others}" if count > 1 else ""
    cell = f"{column_letter(letters.get(doubt.title, 0))}{first[0]}"
    message = f"строка {first[0]}{column}: {doubt.message}{rest}"
    return Problem(file, doubt.severity, doubt.code, message, doubt.what_to_do, sheet, cell)
