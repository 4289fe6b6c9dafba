"""Sheets of one returned file -> its stamps and answers with their cells, whatever was put in between."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from careerstats.grouping import grouped
from careerstats.intake.books import Sheet
from careerstats.intake.cells import normal_text
from careerstats.intake.forms import layout
from careerstats.intake.forms.layout import STAMP, TERRITORY_LABEL, Stamp, find_row, read_stamp
from careerstats.intake.rows import are_column_numbers, is_total
from careerstats.intake.tables import address, span
from careerstats.model import column_letter

DATE = "date"
_VARIABLE = re.compile(r"[A-Za-z]\w*")
_LONGEST = 300  # of a text in a cell of numbers; more is cut before anything looks at it


class Answer(NamedTuple):
    """What stands in one input cell; ``key``: id of the school as written, empty on a sheet of one addressee.

    ``row``: of the cell, from 0.
    """

    key: str
    variable: str
    content: object
    mark: str
    sheet: str
    row: int
    cell: str


class Key(NamedTuple):
    """The id of a school in front of its row, as written, and the name beside it."""

    id: str
    name: str
    sheet: str
    row: int
    cell: str


class Remark(NamedTuple):
    """What is wrong with a place of the file, before it is known whose file it is."""

    severity: str
    code: str
    message: str
    what_to_do: str
    sheet: str = ""
    cell: str = ""


@dataclass
class Returned:
    """All that one file says; ``keys``: ids in front of rows; ``called``: the municipality over the table.

    ``titled``: what stands under the stamp of a sheet, its sheet and cell.
    ``twice``: variables that stand over two columns, or under the head of another.
    """

    stamps: list[Stamp] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    called: list[tuple[str, str, str]] = field(default_factory=list)
    titled: list[tuple[str, str, str]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def extract(sheets: list[Sheet], titles: dict[str, str]) -> Returned:
    """``titles``: printed head → variable, for sheets whose row of codes was deleted."""
    out = Returned()
    for sheet in sheets:
        _stamps(sheet, out)
        if sheet.name == layout.PASSPORT_SHEET:
            continue
        row = find_row(sheet.rows, {layout.ORGANISATION, layout.VARIABLE})
        if row is not None:
            _by_codes(sheet, row, titles, out)
        else:
            _by_titles(sheet, titles, out)
    return out


def _stamps(sheet: Sheet, out: Returned) -> None:
    for index, row in enumerate(sheet.rows[:60]):
        for column, content in enumerate(row):
            if not isinstance(content, str):
                continue
            if STAMP in content and (stamp := read_stamp(content)):
                _titled(sheet, index + 1, out)
                out.stamps += [stamp] if stamp not in out.stamps else []
            if TERRITORY_LABEL in content and content.strip() == TERRITORY_LABEL:
                _called(sheet, index, column + 1, out)


def _titled(sheet: Sheet, index: int, out: Returned) -> None:
    """What stands first in the row under a stamp: the title of the form and its period."""
    row = sheet.rows[index] if index < len(sheet.rows) and sheet.name != layout.PASSPORT_SHEET else []
    named = next(((text, at) for at, cell in enumerate(row) if (text := normal_text(cell))), None)
    if named:
        out.titled.append((named[0], sheet.name, address(index, named[1])))


def _called(sheet: Sheet, index: int, first: int, out: Returned) -> None:
    """The municipality beside its label."""
    beside = enumerate(sheet.rows[index][first:], first)
    named = next(((at, normal_text(cell)) for at, cell in beside if cell), None)
    if named:
        out.called.append((named[1], sheet.name, address(index, named[0])))


def _by_codes(sheet: Sheet, row: int, titles: dict[str, str], out: Returned) -> None:
    codes = [cell.strip() if isinstance(cell, str) else "" for cell in sheet.rows[row]]
    if layout.ORGANISATION in codes:
        columns = grouped((code, column) for column, code in enumerate(codes) if _VARIABLE.fullmatch(code))
        _unknown_columns(sheet, row, codes, out)
        _without_crossed(sheet, row + 1, titles, columns, out)
        _grid(sheet, row, codes.index(layout.ORGANISATION), columns, out)
    elif layout.VALUE in codes:
        _list(sheet, row, codes.index(layout.VARIABLE), codes.index(layout.VALUE), out)
    else:
        out.remarks.append(_no_head(sheet))


def _without_crossed(
    sheet: Sheet, head: int, titles: dict[str, str], columns: dict[str, list[int]], out: Returned
) -> None:
    """A head that is printed over another code than its own: what a person saw and the code name different numbers."""
    texts = [normal_text(cell) for cell in sheet.rows[head]] if head < len(sheet.rows) else []
    for code, column in [(code, column) for code, places in columns.items() for column in places]:
        text = texts[column] if column < len(texts) else ""
        own = titles.get(text, code)
        if own != code and own in columns:
            message = f"заголовок «{text}» стоит над столбцом другой величины ({code}): чьи в нём числа, не видно"
            what = "верните заголовки на места или перенесите числа в неизменённый бланк; столбец не прочитан"
            out.remarks.append(Remark("blocking", "head_differs", message, what, sheet.name, address(head, column)))
            columns[code] = [place for place in columns[code] if place != column]
            out.twice.append(code)


def _by_titles(sheet: Sheet, titles: dict[str, str], out: Returned) -> None:
    """The row of codes is gone: heads are recognised word for word, or the sheet is not read."""
    for index, row in enumerate(sheet.rows[:200]):
        texts = [normal_text(cell) for cell in row]
        if layout.CODE_TITLE in texts and any(text in titles for text in texts):
            columns = grouped((titles[text], column) for column, text in enumerate(texts) if text in titles)
            _grid(sheet, index, texts.index(layout.CODE_TITLE), columns, out)
            break
        if layout.VALUE_TITLE in texts and layout.TITLE_TITLE in texts:
            _list(sheet, index, max(texts.index(layout.TITLE_TITLE) - 1, 0), texts.index(layout.VALUE_TITLE), out)
            break
    else:
        if any(read_stamp(cell) for row in sheet.rows[:60] for cell in row):
            out.remarks.append(_no_head(sheet))
        return
    remark = "строка служебных кодов удалена; столбцы опознаны по заголовкам"
    out.remarks.append(Remark("remark", "codes_lost", remark, "в следующий раз не удаляйте скрытые строки", sheet.name))


def _no_head(sheet: Sheet) -> Remark:
    message = "не найдены ни служебные коды, ни заголовки формы; лист не прочитан"
    return Remark("blocking", "no_head", message, "перенесите числа в неизменённый бланк", sheet.name)


def _grid(sheet: Sheet, head: int, key: int, columns: dict[str, list[int]], out: Returned) -> None:
    """Schools as rows; a variable that stands over two columns is read from neither."""
    for id, places in columns.items():
        if len(places) > 1:
            _twice(sheet, head, id, places, out)
    single = {id: places[0] for id, places in columns.items() if len(places) == 1}
    for index, row in enumerate(sheet.rows[head + 1 :], head + 1):
        id = normal_text(row[key]) if key < len(row) else ""
        if not id:
            _without_key(sheet, index, single, out)
        elif id not in (layout.TOTAL, layout.CODE_TITLE) and (len(id) > 2 or not _numbers_columns(row)):
            name = normal_text(row[key + 1]) if key + 1 < len(row) else ""
            out.keys.append(Key(id, name, sheet.name, index, address(index, key)))
            out.answers += [_answer(sheet, index, column, id, variable) for variable, column in single.items()]


def _twice(sheet: Sheet, head: int, id: str, places: list[int], out: Returned) -> None:
    out.twice.append(id)
    letters = " и ".join(map(column_letter, places))
    message = f"столбец {id} повторяется: {letters}; ни один из них не прочитан"
    cell = address(head, places[1])
    out.remarks.append(Remark("blocking", "duplicate_column", message, "удалите лишний столбец", sheet.name, cell))


def _numbers_columns(row: Sequence[object]) -> bool:
    return are_column_numbers([normal_text(cell) for cell in row])


def _without_key(sheet: Sheet, index: int, columns: dict[str, int], out: Returned) -> None:
    """A row of numbers that nobody owns, unless it is a total."""
    row = sheet.rows[index]
    filled = [column for column in columns.values() if column < len(row) and normal_text(row[column])]
    if filled and not any(is_total(text) or text == layout.ALL_SCHOOLS for text in map(normal_text, row)):
        message = "в строке есть числа, но нет кода школы; строка не прочитана"
        what = "впишите код школы из листа «Коды»"
        out.remarks.append(Remark("blocking", "no_key", message, what, sheet.name, address(index, filled[0])))


def _list(sheet: Sheet, head: int, key: int, value: int, out: Returned) -> None:
    """Quantities as rows; grey rows of known numbers bear no variable."""
    for index, row in enumerate(sheet.rows[head + 1 :], head + 1):
        id = normal_text(row[key]) if key < len(row) else ""
        if _VARIABLE.fullmatch(id):
            out.answers.append(_answer(sheet, index, value, "", id))
        elif not id and value < len(row) and normal_text(row[value]):
            message = "в строке есть значение, но нет кода величины; строка не прочитана"
            what = "впишите код величины из листа «Коды»"
            out.remarks.append(Remark("blocking", "no_key", message, what, sheet.name, address(index, value)))


def _answer(sheet: Sheet, row: int, column: int, key: str, variable: str) -> Answer:
    cells = sheet.rows[row]
    content = cells[column] if column < len(cells) else None
    mark = sheet.marks.get((row, column), "") if sheet.marks else ""
    merged = sheet.looks.covered.get((row, column)) if content not in (None, "") else None
    if merged and merged.bottom > merged.top:
        mark = f"число стоит в объединённой ячейке {span(merged)}: к какой строке оно относится, не видно"
    if type(content) is str:
        content = content[:_LONGEST]
    elif isinstance(content, datetime | date | time | timedelta):
        content, mark = str(content), mark or DATE
    return Answer(key, variable, content, mark, sheet.name, row, address(row, column))


def _unknown_columns(sheet: Sheet, head: int, codes: list[str], out: Returned) -> None:
    """A column put in by hand has no code: if there are numbers in it, the sender must know that they are not read."""
    width = max(map(len, sheet.rows), default=0)
    for column in range(width):
        if column < len(codes) and codes[column]:
            continue
        below = ((index, row) for index, row in enumerate(sheet.rows[head + 1 :], head + 1) if column < len(row))
        filled = next((index for index, row in below if normal_text(row[column])), None)
        if filled is not None:
            message = f"столбец {column_letter(column)} добавлен в форму и не прочитан"
            what = "перенесите нужные числа в столбцы формы"
            cell = address(filled, column)
            out.remarks.append(Remark("warning", "unknown_column", message, what, sheet.name, cell))
