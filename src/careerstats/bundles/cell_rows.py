"""Counts and remarks -> whose numbers stand in a row of a file, which remarks are on a row that came twice."""

from collections.abc import Iterable
from string import ascii_uppercase
from typing import NamedTuple

import pandas as pd

from careerstats.model import Problem, split_origin

REPEATED = "duplicate"
"""Code of a remark on two rows of one school."""


class CellRow(NamedTuple):
    """A row of a sheet («» of a file that has one only)."""

    file: str
    sheet: str
    number: str


def row_of(file: str, sheet: str, cell: str) -> CellRow:
    """The row in which a cell stands; ``number`` is «» where no cell is named."""
    return CellRow(file, sheet, cell.lstrip(ascii_uppercase))


def organisations_by_row(frames: Iterable[pd.DataFrame]) -> dict[CellRow, set[str]]:
    """Row → the organisations whose numbers stand there («»: the municipality's own)."""
    organisations: dict[CellRow, set[str]] = {}
    for frame in frames:
        if len(frame):
            for origin, id in frame[["origin", "organisation"]].itertuples(index=False):
                organisations.setdefault(row_of(*split_origin(origin)), set()).add(id)
    return organisations


def repeats(problems: Iterable[Problem], code: str, school: str) -> list[Problem]:
    """Remarks on two rows of the school: each stands at the later row, the numbers at the first one."""
    ours = (problem for problem in problems if (problem.code, problem.territory) == (REPEATED, code))
    return [problem for problem in ours if problem.message.startswith(f"«{school}»:")]
