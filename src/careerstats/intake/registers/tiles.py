"""tiles.csv -> where each municipality stands on the map of tiles: row and column of a grid, counted from 1.

Columns: territory, row, column (or their Russian titles, ``COLUMNS``); all required.
"""

from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.model import Problem

STEM = "tiles"
COLUMNS = {"territory": "Муниципальное образование", "row": "Строка", "column": "Столбец"}
LARGEST = 30
"""Rows and columns of the largest map that still shows a name in a square."""


def read_tiles(context: Context) -> tuple[dict[str, tuple[int, int]], list[Problem]]:
    """Code → (row, column); of two municipalities in one square, or two squares of one, the first counts."""
    lines = read_lines(context.dataset, STEM, COLUMNS, tuple(COLUMNS))
    tiles: dict[str, tuple[int, int]] = {}
    for line in lines.rows:
        where = place(context, line)
        square = _square(line) if where else None
        if where and square and (where.code in tiles or square in tiles.values()):
            message = "это муниципальное образование или эта клетка уже есть выше; строка не прочитана"
            line.say("warning", "duplicate_line", message, "оставьте одну строку")
        elif where and square:
            tiles[where.code] = square
    return tiles, lines.problems


def _square(line: Line) -> tuple[int, int] | None:
    numbers = []
    for column in ("row", "column"):
        text = line[column]
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST):
            message = f"«{COLUMNS[column]}»: «{text}» – не номер клетки; строка не прочитана"
            line.say("warning", "not_a_square", message, f"укажите целое число от 1 до {LARGEST}", column)
            return None
        numbers.append(int(text))
    return numbers[0], numbers[1]
