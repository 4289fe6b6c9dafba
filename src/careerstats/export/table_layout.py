"""Columns and rows of a table -> shares of the width, rows that may break, tables that may not.

The author's proportions hold as far as no number and no word has to be broken and no column stands half empty beside
one that breaks its lines: what a column lacks for its longest piece, or has over its longest cell, the others give and
take. Lengths are estimated from letters, alike for all formats.
"""

import re
from collections.abc import Sequence
from itertools import chain
from math import ceil

from msgspec.structs import replace

from careerstats.blocks import Table, TableRow, plain

TEXT_MM = {False: 165.0, True: 257.0}  # width of the text on a page that stands or lies
PADDING_MM = 3.3
EM_MM = 3.88  # 11 points
LINE_MM = 4.5
PART_OF_WORD = 0.6  # so much of a word stands on a line, at least
WHOLE_UP_TO_MM = 60  # a table of this height is moved to the next page rather than broken
LONGEST_LINE_MM = 90.0  # a text of more goes on in a second line
SPLIT_FROM_MM = 120  # a row of this height is broken rather than moved
MOST_CELLS = 0.8
STEPS = 20  # halvings, after which a share is right to a millionth
_LETTERS = {
    0.25: " ,.\u00a0'|", 0.3: "/:;\\ijlt", 0.35: "!()-I[]`fr", 0.4: "\"Jsгз°", 0.45: "?^acezавестьэяё„“",
    0.55: "+<=>FPS~БРЬийнпц−×≥≤", 0.6: "ELTZГЕТЁ", 0.65: "BCRВКСЧЭЯмфы", 0.7: "ADGHKNOQUVXYwАДИЙЛНОПУХЦЪж",
    0.75: "шщю", 0.8: "&mФ", 0.85: "%Ы", 0.9: "@MЖМ", 0.95: "W№", 1.0: "ШЩ—→…", 1.05: "Ю",
}  # fmt: skip
"""Widths of the letters of Times in parts of their size, to a twentieth; what is not named has half of it.

Those of a head are bold and a point smaller, which comes to the same.
"""
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}

_BREAKS = re.compile(r"[ \u00ad\u200b]|(?<=[-–/])(?!\d)")  # «2023/24» and «6–11» stay whole


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
        needs = _needs(table, part_of_word)
        if sum(needs) <= widest:
            return [round(width / widest, 4) for width in _widths(table, wished, needs)]
    return [round(share, 4) for share in wished]


def _widths(table: Table, wished: list[float], needs: list[float]) -> list[float]:
    """Millimetres: what each column needs, then for most of its cells, then for all of them in one line."""
    widest = TEXT_MM[table.landscape]
    given = needs
    for part in (MOST_CELLS, 1.0):
        asked = list(map(max, given, _asked(table, part)))
        if sum(asked) > widest:
            return _between(given, asked, wished, widest)
        given = asked
    over = widest - sum(given)
    return [width + share * over for width, share in zip(given, wished, strict=True)]


def _asked(table: Table, part: float) -> list[float]:
    """Millimetres for such a part of the cells of each column in one line; a head may stand in two."""
    rows = [row for row in table.rows if row.kind != "group"]
    asked = []
    for at, column in enumerate(table.columns):
        lengths = sorted(_length(plain(row.cells[at])) for row in rows) or [0.0]
        asked.append(PADDING_MM + max(_length(column.title) / 2, lengths[round(part * (len(lengths) - 1))]))
    return asked


def _between(least: list[float], most: list[float], wished: list[float], widest: float) -> list[float]:
    """Millimetres as wished, none under its least or over its most; these together are more than there is."""
    low, high = 0.0, widest / min(wished)
    for _ in range(STEPS):
        level = (low + high) / 2
        given = [min(max(level * share, few), many) for few, many, share in zip(least, most, wished, strict=True)]
        low, high = (low, level) if sum(given) > widest else (level, high)
    return given


def _needs(table: Table, part_of_word: float) -> list[float]:
    """Millimetres for the longest piece of each column: a word can be hyphenated, a number cannot."""
    longest = []
    for at in range(len(table.columns)):
        heads = [_longest(table.columns[at].title, part_of_word)]
        cells = (_longest(plain(row.cells[at]), part_of_word) for row in table.rows if row.kind != "group")
        longest.append(max(chain(heads, cells)) + PADDING_MM)
    return longest


def _is_number(piece: str) -> bool:
    return any(sign.isdigit() for sign in piece)


def _longest(text: str, part_of_word: float) -> float:
    """Length of the longest piece of a text that may not be broken."""
    return max(_length(piece) * (1 if _is_number(piece) else part_of_word) for piece in _BREAKS.split(text))


def _length(text: str) -> float:
    """Millimetres of a text in one line, in Times of 11 points."""
    return EM_MM * sum(_WIDTHS.get(letter, 0.5) for letter in text)
