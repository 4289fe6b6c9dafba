"""Sheets of one returned file -> its stamps and answers with their cells, whatever was put in between."""

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from careerstats.intake.cells import normal_text
from careerstats.intake.forms import layout
from careerstats.intake.forms.layout import Stamp, find_row, read_stamp
from careerstats.intake.forms.opening import Sheet
from careerstats.intake.rows import are_column_numbers, is_total
from careerstats.model import column_letter

DATE = "date"
_VARIABLE = re.compile(r"[A-Za-z]\w*")
_LONGEST = 300  # of a text in a cell of numbers; more is cut before anything looks at it


@dataclass(frozen=True)
class Answer:
    """What stands in one input cell; ``key``: id of the school as written, empty on a sheet of one addressee."""

    key: str
    variable: str
    content: Any
    mark: str
    sheet: str
    cell: str


@dataclass(frozen=True)
class Remark:
    """What is wrong with a place of the file, before it is known whose file it is."""

    severity: str
    code: str
    message: str
    what_to_do: str
    sheet: str = ""
    cell: str = ""


@dataclass
class Returned:
    """All that one file says; ``keys``: place of a row's id → the id; ``called``: the municipality over the table.

    ``twice``: variables that stand over two columns.
    """

    stamps: list[Stamp] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    called: list[tuple[str, str, str]] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def to_text(one: Returned) -> str:
    """JSON for the cache."""
    return json.dumps(vars(one), ensure_ascii=False, default=vars)


def from_text(text: str) -> Returned:
    """Raises ValueError, KeyError or TypeError for what ``to_text`` did not write."""
    told = json.loads(text)
    return Returned(
        [Stamp(**one) for one in told["stamps"]],
        [Answer(**one) for one in told["answers"]],
        dict(told["keys"]),
        [(name, sheet, cell) for name, sheet, cell in told["called"]],
        list(told["twice"]),
        [Remark(**one) for one in told["remarks"]],
    )


def extract(sheets: list[Sheet], titles: dict[str, str]) -> Returned:
    """``titles``: printed head → variable, for sheets whose row of codes was deleted."""
    out = Returned()
    for sheet in sheets:
        _stamps(sheet, out)
        if sheet.name == layout.PASSPORT_SHEET:
            continue
        row = find_row(sheet.rows, {layout.ORGANISATION, layout.VARIABLE})
        if row is not None:
            _by_codes(sheet, row, out)
        else:
            _by_titles(sheet, titles, out)
    return out


def _stamps(sheet: Sheet, out: Returned) -> None:
    for index, row in enumerate(sheet.rows[:60]):
        for column, content in enumerate(row):
            stamp = read_stamp(content)
            if stamp and stamp not in out.stamps:
                out.stamps.append(stamp)
            if isinstance(content, str) and content.strip() == layout.TERRITORY_LABEL:
                named = next(
                    ((at, normal_text(one)) for at, one in enumerate(row[column + 1 :], column + 1) if one), None
                )
                if named:
                    out.called.append((named[1], sheet.name, _address(index, named[0])))


def _by_codes(sheet: Sheet, row: int, out: Returned) -> None:
    codes = [one.strip() if isinstance(one, str) else "" for one in sheet.rows[row]]
    if layout.ORGANISATION in codes:
        columns: dict[str, list[int]] = {}
        for column, code in enumerate(codes):
            if _VARIABLE.fullmatch(code):
                columns.setdefault(code, []).append(column)
        _unknown_columns(sheet, row, codes, out)
        _grid(sheet, row, codes.index(layout.ORGANISATION), columns, out)
    elif layout.VALUE in codes:
        _list(sheet, row, codes.index(layout.VARIABLE), codes.index(layout.VALUE), out)
    else:
        out.remarks.append(_no_head(sheet))


def _by_titles(sheet: Sheet, titles: dict[str, str], out: Returned) -> None:
    """The row of codes is gone: heads are recognised word for word, or the sheet is not read."""
    for index, row in enumerate(sheet.rows[:200]):
        texts = [normal_text(one) for one in row]
        if layout.CODE_TITLE in texts and any(text in titles for text in texts):
            columns: dict[str, list[int]] = {}
            for column, text in enumerate(texts):
                if text in titles:
                    columns.setdefault(titles[text], []).append(column)
            _grid(sheet, index, texts.index(layout.CODE_TITLE), columns, out)
            break
        if layout.VALUE_TITLE in texts and layout.TITLE_TITLE in texts:
            _list(sheet, index, max(texts.index(layout.TITLE_TITLE) - 1, 0), texts.index(layout.VALUE_TITLE), out)
            break
    else:
        if any(read_stamp(one) for row in sheet.rows[:60] for one in row):
            out.remarks.append(_no_head(sheet))
        return
    told = "строка служебных кодов удалена; столбцы опознаны по заголовкам"
    out.remarks.append(Remark("remark", "codes_lost", told, "в следующий раз не удаляйте скрытые строки", sheet.name))


def _no_head(sheet: Sheet) -> Remark:
    message = "не найдены ни служебные коды, ни заголовки формы; лист не прочитан"
    return Remark("blocking", "no_head", message, "перенесите числа в неизменённый бланк", sheet.name)


def _grid(sheet: Sheet, head: int, key: int, columns: dict[str, list[int]], out: Returned) -> None:
    """Schools as rows; a variable that stands over two columns is read from neither."""
    for id, places in columns.items():
        if len(places) > 1:
            out.twice.append(id)
            letters = " и ".join(map(column_letter, places))
            message = f"столбец {id} повторяется: {letters}; ни один из них не прочитан"
            cell = _address(head, places[1])
            out.remarks.append(
                Remark("blocking", "duplicate_column", message, "удалите лишний столбец", sheet.name, cell)
            )
    single = {id: places[0] for id, places in columns.items() if len(places) == 1}
    for index, row in enumerate(sheet.rows[head + 1 :], head + 1):
        id = normal_text(row[key]) if key < len(row) else ""
        filled = [column for column in single.values() if column < len(row) and normal_text(row[column])]
        if id in (layout.TOTAL, layout.CODE_TITLE) or (not id and not filled):
            continue
        if id:
            if len(id) > 2 or not are_column_numbers([normal_text(one) for one in row]):
                _answers(sheet, index, id, key, columns=single, out=out)
        elif not any(is_total(text) or text == layout.ALL_SCHOOLS for text in map(normal_text, row)):
            message = "в строке есть числа, но нет кода школы; строка не прочитана"
            what = "впишите код школы из листа «Коды»"
            out.remarks.append(Remark("blocking", "no_key", message, what, sheet.name, _address(index, filled[0])))


def _answers(sheet: Sheet, row: int, id: str, key: int, *, columns: dict[str, int], out: Returned) -> None:
    out.keys.setdefault(f"{sheet.name}!{_address(row, key)}", id)
    for variable, column in columns.items():
        out.answers.append(_answer(sheet, row, column, id, variable))


def _list(sheet: Sheet, head: int, key: int, value: int, out: Returned) -> None:
    """Quantities as rows; grey rows of known numbers bear no variable."""
    for index, row in enumerate(sheet.rows[head + 1 :], head + 1):
        id = normal_text(row[key]) if key < len(row) else ""
        if _VARIABLE.fullmatch(id):
            out.answers.append(_answer(sheet, index, value, "", id))
        elif not id and value < len(row) and normal_text(row[value]):
            message = "в строке есть значение, но нет кода величины; строка не прочитана"
            what = "впишите код величины из листа «Коды»"
            out.remarks.append(Remark("blocking", "no_key", message, what, sheet.name, _address(index, value)))


def _answer(sheet: Sheet, row: int, column: int, key: str, variable: str) -> Answer:
    content = sheet.rows[row][column] if column < len(sheet.rows[row]) else None
    mark = sheet.marks.get((row, column), "")
    if isinstance(content, datetime | date | time | timedelta):
        content, mark = str(content), mark or DATE
    if isinstance(content, str):
        content = content[:_LONGEST]
    return Answer(key, variable, content, mark, sheet.name, _address(row, column))


def _unknown_columns(sheet: Sheet, head: int, codes: list[str], out: Returned) -> None:
    """A column put in by hand has no code: if there are numbers in it, the sender must know that they are not read."""
    width = max(map(len, sheet.rows), default=0)
    for column in range(width):
        if column < len(codes) and codes[column]:
            continue
        rows = range(head + 1, len(sheet.rows))
        filled = [row for row in rows if column < len(sheet.rows[row]) and normal_text(sheet.rows[row][column])]
        if filled:
            message = f"столбец {column_letter(column)} добавлен в форму и не прочитан"
            what = "перенесите нужные числа в столбцы формы"
            cell = _address(filled[0], column)
            out.remarks.append(Remark("warning", "unknown_column", message, what, sheet.name, cell))


def _address(row: int, column: int) -> str:
    return f"{column_letter(column)}{row + 1}"
