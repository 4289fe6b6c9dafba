"""Sheets to be filled in: schools as rows («Школы»), or quantities as rows («Муниципалитет», «Школа»)."""

# ruff: noqa: PLR0917  every writer takes book or sheet, formats, form, addressee, then its own
from collections.abc import Sequence
from typing import TYPE_CHECKING

from careerstats.intake.forms import layout, rules
from careerstats.intake.forms.addressee import Addressee
from careerstats.intake.forms.description import Form, Question, wholes
from careerstats.intake.forms.looks import Looks
from careerstats.intake.organisations import Organisation
from careerstats.model import column_letter

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CODES, HEAD, FIRST = 4, 5, 6
"""Rows (from 0) of the hidden codes, of the titles and of the first input."""

_MAY = {"format_columns": True, "format_rows": True, "select_locked_cells": True}


def known_variables(questions: Sequence[Question], asked: Sequence[str], to: Addressee) -> list[str]:
    """Wholes that the form does not ask and the dataset knows of these schools already."""
    wanted = [name for question in questions for name in wholes(question) if name not in asked]
    owners = [school.id for school in to.schools] or [""]
    return [name for name in dict.fromkeys(wanted) if any(to.number(id, name) is not None for id in owners)]


def write_grid(book: "Workbook", formats: Looks, form: Form, to: Addressee, stamp: layout.Stamp) -> dict[str, str]:
    """The sheet of schools; returns id of a variable → its column («'Школы'!$F$7:$F$17», with the total)."""
    sheet = book.add_worksheet(layout.SCHOOLS_SHEET)
    known = known_variables(form.questions, list(form.asked), to)
    start = 2 + len(known)
    columns = {question.id: start + 2 * index + 1 for index, question in enumerate(form.questions)}
    columns |= {name: 2 + index for index, name in enumerate(known)}
    notes = start + 2 * len(form.questions)
    last = FIRST + len(to.schools) - 1
    _grid_head(sheet, formats, form, to, known, notes)
    for index, school in enumerate(to.schools):
        _grid_row(sheet, formats, form, to, school, FIRST + index, known, columns)
        cells = {id: f"{column_letter(at)}{FIRST + index + 1}" for id, at in columns.items()}
        sheet.write_formula(FIRST + index, notes, rules.notes(form.questions, cells, to.base), formats["notes"], "")
    sums = {id: sum(to.number(school.id, id) or 0 for school in to.schools) for id in known}
    _totals(sheet, formats, form, sums, columns, notes, last)
    inputs = [_grid_input(book, sheet, formats, question, columns, last) for question in form.questions]
    own = f"{column_letter(notes)}{FIRST + 1}:{column_letter(notes)}{last + 1}"
    _finish(sheet, formats, form, to, stamp, inputs, own, len(form.questions) * len(to.schools))
    sheet.freeze_panes(FIRST, 2)
    sheet.repeat_columns(0, 1)
    return {id: _area(layout.SCHOOLS_SHEET, FIRST, at, last + 1, at) for id, at in columns.items()}


def _grid_input(
    book: "Workbook", sheet: "Worksheet", formats: Looks, question: Question, columns: dict[str, int], last: int
) -> str:
    """Checks and the name of one column to be filled in; returns where it stands («H7:H17»)."""
    at = columns[question.id]
    cells = {id: f"${column_letter(column)}{FIRST + 1}" for id, column in columns.items()}
    _check(sheet, formats, question, (FIRST, at, last, at), cells)
    book.define_name(f"careerstats_{question.id}", _area(layout.SCHOOLS_SHEET, FIRST, at, last, at))
    return f"{column_letter(at)}{FIRST + 1}:{column_letter(at)}{last + 1}"


NAME_WIDTH = 34  # of the column of schools, in characters


def _grid_head(sheet: "Worksheet", formats: Looks, form: Form, to: Addressee, known: list[str], notes: int) -> None:
    heads = [(layout.ORGANISATION, layout.CODE_TITLE, "head", 20), (layout.NAME, "Школа", "head", NAME_WIDTH)]
    heads += [(layout.KNOWN, f"{rules.letter(i)}. {to.base[id]}", "past_head", 13) for i, id in enumerate(known)]
    for number, question in enumerate(form.questions, 1):
        heads += [
            (layout.WAS, f"было {to.previous}", "past_head", 8),
            (question.id, layout.head(number, question), "head", 15),
        ]
    heads.append((layout.NOTES, "Замечания (появляются сами)", "head", 50))
    for column, (code, title, look, width) in enumerate(heads):
        sheet.write_string(CODES, column, code, formats["stamp"])
        sheet.write_string(HEAD, column, title, formats[look])
        sheet.set_column(column, column, width)
    sheet.set_row(HEAD, 96)


def _grid_row(
    sheet: "Worksheet",
    formats: Looks,
    form: Form,
    to: Addressee,
    school: Organisation,
    row: int,
    known: list[str],
    columns: dict[str, int],
) -> None:
    sheet.write_string(row, 0, school.id, formats["text"])
    sheet.write_string(row, 1, school.name, formats["text"])
    sheet.set_row(row, height((school.name, NAME_WIDTH)))
    for id in known:
        _number(sheet, (row, columns[id]), to.number(school.id, id), formats["past"])
    for question in form.questions:
        was = to.number(school.id, question.id, to.previous)
        _was(sheet, (row, columns[question.id] - 1), was, question, formats)
        sheet.write_blank(row, columns[question.id], None, formats["flag" if question.flag else "number"])


def _totals(
    sheet: "Worksheet", formats: Looks, form: Form, sums: dict[str, int], columns: dict[str, int], notes: int, last: int
) -> None:
    """Live sums; ``sums`` of what is known already stand in the file too, for programs that do not recompute it."""
    row = last + 1
    for column in range(notes + 1):
        sheet.write_blank(row, column, None, formats["total"])
    sheet.write_string(row, 0, layout.TOTAL, formats["total_code"])
    sheet.write_string(row, 1, layout.ALL_SCHOOLS, formats["total"])
    flags = {question.id for question in form.questions if question.flag}
    for id in (*sums, *(question.id for question in form.questions)):
        letter = column_letter(columns[id])
        cells = f"{letter}{FIRST + 1}:{letter}{last + 1}"
        formula = f'=COUNTIF({cells},"да")' if id in flags else f"=SUM({cells})"
        sheet.write_formula(row, columns[id], formula, formats["total"], sums.get(id, 0))


_LIST_HEADS = (
    (layout.VARIABLE, "Код величины", 28),
    ("#title", layout.TITLE_TITLE, 62),
    (layout.WAS, "Было", 12),
    (layout.VALUE, layout.VALUE_TITLE, 14),
    (layout.NOTES, "Замечания (появляются сами)", 56),
)


def write_list(
    book: "Workbook",
    formats: Looks,
    form: Form,
    to: Addressee,
    stamp: layout.Stamp,
    name: str,
    questions: Sequence[Question],
) -> dict[str, str]:
    """A sheet with one row per quantity; returns id of a variable → its cell."""
    sheet = book.add_worksheet(name)
    known = known_variables(questions, list(form.asked), to)
    ids = [*(question.id for question in questions), *known]
    cells = {id: f"$D${FIRST + index + 1}" for index, id in enumerate(ids)}
    _list_head(sheet, formats, to)
    for index, question in enumerate(questions):
        row = FIRST + index
        _list_row(sheet, formats, question, row, to, stamp.organisation)
        sheet.write_formula(row, 4, rules.notes([question], cells, to.base, index + 1), formats["notes"], "")
        _check(sheet, formats, question, (row, 3, row, 3), cells)
        book.define_name(f"careerstats_{question.id}", _area(name, row, 3, row, 3))
    last = FIRST + len(questions)
    for index, id in enumerate(known):
        _known_row(sheet, formats, last + index, id, f"{rules.letter(index)}. {to.base[id]}")
        _number(sheet, (last + index, 3), to.number(stamp.organisation, id), formats["past"])
    _finish(sheet, formats, form, to, stamp, [f"D{FIRST + 1}:D{last}"], f"E{FIRST + 1}:E{last}", len(questions))
    sheet.freeze_panes(FIRST, 0)
    return {id: f"'{name}'!{cell}" for id, cell in cells.items()}


def _list_head(sheet: "Worksheet", formats: Looks, to: Addressee) -> None:
    for column, (code, title, width) in enumerate(_LIST_HEADS):
        sheet.write_string(CODES, column, code, formats["stamp"])
        text = f"{title} {to.previous}" if code == layout.WAS else title
        sheet.write_string(HEAD, column, text, formats["head"])
        sheet.set_column(column, column, width)


def _list_row(sheet: "Worksheet", formats: Looks, question: Question, row: int, to: Addressee, owner: str) -> None:
    """Code, title, last year's number and the empty cell of one quantity."""
    title = layout.head(row - FIRST + 1, question)
    sheet.set_row(row, height((title, _LIST_HEADS[1][2])))
    sheet.write_string(row, 0, question.id, formats["text"])
    sheet.write_string(row, 1, title, formats["text"])
    _was(sheet, (row, 2), to.number(owner, question.id, to.previous), question, formats)
    sheet.write_blank(row, 3, None, formats["flag" if question.flag else "number"])


def _known_row(sheet: "Worksheet", formats: Looks, row: int, id: str, title: str) -> None:
    """A whole that the form does not ask: its code in brackets is not read back."""
    sheet.write_string(row, 0, f"({id})", formats["past_head"])
    sheet.write_string(row, 1, title, formats["past_head"])
    sheet.write_blank(row, 2, None, formats["past"])


def _was(sheet: "Worksheet", at: tuple[int, int], number: int | None, question: Question, formats: Looks) -> None:
    if question.flag and number is not None:
        sheet.write_string(*at, "да" if number else "нет", formats["past"])
    else:
        _number(sheet, at, number, formats["past"])


def _number(sheet: "Worksheet", at: tuple[int, int], number: int | None, look: "Format") -> None:
    if number is None:
        sheet.write_blank(*at, None, look)
    else:
        sheet.write_number(*at, number, look)


def _check(
    sheet: "Worksheet", formats: Looks, question: Question, area: tuple[int, int, int, int], cells: dict[str, str]
) -> None:
    """What may be typed, and what turns the cell red; ``cells``: variable → address in the first row of the area."""
    own = f"{column_letter(area[1])}{area[0] + 1}"
    sheet.data_validation(*area, rules.validation(question, own))
    wrong = rules.wrong(question, {**cells, question.id: own})
    sheet.conditional_format(*area, {"type": "formula", "criteria": f"={wrong}", "format": formats["red"]})


def _finish(
    sheet: "Worksheet",
    formats: Looks,
    form: Form,
    to: Addressee,
    stamp: layout.Stamp,
    inputs: list[str],
    notes: str,
    number: int,
) -> None:
    """What stands over the table, its lock and how it is printed."""
    school = next(
        (
            f", {organisation.name} ({organisation.id})"
            for organisation in to.schools
            if organisation.id == stamp.organisation
        ),
        "",
    )
    sheet.write_string(0, 0, stamp.text, formats["stamp"])
    marked = " (условные данные)" if to.synthetic and "условные данные" not in form.title else ""
    sheet.write_string(1, 0, f"{form.title}, {to.period}{marked}{school}", formats["title"])
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
