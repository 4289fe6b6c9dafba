"""An unpacked xlsx book -> its sheets, the parts they share, their cells and failures; whether it fits into memory."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree

from lxml.etree import _Element

from careerstats.intake import guards
from careerstats.intake.cells import EXCEL_ERRORS, LINKED, NOT_COMPUTED, Content
from careerstats.intake.guards import Limits, damaged, refuse_huge
from careerstats.intake.packages import Package, Parts, tree
from careerstats.model import column_letter, column_number

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
_SHARED = ("[Content_Types].xml", "_rels/.rels", _BOOK, _LINKS, TEXTS, STYLES)
_PLACES = re.compile(rb"""r\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,9})""")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,9})")
_PIECE, _OVERLAP = 4 << 20, 512  # bytes; an address is never longer than the overlap


def sheets(package: Package, shared: Parts) -> dict[str, str]:
    """Name of a sheet → its part, in order of the book. Raises NotATableError."""
    links = tree(part(shared, _LINKS)).iter("{*}Relationship")
    targets = {link.get("Id"): _part(str(link.get("Target"))) for link in links if _is_sheet(link)}
    named = tree(part(shared, _BOOK)).iter("{*}sheet")
    sheets_of = {str(sheet.get("name")): targets.get(_link(sheet), "") for sheet in named}
    return {name: part for name, part in sheets_of.items() if part in package.names}


def hidden_sheets(shared: Parts) -> frozenset[str]:
    """Names of the sheets that are not shown."""
    named = tree(part(shared, _BOOK)).iter("{*}sheet")
    return frozenset(str(sheet.get("name")) for sheet in named if sheet.get("state", "visible") != "visible")


def _is_sheet(link: _Element) -> bool:
    return str(link.get("Type")).endswith("/worksheet")


def _link(sheet: _Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def shared(package: Package) -> Parts:
    """What every sheet needs: texts, kinds of numbers, the list of sheets."""
    wanted = {name.lower() for name in _SHARED}
    return {name: package.read(name) for name in package.names if name.lower() in wanted}


def part(shared: Parts, name: str) -> bytes:
    """One of the parts that sheets share; empty where the book has none."""
    return next((data for there, data in shared.items() if there.lower() == name.lower()), b"")


def check_size(sheet: bytes, limits: Limits | None = None) -> None:
    """Raise NotATableError where the rectangle from A1 to the last value is too large to hold.

    Cells without a value do not count: people colour whole columns. So a sheet that looks large is looked at closely.
    """
    height, width = _at_most(sheet)
    if height * width > (limits or guards.TABLE).cells:
        height, width = _filled(sheet)
        refuse_huge(height, width, f"{column_letter(max(width - 1, 0))}{height}", limits)


def _at_most(sheet: bytes) -> tuple[int, int]:
    """Height and width by all that looks like an address, piece by piece: there may be twelve million."""
    height, columns = 0, set()
    for start in range(0, len(sheet), _PIECE):
        places = _PLACES.findall(sheet, start, start + _PIECE + _OVERLAP)
        height = max(height, max(map(int, {number for _, number in places}), default=0))
        columns |= {letters for letters, _ in places}
    return height, max((column_number(letters.decode()) for letters in columns), default=-1) + 1


def _filled(sheet: bytes) -> tuple[int, int]:
    """Height and width by the cells with a value. Raises NotATableError for what is no proper XML."""
    height = width = 0
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(sheet)):
            if element.tag.endswith("}c") and len(element):
                letters, number = _address(element)
                height, width = max(height, number), max(width, column_number(letters) + 1)
            elif element.tag.endswith("}row"):
                element.clear()
    except (ElementTree.ParseError, LookupError, ValueError):
        raise damaged() from None
    return height, width


def _address(cell: ElementTree.Element) -> tuple[str, int]:
    """Column and row of a cell. Raises ValueError for one without an address: in a large sheet each has one."""
    match = _ADDRESS.fullmatch(str(cell.get("r")))
    if match is None:
        raise ValueError(cell.get("r"))
    return match[1], int(match[2])


class Cell(NamedTuple):
    """Of a sheet; row and column from 0, the rest as it is written."""

    row: int
    column: int
    kind: str
    style: str
    formula: _Element | None
    value: str
    inline: _Element | None


Cells: TypeAlias = Callable[[], Iterator[Cell]]
"""Every cell of a sheet, which is taken apart when they are asked for."""


def cells(sheet: bytes) -> Iterator[Cell]:
    """Every cell; a row or cell without an address follows the one before. Raises NotATableError for broken XML."""
    row = column = -1
    for element in tree(sheet).iter("{*}row", "{*}c"):
        address = element.get("r", "")
        if element.tag.endswith("row"):
            row, column = int(address) - 1 if re.fullmatch("[0-9]{1,7}", address) else row + 1, -1
            continue
        row, column = _place(address) or (row, column + 1)
        parts = {part.tag[-1]: part for part in element}  # f, v, is, extLst
        value = parts["v"].text or "" if "v" in parts else ""
        yield Cell(row, column, element.get("t", ""), element.get("s", ""), parts.get("f"), value, parts.get("s"))


@lru_cache(maxsize=1 << 14)
def _place(address: str) -> tuple[int, int] | None:
    """B3 → row 2, column 1."""
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]) - 1, column_number(match[1])) if match else None


# ---- what the reader of books is silent about: failed formulas, links

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
