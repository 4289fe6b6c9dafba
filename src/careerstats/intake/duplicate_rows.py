"""corrections.yaml and one table -> the table as read where a record says which of its repeated rows counts.

One record = one row that is used, and those that repeat it with other numbers and are not::

    - file: tables/municipalities.csv
      row: 5                         # this one is right
      instead_of: 4                  # or [4, 9]
      why: письмо от 10.06.2025 № 14
      who: методист института
      date: 2025-06-11
"""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.quality import Correction
from careerstats.intake.books import Rows
from careerstats.intake.correction_records import FILE, read_records
from careerstats.intake.tables import Reading, Table, place_of
from careerstats.model import Problem

_ROW = re.compile(r"\d+")


def read_chosen(table: Table, folder: Path, read: Callable[[Table], Reading]) -> Reading:
    """The table as ``read``; repeated rows that a record decides between are one row: the one that it names."""
    reading = read(table)
    records = _records(table, folder)
    if not records:
        return reading
    right = [record for record in records if _are_repeated(record, reading.repeats)]
    refused = [_refused(record) for record in records if record not in right]
    if right:
        reading = read(replace(table, rows=_without(table, right)))
    for record in right:
        _settle(record, reading, table)
    reading.problems += refused
    return reading


def _records(table: Table, folder: Path) -> list[CorrectionEntry]:
    """Sound records on rows of this table; what is wrong with the others is said elsewhere."""
    records, _ = read_records(folder)
    return [
        record
        for record in records or ()
        if record.is_of_rows and record.file == table.file and record.sheet in ("", table.sheet)
    ]


def _row_of(cell: str) -> int:
    match = _ROW.search(cell)
    return int(match[0]) if match else 0


def _are_repeated(record: CorrectionEntry, repeats: dict[int, int]) -> bool:
    first, *others = sorted({record.chosen, *record.losing})
    return bool(others) and all(repeats.get(row) == first for row in others)


def _without(table: Table, records: list[CorrectionEntry]) -> Rows:
    """Rows with the losing ones empty: all others keep their numbers."""
    lost = {row - 1 for record in records for row in record.losing}
    return [[] if at in lost else row for at, row in enumerate(table.rows)]


def _refused(record: CorrectionEntry) -> Problem:
    rows = ", ".join(record.instead_of)
    text = f"строки {record.row} и {rows} – не повторы одной строки"
    message = f"исправление не применено: строка {record.line}: {text}"
    what = f"исправьте номера строк в {FILE} (первая строка файла – 1) или удалите запись"
    return Problem(FILE, "blocking", "correction_refused", message, what)


def _settle(record: CorrectionEntry, reading: Reading, table: Table) -> None:
    """Puts the record among the applied ones, and a remark in place of the mistake."""
    counts = [count for count in reading.counts if _row_of(place_of(count["origin"])[2]) == record.chosen]
    whose = counts[0] if counts else {"code": "", "organisation": "", "period": table.period}
    gone = "вместо строки " + ", ".join(record.instead_of)
    cell = place_of(whose["origin"])[2] if counts else ""
    why, who, date = record.grounds
    correction = Correction(
        code=whose["code"],
        organisation=whose["organisation"],
        period=whose["period"],
        variable="",
        title="повторяющаяся строка",
        origin=table.origin(record.chosen - 1, 0),
        file=table.file,
        sheet=table.sheet,
        cell=cell,
        row=record.chosen,
        was=", ".join(f"строка {row}" for row in record.instead_of),
        becomes=f"строка {record.row}",
        why=why,
        who=who,
        date=date,
    )
    reading.corrections.append(correction)
    message = f"исправлено: использована строка {record.row} {gone}; основание: {why}; исправил: {who}"
    what = f"удалите лишнюю строку и в самом файле, затем запись из {FILE}"
    reading.problems.append(table.problem("remark", "corrected", message, what, cell=cell, who=whose["code"]))
