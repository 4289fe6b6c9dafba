"""content.xml of an ods book -> nothing, if its sheets fit into memory; ten bytes can repeat a cell a billion times."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree

from careerstats.intake.guards import Limits, damaged, refuse_huge
from careerstats.model import column_letter

_CELLS = ("table-cell", "covered-table-cell")
_LONGEST = 1 << 20  # rows of a sheet; a file that repeats anything more often was not made by an office program


def check_size(content: bytes, limits: Limits | None = None) -> None:
    """Raise NotATableError where the rectangle from A1 to the last value of some sheet is too large."""
    try:
        for height, width in _extents(content):
            refuse_huge(height, width, f"{column_letter(max(width - 1, 0))}{height}", limits)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise damaged() from None


def _extents(content: bytes) -> Iterator[tuple[int, int]]:
    """Height and width of every sheet; repeated cells and rows count as often as they are repeated."""
    row_number = height = width = 0
    for _, element in ElementTree.iterparse(io.BytesIO(content)):
        name = _bare(element.tag)
        if name == "table-row":
            row_number += _times(element, "number-rows-repeated")
            filled = _width(element)
            height, width = (row_number, max(width, filled)) if filled else (height, width)
            element.clear()  # a sheet may have a million rows
        elif name == "table":
            yield height, width
            row_number = height = width = 0


def _bare(name: str) -> str:
    """The name whatever its prefix stands for: the reader of books does not ask that either."""
    return name.rpartition("}")[2]


def _width(row: ElementTree.Element) -> int:
    """The last column of a row in which something stands."""
    column = filled = 0
    for cell in row:
        if _bare(cell.tag) in _CELLS:
            column += _times(cell, "number-columns-repeated")
            filled = column if len(cell) or any(key.endswith("value-type") for key in cell.attrib) else filled
    return filled


def _times(element: ElementTree.Element, what: str) -> int:
    times = max((int(value) for key, value in element.attrib.items() if _bare(key) == what), default=1)
    if not 0 < times <= _LONGEST:
        raise ValueError(times)
    return times
