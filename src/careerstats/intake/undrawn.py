"""Files of a dataset whose words are printed -> the signs that no shipped font draws, with their cells or lines."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from careerstats import letters
from careerstats.intake.files import NotATableError, decoded
from careerstats.intake.guards import Limits, contents, inside
from careerstats.model import Problem, column_letter

LIMITS = Limits(1 << 24, 1 << 24, 1, 1)
PRINTED = ("*.csv", "*.yaml", "texts/*.md")
"""Names, registers, own texts; of the tables numbers are printed."""


def undrawn(folder: Path) -> list[Problem]:
    """One remark per cell or line. What cannot be read is told by whoever reads it."""
    paths = [path for mask in PRINTED for path in sorted(folder.glob(mask)) if path.is_file()]
    return [problem for path in paths for problem in _of_file(folder, path)]


def _of_file(folder: Path, path: Path) -> Iterator[Problem]:
    try:
        text = decoded(contents(inside(path.parent, path.name), LIMITS))
    except NotATableError:
        return
    if not letters.undrawn(text):
        return
    name = path.relative_to(folder).as_posix()
    for cell, words in _cells(text) if path.suffix == ".csv" else _lines(text):
        if signs := letters.undrawn(words):
            yield _problem(name, cell, signs)


def _problem(file: str, cell: str, signs: list[str]) -> Problem:
    message = f"{'' if cell[:1].isalpha() else f'строка {cell}: '}шрифты программы не содержат {letters.shown(signs)}"
    what = "замените эти знаки; иначе в PDF и на рисунках вместо них будет стоять код в скобках"
    return Problem(file, "warning", "undrawn_sign", message, what, cell=cell if cell[:1].isalpha() else "")


def _cells(text: str) -> Iterator[tuple[str, str]]:
    head = text.partition("\n")[0]
    rows = csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count))
    for number, row in enumerate(rows, 1):
        yield from ((f"{column_letter(at)}{number}", words) for at, words in enumerate(row))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    yield from ((str(number), line) for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1))
