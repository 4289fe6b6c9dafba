"""Rows of an xlsx sheet as read -> the same rows with words where the reader was silent: failed formulas, links."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from careerstats.intake.cells import EXCEL_ERRORS, LINKED, NOT_COMPUTED
from careerstats.intake.guards import damaged, refuse_huge
from careerstats.intake.packages import tree

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_RUSSIAN = dict(zip(list(EXCEL_ERRORS)[1::2], list(EXCEL_ERRORS)[::2], strict=True))
_FORMULAS = (b"f>", b"<f ", b":f ")
_FAILED = (b't="e"', b"t='e'")
_EMPTY = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_LINK = re.compile(r"(?<![\w\]])'?\[\d+\][^\[\]]*!")


def put_errors(rows: list[list[Any]], sheet: bytes, *, linked: bool = False) -> list[list[Any]]:
    """Fill in (in place) what the reader gives as an empty cell or an ordinary number, though it is neither.

    A failed formula (#ДЕЛ/0!) and one that was never computed (a program wrote it) are read as empty: «not reported».
    The value of a link to another book (``linked``: there are some) is what that book held once, on another computer.
    """
    if not (linked or _may_fail(sheet)):
        return rows
    try:
        for row, column, text in _marks(sheet):
            refuse_huge(row + 1, column + 1)
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
    except ValueError:
        raise damaged() from None
    return rows


def _may_fail(sheet: bytes) -> bool:
    """A quick look at the whole sheet; most have no formula and no failed cell."""
    has_formulas = any(sign in sheet for sign in _FORMULAS)
    return any(sign in sheet for sign in _FAILED) or (has_formulas and bool(_EMPTY.search(sheet)))


def _marks(sheet: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of every cell that needs words."""
    linked: set[str] = set()
    for cell in tree(sheet).iterfind(".//{*}c"):
        value, formula = cell.findtext("{*}v") or "", cell.find("{*}f")
        if cell.get("t") == "e":
            yield *_place(cell), _RUSSIAN.get(value, value or "#ЗНАЧ!")
        elif formula is not None and _is_linked(formula, linked):
            yield *_place(cell), LINKED
        elif formula is not None and not value and cell.get("t") != "str":
            yield *_place(cell), NOT_COMPUTED


def _is_linked(formula: ElementTree.Element, linked: set[str]) -> bool:
    """Whether a formula looks into another book; a shared one is written out in its first cell only."""
    shared = formula.get("si", "")
    if _LINK.search(formula.text or ""):
        linked |= {shared} - {""}
        return True
    return shared in linked


def _place(cell: ElementTree.Element) -> tuple[int, int]:
    """B3 → row 2, column 1. Raises ValueError."""
    match = _ADDRESS.fullmatch(str(cell.get("r")))
    if match is None:
        raise ValueError(cell.get("r"))
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
