"""Problems of a dataset -> how an official reads them: titles for paths, whose row it is, what stands there."""

import dataclasses
import re
from collections.abc import Callable, Iterable
from functools import cache
from string import ascii_uppercase
from typing import NamedTuple

import pandas as pd

from careerstats import wording
from careerstats.analysis.rollup import only
from careerstats.bundles.numbers import Results
from careerstats.catalogue.sensitivity import variable_is_sensitive
from careerstats.contracts.numbers import Snapshot
from careerstats.contracts.quality import Refusal
from careerstats.grouping import grouped
from careerstats.intake.corrections import rows_of, text_at
from careerstats.intake.files import Rows
from careerstats.model import UNREADABLE, Problem, split_origin
from careerstats.persons import tells_of_person, without_person


def title_of(results: Results, table: str) -> str:
    """What people call a table: its source, of another period with it; else its file."""
    sources = {spec.file: (spec.source, spec.period) for spec in results.dataset.tables}
    levels = results.dataset.settings.profminimum
    sources |= {spec.file: ("уровни профминимума", spec.period) for spec in levels}
    sources |= {spec.file: (_snapshot(spec), "") for spec in results.dataset.settings.snapshots}
    title, period = sources.get(table, ("", ""))
    return f"{title}, {period}" if title and period not in ("", results.dataset.period) else title or table


def _snapshot(spec: Snapshot) -> str:
    day = f" на {wording.day(spec.date)}" if spec.date else ""
    return f"еженедельные сведения{day}"


def unmended(results: Results) -> list[Problem]:
    """What corrections.yaml has not set right."""
    return [problem for problem in results.intake.problems if not problem.is_mended]


def for_a_reader(results: Results, problem: Problem) -> Problem:
    """The same with titles in its message: no path, no code of a municipality, no id of a school."""
    return dataclasses.replace(problem, message=_worded(results, problem.message))


_CELL = re.compile(r"([\w./-]+\.(?:csv|xlsx|xls|ods))!(?:([^!;()]+)!)?([A-Z]+\d+)")
_CODE = re.compile(r" \((\d{8})\)")
_SCHOOL = re.compile(r"([\w.-]+) \(([^()]+)\)")


def _worded(results: Results, text: str) -> str:
    """«114, tables/oo-1.csv!F52» → «114, форма ФСН № ОО-1, ячейка F52»."""
    schools, codes = results.intake.organisations, {place.code for place in results.intake.territories}

    def place(match: re.Match[str]) -> str:
        file, sheet, cell = match.groups("")
        return ", ".join(
            part for part in (title_of(results, file), sheet and f"лист «{sheet}»", f"ячейка {cell}") if part
        )

    text = _CELL.sub(place, text)
    text = _CODE.sub(lambda match: "" if match[1] in codes else match[0], text)
    return _SCHOOL.sub(lambda match: match[2] if match[1] in schools else match[0], text)


_SLIPS_OF_A_SUMMARY = ("share_differs", "share_without_sign", "share_beside", "share_of_other", "precision_differs")
"""What is wrong with shares that somebody computed for all municipalities."""


def summary_tables(results: Results) -> frozenset[str]:
    """Tables with a total of municipalities: whoever drew them up mends their shares, no municipality has them."""
    return frozenset(table.file for table in results.dataset.tables if "total" in table.rows.values())


def is_of_summary(problem: Problem, summaries: frozenset[str]) -> bool:
    """Whether the one who drew up a table of all municipalities is to mend this, not the municipality of its row."""
    return problem.code in _SLIPS_OF_A_SUMMARY and problem.file in summaries


# ---- what stands in a cell, whose numbers stand in a row


def cell_reader(results: Results) -> Callable[[str, str, str], str]:
    """(file, sheet, cell) → its text; each file is read once."""

    @cache
    def rows(file: str, sheet: str) -> Rows:
        return rows_of(results.dataset.file(file), sheet)

    def text(file: str, sheet: str, cell: str) -> str:
        text = text_at(rows(file, sheet), cell) if cell else ""
        is_code = len(text) == _DIGITS_OF_PERSON and text.isdecimal()
        return "" if is_code or tells_of_person(text) else text

    return text


_DIGITS_OF_PERSON = 11
"""Digits of a number of insurance; a mistyped one looks like the code of a settlement, and neither is to be quoted."""

_REPEATED = "duplicate"
"""Code of a remark on two rows of one school."""


class CellRow(NamedTuple):
    """A row of a sheet («» of a file that has one only)."""

    file: str
    sheet: str
    number: str


def row_of(file: str, sheet: str, cell: str) -> CellRow:
    """The row in which a cell stands; ``number`` is «» where no cell is named."""
    return CellRow(file, sheet, cell.lstrip(ascii_uppercase))


def organisations_by_row(frames: Iterable[pd.DataFrame]) -> dict[CellRow, set[str]]:
    """Row → the organisations whose numbers stand there («»: the municipality's own)."""
    organisations: dict[CellRow, set[str]] = {}
    for frame in frames:
        if len(frame):
            for origin, id in frame[["origin", "organisation"]].itertuples(index=False):
                organisations.setdefault(row_of(*split_origin(origin)), set()).add(id)
    return organisations


def repeats(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """Code → remarks on two rows of a school: each stands at the later row, the numbers at the first one."""
    return grouped((problem.territory, problem) for problem in problems if problem.code == _REPEATED)


def about(school: str, repeats: Iterable[Problem]) -> list[Problem]:
    """Those of one school; a message leaves out whom the school is named after, where that looks like a person."""
    named = f"«{without_person(school)}»:"
    return [problem for problem in repeats if problem.message.startswith(named)]


# ---- numbers of schools that were not accepted


def refusals(results: Results) -> dict[str, tuple[Refusal, ...]]:
    """Code → refused numbers of its schools in the period of the notes; of two unlike rows every number."""
    named, reader, variables = results.intake.organisations, cell_reader(results), results.catalogue.variables
    blocking = [problem for problem in results.intake.problems if problem.severity == "blocking"]
    at = {(problem.file, problem.sheet, problem.cell): problem for problem in blocking if problem.cell}
    refused: dict[str, list[Refusal]] = {}
    twice = repeats(blocking)
    for code, id, variable, status, origin in _numbers_of_schools(results):
        school, cell = named[id].name if id in named else id, split_origin(origin)
        again = about(school, twice.get(code, ())) if status == UNREADABLE else []
        problem = at.get(cell) or next(iter(again), None)
        if problem:
            hidden = problem.code == _REPEATED or (variable in variables and variable_is_sensitive(variables[variable]))
            there = "" if hidden else reader(*cell)
            refused.setdefault(code, []).append(Refusal(school=school, variable=variable, problem=problem, there=there))
    return {code: tuple(own) for code, own in refused.items()}


def _numbers_of_schools(results: Results) -> Iterable[tuple[str, str, str, str, str]]:
    ours = only(results.intake.counts, schools=True, period=results.dataset.period)
    columns = ["code", "organisation", "variable", "status", "origin"]
    yield from ours[columns].astype(str).itertuples(index=False)
