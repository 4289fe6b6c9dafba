"""Files of a dataset whose words are printed -> the signs that no shipped font draws, with their cells or lines."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from careerstats import letters
from careerstats.intake.files import NotATableError, decoded, read_rows
from careerstats.intake.guards import Limits, contents, inside
from careerstats.model import Problem, column_letter

LIMITS = Limits(1 << 24, 1 << 24, 1, 1)
PRINTED = ("*.csv", "*.xlsx", "*.xls", "*.ods", "*.yaml", "texts/*.md")
"""Names, registers, own texts; of the tables numbers are printed."""


def undrawn(folder: Path) -> list[Problem]:
    """One remark per cell or line. What cannot be read is told by whoever reads it."""
    paths = [path for mask in PRINTED for path in sorted(folder.glob(mask)) if path.is_file()]
    return [problem for path in paths for problem in _of_file(folder, path)]


def _of_file(folder: Path, path: Path) -> Iterator[Problem]:
    name = path.relative_to(folder).as_posix()
    try:
        for cell, words in _words(path):
            if signs := letters.undrawn(words):
                yield undrawn_sign(name, cell if cell[:1].isalpha() else f"строка {cell}", signs)
    except NotATableError:
        return


def _words(path: Path) -> Iterable[tuple[str, str]]:
    """Cells of a table with their addresses, lines of a text with their numbers."""
    if path.suffix not in (".csv", ".yaml", ".md"):
        return _cells(read_rows(path))
    text = decoded(contents(inside(path.parent, path.name), LIMITS))
    if not letters.undrawn(text):
        return ()
    return _cells(read_rows(path)) if path.suffix == ".csv" else _lines(text)


def undrawn_sign(file: str, place: str, signs: list[str]) -> Problem:
    """``place``: the address of a cell, or words."""
    cell = "" if " " in place else place
    message = f"{'' if cell else f'{place}: '}шрифты программы не содержат {letters.shown(signs)}"
    what = "замените эти знаки; иначе вместо них будет стоять код в скобках"
    return Problem(file, "warning", "undrawn_sign", message, what, cell=cell)


def _cells(rows: Iterable[Iterable[object]]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows, 1):
        yield from ((f"{column_letter(at)}{number}", cell) for at, cell in enumerate(row) if isinstance(cell, str))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    yield from ((str(number), line) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1))
