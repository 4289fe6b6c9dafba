"""A table and the titles that dataset.yaml describes -> where its head lies, and the path of titles of every column.

A head has one row or several, with merged cells: «Диагностика» above «2023/24» and «2024/25», each above «чел.» and
«%». Every column is named by its path from top to bottom; a described title names it if its parts follow one another
in that path, so the shortest part that only one column has suffices.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from careerstats.intake import units
from careerstats.intake.spelled_periods import period_in
from careerstats.intake.tables import Table

Path = tuple[str, ...]
SEPARATOR = " / "
DEEPEST = 5
"""Rows of a head; more are no head any more."""

LONGEST_CAPTION = 200
"""Signs of a line above a table that tells what it is of; more are a text that names all sorts of things."""

UNIT_TITLE = re.compile(r"ед(?:\.|иниц\w*)?(?:\s*изм\w*\.?)?", re.IGNORECASE)
"""How a column (or a row) is headed that says what every row (column) counts."""

_NOTES = re.compile(r"[\s*¹²³⁰⁴-⁹]+$")
_SAME = str.maketrans(
    {"ё": "е", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "„": '"', "“": '"', "«": '"', "»": '"'}
)


@dataclass(frozen=True)
class Head:
    """``top`` and ``bottom``: its first and last row; ``paths``: column by column."""

    table: Table
    top: int
    bottom: int
    paths: tuple[Path, ...]

    def columns(self, parts: Sequence[str]) -> list[int]:
        """Columns whose path has these parts in this order; those that end with them, if there are such."""
        among = [column for column, path in enumerate(self.paths) if _has_in_order(path, parts)]
        ending = [column for column in among if _ends(self.paths[column], parts)]
        return ending or among

    def parts(self, title: str) -> Path:
        """A described title → the parts of its path: itself where some column is headed so."""
        if any(is_same(text, title) for path in self.paths for text in path):
            return (title,)
        return tuple(part.strip() for part in title.split(SEPARATOR))

    def rest(self, column: int, parts: Sequence[str]) -> Path:
        """What stands below the last part that was named."""
        path = self.paths[column]
        last = max(at for at, text in enumerate(path) if is_same(text, parts[-1]))
        return path[last + 1 :]

    def name(self, column: int) -> str:
        return SEPARATOR.join(self.paths[column])

    @cached_property
    def captions(self) -> list[str]:
        """The name of the sheet, and what stands above the head."""
        lines = [text for row in range(self.top) for text in self.table.texts(row)]
        return [text for text in (self.table.title, self.table.caption, *lines) if text]


def is_same(text: str, title: str) -> bool:
    """Whether a heading is the described one; marks of notes at its end, capitals and kinds of dashes do not count."""
    return text == title or _bare(text) == _bare(title)


@lru_cache(maxsize=1 << 12)
def _bare(text: str) -> str:
    return _NOTES.sub("", text).casefold().translate(_SAME)


def find_head(table: Table, keys: Collection[str], titles: Collection[str]) -> Head | None:
    """The head in which all ``keys`` stand (where there are none, all ``titles``); None where no row has them."""
    start = _row_of(table, keys) if keys else None
    if start is None:
        return _without_keys(table, titles) if not keys else None
    columns = {
        column for column in range(_width(table)) if any(is_same(table.text(start, column), key) for key in keys)
    }
    top, bottom = start, start
    while bottom + 1 < len(table.rows) and bottom - top < DEEPEST - 1 and _goes_on(table, bottom + 1, columns):
        bottom += 1
    while top > 0 and bottom - top < DEEPEST - 1 and _is_above(table, top - 1, columns):
        top -= 1
    return Head(table, top, bottom, _paths(table, top, bottom, columns))


def _row_of(table: Table, titles: Collection[str]) -> int | None:
    for row in table.shown:
        texts = [table.text(row, column) for column in range(_width(table))]
        if all(any(is_same(text, title) for text in texts) for title in titles):
            return row
    return None


def _without_keys(table: Table, titles: Collection[str]) -> Head | None:
    """A table of the region has no column of names: its described titles lead to its head."""
    for depth in range(1, DEEPEST):
        for row in table.filled:
            if row + depth > len(table.rows):
                break
            head = Head(table, row, row + depth - 1, _paths(table, row, row + depth - 1, frozenset()))
            if all(head.columns(head.parts(title)) for title in titles):
                return head
    return None


def _width(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def _goes_on(table: Table, row: int, keys: Collection[int]) -> bool:
    """Whether this row still belongs to the head: nothing of its own stands under the keys, and no numbers of rows."""
    own = [table.own(row, column) for column in range(_width(table))]
    if _names_units(own, keys):
        return True
    if any(own[column] for column in keys) or any(_is_band(table, row, column) for column in keys):
        return False
    texts = [text for text in own if text]
    if not texts:
        return all((row, column) in table.looks.covered for column in keys) and bool(keys)
    merged = all((row, column) in table.looks.covered for column in keys)
    return merged or all(period_in(text) or not re.fullmatch(r"[\d\s.,%-]+", text) or text == "%" for text in texts)


def _names_units(own: Sequence[str], keys: Collection[int]) -> bool:
    """«Ед. изм.», then «чел.» and «%»: a row of units under the titles, as a sheet on its side has."""
    named = [own[column] for column in keys if own[column]]
    others = [text for column, text in enumerate(own) if text and column not in keys]
    return bool(named and others) and all(map(UNIT_TITLE.fullmatch, named)) and all(map(units.is_only_unit, others))


def _is_band(table: Table, row: int, key: int) -> bool:
    """Whether a name of a zone lies over the key and more: merged cells with a text that begin in this row."""
    merged = table.looks.covered.get((row, key))
    wide = merged is not None and merged.top == row and merged.right > merged.left
    return wide and bool(table.text(row, key))


def _is_above(table: Table, row: int, keys: Collection[int]) -> bool:
    """Whether this row holds titles over several columns, and is no title of the table and no unit of it."""
    if any(table.text(row, column) for column in keys):
        return False
    own = {column: text for column in range(_width(table)) if (text := table.own(row, column))}
    wide = [
        column for column in own if (merged := table.looks.covered.get((row, column))) and merged.right > merged.left
    ]
    is_unit = len(own) == 1 and any(units.is_only_unit(text) for text in own.values())
    return not is_unit and (bool(wide) or len(own) > 1)


def _paths(table: Table, top: int, bottom: int, keys: Collection[int]) -> tuple[Path, ...]:
    """Titles of every column from top to bottom, each merged cell once; what is not merged goes on to the right."""
    levels: list[list[str]] = []
    for row in range(top, bottom + 1):
        texts = [table.text(row, column) for column in range(_width(table))]
        if row < bottom:
            _spread(table, row, bottom, texts, keys)
        levels.append(texts)
    columns = (filter(None, (level[column] for level in levels)) for column in range(_width(table)))
    return tuple(tuple(text for text, _ in groupby(column)) for column in columns)


def _spread(table: Table, row: int, bottom: int, texts: list[str], keys: Collection[int]) -> None:
    """A title over the columns to its right, where its own cell is not merged and something stands below them all."""
    for column in range(1, len(texts)):
        if texts[column] or column in keys or column - 1 in keys or (row, column - 1) in table.looks.covered:
            continue
        both = (column - 1, column)
        below = all(any(table.text(lower, at) for lower in range(row + 1, bottom + 1)) for at in both)
        texts[column] = texts[column - 1] if below else ""


def _has_in_order(path: Path, parts: Sequence[str]) -> bool:
    rest = iter(path)
    return all(any(is_same(text, part) for text in rest) for part in parts)


def _ends(path: Path, parts: Sequence[str]) -> bool:
    return bool(path) and is_same(path[-1], parts[-1])
