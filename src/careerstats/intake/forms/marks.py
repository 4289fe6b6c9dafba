"""XML of a sheet -> what its values alone do not tell: formulas, percentages, errors, by (row, column) from 0."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from careerstats.intake.cells import EXCEL_ERRORS
from careerstats.intake.forms.safety import MOST_CELLS, Refused

Marks = dict[tuple[int, int], str]
FORMULA, PERCENT = "formula", "percent"
"""Besides these a mark is the text of an error: #ДЕЛ/0!."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RUSSIAN = dict(zip(list(EXCEL_ERRORS)[1::2], list(EXCEL_ERRORS)[::2], strict=True))
_PERCENT_FORMATS = {"9", "10"}


def of_book(data: bytes, kind: str, skipped: Collection[str] = ()) -> dict[str, Marks]:
    """Marks of every sheet by its name, but for the ``skipped``.

    Raises Refused for XML that declares entities and for sheets without end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _xlsx(book, skipped) if kind == "xlsx" else _ods(book.read("content.xml"))
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, OSError):
        raise Refused("damaged", "файл повреждён и не открывается") from None


def _parse(data: bytes, start: Callable[[str, dict[str, str]], None], **handlers: Callable[..., Any]) -> None:
    """Run the handlers over the XML with bare names; entities are refused before they can grow."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _doctype
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise Refused("damaged", "внутри файла повреждённый XML; он не открывается") from None


def _doctype(*_: Any) -> None:
    raise Refused("xml_entities", "внутри файла объявлены сущности XML, в книгах их не бывает; он не открывается")


def _bare(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


# ---- xlsx


def _xlsx(book: zipfile.ZipFile, skipped: Collection[str]) -> dict[str, Marks]:
    percents = _percent_styles(book)
    names = set(book.namelist())
    parts = {name: part for name, part in _parts(book).items() if name not in skipped and part in names}
    return {name: _sheet(book.read(part), percents) for name, part in parts.items()}


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → the part of the package it lies in."""
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, values: dict[str, str]) -> None:
        if _bare(name) == "sheet":
            bare = {_bare(key): value for key, value in values.items()}
            ids[bare.get("name", "")] = bare.get("id", "")

    def link(name: str, values: dict[str, str]) -> None:
        if _bare(name) == "Relationship":
            targets[values.get("Id", "")] = values.get("Target", "")

    _parse(book.read("xl/workbook.xml"), sheet)
    if "xl/_rels/workbook.xml.rels" in book.namelist():
        _parse(book.read("xl/_rels/workbook.xml.rels"), link)
    return {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(id, ""))).lstrip("/") for name, id in ids.items()
    }


def _percent_styles(book: zipfile.ZipFile) -> set[str]:
    """Numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    formats, found, inside = set(_PERCENT_FORMATS), set(), [False, 0]

    def start(name: str, values: dict[str, str]) -> None:
        name = _bare(name)
        if name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", values.get("formatCode", "")):
            formats.add(values.get("numFmtId", ""))
        elif name in ("cellXfs", "cellStyleXfs"):
            inside[:] = [name == "cellXfs", 0]
        elif name == "xf" and inside[0]:
            if values.get("numFmtId") in formats:
                found.add(str(inside[1]))
            inside[1] += 1

    def end(name: str) -> None:
        if _bare(name) == "cellXfs":
            inside[0] = False

    _parse(book.read("xl/styles.xml"), start, EndElementHandler=end)
    return found


class _Sheet:
    """One pass over the cells of an xlsx sheet."""

    def __init__(self, percents: set[str]):
        self.percents, self.marks = percents, Marks()
        self.here = (0, -1)
        self.last = (0, 0)
        self.error: list[str] | None = None

    def start(self, name: str, values: dict[str, str]) -> None:
        name = _bare(name)
        if name == "c":
            self.here = here = _place(values.get("r", "")) or (self.here[0], self.here[1] + 1)
            self.last = (max(self.last[0], here[0]), max(self.last[1], here[1]))
            if values.get("s") in self.percents:
                self.marks[self.here] = PERCENT
            self.error = [] if values.get("t") == "e" else None
        elif name == "f":
            self.marks[self.here] = FORMULA
        elif name == "row":
            number = values.get("r", "")
            row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self.here[0] + 1
            self.here = (row, -1)

    def text(self, text: str) -> None:
        if self.error is not None:
            self.error.append(text)

    def end(self, name: str) -> None:
        if self.error is not None and _bare(name) == "v":
            text = "".join(self.error).strip()[-20:]
            self.marks[self.here] = _RUSSIAN.get(text, text if text in EXCEL_ERRORS else "#ЗНАЧ!")
            self.error = None
        elif self.error is not None:
            self.error.clear()  # the text of a formula is no text of an error


_CELL = re.compile(
    rb'<c(?=[ >/])(?: r="([A-Z]{1,3})([0-9]{1,7})")?(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(/?)>(<f[ >/])?'
)
_PLAIN = (b"<!", b"<?xml-", b":c ", b":f", b"<c\n", b"<c\r", b"<c\t")
_CELLS, _FORMULAS = re.compile(rb"<c[ >/]"), re.compile(rb"<f[ >/]")


def _sheet(data: bytes, percents: set[str]) -> Marks:
    """The quick way where every cell is written as Excel, LibreOffice and XlsxWriter write it, else the whole XML."""
    marks = _quickly(data, percents)
    return _slowly(data, percents) if marks is None else marks


def _quickly(data: bytes, percents: set[str]) -> Marks | None:
    """None where anything is unusual: a cell without its address, another order, an error, a comment, a prefix."""
    if any(sign in data for sign in _PLAIN) or b't="e"' in data or (not data.isascii() and not _utf8(data)):
        return None
    found = _CELL.findall(data)
    if len(found) != len(_CELLS.findall(data)) or sum(bool(one[5]) for one in found) != len(_FORMULAS.findall(data)):
        return None
    marks, last = Marks(), (0, 0)
    styles = {one.encode() for one in percents}
    for letters, row, style, _, _, formula in found:
        place = _place((letters + row).decode())
        if place is None:
            return None
        last = (max(last[0], place[0]), max(last[1], place[1]))
        if formula or style in styles:
            marks[place] = FORMULA if formula else PERCENT
    _bounded(*last)
    return marks


def _utf8(data: bytes) -> bool:
    head = data[:100].lower()
    return b"encoding" not in head or b"utf-8" in head


def _slowly(data: bytes, percents: set[str]) -> Marks:
    one = _Sheet(percents)
    _parse(data, one.start, EndElementHandler=one.end, CharacterDataHandler=one.text)
    _bounded(*one.last)
    return one.marks


@lru_cache(maxsize=1 << 14)
def _place(address: str) -> tuple[int, int] | None:
    """B3 → row 2, column 1."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def _bounded(row: int, column: int) -> None:
    if (row + 1) * (column + 1) > MOST_CELLS:
        raise Refused("too_many_cells", f"на листе больше {MOST_CELLS} ячеек, в форме столько не бывает")


# ---- ods


class _Tables:
    """One pass over content.xml; repeated empty cells and rows cost nothing, repeated full ones are counted."""

    def __init__(self) -> None:
        self.found: dict[str, Marks] = {}
        self.marks = Marks()
        self.row, self.column, self.repeat = 0, 0, 1

    def start(self, name: str, values: dict[str, str]) -> None:
        name = _bare(name)
        if name not in ("table", "table-row", "table-cell", "covered-table-cell"):
            return
        bare = {_bare(key): value for key, value in values.items()}
        if name == "table":
            self.marks = self.found.setdefault(bare.get("name", ""), Marks())
            self.row, self.repeat = 0, 0
        elif name == "table-row":
            self.row, self.column = self.row + self.repeat, 0
            self.repeat = _times(bare.get("number-rows-repeated"))
        else:
            self._cell(bare, _times(bare.get("number-columns-repeated")))

    def _cell(self, values: dict[str, str], times: int) -> None:
        mark = FORMULA if "formula" in values else PERCENT if values.get("value-type") == "percentage" else ""
        if "value-type" in values or mark:
            _bounded(self.row + self.repeat - 1, self.column + times - 1)
        if mark:
            for row in range(self.row, self.row + self.repeat):
                self.marks |= {(row, column): mark for column in range(self.column, self.column + times)}
        self.column += times


def _times(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 1


def _ods(data: bytes) -> dict[str, Marks]:
    tables = _Tables()
    _parse(data, tables.start)
    return tables.found
