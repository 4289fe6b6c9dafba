"""content.xml and styles.xml of an ods book -> whether its sheets fit into memory, and how each of them looks."""

import io
from collections.abc import Iterator
from math import log
from typing import NamedTuple
from xml.etree import ElementTree

from lxml.etree import _Element

from careerstats.intake import looks, number_formats
from careerstats.intake.guards import Limits, damaged, refuse_huge
from careerstats.intake.looks import FORMULA, PERCENT, Looks, Marks, Merged, Place, Run, Seen
from careerstats.intake.packages import tree
from careerstats.model import column_letter

_CELLS = ("table-cell", "covered-table-cell")
_HIDDEN = ("collapse", "filter")
_LONGEST = 1 << 20  # rows of a sheet; a file that repeats anything more often was not made by an office program
_WHITE = "#ffffff"


# ---- how large; ten bytes can repeat a cell a billion times


def check_size(content: bytes, limits: Limits) -> None:
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
            row_number += _often(element, "number-rows-repeated")
            filled = _width(element)
            height, width = (row_number, max(width, filled)) if filled else (height, width)
            element.clear()  # a sheet may have a million rows
        elif name == "table":
            yield height, width
            row_number = height = width = 0


def _width(row: ElementTree.Element) -> int:
    """The last column of a row in which something stands."""
    column = filled = 0
    for cell in row:
        if _bare(cell.tag) in _CELLS:
            column += _often(cell, "number-columns-repeated")
            filled = column if len(cell) or any(key.endswith("value-type") for key in cell.attrib) else filled
    return filled


def _often(element: ElementTree.Element, what: str) -> int:
    times = max((int(value) for key, value in element.attrib.items() if _bare(key) == what), default=1)
    if not 0 < times <= _LONGEST:
        raise ValueError(times)
    return times


# ---- how it looks


class Style(NamedTuple):
    """A style of cells or of a piece of text; ``code``: its format in the words of Excel.

    ``colour``: of the letters, ``ground``: of what lies under them.
    """

    code: str = ""
    position: str = ""
    struck: bool = False
    colour: str = ""
    ground: str = _WHITE

    @property
    def unseen(self) -> bool:
        return self.colour == self.ground


class _Sheet:
    """One pass over the rows of a table; repeated rows and cells stand where they are repeated."""

    def __init__(self, styles: dict[str, Style], size: tuple[int, int]):
        self.styles, (self.height, self.width) = styles, size
        self.seen: dict[Place, Seen] = {}
        self.marks: Marks = {}
        self.ranges: list[Merged] = []
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.defaults: dict[int, str] = {}

    def looks(self, table: _Element) -> tuple[Looks, Marks]:
        row = column = 0
        for element in _all(table, "table-column", "table-row"):
            if _bare(element.tag) == "table-column":
                column = self._column(element, column)
            else:
                row = self._row(element, row)
        places = looks.covered(self.ranges, self.height, self.width)
        return Looks(self.seen, places, frozenset(self.rows), frozenset(self.columns)), self.marks

    def _column(self, element: _Element, first: int) -> int:
        last = min(first + _times(element, "number-columns-repeated"), self.width)
        if _get(element, "visibility") in _HIDDEN:
            self.columns |= set(range(first, last))
        self.defaults |= dict.fromkeys(range(first, last), _get(element, "default-cell-style-name"))
        return last

    def _row(self, element: _Element, first: int) -> int:
        last = min(first + _times(element, "number-rows-repeated"), self.height)
        if _get(element, "visibility") in _HIDDEN:
            self.rows |= set(range(first, last))
        for row in range(first, last):
            column = 0
            for cell in element:
                if _bare(cell.tag) in _CELLS:
                    end = min(column + _times(cell, "number-columns-repeated"), self.width)
                    for place in ((row, at) for at in range(column, end)):
                        self._cell(cell, place)
                    column = end
        return last

    def _cell(self, cell: _Element, place: Place) -> None:
        down, right = (_times(cell, f"number-{what}-spanned") for what in ("rows", "columns"))
        if down * right > 1:
            self.ranges.append(Merged(*place, place[0] + down - 1, place[1] + right - 1))
        if mark := FORMULA if _get(cell, "formula") else PERCENT if _get(cell, "value-type") == "percentage" else "":
            self.marks[place] = mark
        style = self.styles.get(_get(cell, "style-name") or self.defaults.get(place[1], ""), Style())
        if (seen := self._seen(cell, style)) is not None:
            self.seen[place] = seen

    def _seen(self, cell: _Element, style: Style) -> Seen | None:
        number = _number(_get(cell, "value"))
        if number is None:
            runs = list(self._runs(cell))
            seen, text = looks.seen_of_runs(runs), ""
            if not any(run.text.strip() for run in runs):
                return None
        else:
            code = style.code or ("0%" if _get(cell, "value-type") == "percentage" else "")
            seen, text = number_formats.seen(number, code) if code else None, f"{number:g}"
        return looks.marked(seen, text, unseen=style.unseen, struck=style.struck)

    def _runs(self, cell: _Element) -> Iterator[Run]:
        for paragraph in cell.iterfind("{*}p"):
            yield Run(paragraph.text or "")
            for span in paragraph:
                style = self.styles.get(_get(span, "style-name"), Style())
                yield Run("".join(span.itertext()), style.position, style.struck)
                yield Run(span.tail or "")


def of_open_document(
    content: bytes, common: bytes, sizes: dict[str, tuple[int, int]]
) -> dict[str, tuple[Looks, Marks]]:
    """Looks and marks by name of sheet; ``common``: styles.xml or nothing, ``sizes``: rows and columns in use."""
    roots = [tree(part) for part in (common, content) if part]
    styles = _styles(roots)
    tables = {_get(table, "name"): table for table in _all(roots[-1], "table")}
    return {
        name: _Sheet(styles, size).looks(tables[name]) if name in tables else (looks.PLAIN, {})
        for name, size in sizes.items()
    }


def _styles(roots: list[_Element]) -> dict[str, Style]:
    """Name of a style → what it may change in the look of a number or a text."""
    codes = {_get(style, "name"): _code(style) for root in roots for style in _all(root, *_FORMATS)}
    styles: dict[str, Style] = {}
    for style in (node for root in roots for node in _all(root, "style")):
        parent = styles.get(_get(style, "parent-style-name"), Style())
        code = codes.get(_get(style, "data-style-name"), parent.code)
        letters = style.find("{*}text-properties")
        position, struck, colour = parent.position, parent.struck, parent.colour
        if letters is not None:
            position = _script(_get(letters, "text-position")) or position
            lines = [_get(letters, f"text-line-through-{what}") for what in ("style", "type")]
            struck = any(line not in ("", "none") for line in lines) if any(lines) else struck
            colour = _hue(letters, "color") or colour
        cells = style.find("{*}table-cell-properties")
        ground = (_hue(cells, "background-color") if cells is not None else "") or parent.ground
        styles[_get(style, "name")] = Style(code, position, struck, colour, ground)
    return styles


def _hue(properties: _Element, name: str) -> str:
    """«#ffffff»; empty where nothing is written; what is transparent lies on the white sheet."""
    written = _get(properties, name).lower()
    return _WHITE if written == "transparent" else written


def _script(position: str) -> str:
    """«super 58%», «33% 58%» and «-33% 58%» as Word calls them."""
    first = position.partition(" ")[0]
    if first in ("super", "sub"):
        return first
    raised = _number(first.removesuffix("%")) or 0
    return "super" if raised > 0 else "sub" if raised < 0 else ""


_FORMATS = ("number-style", "percentage-style", "currency-style")


def _code(style: _Element) -> str:
    """The format in the words of Excel; empty where numbers look as they are."""
    pieces = []
    for part in style:
        name = _bare(part.tag)
        if name in ("number", "scientific-number", "fraction"):
            factor = _number(_get(part, "display-factor")) or 1
            pieces.append("0" + "," * round(log(factor, 1000)) if factor >= 1000 else "0")
        elif name in ("text", "currency-symbol"):
            pieces.append(f'"{(part.text or "").replace(chr(34), "")}"')
    code = "".join(pieces)
    code = code.replace('"%"', "%").replace('" %"', "%") if _bare(style.tag) == "percentage-style" else code
    return "" if not code or number_formats.is_plain(code) else code


def _all(element: _Element, *names: str) -> Iterator[_Element]:
    return (node for node in element.iter() if _bare(node.tag) in names)


def _get(element: _Element, name: str) -> str:
    """An attribute, whatever its prefix stands for."""
    return next((value for key, value in element.attrib.items() if _bare(key) == name), "")


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _times(element: _Element, what: str) -> int:
    times = _get(element, what)
    return int(times) if times.isdecimal() and len(times) < 9 else 1


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
