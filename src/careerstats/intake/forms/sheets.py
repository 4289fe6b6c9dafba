"""Sheets to be filled in: schools as rows («Школы»), or quantities as rows («Муниципалитет», «Школа»)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from careerstats.intake.forms import layout
from careerstats.intake.forms.description import Addressee, Form, Question, wholes
from careerstats.intake.organisations import Organisation
from careerstats.model import column_letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CODES, HEAD, FIRST = 4, 5, 6
"""Rows (from 0) of the hidden codes, of the titles and of the first input."""


Looks: TypeAlias = "dict[str, Format]"

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
_CELL = {**_FONT, "border": 1, "border_color": "#999999"}
_GREY = {"font_color": "#595959", "bg_color": "#F2F2F2"}
_LOOKS = {
    "text": {**_CELL, "text_wrap": True},
    "top": {**_CELL, "text_wrap": True, "valign": "top"},
    "head": {**_CELL, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "valign": "top"},
    "past": {**_CELL, **_GREY, "num_format": "0", "align": "right"},
    "past_head": {**_CELL, **_GREY, "text_wrap": True, "valign": "top", "font_size": 9},
    "number": {**_CELL, "num_format": "0", "locked": False, "bg_color": "#FFFFE5", "align": "right"},
    "flag": {**_CELL, "num_format": "@", "locked": False, "bg_color": "#FFFFE5", "align": "center"},
    "total": {**_CELL, "bold": True, "num_format": "0", "bg_color": "#EDEDED"},
    "total_code": {**_CELL, "font_color": "#EDEDED", "bg_color": "#EDEDED"},
    "notes": {**_CELL, "text_wrap": True, "font_color": "#C00000", "valign": "top"},
    "choice": {**_CELL, "bold": True, "locked": False, "bg_color": "#FFFFE5"},
    "title": {**_FONT, "bold": True, "font_size": 13},
    "plain": {**_FONT},
    "wrapped": {**_FONT, "text_wrap": True, "valign": "top"},
    "stamp": {**_FONT, "font_size": 7, "font_color": "#BFBFBF"},
    "red": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
}


def looks(book: "Workbook") -> Looks:
    """All formats of the workbook by name."""
    return {name: book.add_format(look) for name, look in _LOOKS.items()}


@dataclass(frozen=True)
class Writing:
    """A workbook while it is written: what it asks, whom, and the stamp that every sheet of answers bears."""

    book: "Workbook"
    formats: Looks
    form: Form
    to: Addressee
    stamp: layout.Stamp


_MAY = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


def known_variables(questions: Sequence[Question], asked: Sequence[str], to: Addressee) -> list[str]:
    """Wholes that the form does not ask and the dataset knows of these schools already."""
    wanted = [name for question in questions for name in wholes(question) if name not in asked]
    owners = [school.id for school in to.schools] or [""]
    return [name for name in dict.fromkeys(wanted) if any(to.number(id, name) is not None for id in owners)]


def write_grid(of: Writing) -> dict[str, str]:
    """The sheet of schools; returns id of a variable → its column («'Школы'!$F$7:$F$17», with the total)."""
    sheet, form, to = of.book.add_worksheet(layout.SCHOOLS_SHEET), of.form, of.to
    known = known_variables(form.questions, list(form.asked), to)
    start = 2 + len(known)
    columns = {question.id: start + 2 * index + 1 for index, question in enumerate(form.questions)}
    columns |= {name: 2 + index for index, name in enumerate(known)}
    notes = start + 2 * len(form.questions)
    last = FIRST + len(to.schools) - 1
    _grid_head(of, sheet, known)
    for row, school in enumerate(to.schools, FIRST):
        _grid_row(of, sheet, row, school, columns)
        cells = {id: f"{column_letter(at)}{row + 1}" for id, at in columns.items()}
        sheet.write_formula(row, notes, _reasons(form.questions, cells, to.base), of.formats["notes"], "")
    sums = {id: sum(to.number(school.id, id) or 0 for school in to.schools) for id in known}
    _totals(of, sheet, sums, columns, last + 1)
    inputs = [_grid_input(of, sheet, question, columns, last) for question in form.questions]
    own = f"{column_letter(notes)}{FIRST + 1}:{column_letter(notes)}{last + 1}"
    _finish(of, sheet, inputs, own, len(form.questions) * len(to.schools))
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_columns(0, 1)
    return {id: _area(layout.SCHOOLS_SHEET, FIRST, at, last + 1, at) for id, at in columns.items()}


def _grid_input(of: Writing, sheet: "Worksheet", question: Question, columns: dict[str, int], last: int) -> str:
    """Checks and the name of one column to be filled in; returns where it stands («H7:H17»)."""
    at = columns[question.id]
    cells = {id: f"${column_letter(column)}{FIRST + 1}" for id, column in columns.items()}
    _check(of, sheet, question, (FIRST, at, last, at), cells)
    of.book.define_name(f"careerstats_{question.id}", _area(layout.SCHOOLS_SHEET, FIRST, at, last, at))
    return f"{column_letter(at)}{FIRST + 1}:{column_letter(at)}{last + 1}"


NAME_WIDTH = 34  # of the column of schools, in characters


def _grid_head(of: Writing, sheet: "Worksheet", known: list[str]) -> None:
    heads = [(layout.ORGANISATION, layout.CODE_TITLE, "head", 20), (layout.NAME, "Школа", "head", NAME_WIDTH)]
    heads += [(layout.KNOWN, f"{_letter(i)}. {of.to.base[id]}", "past_head", 13) for i, id in enumerate(known)]
    for number, question in enumerate(of.form.questions, 1):
        heads += [
            (layout.WAS, f"было {of.to.previous}", "past_head", 8),
            (question.id, layout.head(number, question), "head", 15),
        ]
    heads.append((layout.NOTES, "Замечания (появляются сами)", "head", 50))
    for column, (code, title, look, width) in enumerate(heads):
        _head(of, sheet, column, code, title=title, look=look, width=width)
    sheet.set_row(HEAD, 96)


def _head(of: Writing, sheet: "Worksheet", column: int, code: str, *, title: str, look: str, width: int) -> None:
    sheet.write_string(CODES, column, code, of.formats["stamp"])
    sheet.write_string(HEAD, column, title, of.formats[look])
    sheet.set_column(column, column, width)


def _grid_row(of: Writing, sheet: "Worksheet", row: int, school: Organisation, columns: dict[str, int]) -> None:
    sheet.write_string(row, 0, school.id, of.formats["text"])
    sheet.write_string(row, 1, school.name, of.formats["text"])
    sheet.set_row(row, height((school.name, NAME_WIDTH)))
    for id, column in columns.items():
        if id not in of.form.asked:
            _number(of, sheet, (row, column), of.to.number(school.id, id))
    for question in of.form.questions:
        _input(of, sheet, (row, columns[question.id]), question, school.id)


def _totals(of: Writing, sheet: "Worksheet", sums: dict[str, int], columns: dict[str, int], row: int) -> None:
    """Live sums; ``sums`` of what is known already stand in the file too, for programs that do not recompute it."""
    for column in range(max(columns.values(), default=1) + 2):
        sheet.write_blank(row, column, None, of.formats["total"])
    sheet.write_string(row, 0, layout.TOTAL, of.formats["total_code"])
    sheet.write_string(row, 1, layout.ALL_SCHOOLS, of.formats["total"])
    flags = {question.id for question in of.form.questions if question.flag}
    for id in (*sums, *(question.id for question in of.form.questions)):
        letter = column_letter(columns[id])
        cells = f"{letter}{FIRST + 1}:{letter}{row}"
        formula = f'=COUNTIF({cells},"да")' if id in flags else f"=SUM({cells})"
        sheet.write_formula(row, columns[id], formula, of.formats["total"], sums.get(id, 0))


_LIST_HEADS = (
    (layout.VARIABLE, "Код величины", 28),
    ("#title", layout.TITLE_TITLE, 62),
    (layout.WAS, "Было", 12),
    (layout.VALUE, layout.VALUE_TITLE, 14),
    (layout.NOTES, "Замечания (появляются сами)", 56),
)


def write_list(of: Writing, name: str, questions: Sequence[Question]) -> dict[str, str]:
    """A sheet with one row per quantity; returns id of a variable → its cell."""
    sheet, to = of.book.add_worksheet(name), of.to
    known = known_variables(questions, list(of.form.asked), to)
    ids = [*(question.id for question in questions), *known]
    cells = {id: f"$D${FIRST + index + 1}" for index, id in enumerate(ids)}
    for column, (code, title, width) in enumerate(_LIST_HEADS):
        text = f"{title} {to.previous}" if code == layout.WAS else title
        _head(of, sheet, column, code, title=text, look="head", width=width)
    for index, question in enumerate(questions):
        row = FIRST + index
        title = layout.head(index + 1, question)
        sheet.set_row(row, height((title, _LIST_HEADS[1][2])))
        sheet.write_string(row, 0, question.id, of.formats["text"])
        sheet.write_string(row, 1, title, of.formats["text"])
        _input(of, sheet, (row, 3), question, of.stamp.organisation)
        sheet.write_formula(row, 4, _reasons([question], cells, to.base, index + 1), of.formats["notes"], "")
        _check(of, sheet, question, (row, 3, row, 3), cells)
        of.book.define_name(f"careerstats_{question.id}", _area(name, row, 3, row, 3))
    last = FIRST + len(questions)
    for index, id in enumerate(known):
        _known_row(of, sheet, last + index, id, f"{_letter(index)}. {to.base[id]}")
    _finish(of, sheet, [f"D{FIRST + 1}:D{last}"], f"E{FIRST + 1}:E{last}", len(questions))
    sheet.freeze_panes(FIRST, 0)
    return {id: f"'{name}'!{cell}" for id, cell in cells.items()}


def _known_row(of: Writing, sheet: "Worksheet", row: int, id: str, title: str) -> None:
    """A whole that the form does not ask: its code in brackets is not read back."""
    sheet.write_string(row, 0, f"({id})", of.formats["past_head"])
    sheet.write_string(row, 1, title, of.formats["past_head"])
    sheet.write_blank(row, 2, None, of.formats["past"])
    _number(of, sheet, (row, 3), of.to.number(of.stamp.organisation, id))


def _input(of: Writing, sheet: "Worksheet", at: tuple[int, int], question: Question, owner: str) -> None:
    """The empty cell of one quantity, last year's number before it."""
    was, before = of.to.number(owner, question.id, of.to.previous), (at[0], at[1] - 1)
    if question.flag and was is not None:
        sheet.write_string(*before, "да" if was else "нет", of.formats["past"])
    else:
        _number(of, sheet, before, was)
    sheet.write_blank(*at, None, of.formats["flag" if question.flag else "number"])


def _number(of: Writing, sheet: "Worksheet", at: tuple[int, int], number: int | None) -> None:
    if number is None:
        sheet.write_blank(*at, None, of.formats["past"])
    else:
        sheet.write_number(*at, number, of.formats["past"])


def _check(
    of: Writing, sheet: "Worksheet", question: Question, area: tuple[int, int, int, int], cells: dict[str, str]
) -> None:
    """What may be typed, and what turns the cell red; ``cells``: variable → address in the first row of the area."""
    own = f"{column_letter(area[1])}{area[0] + 1}"
    sheet.data_validation(*area, _validation(question, own))
    wrong = _is_wrong(question, {**cells, question.id: own})
    sheet.conditional_format(*area, {"type": "formula", "criteria": f"={wrong}", "format": of.formats["red"]})


def _finish(of: Writing, sheet: "Worksheet", inputs: list[str], notes: str, number: int) -> None:
    """What stands over the table, its lock and how it is printed."""
    form, to, stamp, formats = of.form, of.to, of.stamp, of.formats
    named = [f", {school.name} ({school.id})" for school in to.schools if school.id == stamp.organisation]
    marked = " (условные данные)" if to.synthetic and "условные данные" not in form.title else ""
    sheet.write_string(0, 0, stamp.text, formats["stamp"])
    sheet.write_string(1, 0, f"{form.title}, {to.period}{marked}{''.join(named[:1])}", formats["title"])
    sheet.write_string(2, 0, layout.TERRITORY_LABEL, formats["plain"])
    sheet.write_string(2, 1, to.territory.name, formats["title"])
    filled = "+".join(f"COUNTA({cells})" for cells in inputs)
    status = f'="Заполнено "&({filled})&" из {number}; строк с замечаниями: "&SUMPRODUCT(--(LEN({notes})>0))'
    sheet.write_formula(3, 1, status, formats["plain"], f"Заполнено 0 из {number}; строк с замечаниями: 0")
    sheet.set_row(0, 10)
    sheet.set_row(CODES, None, None, {"hidden": True})
    sheet.protect("", _MAY)
    sheet.set_landscape()
    sheet.set_paper(8 if len(inputs) > 1 else 9)  # A3 for the wide sheet of schools
    sheet.fit_to_pages(1, 0)


def height(*cells: tuple[str, float]) -> float:
    """Points for the highest of these wrapped texts with their column widths: not every program fits rows itself."""
    lines = (sum(-(-len(line) // max(int(width * 1.05), 1)) or 1 for line in text.split("\n")) for text, width in cells)
    return 13.5 * max(lines) + 3


def _area(name: str, *area: int) -> str:
    row, column, last_row, last_column = area
    return f"'{name}'!${column_letter(column)}${row + 1}:${column_letter(last_column)}${last_row + 1}"


# ---- spreadsheet formulas that say what is wrong as it is typed

_NUMBER_RULE = "целое число от 0, «-» (сведений нет) или «Х» (не применимо)"
FLAG_RULE = "«да», «нет» или «-» (сведений нет)"


def _letter(index: int) -> str:
    """0 → А, 1 → Б: known numbers are lettered, asked ones numbered."""
    return "АБВГДЕЖИКЛМНОПРСТУФХЦШЭЮЯ"[index % 25]


def _is_valid(question: Question, cell: str) -> str:
    """A formula that is true where the cell may be taken as it stands (an empty one too)."""
    if question.flag:
        return f'OR({cell}="",LOWER({cell})="да",LOWER({cell})="нет",{cell}="-")'
    words = f'OR({cell}="",{cell}="-",LOWER({cell})="х",LOWER({cell})="x",LOWER({cell})="н/д")'
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),{words})"


def _is_over(cell: str, whole: str) -> str:
    """A formula that is true where a part is greater than its whole and both are numbers."""
    return f"AND(ISNUMBER({cell}),ISNUMBER({whole}),N({cell})>N({whole}))"


def _is_wrong(question: Question, cells: Mapping[str, str]) -> str:
    """A formula that is true where the cell must turn red."""
    own = cells[question.id]
    greater = [_is_over(own, cells[name]) for name in wholes(question) if name in cells]
    return f"OR({','.join([f'NOT({_is_valid(question, own)})', *greater])})"


def _reasons(questions: Sequence[Question], cells: Mapping[str, str], base: Mapping[str, str], first: int = 1) -> str:
    """The formula of the reasons of one row; columns are called by their number or letter, as in official forms."""
    numbers = {question.id: f"гр. {first + index}" for index, question in enumerate(questions)}
    parts = []
    for question in questions:
        own = cells[question.id]
        rule = "«да» или «нет»" if question.flag else "целое число, «-» или «Х»"
        parts.append(f'IF({_is_valid(question, own)},"","{numbers[question.id]}: нужно {rule}. ")')
        for name in wholes(question):
            if name in cells:
                called = numbers.get(name) or f"«{_short(base.get(name, name))}»"
                parts.append(f'IF({_is_over(own, cells[name])},"{numbers[question.id]} больше, чем {called}. ","")')
    return "=" + "&".join(parts)


def _validation(question: Question, cell: str) -> dict[str, object]:
    """What the spreadsheet lets be typed, with a Russian message."""
    if question.flag:
        rule = {"validate": "list", "source": ["да", "нет", "-"]}
        return {**rule, "error_title": "Да или нет", "error_message": f"Выберите {FLAG_RULE}."}
    rule = {"validate": "custom", "value": f"={_is_valid(question, cell)}"}
    return {**rule, "error_title": "Нужно количество", "error_message": f"Укажите {_NUMBER_RULE}."}


def _short(title: str) -> str:
    text = title.replace('"', "'")
    return text if len(text) <= 70 else f"{text[:69].rstrip()}…"
