"""A dataset -> all its counts, published figures and problems; one bad file stops no other."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from careerstats import territories
from careerstats.catalogue import Catalogue
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import NotATable, read_rows
from careerstats.intake.tables import Reading, Table, read_table
from careerstats.model import COUNT_COLUMNS, REPORTED, Problem, names_in_force


@dataclass(frozen=True)
class Intake:
    """``counts``: one row = one reported number; ``published``: one row = one figure as printed."""

    counts: pd.DataFrame
    published: list[dict[str, Any]]
    problems: list[Problem]
    territories: list[territories.Territory]
    region: territories.Territory


def read(dataset: Dataset, catalogue: Catalogue) -> Intake:
    """Read every table of the dataset, then hold its counts against the catalogue's controls."""
    names = territories.load(dataset.folder)
    everything = Reading()
    for spec in dataset.settings["tables"]:
        part = _read_file(dataset, spec, names)
        everything.counts += part.counts
        everything.published += part.published
        everything.problems += part.problems
    _unknown_variables(everything, catalogue)
    day = names_in_force(dataset.period)
    expected = territories.of_region(dataset.region, day, names)
    region = territories.find(dataset.region, dataset.region, day, names)
    if not isinstance(region, territories.Territory):
        region = _nameless(dataset.region)
    problems = [
        *everything.problems,
        *_controls(everything.counts, catalogue),
        *_silent(everything.counts, expected, dataset),
    ]
    return Intake(_frame(everything.counts, region), everything.published, problems, expected, region)


def _read_file(dataset: Dataset, spec: dict[str, Any], names: territories.Table) -> Reading:
    table = Table(spec["file"], spec, dataset.region, str(spec.get("period", dataset.period)))
    try:
        rows = read_rows(dataset.file(spec["file"]), str(spec.get("sheet", "")))
    except NotATable as error:
        return Reading(problems=[table.problem("blocking", "not_a_table", str(error), error.what_to_do)])
    return read_table(rows, table, names)


def _unknown_variables(reading: Reading, catalogue: Catalogue) -> None:
    """A variable that no passport describes is not carried further."""
    unknown = sorted({count["variable"] for count in reading.counts} - set(catalogue.variables))
    for variable in unknown:
        what = "добавьте её в variables каталога набора или исправьте имя"
        reading.problems.append(
            Problem("dataset.yaml", "blocking", "unknown_variable", f"величины «{variable}» нет в каталоге", what)
        )
    reading.counts = [count for count in reading.counts if count["variable"] not in unknown]


def _controls(counts: list[dict[str, Any]], catalogue: Catalogue) -> list[Problem]:
    """A part greater than its whole, with both addresses; nothing is mended."""
    known = {_key(count): count for count in counts if count["status"] == REPORTED}
    problems = []
    for count in known.values():
        for control in catalogue.variables[count["variable"]].controls:
            whole = known.get(_key({**count, "variable": control["at_most"]}))
            if whole is not None and count["value"] > whole["value"]:
                problems.append(_greater(count, whole, catalogue))
    return problems


def _greater(part: dict[str, Any], whole: dict[str, Any], catalogue: Catalogue) -> Problem:
    file, *_, cell = part["origin"].split("!")
    titles = [catalogue.variables[one["variable"]].title for one in (part, whole)]
    message = f"{titles[0]} ({part['value']}) больше, чем {titles[1]} ({whole['value']}, {whole['origin']})"
    what = "проверьте оба числа; показатель с ними не сравнивается"
    return Problem(file, "blocking", "part_over_whole", message, what, cell=cell, territory=part["code"])


def _silent(counts: list[dict[str, Any]], expected: list[territories.Territory], dataset: Dataset) -> list[Problem]:
    """Municipalities of the region that stand in no table."""
    heard = {count["code"] for count in counts}
    tables = [spec["file"] for spec in dataset.settings["tables"] if "territory" in spec]
    return [
        Problem(
            tables[0], "blocking", "not_reported", f"{one.name} ({one.code}): сведений нет ни в одной таблице",
            "запросите сведения; справка этого муниципального образования не строится", territory=one.code,
        )
        for one in expected
        if tables and one.code not in heard
    ]  # fmt: skip


def _key(count: dict[str, Any]) -> tuple[str, ...]:
    return (count["code"], count["breakdown"], count["period"], count["variable"])


def _nameless(code: str) -> territories.Territory:
    forms = "региона", "региону", "регионе"
    return territories.Territory(code, code, code, "region", "регион", "регион", *forms, noun={})


def _frame(counts: list[dict[str, Any]], region: territories.Territory) -> pd.DataFrame:
    frame = pd.DataFrame(counts, columns=[*COUNT_COLUMNS]).assign(organisation="")
    frame.loc[frame["code"] == region.code, "territory"] = region.id
    return frame.astype({"value": "Int64"}).astype(
        {column: "string" for column in COUNT_COLUMNS if column != "value"}
    )
