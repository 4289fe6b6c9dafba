"""Rows of an xlsx sheet, in which failed formulas were read as empty -> the same rows with #ДЕЛ/0! in their place."""

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from careerstats.intake.cells import EXCEL_ERRORS

_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_RUSSIAN = dict(zip(list(EXCEL_ERRORS)[1::2], list(EXCEL_ERRORS)[::2], strict=True))


def put_errors(rows: list[list[Any]], path: Path, sheet: str) -> list[list[Any]]:
    """Fill in (in place) the cells of type «error» of a sheet; only xlsx and xlsm keep them where we can look.

    The reader gives an empty cell for them, and an empty cell means «not reported»: something else.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return rows
    for row, column, text in _errors(path, sheet):
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = _RUSSIAN.get(text, text)
    return rows


def _errors(path: Path, sheet: str) -> list[tuple[int, int, str]]:
    try:
        with zipfile.ZipFile(path) as book:
            data = book.read(_part(book, sheet))
        return _error_cells(data) if b't="e"' in data else []
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return []  # an unusual book: read as the reader gave it


def _part(book: zipfile.ZipFile, sheet: str) -> str:
    """Name of the file in which a sheet lies. Raises KeyError."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_SHEETS}sheet")
    ids = {one.get("name"): one.get(_ID) for one in sheets}
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")).iter(f"{_LINKS}Relationship")
    targets = {one.get("Id"): str(one.get("Target")) for one in links}
    target = targets[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _error_cells(data: bytes) -> list[tuple[int, int, str]]:
    cells = (one for one in ElementTree.fromstring(data).iter(f"{_SHEETS}c") if one.get("t") == "e")
    return [(*_place(str(one.get("r"))), one.findtext(f"{_SHEETS}v", "#ЗНАЧ!")) for one in cells]


def _place(address: str) -> tuple[int, int]:
    """B3 → row 2, column 1."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise KeyError(address)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
