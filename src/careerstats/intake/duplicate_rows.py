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

from careerstats.contracts.quality import Correction
from careerstats.intake.correction_records import (
    FILE,
    entries_of,
    grounds_of,
    is_of_rows,
    mistakes,
    rows_of_record,
    text,
)
from careerstats.intake.tables import Reading, Row, Table, place_of
from careerstats.model import Problem

_REPEATS = re.compile(r"повторяет строку (\d+)")
_ROW = re.compile(r"\d+")


def read_chosen(table: Table, folder: Path, read: Callable[[Table], Reading]) -> Reading:
    """The table as ``read``; repeated rows that a record decides between are one row: the one that it names."""
    reading = read(table)
    records = _records(table, folder)
    if not records:
        return reading
    repeats = _repeats(reading)
    right = [record for _, record in records if _are_repeated(record, repeats)]
    refused = [_refused(number, record) for number, record in records if record not in right]
    if right:
        reading = read(replace(table, rows=_without(table, right)))
    for record in right:
        _tell(record, reading, table)
    reading.problems += refused
    return reading


def _records(table: Table, folder: Path) -> list[tuple[int, Row]]:
    """Sound records on rows of this table, with their numbers; what is wrong with the others is said elsewhere."""
    entries = entries_of(folder) if (folder / FILE).is_file() else []
    return [
        (number, entry)
        for number, entry in enumerate(entries if isinstance(entries, list) else [], 1)
        if is_of_rows(entry) and not mistakes(entry) and _is_of(entry, table)
    ]


def _is_of(entry: Row, table: Table) -> bool:
    return text(entry, "file") == table.file and text(entry, "sheet") in ("", table.sheet)


def _repeats(reading: Reading) -> dict[int, int]:
    """Row → the row that it repeats, as the reading found them (both from 1)."""
    found = ((one.cell, _REPEATS.search(one.message)) for one in reading.problems if one.code == "duplicate")
    return {_row_of(cell): int(match[1]) for cell, match in found if match}


def _row_of(cell: str) -> int:
    match = _ROW.search(cell)
    return int(match[0]) if match else 0


def _are_repeated(record: Row, repeats: dict[int, int]) -> bool:
    winner, losers = rows_of_record(record)
    first, *others = sorted({winner, *losers})
    return bool(others) and all(repeats.get(row) == first for row in others)


def _without(table: Table, records: list[Row]) -> list[list[object]]:
    """Rows with the losing ones empty: all others keep their numbers."""
    lost = {row - 1 for record in records for row in rows_of_record(record)[1]}
    return [[] if at in lost else row for at, row in enumerate(table.rows)]


def _refused(number: int, record: Row) -> Problem:
    winner, losers = rows_of_record(record)
    rows = ", ".join(map(str, losers))
    message = f"запись {number}: исправление не применено: строка {winner} и {rows} – не повторы одной строки"
    what = f"исправьте номера строк в {FILE} (первая строка файла – 1) или удалите запись"
    return Problem(FILE, "blocking", "correction_refused", message, what)


def _tell(record: Row, reading: Reading, table: Table) -> None:
    """Puts the record among the applied ones, and a remark in place of the mistake."""
    winner, losers = rows_of_record(record)
    counts = [one for one in reading.counts if _row_of(place_of(one["origin"])[2]) == winner]
    whose = counts[0] if counts else {"code": "", "organisation": "", "period": table.period}
    gone = "вместо строки " + ", ".join(map(str, losers))
    cell = place_of(whose["origin"])[2] if counts else ""
    why, who, date = grounds_of(record)
    correction = Correction(
        code=whose["code"],
        organisation=whose["organisation"],
        period=whose["period"],
        variable="",
        title="повторяющаяся строка",
        origin=table.origin(winner - 1, 0),
        file=table.file,
        sheet=table.sheet,
        cell=cell,
        row=winner,
        was=", ".join(f"строка {row}" for row in losers),
        becomes=f"строка {winner}",
        why=why,
        who=who,
        date=date,
    )
    reading.corrections.append(correction)
    message = f"исправлено: использована строка {winner} {gone}; основание: {why}; исправил: {who}"
    what = f"удалите лишнюю строку и в самом файле, затем запись из {FILE}"
    reading.problems.append(table.problem("remark", "corrected", message, what, cell=cell, who=whose["code"]))
