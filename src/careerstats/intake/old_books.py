"""Bytes of an old xls book -> its sheets may be read here, for another process has read them and lived; their looks.

The reader of books (Rust) follows chains of sectors without looking for circles and reserves memory for as many cells
and strings as the file claims to have: a few changed bytes end the whole program. The same bytes end every process, so
one of its own, with little memory and little time, tries them first. That reader gives values and merged ranges alone;
xlrd knows formats, scripts and hidden parts too, and is asked in such a process likewise.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TypedDict

from careerstats.intake import looks, number_formats
from careerstats.intake.guards import Limits, NotATableError, refuse_huge
from careerstats.intake.looks import Looks, Merged, Place, Run, Seen
from careerstats.intake.packages import locked, with_macros
from careerstats.model import column_letter

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS, _MEMORY = 60, 2 << 30

_PASSWORD = re.compile(rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
"""The first record of a book of Excel 97 or 95, perhaps its protection against writing, then the password."""

_LIMITED = f"""
import contextlib, io, json, sys
with contextlib.suppress(ImportError, OSError, ValueError):  # not every system knows limits
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is read may be a list of persons
    resource.setrlimit(resource.RLIMIT_AS, ({_MEMORY}, {_MEMORY}))
"""
_TRIAL = """
from python_calamine import CalamineWorkbook
with contextlib.suppress(Exception):  # whoever reads after us answers it; a panic of Rust is none
    with CalamineWorkbook.from_object(io.BytesIO(sys.stdin.buffer.read())) as book:
        for name in book.sheet_names:
            row, column = book.get_sheet_by_name(name).end or (-1, -1)
            print(row + 1, column + 1)
"""


def tried(data: bytes, limits: Limits) -> None:
    """Raises NotATableError for what must not be read: by anybody, or because it is too large, locked or has macros."""
    if _has(data, "EncryptedPackage") or _PASSWORD.search(data):
        raise locked()
    if _has(data, "_VBA_PROJECT_CUR"):
        raise with_macros()
    try:
        trial = _printed(_TRIAL, data)
    except (OSError, subprocess.SubprocessError):
        why = "файл повреждён или слишком велик: чтение его прервалось"
        raise NotATableError(why, "откройте файл в Excel и сохраните заново как .xlsx", "damaged") from None
    for line in trial.splitlines():
        height, width = map(int, line.split())
        refuse_huge(height, width, f"{column_letter(width - 1)}{height}" if width else "", limits)


def _has(data: bytes, name: str) -> bool:
    """Whether the compound file has a stream or a storage of this name."""
    return name.encode("utf-16-le") in data


def _printed(script: str, data: bytes) -> bytes:
    """What the script, in a process of its own, prints of the book. Raises OSError, SubprocessError."""
    command = [sys.executable, "-P", "-c", _LIMITED + script]
    return subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=True).stdout


# ---- how its sheets look

_SUPER, _SUB = 1, 2

_LOOK = """
import xlrd
book = xlrd.open_workbook(file_contents=sys.stdin.buffer.read(), formatting_info=True, logfile=io.StringIO())
fonts = [(font.struck_out, font.escapement) for font in book.font_list]
hues = [book.colour_map.get(font.colour_index) or (0, 0, 0) for font in book.font_list]
def unseen(style):
    ground = style.background
    under = book.colour_map.get(ground.pattern_colour_index) if ground.fill_pattern == 1 else None
    return ground.fill_pattern < 2 and hues[style.font_index] == (under or (255, 255, 255))
found = []
for sheet in book.sheets():
    cells, scripts = [], []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT):
                continue
            style = book.xf_list[cell.xf_index]
            code = book.format_map[style.format_key].format_str if cell.ctype == xlrd.XL_CELL_NUMBER else ""
            struck, hidden = fonts[style.font_index][0], unseen(style)
            if code not in ("", "General") or struck or hidden:
                cells.append((row, column, cell.value, code, struck, hidden))
            elif (row, column) in sheet.rich_text_runlist_map:
                starts = [(0, book.xf_list[cell.xf_index].font_index), *sheet.rich_text_runlist_map[row, column]]
                ends = [start for start, _ in starts[1:]] + [len(cell.value)]
                runs = [(cell.value[start:end], *fonts[font]) for (start, font), end in zip(starts, ends)]
                scripts.append((row, column, runs))
    found.append({
        "name": sheet.name, "size": (sheet.nrows, sheet.ncols), "cells": cells, "scripts": scripts,
        "rows": [row for row, info in sheet.rowinfo_map.items() if info.hidden],
        "columns": [column for column, info in sheet.colinfo_map.items() if info.hidden],
        "merged": [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
    })
json.dump(found, sys.stdout)
"""


def of_old_book(data: bytes) -> dict[str, Looks]:
    """Looks by name of sheet; none where the process cannot tell: its values have been read all the same."""
    try:
        return {sheet["name"]: _looks(sheet) for sheet in json.loads(_printed(_LOOK, data))}
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}


class _Sheet(TypedDict):
    """What the other interpreter tells of a sheet: cells with their look, texts of several scripts, what is hidden.

    Of a cell: its place, value and format, whether it is struck and whether it has the colour that lies under it.
    """

    name: str
    size: tuple[int, int]
    merged: list[tuple[int, int, int, int]]
    cells: list[tuple[int, int, float | str, str, bool, bool]]
    scripts: list[tuple[int, int, list[tuple[str, bool, int]]]]
    rows: list[int]
    columns: list[int]


def _looks(sheet: _Sheet) -> Looks:
    ranges = [Merged(*borders) for borders in sheet["merged"]]
    return Looks(
        dict([*_styled(sheet["cells"]), *_texts(sheet["scripts"])]),
        looks.covered(ranges, *sheet["size"]),
        frozenset(sheet["rows"]),
        frozenset(sheet["columns"]),
    )


def _styled(cells: list[tuple[int, int, float | str, str, bool, bool]]) -> Iterator[tuple[Place, Seen]]:
    for row, column, value, code, struck, unseen in cells:
        formatted = number_formats.seen(value, code) if isinstance(value, float) else None
        text = f"{value:g}" if isinstance(value, float) else ""
        if seen := looks.marked(formatted, text, unseen=unseen, struck=struck):
            yield (row, column), seen


def _texts(scripts: list[tuple[int, int, list[tuple[str, bool, int]]]]) -> Iterator[tuple[Place, Seen]]:
    for row, column, pieces in scripts:
        positions = {_SUPER: "super", _SUB: "sub"}
        runs = [Run(text, positions.get(position, ""), bool(struck)) for text, struck, position in pieces]
        if seen := looks.seen_of_runs(runs):
            yield (row, column), seen
