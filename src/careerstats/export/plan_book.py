"""Rows of a draft plan -> the workbook that a municipal body edits and sends back; same rows, same bytes.

What the program knows its rows by is locked, and its column folded away; measures, terms, values and execution are
open. A value is a number; whatever else is a text, never a formula. The hidden sheet (contracts.plan_book)
says whose plan it is, so that it is read back under any name.
"""

import re
from typing import TYPE_CHECKING

from careerstats.contracts.plan_book import (
    BOUNDS,
    COLUMNS,
    DONE,
    FORMAT,
    ROWS,
    SHEET,
    SPARE_ROWS,
    TECHNICAL,
    VERSION,
    BookRow,
    PlanBook,
)
from careerstats.export import xlsx

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (9, 18, 30, 19, 13, 28, 9, 10, 9, 12, 11, 19, 15, 21)
LOCKED = ("id", "fact", "people")
CODES = ("id",)
"""Columns that nobody needs to see."""
_NUMBER = re.compile(r"\d{1,3}(,\d)?")
_HEAD_ROW, _FIRST_SEEN = 4, len(CODES)  # counted from 0

_HINTS = (
    "Заполните незакрашенные ячейки. Меры можно менять и добавлять в пустые строки внизу; чтобы исключить меру, "
    "очистите её текст. Должности указывайте без фамилий.",
    "По окончании периода заполните столбцы «Исполнено», «Документ», «Причина» (из списка или «другое: …»), «Почему не "
    "исполнено» и верните эту же книгу под любым именем: программа узнает её сама.",
)


def write(plan: PlanBook) -> bytes:
    """The workbook of one plan."""

    def fill(book: "Workbook") -> None:
        _table(book.add_worksheet(SHEET), plan, _formats(book))
        _technical(book.add_worksheet(TECHNICAL), plan)

    return xlsx.workbook(fill, plan.title, xlsx.moment(plan.date))


def _formats(book: "Workbook") -> dict[str, "Format"]:
    font = {**xlsx.FONT, "valign": "top", "text_wrap": True, "num_format": "@"}
    cell = {**font, "border": 1}
    head = {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9DEE3"}
    return {
        "title": book.add_format({**font, "bold": True, "font_size": 14, "text_wrap": False}),
        "hint": book.add_format({**font, "text_wrap": False, "italic": True}),
        "head": book.add_format(head),
        "locked": book.add_format({**cell, "bg_color": "#F2F2F2"}),
        "open": book.add_format({**cell, "locked": False}),
        "locked_number": book.add_format({**cell, "bg_color": "#F2F2F2", "num_format": "0.0"}),
        "open_number": book.add_format({**cell, "locked": False, "num_format": "0.0"}),
        "quoted": book.add_format({**cell, "locked": False, "quote_prefix": True}),
    }


def _table(page: "Worksheet", plan: PlanBook, formats: dict[str, "Format"]) -> None:
    page.write_string(0, _FIRST_SEEN, f"{plan.title}. {plan.place}", formats["title"])
    for at, hint in enumerate(_HINTS, 1):
        page.write_string(at, _FIRST_SEEN, hint, formats["hint"])
    heads = COLUMNS | {"fact": f"Факт, {plan.base}, %", "plan": f"План, {plan.period}, %"}
    for at, (id, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        page.set_column(at, at, width, None, {"hidden": id in CODES})
        page.write_string(_HEAD_ROW, at, heads[id], formats["head"])
    page.set_row(_HEAD_ROW, 33)
    for line, row in enumerate([*plan.rows, *[BookRow()] * SPARE_ROWS], _HEAD_ROW + 1):
        for at, text in enumerate(_cells(row)):
            _cell(page, (line, at), text, formats, locked=list(COLUMNS)[at] in LOCKED)
        if row.measure:
            page.set_row(line, 15.0 * _lines(row))
    _rules(page, plan, _HEAD_ROW + 1, _HEAD_ROW + len(plan.rows) + SPARE_ROWS)
    page.freeze_panes(_HEAD_ROW + 1, 0)
    page.repeat_rows(_HEAD_ROW)
    page.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True})
    xlsx.paper(page, sideways=True)


def _lines(row: BookRow) -> int:
    """Lines of the tallest cell: LibreOffice does not find the height of a row by itself."""
    seen = [(text, width) for id, text, width in zip(COLUMNS, _cells(row), WIDTHS, strict=True) if id not in CODES]
    return max(len(text) * 11 // (10 * width) + 1 for text, width in seen)


def _cells(row: BookRow) -> list[str]:
    return [getattr(row, id) for id in COLUMNS]


def _cell(page: "Worksheet", at: tuple[int, int], text: str, formats: dict[str, "Format"], *, locked: bool) -> None:
    if _NUMBER.fullmatch(text):
        page.write_number(*at, float(text.replace(",", ".")), formats["locked_number" if locked else "open_number"])
        return
    xlsx.text(page, at, text, formats["locked" if locked else "open"], formats["locked" if locked else "quoted"])


_LISTS = {"activity": "F", "indicator": "G", "cause": "H"}
"""Column of the table → column of the technical sheet that it may be chosen from."""


def _rules(page: "Worksheet", plan: PlanBook, first: int, last: int) -> None:
    """Lists to choose from; an indicator, an activity or a cause of the body's own is warned of, not refused."""
    sizes = {"activity": plan.activities, "indicator": plan.indicators, "cause": plan.causes}
    lists = {id: (letter, len(sizes[id])) for id, letter in _LISTS.items()}
    for id, (letter, size) in lists.items():
        if size:
            source = f"='{TECHNICAL}'!${letter}$1:${letter}${size}"
            soft = {"error_type": "warning", "error_title": "Нет в списке", "error_message": "Такого в списке нет."}
            at = list(COLUMNS).index(id)
            page.data_validation(first, at, last, at, {"validate": "list", "source": source, **soft})
    at = list(COLUMNS).index("bound")
    page.data_validation(first, at, last, at, {"validate": "list", "source": list(BOUNDS), "error_type": "warning"})
    at = list(COLUMNS).index("done")
    refusal = {"error_title": "Исполнено", "error_message": f"Выберите: {', '.join(DONE)}."}
    page.data_validation(first, at, last, at, {"validate": "list", "source": list(DONE), **refusal})


def _technical(page: "Worksheet", plan: PlanBook) -> None:
    """Whose plan it is, what was drafted, and what the lists offer."""
    lines = [
        ("format", FORMAT),
        ("version", VERSION),
        ("dataset", plan.dataset),
        ("period", plan.period),
        ("base", plan.base),
        ("code", plan.code),
        (ROWS, ""),
        *((row.id, row.measure, row.indicator) for row in plan.rows if row.id),
    ]
    for at, line in enumerate(lines):
        for place, text in enumerate(line):
            page.write_string(at, place, text)
    for place, names in ((5, plan.activities), (6, plan.indicators), (7, plan.causes)):
        for at, text in enumerate(names):
            page.write_string(at, place, text)
    page.protect()
    page.very_hidden()
