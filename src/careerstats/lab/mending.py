"""Problems of a checked dataset -> those whose number can be corrected, its row, the record of a correction."""

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

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
from careerstats.intake.tables import address
from careerstats.lab.parts import lines
from careerstats.pipeline.adding import places
from careerstats.written import typed

COLUMNS = 40  # of a row shown at once
_WRONG = "Исправление не записано: {why}."
_UNREAD = f"Исправление не записано: в {FILE} {{why}}. Исправьте файл и повторите."


@dataclass(frozen=True)
class Mendable:
    """A number with a problem: where it stands, what is wrong, of what and when it is."""

    file: str
    sheet: str
    cell: str
    message: str
    variable: str
    period: str

    @property
    def label(self) -> str:
        place = ", ".join(part for part in (self.file, self.sheet, self.cell) if part)
        return f"{place}: {self.message}"

    @property
    def key(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)


def mendable(project: Path, dataset: str, problems: list[dict[str, str]]) -> list[Mendable]:
    """Problems in cells whose numbers were read; a name, a total, a list of persons is mended in its file."""
    known = _counts(project, dataset, {row["file"] for row in problems if row["cell"]})
    places: dict[str, Mendable] = {}
    for row in problems:
        key = "!".join(part for part in (row["file"], row["sheet"], row["cell"]) if part)
        if row["cell"] and key in known and row["code"] != "corrected" and key not in places:
            count = known[key]
            places[key] = Mendable(
                row["file"], row["sheet"], row["cell"], row["message"], str(count["variable"]), str(count["period"])
            )
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


def stands(folder: Path, place: Mendable) -> tuple[str, list[str]]:
    """What is in the cell now, and the row it stands in."""
    rows = corrections.rows_of(folder / place.file, place.sheet)
    number = int(place.cell[len(_letters(place)) :]) - 1
    row = rows[number][:COLUMNS] if number < len(rows) else []
    return corrections.text_at(rows, place.cell), list(map(as_seen, row))


def _letters(place: Mendable) -> str:
    return place.cell.rstrip("0123456789")


def drawn(folder: Path, place: Mendable, title: str) -> str:
    """The row of the sheet, its cell marked, and what the number is."""
    _, row = stands(folder, place)
    at = [address(0, column)[:-1] for column in range(len(row))]
    here = _letters(place)
    letters = "".join(f'<th scope="col">{letter}</th>' for letter in at)
    cells = "".join(
        f'<td class="{"cs-cell-asked" if letter == here else ""}">{escape(text)}</td>'
        for letter, text in zip(at, row, strict=True)
    )
    caption = f"Строка {place.cell[len(here) :]} файла {place.file}; ячейка {place.cell} выделена"
    body = f"<caption>{escape(caption)}</caption><thead><tr>{letters}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    now = dict(zip(at, row, strict=True)).get(here) or "пусто"
    what = lines(f"{place.variable}, {place.period}: {title}. Сейчас в ячейке: {now}. {place.message}.")
    return f'{what}<div class="cs-wide cs-sheet" tabindex="0"><table>{body}</table></div>'


def record(folder: Path, place: Mendable, given: Mapping[str, str]) -> None:
    """Write down ``given`` (becomes, why, who, date). Raises UsageError for what no record may say, and OSError."""
    stands_at = {"file": place.file, "sheet": place.sheet, "cell": place.cell}
    entry = {key: text for key, text in stands_at.items() if text} | {"was": stands(folder, place)[0]} | dict(given)
    if wrong := typed(entry, CorrectionEntry, whole="запись")[1]:
        raise UsageError(_WRONG.format(why="; ".join(map(str, wrong))))
    path = folder / FILE
    known, mistakes = read_records(folder)
    if known is None:
        raise UsageError(_UNREAD.format(why="; ".join(mistakes)))
    old = path.read_bytes().decode("utf-8") if path.is_file() else ""
    files.put(path, with_record(old, entry).encode("utf-8"))
