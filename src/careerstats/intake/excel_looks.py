"""XML of an xlsx sheet, its styles and shared texts -> how it looks; most look as they read, and cost a glance."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element

from careerstats.intake import looks, number_formats
from careerstats.intake.excel_parts import Cell, Cells
from careerstats.intake.looks import FORMULA, PERCENT, PLAIN, Looks, Marks, Merged, Place, Run, Seen
from careerstats.intake.packages import tree
from careerstats.model import column_number

_BUILT_IN = {"9": "0%", "10": "0.00%"}
"""Codes that look other than the number and are not written out."""

_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_RICH = (b"vertAlign", b"strike")
_LAST_COLUMN = 16_384


class Style(NamedTuple):
    """A style of cells that may look other than they read; ``unseen``: letters of the colour that lies under them."""

    code: str = ""
    struck: bool = False
    position: str = ""
    unseen: bool = False


def of_excel(sheet: bytes, cells: Cells, texts: bytes, styles: bytes, *, size: tuple[int, int]) -> Looks:
    """``texts``, ``styles``: the parts that sheets share; ``size``: rows and columns that hold something."""
    height, width = size
    special = _special(styles)
    rich = _rich_texts(texts)
    ranges = [_range(*match) for match in _MERGED.findall(sheet)] if b"mergeCell" in sheet else []
    rows, columns = _hidden_rows(sheet, height), _hidden_columns(sheet, width)
    used = rich or any(sign in sheet for sign in _RICH) or _uses(sheet, special)
    if not (ranges or rows or columns or used):
        return PLAIN
    seen = dict(_seen(cells(), special, rich)) if used else {}
    return Looks(seen, looks.covered(ranges, height, width), rows, columns)


def marks(cells: Iterable[Cell], styles: bytes) -> Marks:
    """Formulas and percentages."""
    percents = {number for number, style in _special(styles).items() if number_formats.is_percent(style.code)}
    return {
        (cell.row, cell.column): PERCENT if cell.formula is None else FORMULA
        for cell in cells
        if cell.formula is not None or cell.style in percents
    }


def _uses(sheet: bytes, special: dict[str, Style]) -> bool:
    """Whether any cell has one of these styles; also of columns and rows, whose cells may have none of their own."""
    if not special:
        return False
    return bool(re.search(rb"""\bs\s*=\s*["'](?:%s)["']""" % "|".join(special).encode(), sheet))


# ---- merged and hidden


def _range(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merged:
    return Merged(int(top) - 1, column_number(left.decode()), int(bottom) - 1, column_number(right.decode()))


def _hidden_rows(sheet: bytes, height: int) -> frozenset[int]:
    """Rows that are hidden, filtered away or of no height; a row without a number follows the one before."""
    hidden, number = set(), -1
    if not re.search(rb"""<(?:\w+:)?row\b[^>]*\b(?:hidden\s*=\s*["'](?:1|true)|ht\s*=\s*["']0[."'])""", sheet):
        return frozenset()
    for match in _ROW.finditer(sheet):
        written = _attribute(match[1], b"r")
        number = int(written) - 1 if written.isdigit() and len(written) < 8 else number + 1
        if number < height and (
            _attribute(match[1], b"hidden") in (b"1", b"true") or _is_nothing(_attribute(match[1], b"ht"))
        ):
            hidden.add(number)
    return frozenset(hidden)


def _hidden_columns(sheet: bytes, width: int) -> frozenset[int]:
    hidden: set[int] = set()
    for match in _COLUMN.finditer(sheet):
        if _attribute(match[1], b"hidden") in (b"1", b"true") or _is_nothing(_attribute(match[1], b"width")):
            first, last = (_attribute(match[1], name) for name in (b"min", b"max"))
            if first.isdigit() and last.isdigit():
                hidden |= set(range(int(first) - 1, min(int(last), width, _LAST_COLUMN)))
    return frozenset(hidden)


def _is_nothing(size: bytes) -> bool:
    """A height or width of less than a point: nobody sees what stands there."""
    return size.partition(b".")[0] == b"0"


def _attribute(written: bytes, name: bytes) -> bytes:
    match = re.search(rb"""(?:^|\s)%s\s*=\s*["']([^"']*)["']""" % name, written)
    return match[1] if match else b""


# ---- formats and scripts


@lru_cache(maxsize=64)
def _special(data: bytes) -> dict[str, Style]:
    """Number of a cell style → the style, of those that may look other than the value."""
    if not data:
        return {}
    root = tree(data)
    written = {
        style.get("numFmtId", ""): style.get("formatCode", "") for style in root.iterfind(".//{*}numFmts/{*}numFmt")
    }
    codes = _BUILT_IN | {id: code for id, code in written.items() if not number_formats.is_plain(code)}
    fonts = [(_struck(font), _position(font), _colour(font)) for font in root.iterfind(".//{*}fonts/{*}font")]
    grounds = [_ground(fill) for fill in root.iterfind(".//{*}fills/{*}fill")]
    styles = {}
    for number, cell in enumerate(root.iterfind(".//{*}cellXfs/{*}xf")):
        font = cell.get("fontId", "0")
        struck, position, colour = fonts[int(font)] if font.isdecimal() and int(font) < len(fonts) else _PLAIN_FONT
        fill = cell.get("fillId", "0")
        ground = grounds[int(fill)] if fill.isdecimal() and int(fill) < len(grounds) else _WHITE
        unseen = bool(colour) and colour == ground
        style = Style(codes.get(cell.get("numFmtId", "0"), ""), struck, position, unseen)
        if style != Style():
            styles[str(number)] = style
    return styles


_WHITE, _BLACK = "FFFFFF", "000000"
_PLAIN_FONT = False, "", _BLACK
_THEME = {"0": _WHITE, "1": _BLACK}
_INDEXED = {"0": _BLACK, "1": _WHITE, "8": _BLACK, "9": _WHITE}


def _colour(font: _Element) -> str:
    """The colour of the letters; empty where it is not plain to see."""
    color = font.find("{*}color")
    return _BLACK if color is None else _hue(color)


def _hue(color: _Element) -> str:
    """A colour as six digits, or what it is called in the theme of the book."""
    tint = color.get("tint", "0")
    if written := color.get("rgb", ""):
        return written.upper()[-6:] if float(tint) == 0 else ""
    if named := color.get("theme", ""):
        return _THEME.get(named, f"theme {named}") if float(tint) == 0 else f"theme {named} {tint}"
    return _INDEXED.get(color.get("indexed", ""), "")


def _ground(fill: _Element) -> str:
    """The colour under the letters; empty where it is not plain to see."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return ""
    kind, color = pattern.get("patternType", "none"), pattern.find("{*}fgColor")
    if kind == "none":
        return _WHITE
    return _hue(color) if kind == "solid" and color is not None else ""


def _struck(font: _Element) -> bool:
    mark = font.find("{*}strike")
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _position(font: _Element) -> str:
    mark = font.find("{*}vertAlign")
    return {"superscript": "super", "subscript": "sub"}.get(mark.get("val", ""), "") if mark is not None else ""


@lru_cache(maxsize=8)
def _rich_texts(data: bytes) -> dict[str, Seen]:
    """Number of a shared text → how it is seen, of those that look other than they read."""
    if not any(sign in data for sign in _RICH):
        return {}
    texts = enumerate(tree(data).iterfind("{*}si"))
    return {str(number): seen for number, text in texts if (seen := looks.seen_of_runs(list(_runs(text))))}


def _runs(text: _Element) -> Iterator[Run]:
    for run in text.iterfind("{*}r"):
        font = run.find("{*}rPr")
        written = run.findtext("{*}t") or ""
        yield Run(written) if font is None else Run(written, _position(font), _struck(font))


def _seen(cells: Iterable[Cell], special: dict[str, Style], rich: dict[str, Seen]) -> Iterator[tuple[Place, Seen]]:
    """Every cell that looks other than it reads."""
    for cell in cells:
        if cell.kind == "s":
            seen = rich.get(cell.value)
        else:
            seen = looks.seen_of_runs(list(_runs(cell.inline))) if cell.inline is not None else None
        if cell.style in special and (cell.value or cell.inline is not None):
            seen = _styled(cell.value, cell.kind, special[cell.style], seen)
        if seen is not None:
            yield (cell.row, cell.column), seen


def _styled(value: str, kind: str, style: Style, seen: Seen | None) -> Seen | None:
    """``seen``: what the pieces of a text tell already."""
    number = _number(value) if kind in ("", "n") else None
    if number is not None and style.code:
        seen = number_formats.seen(number, style.code)
    text = value if number is not None else ""
    return looks.marked(seen, text, unseen=style.unseen, struck=style.struck)


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
