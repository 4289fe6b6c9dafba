"""Schools of a table that the register does not have -> new entries of it, and the register with them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from careerstats.contracts.adding import School
from careerstats.errors import DatasetError
from careerstats.export import xlsx
from careerstats.intake.cells import normal_text
from careerstats.intake.files import decoded, delimiter, open_table
from careerstats.intake.organisations import COLUMNS, SCHOOL, TITLE, Organisation
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.places import Place


def unregistered(place: Place, block: Block) -> list[School]:
    """Each school of the table once, by its name and municipality; ids go on from those that are taken."""
    if block.kind != "schools" or block.school is None or block.key is None:
        return []
    taken = set(place.known.register.by_id)
    schools: dict[tuple[str, str], School] = {}
    for row in block.data:
        name = block.table.text(row, block.school)
        code = place.municipality(block.table.text(row, block.key))
        if name and code and (code, name) not in schools and not place.school(name):
            number = next(number for number in range(1, len(taken) + 2) if f"{code}-{number}" not in taken)
            schools[code, name] = School(id=f"{code}-{number}", name=name, territory=code)
            taken.add(f"{code}-{number}")
    return list(schools.values())


def with_schools(place: Place, schools: Sequence[School]) -> Place:
    """The same place once these schools are registered."""
    new = {school.id: Organisation(school.id, SCHOOL, school.name, school.territory) for school in schools}
    listed = place.known.register
    register = replace(listed, by_id={**listed.by_id, **new}, there=True)
    return replace(place, known=replace(place.known, register=register))


def register(path: Path, schools: Sequence[School]) -> bytes:
    """The register at ``path`` with these schools behind all others, in the columns that it has.

    Raises DatasetError for a book of several sheets and for kinds that are only read: the rest of them would be lost.
    """
    if path.suffix == ".csv":
        return _text(path, schools).encode("utf-8")
    rows = _book(path) if path.is_file() else [[*COLUMNS.values()]]
    head = [normal_text(title) for title in rows[0]]
    return xlsx.to_fill(TITLE, head, [*rows[1:], *(_row(school, head) for school in schools)])


def _row(school: School, head: Sequence[str]) -> list[str]:
    fields = {"id": school.id, "kind": SCHOOL, "name": school.name, "territory": school.territory}
    named = fields | {COLUMNS[id]: text for id, text in fields.items()}
    return [named.get(title, "") for title in head]


def _book(path: Path) -> list[list[str]]:
    book = open_table(path)
    if path.suffix != ".xlsx" or len(book.names) != 1:
        why = "в книге несколько листов" if path.suffix == ".xlsx" else f"в файлы {path.suffix} программа не пишет"
        raise DatasetError(f"{path.name}: {why}. Сохраните перечень школ отдельной книгой .xlsx и повторите.")
    return [list(map(normal_text, row)) for row in book.sheet(book.names[0]).rows]


def _text(path: Path, schools: Sequence[School]) -> str:
    text = decoded(path.read_bytes()) if path.stat().st_size else ""
    text = text if text.strip() else ";".join(COLUMNS) + "\n"
    mark = delimiter(text)
    head = [normal_text(title) for title in next(csv.reader(io.StringIO(text), delimiter=mark))]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    writer.writerows(_row(school, head) for school in schools)
    return f"{text.rstrip()}\n{out.getvalue()}"
