"""Problems of a checked dataset -> those whose number can be corrected, its row, the record of a correction."""

import contextlib
from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

from careerstats.batch import files
from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.counts import Count
from careerstats.errors import UsageError
from careerstats.intake import corrections
from careerstats.intake.cells import as_seen
from careerstats.intake.correction_records import FILE, read_records, with_record
from careerstats.intake.files import open_table
from careerstats.intake.guards import NotATableError, inside
from careerstats.intake.reading import read_book
from careerstats.lab.parts import lines
from careerstats.model import Problem, column_letter
from careerstats.pipeline.adding import places
from careerstats.written import typed

COLUMNS = 40  # of a row shown at once
_WRONG = "Исправление не записано: {why}."
_UNREAD = f"Исправление не записано: в {FILE} {{why}}. Исправьте файл и повторите."


class Mendable(NamedTuple):
    """A number with a problem: what is wrong and where, of what and when it is."""

    problem: Problem
    variable: str
    period: str

    @property
    def label(self) -> str:
        return f"{', '.join(_place(self.problem))}: {self.problem.message}"

    @property
    def key(self) -> str:
        return "!".join(_place(self.problem))


def _place(problem: Problem) -> list[str]:
    """File, sheet and cell; a file without sheets has none."""
    return [part for part in (problem.file, problem.sheet, problem.cell) if part]


def mendable(project: Path, dataset: str, problems: list[Problem]) -> list[Mendable]:
    """Problems in cells whose numbers were read; a name, a total, a list of persons is mended in its file."""
    known = _counts(project, dataset, {problem.file for problem in problems if problem.cell})
    places: dict[str, Mendable] = {}
    for problem in problems:
        key = "!".join(_place(problem))
        if problem.cell and key in known and not problem.is_mended:
            places.setdefault(key, Mendable(problem, str(known[key]["variable"]), str(known[key]["period"])))
    return list(places.values())


def _counts(project: Path, dataset: str, names: Collection[str]) -> dict[str, Count]:
    """Cell → the count that was read from it, of these tables."""
    place = places.at(project, dataset)
    counts_at: dict[str, Count] = {}
    for table in place.dataset.tables:
        if table.file in names:
            with contextlib.suppress(NotATableError):
                book = open_table(inside(place.dataset.folder, table.file))
                counts = read_book(book, place.dataset, table, place.known, place.units).counts
                counts_at |= {count["origin"]: count for count in counts}
    return counts_at


def stands(folder: Path, problem: Problem) -> tuple[str, list[str]]:
    """What is in the cell now, and the row it stands in."""
    rows = corrections.rows_of(folder / problem.file, problem.sheet)
    number = int(problem.cell[len(_letters(problem)) :]) - 1
    row = rows[number][:COLUMNS] if number < len(rows) else []
    return corrections.text_at(rows, problem.cell), list(map(as_seen, row))


def _letters(problem: Problem) -> str:
    return problem.cell.rstrip("0123456789")


def drawn(folder: Path, place: Mendable, title: str) -> str:
    """The row of the sheet, its cell marked, and what the number is."""
    problem = place.problem
    _, row = stands(folder, problem)
    at = [column_letter(column) for column in range(len(row))]
    here = _letters(problem)
    letters = "".join(f'<th scope="col">{letter}</th>' for letter in at)
    cells = "".join(
        f'<td class="{"cs-cell-asked" if letter == here else ""}">{escape(text)}</td>'
        for letter, text in zip(at, row, strict=True)
    )
    caption = f"Строка {problem.cell[len(here) :]} файла {problem.file}; ячейка {problem.cell} выделена"
    body = f"<caption>{escape(caption)}</caption><thead><tr>{letters}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    now = dict(zip(at, row, strict=True)).get(here) or "пусто"
    what = lines(f"{place.variable}, {place.period}: {title}. Сейчас в ячейке: {now}. {problem.message}.")
    return f'{what}<div class="cs-wide cs-sheet" tabindex="0"><table>{body}</table></div>'


def record(folder: Path, problem: Problem, given: Mapping[str, str]) -> None:
    """Write down ``given`` (becomes, why, who, date). Raises UsageError for what no record may say, and OSError."""
    stands_at = {"file": problem.file, "sheet": problem.sheet, "cell": problem.cell}
    entry = {key: text for key, text in stands_at.items() if text} | {"was": stands(folder, problem)[0]} | dict(given)
    if wrong := typed(entry, CorrectionEntry, whole="запись")[1]:
        raise UsageError(_WRONG.format(why="; ".join(map(str, wrong))))
    path = folder / FILE
    known, mistakes = read_records(folder)
    if known is None:
        raise UsageError(_UNREAD.format(why="; ".join(mistakes)))
    old = path.read_bytes().decode("utf-8") if path.is_file() else ""
    files.put(path, with_record(old, entry).encode("utf-8"))
