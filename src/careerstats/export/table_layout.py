"""Columns and rows of a table -> shares of the width, rows that may break, tables that may not.

The author's proportions hold as far as no number and no word has to be broken: a column that is too narrow for its
longest piece takes what it lacks from the others. Lengths are estimated from letters, alike for all formats.
"""

import re
from collections.abc import Iterator, Sequence
from math import ceil

from msgspec.structs import replace

from careerstats.blocks import Table, TableRow, plain

TEXT_MM = {False: 165.0, True: 257.0}  # width of the text on a page that stands or lies
PADDING_MM = 3.6
EM_MM = 3.88  # 11 points
LINE_MM = 4.5
PART_OF_WORD = 0.6  # so much of a word stands on a line, at least
WHOLE_UP_TO_MM = 90  # a table of this height is moved to the next page rather than broken
LONGEST_LINE_MM = 90.0  # a text of more goes on in a second line
SPLIT_FROM_MM = 120  # a row of this height is broken rather than moved
WIDE = set("жмфшщыюЖМФШЩЫЮ%№—") | set("АБВГДЕЁЗИЙКЛНОПРСТУХЦЧЭЯ")
NARROW = set(" \u00a0.,:;()[]|/-")

_BREAKS = re.compile(r"[ \u00ad\u200b]|(?<=[-–/])")


def laid_out(table: Table) -> Table:
    """The table with the ``share`` of each column, the ``splits`` of each row and its own ``whole``."""
    shares = _shares(table)
    columns = (replace(column, share=share) for column, share in zip(table.columns, shares, strict=True))
    heights = [_height(row, shares, TEXT_MM[table.landscape]) for row in table.rows]
    rows = (
        replace(row, splits=True) if height > SPLIT_FROM_MM else row
        for row, height in zip(table.rows, heights, strict=True)
    )
    return replace(table, columns=tuple(columns), rows=tuple(rows), whole=sum(heights) <= WHOLE_UP_TO_MM)


def proportioned(table: Table) -> Table:
    """Where its author gave all columns one width: each as wide as its longest cell asks, up to a limit."""
    if len({column.width for column in table.columns}) > 1:
        return table
    rows = [row for row in table.rows if row.kind != "group"]
    asked = [
        max(_length(plain(row.cells[at])) for row in rows) if rows else 0.0  # a head may take several lines
        for at in range(len(table.columns))
    ]
    widths = [PADDING_MM + min(max(length, EM_MM), LONGEST_LINE_MM) for length in asked]
    columns = (replace(column, width=round(width, 1)) for column, width in zip(table.columns, widths, strict=True))
    return replace(table, columns=tuple(columns))


def on_pages(table: Table) -> list[Table]:
    """A table of any width as its pages want it: standing, lying, or cut into parts that each begin with its names."""
    needs = _needs(table, PART_OF_WORD)
    if sum(needs) <= TEXT_MM[False]:
        return [table]
    named = int(table.columns[0].align == "left")
    room = TEXT_MM[True] - sum(needs[:named])
    parts = _cut(needs, range(named, len(needs)), room)
    return [_part(table, [*range(named), *part], first=part is parts[0]) for part in parts]


def _cut(needs: list[float], columns: Sequence[int], room: float) -> list[Sequence[int]]:
    """Columns in as few parts as have room for them, as even as may be."""
    for count in range(1, len(columns)):
        size = ceil(len(columns) / count)
        parts = [columns[at : at + size] for at in range(0, len(columns), size)]
        if all(sum(needs[at] for at in part) <= room for part in parts):
            return parts
    return [[at] for at in columns]


def _part(table: Table, columns: list[int], *, first: bool) -> Table:
    rows = (
        row if row.kind == "group" else replace(row, cells=tuple(row.cells[at] for at in columns)) for row in table.rows
    )
    shown = replace(table, columns=tuple(table.columns[at] for at in columns), rows=tuple(rows), landscape=True)
    return shown if first else replace(shown, caption="", label="")


def _height(row: TableRow, shares: list[float], width: float) -> float:
    """Millimetres, by the cell with most lines."""
    rooms = [max(width * share - PADDING_MM, EM_MM) for share in ([1.0] if row.kind == "group" else shares)]
    lines = [ceil(_length(plain(cell)) / room) for cell, room in zip(row.cells, rooms, strict=False)]
    return max(1, *lines) * LINE_MM + 2


def _shares(table: Table) -> list[float]:
    """Shares of the width, which make one."""
    whole = sum(column.width for column in table.columns)
    wished = [column.width / whole for column in table.columns]
    widest = TEXT_MM[table.landscape]
    for part_of_word in (1.0, 0.6, 0.0):
        needed = [need / widest for need in _needs(table, part_of_word)]
        if sum(needed) <= 1:
            wished = _raised(wished, needed)
            break
    return [round(share, 4) for share in wished]


def _needs(table: Table, part_of_word: float) -> list[float]:
    """Millimetres for the longest piece of each column: a word can be hyphenated, a number cannot."""
    longest = []
    for at in range(len(table.columns)):
        lengths = [_length(piece) * (1 if _is_number(piece) else part_of_word) for piece in _pieces(table, at)]
        longest.append(max(lengths, default=0.0) + PADDING_MM)
    return longest


def _is_number(piece: str) -> bool:
    return any(sign.isdigit() for sign in piece)


def _pieces(table: Table, at: int) -> Iterator[str]:
    """What may not be broken in a column, its head included."""
    yield from _BREAKS.split(table.columns[at].title)
    for row in table.rows:
        if row.kind != "group":
            yield from _BREAKS.split(plain(row.cells[at]))


def _length(piece: str) -> float:
    """Roughly, in bold Times of 11 points: letters of a text, not measured glyphs."""
    return EM_MM * sum(0.78 if sign in WIDE else 0.3 if sign in NARROW else 0.53 for sign in piece)


def _raised(wished: list[float], needed: list[float]) -> list[float]:
    """Each column gets what it needs at least; the rest is shared as wished."""
    short: set[int] = set()
    while True:
        room = 1 - sum(needed[at] for at in short)
        whole = sum(share for at, share in enumerate(wished) if at not in short)
        given = [needed[at] if at in short else share * room / whole for at, share in enumerate(wished)]
        lacking = {at for at, share in enumerate(given) if share < needed[at] - 1e-9}
        if not lacking:
            return given
        short |= lacking
