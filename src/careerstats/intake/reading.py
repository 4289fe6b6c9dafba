"""A dataset -> all its counts, published figures and problems; one bad file stops no other."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from careerstats import territories
from careerstats.catalogue import Catalogue
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import NotATableError, read_rows
from careerstats.intake.grids import read_grid
from careerstats.intake.lists import read_list
from careerstats.intake.tables import Reading, Row, Table
from careerstats.model import COUNT_COLUMNS, REPORTED, Problem, names_in_force, split_origin
from careerstats.territories import Territory


@dataclass(frozen=True)
class Intake:
    """``counts``: one row = one reported number; ``published``: one row = one figure as printed."""

    counts: pd.DataFrame
    published: list[dict[str, Any]]
    problems: list[Problem]
    territories: list[Territory]
    region: Territory


def read(dataset: Dataset, catalogue: Catalogue) -> Intake:
    """Read every table of the dataset, then hold its counts against each other and the catalogue's controls."""
    names = territories.load(dataset.folder)
    reading = Reading()
    for spec in dataset.settings["tables"]:
        reading.add(_read_file(dataset, spec, names))
    _unknown_variables(reading, catalogue)
    _contradictions(reading)
    reading.problems += _controls(reading.counts, catalogue)
    day = names_in_force(dataset.period)
    expected = territories.of_region(dataset.region, day, names)
    reading.problems += _silent(reading.counts, expected, dataset)
    found = territories.find(dataset.region, dataset.region, day, names)
    region = found if isinstance(found, Territory) else _nameless(dataset.region)
    return Intake(to_frame(reading.counts, region), reading.published, reading.problems, expected, region)


def _read_file(dataset: Dataset, spec: Row, names: territories.Table) -> Reading:
    """One table, whichever way it lies; ``name`` in its description means one row = one quantity of the region."""
    place = spec["file"], spec, dataset.region, str(spec.get("period", dataset.period))
    try:
        table = Table(*place, read_rows(dataset.file(spec["file"]), str(spec.get("sheet", ""))))
    except NotATableError as error:
        return Reading(problems=[Table(*place).problem("blocking", "not_a_table", str(error), error.what_to_do)])
    return read_list(table) if "name" in spec else read_grid(table, names)


def _unknown_variables(reading: Reading, catalogue: Catalogue) -> None:
    """A variable that no passport describes is not carried further."""
    unknown = sorted({count["variable"] for count in reading.counts} - set(catalogue.variables))
    what = "добавьте её в variables каталога набора или исправьте имя"
    for variable in unknown:
        message = f"величины «{variable}» нет в каталоге"
        reading.problems.append(Problem("dataset.yaml", "blocking", "unknown_variable", message, what))
    reading.counts = [count for count in reading.counts if count["variable"] not in unknown]


def _contradictions(reading: Reading) -> None:
    """One quantity told twice in different tables with different numbers: neither is used."""
    told: dict[tuple[str, ...], list[Row]] = {}
    for count in reading.counts:
        if count["status"] == REPORTED:
            told.setdefault(_key(count), []).append(count)
    for same in told.values():
        if len({count["value"] for count in same}) > 1:
            reading.problems.append(_contradiction(*same))
            reading.discard({count["origin"] for count in same})


def _contradiction(first: Row, *others: Row) -> Problem:
    file, sheet, cell = split_origin(first["origin"])
    elsewhere = ", ".join(f"{other['value']} ({other['origin']})" for other in others)
    message = f"{first['variable']}: здесь {first['value']}, в другом месте {elsewhere}"
    what = "оставьте верное число; ни одно из них не использовано"
    return Problem(file, "blocking", "contradiction", message, what, sheet, cell, first["code"])


def _controls(counts: list[Row], catalogue: Catalogue) -> list[Problem]:
    """A part greater than its whole, with both addresses; nothing is mended."""
    known = {_key(count): count for count in counts if count["status"] == REPORTED}
    problems = []
    for count in known.values():
        for control in catalogue.variables[count["variable"]].controls:
            whole = known.get(_key({**count, "variable": control["at_most"]}))
            if whole is not None and count["value"] > whole["value"]:
                problems.append(_greater(count, whole, catalogue))
    return problems


def _greater(part: Row, whole: Row, catalogue: Catalogue) -> Problem:
    file, sheet, cell = split_origin(part["origin"])
    titles = [catalogue.variables[one["variable"]].title for one in (part, whole)]
    message = f"{titles[0]} ({part['value']}) больше, чем {titles[1]} ({whole['value']}, {whole['origin']})"
    what = "проверьте оба числа; показатель с ними не сравнивается"
    return Problem(file, "blocking", "part_over_whole", message, what, sheet, cell, part["code"])


def _silent(counts: list[Row], expected: list[Territory], dataset: Dataset) -> list[Problem]:
    """Municipalities of the region that stand in no table."""
    heard = {count["code"] for count in counts}
    tables = [spec["file"] for spec in dataset.settings["tables"] if "territory" in spec]
    what = "запросите сведения; справка этого муниципального образования не строится"
    return [
        Problem(
            tables[0],
            "blocking",
            "not_reported",
            f"{one.name} ({one.code}): сведений нет ни в одной таблице",
            what,
            territory=one.code,
        )
        for one in expected
        if tables and one.code not in heard
    ]


def _key(count: Row) -> tuple[str, ...]:
    return (count["code"], count["breakdown"], count["period"], count["variable"])


def _nameless(code: str) -> Territory:
    """A region that no table of territories knows."""
    return Territory(code, code, code, "region", "регион", "регион", "региона", "региону", "регионе", noun={})


def to_frame(counts: list[Row], region: Territory) -> pd.DataFrame:
    """Rows of counts as a table with its columns and kinds, empty or not."""
    frame = pd.DataFrame(counts, columns=[*COUNT_COLUMNS]).assign(organisation="")
    frame.loc[frame["code"] == region.code, "territory"] = region.id
    return frame.astype({column: "Int64" if column == "value" else "string" for column in COUNT_COLUMNS})
