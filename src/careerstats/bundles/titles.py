"""Files, cells and codes of a dataset -> what an official calls them: the title of the form, the name of the school."""

import dataclasses
import re

from careerstats import wording
from careerstats.bundles.numbers import Results
from careerstats.contracts.numbers import Snapshot
from careerstats.model import Problem


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
