"""corrections.yaml and counts as read -> counts with the recorded corrections, and what became of each record.

One record = one number that the institute corrects and answers for::

    - file: tables/2024-25/form.csv
      cell: J67                      # or: organisation (territory), variable, period
      was: 0,143
      becomes: 31
      why: письмо школы от 10.06.2025 № 14
      who: заместитель директора школы
      date: 2025-06-11
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from careerstats.contracts.corrections import CorrectionEntry
from careerstats.contracts.counts import Count
from careerstats.contracts.quality import Correction
from careerstats.intake import cells
from careerstats.intake.correction_records import FILE, read_records
from careerstats.intake.files import NotATableError, Rows, read_rows
from careerstats.intake.tables import Meanings, Reading
from careerstats.model import REPORTED, Problem, column_number, split_origin

SOURCE = "исправление"

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True)
class _Places:
    """Where a record may point: ``by_origin``: count of a cell; ``ids``: any name of a municipality → its id."""

    reading: Reading
    folder: Path
    meanings: Meanings
    ids: dict[str, str]
    by_origin: dict[str, Count] = field(default_factory=dict)


def correct(
    reading: Reading, folder: Path, meanings: Meanings, ids: dict[str, str], files: Collection[str]
) -> list[Correction]:
    """Apply the records of ``corrections.yaml`` (counts in place) and return those that were applied.

    Those that choose between repeated rows were applied where the rows were read (duplicate_rows); ``files``: tables.

    ``ids``: id, code and name of each municipality → its id. What cannot be applied becomes a blocking problem and
    changes nothing.
    """
    if not (folder / FILE).is_file():
        return []
    records, wrong = read_records(folder)
    reading.problems += [_refused(why) for why in wrong]
    by_origin = {count["origin"]: count for count in reading.counts}
    places = _Places(reading, folder, meanings, ids, by_origin)
    applied: dict[str, Correction] = {}
    for record in records or ():
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


# ---- a record against the data


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
