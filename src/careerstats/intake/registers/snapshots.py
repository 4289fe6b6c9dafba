"""Dated tables of cumulative counts (``snapshots`` of dataset.yaml) -> numbers by day and place, and what is wrong.

dataset.yaml, one entry per table, described as in ``tables``, with the day for which its numbers are::

    snapshots:
      - file: weekly/2020-10-05.csv
        date: 05.10.2020                  # or date_column: Дата, where one file holds many days
        territory: Муниципальное образование
        rows: {Не указали муниципалитет: unassigned, ИТОГО: total}
        columns:
          Зарегистрировано: {variable: K_reg}

These numbers never meet the counts of periods: a period is not the sum of its weeks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from careerstats import dates
from careerstats.contracts.counts import Count
from careerstats.contracts.numbers import Snapshot
from careerstats.intake import agreement, cells
from careerstats.intake.books import Rows
from careerstats.intake.cells import Content
from careerstats.intake.controls import key_of
from careerstats.intake.files import NotATableError, read_rows
from careerstats.intake.grids import read_grid
from careerstats.intake.organisations import Register
from careerstats.intake.owners import Known
from careerstats.intake.registers import snapshot_checks
from careerstats.intake.registers.lines import Context
from careerstats.intake.tables import Reading, Table
from careerstats.model import REPORTED, Problem, period_span


@dataclass(frozen=True)
class Snapshots:
    """``counts``: reported cumulative numbers, COUNT_COLUMNS with the day (ISO) as ``period``; ``days``: all of them.

    ``days`` also has those on which a table was sent and nobody reported.
    """

    counts: list[Count] = field(default_factory=list)
    days: list[str] = field(default_factory=list)


def read_snapshots(context: Context) -> tuple[Snapshots, list[Problem]]:
    """Every dated table of the dataset; one bad file stops no other."""
    specs = context.dataset.settings.snapshots
    if not specs:
        return Snapshots(), []
    known = Known(context.names, Register(dict(context.organisations), there=True))
    reading = Reading()
    for spec in specs:
        reading.add(_read_file(context, spec, known))
    _leave_out_unknown(reading, context)
    days = _within_period(reading, context, [spec.date for spec in specs if spec.date])
    agreement.settle(reading)
    codes = {territory.id: territory.code for territory in context.territories}
    counts = [count | {"code": codes.get(count["territory"], count["code"])} for count in _reported(reading.counts)]
    files = [spec.file for spec in specs]
    return Snapshots(counts, days), [*reading.problems, *snapshot_checks.found(context, counts, days, files)]


def _read_file(context: Context, spec: Snapshot, known: Known) -> Reading:
    """One table, its day in the place of a period."""
    place = spec.file, spec.table, context.dataset.region, spec.date or context.dataset.period
    try:
        rows = read_rows(context.dataset.file(spec.file), spec.sheet)
    except NotATableError as error:
        return Reading(problems=[Table(*place).problem("blocking", "not_a_table", str(error), error.what_to_do)])
    return read_grid(Table(*place, _dated(rows, spec.date_column)), known)


def _dated(rows: Rows, title: str) -> Rows:
    """The rows with the cells of the column of dates in ISO form; what is no date is left for the reader to name."""
    head = next((row for row in rows if title in map(cells.normal_text, row)), None) if title else None
    if head is None:
        return rows
    column = [cells.normal_text(text) for text in head].index(title)
    return [
        [_iso(content) if at == column and row is not head else content for at, content in enumerate(row)]
        for row in rows
    ]


def _iso(content: Content) -> Content:
    if isinstance(content, datetime | date):
        return content.isoformat()[:10]
    try:
        return dates.iso(cells.normal_text(content))
    except ValueError:
        return content


def _reported(counts: Iterable[Count]) -> list[Count]:
    """Reported numbers by day; the same number told twice counts once."""
    reported: dict[tuple[str, ...], Count] = {}
    for count in counts:
        if count["status"] == REPORTED:
            reported.setdefault(key_of(count), count)
    return sorted(reported.values(), key=lambda count: count["period"])


def _leave_out_unknown(reading: Reading, context: Context) -> None:
    """A variable that no passport describes is named once and not carried further."""
    unknown = sorted({count["variable"] for count in reading.counts} - set(context.catalogue.variables))
    what = "добавьте её в variables каталога набора или исправьте имя"
    for variable in unknown:
        message = f"snapshots: величины «{variable}» нет в каталоге"
        reading.problems.append(Problem("dataset.yaml", "blocking", "unknown_variable", message, what))
    reading.counts = [count for count in reading.counts if count["variable"] not in unknown]


def _within_period(reading: Reading, context: Context, given: list[str]) -> list[str]:
    """The days of the tables inside the dataset's period; numbers of others are named and left out (in place)."""
    first, last = (day.isoformat() for day in period_span(context.dataset.period))
    days = {*given, *(count["period"] for count in reading.counts)}
    right = sorted(day for day in days if _is_day(day) and first <= day <= last)
    for day in sorted(days - set(right)):
        origins = [count["origin"] for count in reading.counts if count["period"] == day]
        reading.problems.append(snapshot_checks.outside(context, day, origins))
    reading.counts = [count for count in reading.counts if count["period"] in right]
    return right


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
