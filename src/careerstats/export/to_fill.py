"""Heads and rows -> a workbook that a person goes on with: heads in view, codes as texts, columns wide enough."""

from collections.abc import Collection, Sequence
from math import ceil

from careerstats.export import xlsx

NARROW, WIDE = 14, 46
"""Letters of a column: at least for a head of two lines, at most for half a screen."""


def workbook(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = ()) -> bytes:
    """One sheet; ``numbers``: heads of the columns that take numbers, all others are texts down to the last row."""
    inputs = [at for at, head in enumerate(heads) if head in numbers]
    full = [[*row, *[""] * (len(heads) - len(row))][: len(heads)] for row in rows]
    cells = [[None if at in inputs and not text else text for at, text in enumerate(row)] for row in full]
    columns = [(head, _width(head, [row[at] for row in full])) for at, head in enumerate(heads)]
    return xlsx.write([xlsx.Sheet(title, columns, cells, inputs, kept=2)], title)


def _width(head: str, texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=0)
    return min(max(NARROW, ceil(longest * 1.1) + 1, len(head) // 3), WIDE)
