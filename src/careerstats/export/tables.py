"""The document model -> tables.xlsx: every table of the note on a sheet of its own, shares as live formulas.

No macro and no link to another file; a text is never a formula. Same model, same bytes.
"""

from itertools import groupby
from typing import TYPE_CHECKING

from careerstats.blocks import Table, Title, plain, storeys
from careerstats.export.document import Document, moment_of, origin_of, title_of
from careerstats.export.table_sheet import Cell, Sheet, sheet_of
from careerstats.export.xlsx import FONT, LINE_POINTS, height, paper, workbook
from careerstats.export.xlsx import text as put

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CONTENTS = "Содержание"
HEAD_ROW = 2
LETTERS = {False: 95, True: 150}
"""About so many letters stand side by side on a page that stands or lies."""
SIDEWAYS_FROM = 7
FEWEST_LETTERS = 9
EXPLAINED = (
    "Доли и разницы – формулы: числитель / знаменатель × 100. Числа, которых в таблице справки нет, стоят справа в "
    "столбцах «Для расчёта». Доли приведены в процентах; показанное число знаков – как в справке, точное значение – в "
    "ячейке."
)
NO_TABLES = "Таблиц в документе нет."


def write(document: Document) -> bytes:
    """The workbook of the note's tables."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    names = _names(tables)
    marks = [mark for block in document.blocks if isinstance(block, Title) for mark in block.marks]

    def fill(book: "Workbook") -> None:
        looks, contents = _Looks(book), book.add_worksheet(CONTENTS)
        made = [_table(book.add_worksheet(name), table, looks) for name, table in zip(names, tables, strict=True)]
        _contents(contents, [title_of(document), *marks], tables, names, looks, formulas=any(made))

    return workbook(fill, title_of(document), moment_of(document), origin_of(document))


class _Looks:
    """Formats of the workbook, made when they are first asked for."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **wanted: object) -> "Format":
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**FONT, "valign": "top", **wanted})
        return self.made[key]


def _names(tables: list[Table]) -> list[str]:
    """«Таблица 1»; an author's table without a caption has no number."""
    bare = [table for table in tables if not table.number]
    return [
        f"Таблица {table.number}" if table.number else f"Таблица без номера {bare.index(table) + 1}" for table in tables
    ]


def _contents(
    page: "Worksheet", heads: list[str], tables: list[Table], names: list[str], looks: _Looks, *, formulas: bool
) -> None:
    """The first sheet: what the book holds, each line a way to its table."""
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 90)
    lines = [*heads, *([EXPLAINED] if formulas else []), *([] if tables else [NO_TABLES])]
    for at, text in enumerate(lines):
        form = looks(bold=at == 0, text_wrap=True, font_size=14 if at == 0 else 11)
        page.merge_range(at, 0, at, 1, "", form)
        put(page, (at, 0), text, form)
        page.set_row(at, height([text], [95 if at else 75]) * (1.25 if at == 0 else 1))
    for at, (name, table) in enumerate(zip(names, tables, strict=True), len(lines) + 1):
        page.write_url(at, 0, f"internal:'{name}'!A1", looks(font_color="#0B4A8F", underline=1), name)
        put(page, (at, 1), table.caption, looks(text_wrap=True))
        page.set_row(at, height([table.caption], [90]))
    paper(page, sideways=False)


def _table(page: "Worksheet", table: Table, looks: _Looks) -> bool:
    """One table with its caption above and its notes below; returns whether it has formulas."""
    head = HEAD_ROW + bool(storeys(table.columns))
    sheet = sheet_of(table, head + 1)
    sideways = table.landscape or len(sheet.heads) >= SIDEWAYS_FROM
    widths = [max(FEWEST_LETTERS, round(LETTERS[sideways] * share)) for share in sheet.widths]
    number = f"Таблица {table.number} – " if table.number else ""
    _wide(page, 0, f"{number}{table.caption}", widths, looks(bold=True, font_size=12, text_wrap=True))
    _heads(page, sheet, widths, looks, head)
    for line, (cells, row) in enumerate(zip(sheet.rows, table.rows, strict=True), head + 1):
        page.set_row(line, LINE_POINTS if row.kind == "group" else height([cell.value for cell in cells], widths))
        for at, cell in enumerate(cells):
            align = "left" if row.kind == "group" else sheet.aligns[at]
            _cell(page, (line, at), cell, looks, kind=row.kind, align=align)
    for at, note in enumerate(table.notes, head + len(sheet.rows) + 2):
        _wide(page, at, plain(note), widths, looks(italic=True, text_wrap=True))
    page.freeze_panes(head + 1, 1)
    page.repeat_rows(HEAD_ROW, head)
    paper(page, sideways=sideways)
    return any(cell.formula for cells in sheet.rows for cell in cells)


def _wide(page: "Worksheet", line: int, text: str, widths: list[int], form: "Format") -> None:
    """A text over all columns of the table, so that it does not make the printed page wider."""
    if len(widths) > 1:
        page.merge_range(line, 0, line, len(widths) - 1, "", form)
    put(page, (line, 0), text, form)
    page.set_row(line, height([text], [sum(widths)]))


def _heads(page: "Worksheet", sheet: Sheet, widths: list[int], looks: _Looks, line: int) -> None:
    """The heads in a row; what stands over several of them in the row above."""
    form = looks(bold=True, text_wrap=True, border=1, align="center", bg_color="#F2F2F2")
    aside = looks(italic=True, text_wrap=True, border=1, align="center", font_color="#595959")
    for at, (head, width) in enumerate(zip(sheet.heads, widths, strict=True)):
        page.set_column(at, at, width)
        put(page, (line, at), head, aside if at in sheet.helpers.values() else form)
    page.set_row(line, height(sheet.heads, widths))
    if line > HEAD_ROW:
        _upper(page, sheet, form)


def _upper(page: "Worksheet", sheet: Sheet, form: "Format") -> None:
    at = 0
    for over, group in groupby(sheet.overs):
        count = len(list(group))
        if over and count > 1:
            page.merge_range(HEAD_ROW, at, HEAD_ROW, at + count - 1, over, form)
        else:
            for column in range(at, at + count):
                put(page, (HEAD_ROW, column), over, form)
        at += count


def _cell(page: "Worksheet", at: tuple[int, int], cell: Cell, looks: _Looks, *, kind: str, align: str) -> None:
    form = {"border": 1, "align": align, "bold": kind in ("total", "group"), "text_wrap": kind != "group"}
    if cell.look == "text":
        put(page, at, str(cell.value), looks(**form, num_format="@"), looks(**form, num_format="@", quote_prefix=1))
        return
    shown = looks(**form, num_format=number_format(cell.look))
    if cell.formula:
        page.write_formula(*at, cell.formula, shown, cell.value)
    else:
        page.write_number(*at, cell.value, shown)


def number_format(look: str) -> str:
    """«0», «0,0», «+0,0», «≈0», «0,00%», «0*», «0,0°» as Excel writes them; what rounds to zero has no sign."""
    digits = look.strip("≈+*%°").partition(",")[2]
    number = "#,##0." + "0" * len(digits) if digits else "#,##0"
    if look.startswith("+"):
        least = 0.5 / 10 ** len(digits)
        return f'[>={least:g}]+{number};[<=-{least:g}]"−"{number};"{look.strip("≈+*%°")}"'
    mark = "".join({"%": '"\u00a0%"', "*": '"*"', "°": '"°"'}.get(sign, "") for sign in look)
    near = '"≈\u00a0"' if look.startswith("≈") else ""
    return near + number + mark
