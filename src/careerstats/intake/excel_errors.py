"""Rows of an xlsx sheet as read -> the same rows with words where the reader was silent: failed formulas, links."""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element

from careerstats.intake.cells import EXCEL_ERRORS, LINKED, NOT_COMPUTED, Content
from careerstats.intake.excel_parts import Cell, Cells
from careerstats.intake.guards import refuse_huge

_RUSSIAN = dict(zip(list(EXCEL_ERRORS)[1::2], list(EXCEL_ERRORS)[::2], strict=True))
_FORMULAS = (b"f>", b"<f ", b":f ")
_FAILED = (b't="e"', b"t='e'")
_EMPTY = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_LINK = re.compile(r"(?<![\w\]])'?\[\d+\][^\[\]]*!")


def put_errors(rows: list[list[Content]], sheet: bytes, cells: Cells, *, linked: bool = False) -> list[list[Content]]:
    """Fill in (in place) what the reader gives as an empty cell or an ordinary number, though it is neither.

    A failed formula (#ДЕЛ/0!) and one that was never computed (a program wrote it) are read as empty: «not reported».
    The value of a link to another book (``linked``: there are some) is what that book held once, on another computer.
    """
    for row, column, text in _words(cells()) if linked or _may_fail(sheet) else ():
        refuse_huge(row + 1, column + 1)
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
    return rows


def _may_fail(sheet: bytes) -> bool:
    """A quick look at the whole sheet; most have no formula and no failed cell."""
    has_formulas = any(sign in sheet for sign in _FORMULAS)
    return any(sign in sheet for sign in _FAILED) or (has_formulas and bool(_EMPTY.search(sheet)))


def _words(cells: Iterable[Cell]) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of every cell that needs words."""
    linked: set[str] = set()
    for cell in cells:
        if cell.kind == "e":
            yield cell.row, cell.column, _RUSSIAN.get(cell.value, cell.value or "#ЗНАЧ!")
        elif cell.formula is not None and _is_linked(cell.formula, linked):
            yield cell.row, cell.column, LINKED
        elif cell.formula is not None and not cell.value and cell.kind != "str":
            yield cell.row, cell.column, NOT_COMPUTED


def _is_linked(formula: _Element, linked: set[str]) -> bool:
    """Whether a formula looks into another book; a shared one is written out in its first cell only."""
    shared = formula.get("si", "")
    if _LINK.search(formula.text or ""):
        linked |= {shared} - {""}
        return True
    return shared in linked
