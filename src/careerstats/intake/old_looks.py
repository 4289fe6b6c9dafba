"""Bytes of an old xls book -> how each of its sheets looks, as a process of its own with little time tells it.

The reader of books gives values and merged ranges alone; xlrd knows formats, scripts and hidden parts too.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import TypedDict

from careerstats.intake import looks, number_formats
from careerstats.intake.looks import Looks, Merged, Place, Run, Seen
from careerstats.intake.old_books import MEMORY, SECONDS

_SUPER, _SUB = 1, 2

_LOOK = f"""
import contextlib, io, json, sys
with contextlib.suppress(ImportError, OSError, ValueError):  # not every system knows limits
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
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
    found.append({{
        "name": sheet.name, "size": (sheet.nrows, sheet.ncols), "cells": cells, "scripts": scripts,
        "rows": [row for row, info in sheet.rowinfo_map.items() if info.hidden],
        "columns": [column for column, info in sheet.colinfo_map.items() if info.hidden],
        "merged": [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
    }})
json.dump(found, sys.stdout)
"""


def of_old_book(data: bytes) -> dict[str, Looks]:
    """Looks by name of sheet; none where the process cannot tell: its values have been read all the same."""
    try:
        reply = subprocess.run(
            [sys.executable, "-P", "-c", _LOOK], input=data, capture_output=True, timeout=SECONDS, check=True
        ).stdout
        return {sheet["name"]: _looks(sheet) for sheet in json.loads(reply)}
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}


class Sheet(TypedDict):
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


def _looks(sheet: Sheet) -> Looks:
    ranges = [Merged(*borders) for borders in sheet["merged"]]
    return Looks(
        dict([*_styled(sheet["cells"]), *_texts(sheet["scripts"])]),
        looks.covered(ranges, *sheet["size"]),
        frozenset(sheet["rows"]),
        frozenset(sheet["columns"]),
    )


def _styled(cells: list[tuple[int, int, float | str, str, bool, bool]]) -> Iterator[tuple[Place, Seen]]:
    for row, column, value, code, struck, unseen in cells:
        seen = number_formats.seen(value, code) if isinstance(value, float) else None
        text = seen.text if seen else f"{value:g}" if isinstance(value, float) else ""
        if struck or unseen:
            seen = Seen(text, *(looks.UNSEEN if unseen else looks.STRUCK))
        if seen:
            yield (row, column), seen


def _texts(scripts: list[tuple[int, int, list[tuple[str, bool, int]]]]) -> Iterator[tuple[Place, Seen]]:
    for row, column, pieces in scripts:
        positions = {_SUPER: "super", _SUB: "sub"}
        runs = [Run(text, positions.get(position, ""), bool(struck)) for text, struck, position in pieces]
        if seen := looks.seen_of_runs(runs):
            yield (row, column), seen
