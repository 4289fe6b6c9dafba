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

from careerstats.contracts.quality import Correction
from careerstats.intake import cells
from careerstats.intake.correction_records import FILE, entries_of, grounds_of, is_of_rows, mistakes, text
from careerstats.intake.files import NotATableError, Rows, read_rows
from careerstats.intake.tables import Reading, Row
from careerstats.model import REPORTED, Problem, split_origin

SOURCE = "исправление"

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True)
class _Places:
    """Where a record may point: ``by_origin``: count of a cell; ``ids``: any name of a municipality → its id."""

    reading: Reading
    folder: Path
    flags: frozenset[str]
    sensitive: frozenset[str]
    ids: dict[str, str]
    by_origin: dict[str, Row] = field(default_factory=dict)


def correct(
    reading: Reading,
    folder: Path,
    flags: frozenset[str],
    sensitive: frozenset[str],
    ids: dict[str, str],
    *,
    files: Collection[str] = (),
) -> list[Correction]:
    """Apply the records of ``corrections.yaml`` (counts in place) and return those that were applied.

    Those that choose between repeated rows were applied where the rows were read (duplicate_rows); ``files``: tables.

    ``flags``, ``sensitive``: variables that say да or нет, and whose numbers are not printed; ``ids``: id, code and
    name of each municipality → its id. What cannot be applied becomes a blocking problem and changes nothing.
    """
    if not (folder / FILE).is_file():
        return []
    by_origin = {count["origin"]: count for count in reading.counts}
    places = _Places(reading, folder, flags, sensitive, ids, by_origin)
    applied: dict[str, Correction] = {}
    entries = entries_of(folder)
    if isinstance(entries, str):
        reading.problems.append(_problem(entries))
        return []
    for number, entry in enumerate(entries, 1):
        if is_of_rows(entry):
            reading.problems += [_refused(number, why) for why in mistakes(entry) or _no_table(entry, files)]
            continue
        outcome = mistakes(entry) or _apply(entry, places, applied)
        if isinstance(outcome, str):
            reading.problems.append(_needless(number, outcome))
        elif isinstance(outcome, list):
            reading.problems += [_refused(number, why) for why in outcome]
        else:
            applied[outcome.origin] = outcome
    return [*reading.corrections, *applied.values()]


def _no_table(entry: Row, files: Collection[str]) -> list[str]:
    name = text(entry, "file")
    return [] if name in files else [f"таблицы «{name}» в dataset.yaml нет"]


def _refused(number: int, why: str) -> Problem:
    return _problem(f"запись {number}: исправление не применено: {why}")


def _needless(number: int, cell: str) -> Problem:
    """The file has been corrected since: what the record wants is there already."""
    message = f"запись {number}: в ячейке {cell} уже исправленное значение"
    return Problem(FILE, "warning", "correction_needless", message, "удалите запись")


def _problem(message: str) -> Problem:
    what = f"исправьте {FILE}; до этого число остаётся таким, как прислано"
    return Problem(FILE, "blocking", "correction_refused", message, what)


# ---- a record against the data


def _apply(entry: Row, places: _Places, applied: dict[str, Correction]) -> list[str] | str | Correction:
    """The record as applied, or why it was not; the cell alone where nothing is left to correct."""
    count = _count_of(entry, places)
    if isinstance(count, str):
        return [count]
    origin = count["origin"]
    if origin in applied:
        return [f"ячейка {split_origin(origin)[2]} уже исправлена другой записью; оставьте одну"]
    flag = count["variable"] in places.flags
    now, was = _content(places.folder, origin), text(entry, "was")
    if now and _same(now, text(entry, "becomes"), flag):
        return split_origin(origin)[2]
    if not _same(now, was, flag):
        hidden = count["variable"] in places.sensitive
        return [
            "в ячейке другое число, чем в поле «was»" if hidden else f"в ячейке {now or 'пусто'}, а не {was or 'пусто'}"
        ]
    new = _parsed(text(entry, "becomes"), flag)
    if new.status != REPORTED or new.share:
        wanted = "«да» или «нет»" if flag else "целое неотрицательное число"
        return [f"в поле «becomes» нужно {wanted}, а записано «{text(entry, 'becomes')}»"]
    return _record(entry, count, now, new, places)


def _record(entry: Row, count: Row, was: str, new: cells.Cell, places: _Places) -> Correction:
    count |= {"value": new.count, "status": REPORTED, "source": SOURCE}
    for figure in places.reading.published:
        if figure["origin"] == count["origin"] and figure["kind"] == "share":
            figure |= {"value": new.count}  # the share printed beside the number is of the number as it is now
    file, sheet, cell = split_origin(count["origin"])
    hidden = count["variable"] in places.sensitive
    grounds = grounds_of(entry)
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
        becomes="" if hidden else text(entry, "becomes"),
        why=grounds.why,
        who=grounds.who,
        date=grounds.date,
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


def _count_of(entry: Row, places: _Places) -> Row | str:
    """The count that a record is about, or why there is none."""
    if text(entry, "cell"):
        return _at_cell(entry, places)
    found = [count for count in places.reading.counts if _is_meant(entry, count, places.ids)]
    if len(found) == 1:
        return found[0]
    if not found:
        return "такой величины за этот период у этой территории или организации нет; проверьте поля записи"
    listed = ", ".join(count["origin"] for count in found)
    return f"подходит несколько ячеек ({listed}): укажите file и cell"


def _at_cell(entry: Row, places: _Places) -> Row | str:
    parts = [text(entry, "file"), text(entry, "sheet"), text(entry, "cell").upper()]
    origin = "!".join(part for part in parts if part)
    if origin not in places.by_origin:
        return f"в ячейке {parts[2]} файла {parts[0]} нет значения величины; исправлять можно только прочитанные числа"
    count = places.by_origin[origin]
    given = {key: text(entry, key) for key in ("variable", "organisation", "period") if text(entry, key)}
    wrong = [f"{key} – {count[key] or 'нет'}, а не {value}" for key, value in given.items() if count[key] != value]
    return f"ячейка {parts[2]} говорит о другом: {'; '.join(wrong)}" if wrong else count


def _is_meant(entry: Row, count: Row, ids: dict[str, str]) -> bool:
    wanted = {key: text(entry, key) for key in ("variable", "period", "organisation", "breakdown")}
    if any(count[key] != value for key, value in wanted.items()):
        return False
    place = text(entry, "territory")
    return not place or place == count["code"] or ids.get(place) == count["territory"]


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
    return cells.normal_text(rows[row][column]) if row < len(rows) and column < len(rows[row]) else ""


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _same(now: str, was: str, flag: bool) -> bool:
    """Whether both say the same, however it is written: 1731 and «1 731», 0,143 and 0.143."""
    if now.replace(".", ",") == was.replace(".", ","):
        return True
    one, two = _parsed(now, flag), _parsed(was, flag)
    return one.status == two.status == REPORTED and (one.count, one.share) == (two.count, two.share)


def _parsed(text: str, flag: bool) -> cells.Cell:
    return cells.parse_flag(text) if flag else cells.parse(text)
