"""Tables of the профминимум -> one row = one school of one period: claimed level, hours, directions; and problems."""

from dataclasses import dataclass, field

import pandas as pd

from careerstats.contracts.numbers import Column, ProfminimumTable
from careerstats.contracts.numbers import Table as Described
from careerstats.intake.cell_numbers import read_cell
from careerstats.intake.dataset import Dataset
from careerstats.intake.files import NotATableError, read_rows
from careerstats.intake.heads import find_head
from careerstats.intake.owners import Known, Owners, known_to
from careerstats.intake.tables import Quantity, Reading, Table, Whose, address, missing, no_head
from careerstats.model import Problem

KEY = ("period", "territory", "code", "organisation", "claimed", "hours", "origin")


_NO_VARIABLE = Column(variable="profminimum")
"""These numbers are of no variable of the catalogue."""


@dataclass
class _Found:
    rows: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_profminimum(dataset: Dataset) -> tuple[pd.DataFrame, list[Problem]]:
    """The tables under ``profminimum`` of dataset.yaml.

    Columns: period, territory, code, organisation, claimed (text, may be empty), hours (NaN where not given), a column
    for each direction (1, 0, NaN for unknown), origin (cell of the school). Rows whose school is not known are named
    in the problems and left out; of a school written twice the first row stays.
    """
    known = known_to(dataset)
    gathered = _Found()
    entries = dataset.settings.profminimum
    for spec in entries:
        _read_table(dataset, spec, known, gathered)
    directions = list(dict.fromkeys(id for spec in entries for id in spec.directions))
    frame = pd.DataFrame(gathered.rows, columns=[*KEY[:-1], *directions, KEY[-1]])
    return frame.astype(dict.fromkeys(("hours", *directions), "float64")), gathered.problems


def _read_table(dataset: Dataset, spec: ProfminimumTable, known: Known, gathered: _Found) -> None:
    given = Described(file=spec.file, columns={}, organisation=spec.organisation, sheet=spec.sheet)
    place = spec.file, given, dataset.region, spec.period or dataset.period
    try:
        table = Table(*place, read_rows(dataset.file(spec.file), spec.sheet))
    except NotATableError as error:
        gathered.problems.append(Table(*place).problem("blocking", "not_a_table", str(error), error.what_to_do))
        return
    head = find_head(table, [spec.organisation], ())
    if head is None:
        gathered.problems.append(no_head(table, [spec.organisation]))
        return
    _School(table, spec, _columns(table, head.bottom, spec, gathered), known, gathered).read(head.bottom + 1)


def _columns(table: Table, head: int, spec: ProfminimumTable, gathered: _Found) -> dict[str, int]:
    """Title → column of all that the entry describes; what is missing is said."""
    titles = table.texts(head)
    wanted = [*filter(None, (spec.claimed, spec.hours)), *spec.directions.values()]
    gathered.problems += [missing(table, title, titles, "столбца") for title in wanted if title not in titles]
    return {title: titles.index(title) for title in [spec.organisation, *wanted] if title in titles}


@dataclass(frozen=True)
class _School:
    """One pass over the rows of one table."""

    table: Table
    spec: ProfminimumTable
    columns: dict[str, int]
    known: Known
    found: _Found

    def read(self, start: int) -> None:
        owners = Owners(self.table, self.columns, self.known)
        seen: set[Whose] = set()
        for row in range(start, len(self.table.rows)):
            if any(self.table.texts(row)):
                self._row(row, owners.of(row), seen)

    def _row(self, row: int, whose: Whose | Problem, seen: set[Whose]) -> None:
        if isinstance(whose, Problem):
            self.found.problems.append(whose)
        elif whose in seen:
            message = f"«{whose.organisation}»: школа записана в таблице дважды; использована первая строка"
            cell = address(row, self.columns[self.spec.organisation])
            what = "удалите лишнюю строку"
            self.found.problems.append(
                self.table.problem("warning", "duplicate", message, what, cell=cell, who=whose.code)
            )
        else:
            seen.add(whose)
            self.found.rows.append(self._school(row, whose))

    def _school(self, row: int, whose: Whose) -> dict[str, object]:
        hours, claimed = self.spec.hours, self.spec.claimed
        return {
            "period": whose.period,
            "territory": whose.id,
            "code": whose.code,
            "organisation": whose.organisation,
            "claimed": self.table.text(row, self.columns[claimed]) if claimed in self.columns else "",
            "hours": self._number(row, whose, Quantity(hours, _NO_VARIABLE)),
            **{
                id: self._number(row, whose, Quantity(title, _NO_VARIABLE, flag=True))
                for id, title in self.spec.directions.items()
            },
            "origin": self.table.origin(row, self.columns[self.spec.organisation]),
        }

    def _number(self, row: int, whose: Whose, quantity: Quantity) -> int | None:
        """The number of a cell; what is not there or cannot be read is unknown, never nought."""
        if quantity.title not in self.columns:
            return None
        out = Reading()
        read_cell(self.table, (row, self.columns[quantity.title]), quantity, whose, out)
        self.found.problems += out.problems
        return out.counts[0]["value"]
