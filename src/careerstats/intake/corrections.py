"""corrections.yaml and what was read -> numbers and rows as the institute corrects them; what became of each record.

One record = one number that the institute corrects and answers for::

    - file: tables/2024-25/form.csv
      cell: J67                      # or: organisation (territory), variable, period
      was: 0,143
      becomes: 31
      why: письмо школы от 10.06.2025 № 14
      who: заместитель директора школы
      date: 2025-06-11

Or one row that is used, of those that repeat one another with other numbers: in place of cell, was, becomes::

      row: 5                         # this one is right
      instead_of: 4                  # or [4, 9]
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import indent
from typing import Any, TypeAlias

import yaml

from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.counts import Count
from careerstats.contracts.quality import Correction
from careerstats.errors import UsageError
from careerstats.intake import cells
from careerstats.intake.files import NotATableError, Rows, read_rows
from careerstats.intake.side_files import read_entries
from careerstats.intake.tables import Meanings, Reading, Table, is_within, place_of
from careerstats.model import REPORTED, Problem, column_number, split_origin

FILE = "corrections.yaml"
SOURCE = "исправление"

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


Records: TypeAlias = tuple[tuple[CorrectionEntry, ...] | None, list[str]]
"""The sound records of a file, and what is wrong with the others; None: it is no list at all."""


def read_records(folder: Path) -> Records:
    """The records that are sound whatever the data are; none without a file."""
    path = folder / FILE
    return read_entries(path, tuple[CorrectionEntry, ...], ()) if path.is_file() else ((), [])


def with_record(text: str, entry: Mapping[str, str]) -> str:
    """The text of corrections.yaml with one more record at its end, all else as it was.

    Raises UsageError where the file is written so that no record can follow.
    """
    margin = re.search(r"^( *)- ", text, re.MULTILINE)
    dumped = yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=_WIDEST)
    end = "\r\n" if "\r\n" in text else "\n"
    new = indent(dumped, margin[1] if margin else "").replace("\n", end)
    whole = f"{text}{'' if not text or text.endswith(end) else end}{new}"
    if _entries(whole) != [*(_entries(text) or []), dict(entry)]:
        raise UsageError(f"{FILE}: запись не удалось дописать, не задев остального. Впишите её сами:\n{dumped}")
    return whole


_WIDEST = 4096  # signs of a line: no text is broken in two


def _entries(text: str) -> list[Any] | None:
    try:
        records = yaml.load(text, yaml.BaseLoader)
    except yaml.YAMLError:
        return None
    return records if isinstance(records, list) else None


@dataclass(frozen=True)
class _Places:
    """Where a record may point: ``by_origin``: count of a cell; ``ids``: any name of a municipality → its id."""

    reading: Reading
    folder: Path
    meanings: Meanings
    ids: dict[str, str]
    by_origin: dict[str, Count] = field(default_factory=dict)


def correct(
    reading: Reading, records: Records, folder: Path, meanings: Meanings, *, ids: dict[str, str], files: Collection[str]
) -> list[Correction]:
    """Apply the records of ``corrections.yaml`` (counts in place) and return those that were applied.

    Those that choose between repeated rows were applied where the rows were read (``read_chosen``). ``ids``: id, code
    and name of each municipality → its id; ``files``: tables of the dataset. What cannot be applied becomes a blocking
    problem and changes nothing.
    """
    sound, wrong = records
    reading.problems += [_refused(why) for why in wrong]
    by_origin = {count["origin"]: count for count in reading.counts}
    places = _Places(reading, folder, meanings, ids, by_origin)
    applied: dict[str, Correction] = {}
    for record in sound or ():
        outcome = _of_rows(record, files) if record.is_of_rows else _apply(record, places, applied)
        if isinstance(outcome, Problem):
            reading.problems.append(outcome)
        elif outcome:
            applied[outcome.origin] = outcome
    return [*reading.corrections, *applied.values()]


def _of_rows(record: CorrectionEntry, files: Collection[str]) -> Problem | None:
    known = record.file in files
    return None if known else _not_applied(record, f"таблицы «{record.file}» в dataset.yaml нет, исправьте имя")


def _not_applied(record: CorrectionEntry, why: str) -> Problem:
    return _refused(f"строка {record.line}: {why}")


def _needless(record: CorrectionEntry, cell: str) -> Problem:
    """The file has been corrected since: what the record wants is there already."""
    message = f"строка {record.line}: в ячейке {cell} уже исправленное значение"
    return Problem(FILE, "warning", "correction_needless", message, "удалите запись")


def _refused(why: str) -> Problem:
    what = f"исправьте {FILE}; до этого число остаётся таким, как прислано"
    return Problem(FILE, "blocking", "correction_refused", f"исправление не применено: {why}", what)


# ---- a number


def _apply(record: CorrectionEntry, places: _Places, applied: dict[str, Correction]) -> Correction | Problem:
    """The record as applied, or why it was not."""
    count = _count_of(record, places)
    if isinstance(count, str):
        return _not_applied(record, count)
    origin = count["origin"]
    if origin in applied:
        return _not_applied(record, f"ячейка {split_origin(origin)[2]} уже исправлена другой записью; оставьте одну")
    flag = places.meanings.units.get(count["variable"]) == "flag"
    now = _content(places.folder, origin)
    if now and _same(now, record.becomes, flag):
        return _needless(record, split_origin(origin)[2])
    was = record.was or ""
    if not _same(now, was, flag):
        there = f"в ячейке {now or 'пусто'}, а не {was or 'пусто'}"
        hidden = count["variable"] in places.meanings.sensitive
        return _not_applied(record, "в ячейке другое число, чем в поле «was»" if hidden else there)
    new = _parsed(record.becomes, flag)
    if new.status != REPORTED or new.share:
        wanted = "«да» или «нет»" if flag else "целое неотрицательное число"
        return _not_applied(record, f"в поле «becomes» нужно {wanted}, а записано «{record.becomes}»")
    return _corrected(record, count, now, new, places)


def _corrected(record: CorrectionEntry, count: Count, was: str, new: cells.Cell, places: _Places) -> Correction:
    """The count as it should be, in place."""
    count |= {"value": new.count, "status": REPORTED, "source": SOURCE}
    for figure in places.reading.published:
        if figure["origin"] == count["origin"] and figure["kind"] == "share":
            figure |= {"value": new.count}  # the share printed beside the number is of the number as it is now
    file, sheet, cell = split_origin(count["origin"])
    hidden = count["variable"] in places.meanings.sensitive
    why, who, date = record.grounds
    correction = Correction(
        code=count["code"],
        organisation=count["organisation"],
        period=count["period"],
        variable=count["variable"],
        origin=count["origin"],
        file=file,
        sheet=sheet,
        cell=cell,
        hidden=hidden,
        was="" if hidden else was,
        becomes="" if hidden else record.becomes,
        why=why,
        who=who,
        date=date,
    )
    _settle_problems(correction, places.reading)
    return correction


def _settle_problems(correction: Correction, reading: Reading) -> None:
    """What was wrong with the cell becomes one remark: it is mended, by whom and why."""
    file, sheet, cell = correction.file, correction.sheet, correction.cell
    left = [
        problem for problem in reading.problems if (problem.file, problem.sheet, problem.cell) != (file, sheet, cell)
    ]
    numbers = "числа не приводятся" if correction.hidden else f"было «{correction.was}», стало «{correction.becomes}»"
    message = f"исправлено: {numbers}; основание: {correction.why}; исправил: {correction.who}"
    what = f"новое число уже в справках; когда пришлют исправленный файл, удалите запись из {FILE}"
    reading.problems[:] = [*left, Problem(file, "remark", "corrected", message, what, sheet, cell, correction.code)]


def _count_of(record: CorrectionEntry, places: _Places) -> Count | str:
    """The count that a record is about, or why there is none."""
    if record.cell:
        return _at_cell(record, places)
    meant = [count for count in places.reading.counts if _is_meant(record, count, places.ids)]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        return "такой величины за этот период у этой территории или организации нет; проверьте поля записи"
    listed = ", ".join(count["origin"] for count in meant)
    return f"подходит несколько ячеек ({listed}): укажите file и cell"


def _at_cell(record: CorrectionEntry, places: _Places) -> Count | str:
    cell = record.cell.upper()
    origin = "!".join(part for part in (record.file, record.sheet, cell) if part)
    if origin not in places.by_origin:
        return f"в ячейке {cell} файла {record.file} нет значения величины; исправлять можно только прочитанные числа"
    count = places.by_origin[origin]
    given = [
        ("variable", count["variable"], record.variable),
        ("organisation", count["organisation"], record.organisation),
        ("period", count["period"], record.period),
        ("breakdown", count["breakdown"], record.breakdown),
    ]
    wrong = [f"{key} – {there or 'нет'}, а не {value}" for key, there, value in given if value not in ("", there)]
    wrong += [] if _is_of(record, count, places.ids) else [f"territory – {count['code']}, а не {record.territory}"]
    return f"ячейка {cell} говорит о другом: {'; '.join(wrong)}" if wrong else count


def _is_meant(record: CorrectionEntry, count: Count, ids: dict[str, str]) -> bool:
    wanted = (record.variable, record.period, record.organisation, record.breakdown)
    if wanted != (count["variable"], count["period"], count["organisation"], count["breakdown"]):
        return False
    return _is_of(record, count, ids)


def _is_of(record: CorrectionEntry, count: Count, ids: dict[str, str]) -> bool:
    """Whether it is a number of the municipality that the record names, if it names one."""
    return record.territory in ("", count["code"]) or ids.get(record.territory) == count["territory"]


def _content(folder: Path, origin: str) -> str:
    """What stands in the cell now, as the file has it."""
    file, sheet, cell = split_origin(origin)
    return text_at(rows_of(folder / file, sheet), cell)


def rows_of(path: Path, sheet: str = "") -> Rows:
    """Rows of a file; none where it is no table."""
    try:
        return read_rows(path, sheet)
    except NotATableError:
        return []


def text_at(rows: Rows, cell: str) -> str:
    """Text of the cell «D3»; empty where there is no such cell."""
    match = _ADDRESS.fullmatch(cell)
    if match is None:
        return ""
    row, column = int(match[2]) - 1, column_number(match[1])
    return cells.as_seen(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""


def _same(now: str, was: str, flag: bool) -> bool:
    """Whether both say the same, however it is written: 1731 and «1 731», 0,143 and 0.143."""
    if now.replace(".", ",") == was.replace(".", ","):
        return True
    there, asked = _parsed(now, flag), _parsed(was, flag)
    return there.status == asked.status == REPORTED and (there.count, there.share) == (asked.count, asked.share)


def _parsed(text: str, flag: bool) -> cells.Cell:
    return cells.parse_flag(text) if flag else cells.parse(text)


# ---- one of several rows


def read_chosen(table: Table, records: Records, read: Callable[[Table], Reading]) -> Reading:
    """The table as ``read``; repeated rows that a record decides between are one row: the one that it names."""
    reading = read(table)
    ours = [
        record
        for record in records[0] or ()
        if record.is_of_rows and record.file == table.file and record.sheet in ("", table.sheet)
    ]
    right = [record for record in ours if _are_repeated(record, reading.repeats)]
    if right:
        reading = read(replace(table, rows=_without(table, right)))
    for record in right:
        _settle(record, reading, table)
    reading.problems += [_not_repeated(record) for record in ours if record not in right]
    return reading


def _are_repeated(record: CorrectionEntry, repeats: dict[int, int]) -> bool:
    first, *others = sorted({record.chosen, *record.losing})
    return bool(others) and all(repeats.get(row) == first for row in others)


def _without(table: Table, records: list[CorrectionEntry]) -> Rows:
    """Rows with the losing ones empty: all others keep their numbers."""
    lost = {row - 1 for record in records for row in record.losing}
    return [[] if at in lost else row for at, row in enumerate(table.rows)]


def _not_repeated(record: CorrectionEntry) -> Problem:
    rows = ", ".join(record.instead_of)
    text = f"строки {record.row} и {rows} – не повторы одной строки"
    message = f"исправление не применено: строка {record.line}: {text}"
    what = f"исправьте номера строк в {FILE} (первая строка файла – 1) или удалите запись"
    return Problem(FILE, "blocking", "correction_refused", message, what)


def _settle(record: CorrectionEntry, reading: Reading, table: Table) -> None:
    """Puts the record among the applied ones, and a remark in place of the mistake."""
    at = record.chosen - 1
    counts = [count for count in reading.counts if is_within(count["origin"], (at, at))]
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
        origin=table.origin(at, 0),
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
