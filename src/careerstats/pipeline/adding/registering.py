"""Schools of a table that organisations.csv does not have -> new entries of it, and the register with them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from careerstats.contracts.adding import School
from careerstats.intake.files import decoded, delimiter
from careerstats.intake.organisations import FILE, SCHOOL, Organisation, Register
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.places import Place

_COLUMNS = ("id", "kind", "name", "territory", "since", "until", "merged_into", "locality")


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
    register = Register({**place.known.register.by_id, **new}, place.known.register.problems, there=True)
    return replace(place, known=replace(place.known, register=register))


def register(folder: Path, schools: Sequence[School]) -> str:
    """The text of organisations.csv with these schools behind all others, in the columns that it has."""
    path = folder / FILE
    text = decoded(path.read_bytes()) if path.is_file() and path.stat().st_size else ""
    text = text if text.strip() else ";".join(_COLUMNS) + "\n"
    mark = delimiter(text)
    head = next(csv.reader(io.StringIO(text), delimiter=mark))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\n")
    for school in schools:
        fields = {"id": school.id, "kind": SCHOOL, "name": school.name, "territory": school.territory}
        writer.writerow([fields.get(title.strip(), "") for title in head])
    return f"{text.rstrip()}\n{out.getvalue()}"
