"""Rows of a sheet with several tables -> the rows of one; the others are left empty, so that an index is an address."""

import re

from careerstats.intake.cells import normal_text
from careerstats.intake.files import NotATableError, Rows
from careerstats.model import column_number

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)")


def part_of_sheet(rows: Rows, after: str = "", cells: str = "") -> Rows:
    """What stands under the row called ``after``, or in ``cells`` (A20:D45). Raises NotATableError for no such row."""
    match = _RANGE.fullmatch(cells)
    if match:
        left, right = column_number(match[1]), column_number(match[3])
        top, bottom = int(match[2]) - 1, int(match[4]) - 1
        return [
            [content if left <= column <= right else None for column, content in enumerate(row)]
            if top <= at <= bottom
            else []
            for at, row in enumerate(rows)
        ]
    if not after:
        return rows
    start = next(
        (at for at, row in enumerate(rows) if any(normal_text(content).startswith(after) for content in row)), None
    )
    if start is None:
        raise NotATableError(f"нет строки «{after}», под которой таблица", "исправьте поле «after» в dataset.yaml")
    return [row if at > start else [] for at, row in enumerate(rows)]


def caption_of_part(rows: Rows, after: str = "", cells: str = "") -> str:
    """The caption outside of a part: the row called ``after``, or a text that stands alone above ``cells``."""
    match = _RANGE.fullmatch(cells)
    if match:
        left, right, top = column_number(match[1]), column_number(match[3]), int(match[2]) - 1
        lines = ([text for text in map(normal_text, row[left : right + 1]) if text] for row in reversed(rows[:top]))
        nearest = next(filter(None, lines), [])
        return nearest[0] if len(nearest) == 1 else ""
    texts = (normal_text(content) for row in rows for content in row) if after else ()
    return next((text for text in texts if text.startswith(after)), "")
