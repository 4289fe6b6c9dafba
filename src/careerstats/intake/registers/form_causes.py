"""Returned forms that ask for causes -> what each municipality named, word for word, with its cell."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from careerstats.contracts.decisions import Cause
from careerstats.intake.files import NotATableError, open_table
from careerstats.intake.forms import causes as sheet
from careerstats.intake.forms.folder import File, files
from careerstats.intake.forms.layout import CAUSES_SHEET, read_stamp
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.measure_records import Cells, Wrong, stated_causes
from careerstats.model import Problem
from careerstats.persons import without_names
from careerstats.territories import Territory

_BOOKS = (".xlsx", ".xls", ".ods")


def read_form_causes(context: Context) -> tuple[list[Cause], list[Problem]]:
    """Of forms that ask for causes; a file that cannot be read is told of where its numbers are read."""
    causes: list[Cause] = []
    problems: list[Problem] = []
    for id in dict.fromkeys(entry.id for entry in context.dataset.settings.forms if entry.causes):
        for file in files(context.dataset.folder, id):
            for cause, wrong in _of_file(context, file):
                causes += cause
                problems += wrong
    return causes, problems


def _of_file(context: Context, file: File) -> Iterator[tuple[list[Cause], list[Problem]]]:
    if not file.name.casefold().endswith(_BOOKS):
        return
    try:
        book = open_table(Path(file.path))
        rows = book.sheet(CAUSES_SHEET).rows if CAUSES_SHEET in book.names else []
    except (NotATableError, OSError):
        return
    stamp = next((stamp for row in rows[:5] for cell in row[:5] if (stamp := read_stamp(cell))), None)
    if stamp is None:
        return
    place = context.find(stamp.territory, stamp.period)
    if isinstance(place, Territory):
        for named in sheet.named(rows):
            yield _causes(context, file, (place.code, stamp.period), named)


def _causes(
    context: Context, file: File, whose: tuple[str, str], named: sheet.Named
) -> tuple[list[Cause], list[Problem]]:
    """``whose``: code of the municipality and period."""
    code, period = whose
    wrong = _wrong(file, code, named)
    if named.indicator not in context.catalogue.indicators:
        message = f"показателя «{named.indicator}» нет в каталоге; причина не прочитана"
        return [], [wrong("warning", "unknown_indicator", message, "верните код показателя на место", "cause")]
    cells = Cells(cause=named.cause, why_not=named.why)
    kinds, text, problems = stated_causes(cells, wrong, context.causes)
    cause = Cause(
        code=code,
        period=period,
        indicator=named.indicator,
        text=without_names(text),
        source="form",
        origin=f"{file.name}, {CAUSES_SHEET}!{named.cells['cause']}",
    )
    return [replace(cause, kind=kind) for kind in kinds or ("",)], problems


def _wrong(file: File, code: str, named: sheet.Named) -> Wrong:
    def problem(severity: str, about: str, message: str, what: str, column: str) -> Problem:
        cell = named.cells.get(column, "")
        return Problem(file.name, severity, about, message, what, CAUSES_SHEET, cell, code)

    return problem
