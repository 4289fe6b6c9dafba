"""The document model -> tables.xlsx: every table of the note on a sheet of its own, shares as live formulas.

A share is a formula over the cells its two counts stand in. A count that the table does not print gets a column «для
расчёта» at the right, so that no formula holds a number. No macro and no link to another file; a text is never a
formula. Same model, same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from careerstats.blocks import Column, Count, Exact, Runs, Share, Table, Title, plain, storeys
from careerstats.export.document import Document, moment_of, origin_of, title_of
from careerstats.export.xlsx import FONT, LINE_POINTS, height, paper, workbook
from careerstats.export.xlsx import text as put
from careerstats.grouping import grouped
from careerstats.model import column_letter

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
    "Доли – формулы: числитель / знаменатель × 100. Числа, которых в таблице справки нет, стоят справа в "
    "столбцах «Для расчёта». Доли приведены в процентах; показанное число знаков – как в справке, точное значение – в "
    "ячейке."
)
NO_TABLES = "Таблиц в документе нет."
PARTS = ("числитель", "знаменатель")

_UNIT = re.compile(r"(?:, (?:чел\.|%))?(?: \([^()]*\))?$")

_NUMBER = re.compile(
    r"(?P<near>≈\u00a0)?(?P<sign>[+−]?)(?P<whole>\d{1,3}(?:\u00a0\d{3})*)(?:,(?P<rest>\d+))?(?P<tail>(?:\u00a0%)?[*°]?)"
)
_SHARE = re.compile(r"(?P<count>[^(]+?)[\u00a0 ]\((?P<share>[^)]+)\)")


@dataclass
class Cell:
    """``value``: what is shown, for a formula its cached value; ``look``: digits, sign and mark of a number."""

    value: str | float = ""
    formula: str = ""
    look: str = "text"


@dataclass
class Sheet:
    """Columns of a sheet with their shares of the width, its rows of cells; ``first``: number of the first row."""

    heads: list[str]
    widths: list[float]
    aligns: list[str]
    first: int
    overs: list[str] = field(default_factory=list)
    """What stands over each head; shorter than the heads where columns for calculation follow."""
    rows: list[list[Cell]] = field(default_factory=list)
    places: dict[tuple[int, str, int], list[int]] = field(default_factory=dict)
    """(row, what is counted, how many) → the columns that print it."""
    helpers: dict[tuple[int, str], int] = field(default_factory=dict)
    """(column of the table, part) → the column of counts which the table does not print; equal ones share one."""


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


# ---- the cells of a sheet


class _Ratio(NamedTuple):
    """A share to divide in a row, for a column of the table."""

    line: int
    at: int
    share: Share

    def counts(self) -> Iterable[tuple[str, str, int]]:
        """Part, what it counts and how many: of the numerator, then of the denominator."""
        return zip(PARTS, self.share.names, (self.share.part, self.share.whole), strict=True)


def sheet_of(table: Table, first: int) -> Sheet:
    """The sheet; its rows stand on the page from row ``first`` (counted from 0) on."""
    split = [_is_split(table, at) for at in range(len(table.columns))]
    starts = [at + sum(split[:at]) for at in range(len(split))]
    sheet = Sheet([], [], [], first)
    for column, two in zip(table.columns, split, strict=True):
        _add_columns(sheet, column, two=two)
    own = len(sheet.heads)
    for row in table.rows:
        sheet.rows.append([Cell() for _ in range(own)])
        if row.kind == "group":
            sheet.rows[-1][0] = Cell(plain(row.cells[0]))
            continue
        for at, runs in enumerate(row.cells):
            _put_printed(sheet, starts[at], runs, two=split[at], words=table.columns[at].align == "left")
    _put_formulas(sheet, table, starts, split)
    for cells in sheet.rows:
        cells += [Cell() for _ in range(len(sheet.heads) - len(cells))]
    return sheet


def _is_split(table: Table, at: int) -> bool:
    """Whether a column prints «412 (77,7 %)»: a sheet gives the count and the share a column each."""
    exacts = (_exact(row.cells[at]) for row in table.rows if row.kind != "group")
    return any(isinstance(exact, Share) and exact.counted for exact in exacts)


def _exact(runs: Runs) -> Exact | None:
    return runs[0].exact if len(runs) == 1 else None


def _add_columns(sheet: Sheet, column: Column, *, two: bool) -> None:
    head = column.title.replace("\u00ad", "")
    sheet.aligns += [column.align] * (1 + two)
    sheet.overs += [column.over] * (1 + two)
    if not two:
        sheet.heads.append(head)
        sheet.widths.append(column.share)
        return
    name = head.removesuffix(" (%)")
    sheet.heads += [name, f"{name.removesuffix(', чел.')}, %"]
    sheet.widths += [column.share * 0.6] * 2


# ---- what is printed


def _put_printed(sheet: Sheet, at: int, runs: Runs, *, two: bool, words: bool) -> None:
    """Texts and numbers as printed; where the counts behind them are known, also where they stand."""
    exact, cells, line = _exact(runs), sheet.rows[-1], len(sheet.rows) - 1
    text = plain(runs).replace("\u00ad", "")
    if isinstance(exact, Count):
        cells[at] = Cell(exact.count, look="0")
        sheet.places.setdefault((line, exact.name, exact.count), []).append(at)
    elif isinstance(exact, Share) and exact.counted and (printed := _SHARE.fullmatch(text)):
        cells[at] = Cell(exact.part, look=number(printed["count"]).look)
        cells[at + 1] = number(printed["share"].replace("\u00a0%", ""))
        sheet.places.setdefault((line, exact.names[0], exact.part), []).append(at)
    elif isinstance(exact, Share):
        cells[at] = number(text.partition(" (")[0])  # «46,5 (1 731 из 3 723)»: the counts have columns of their own
    else:
        cells[at] = Cell(text) if words else number(text)
        if two and not words and cells[at].look == "text":
            cells[at + 1] = Cell(text)


def number(text: str) -> Cell:
    """A printed number as a number, with its decimals, sign and mark; any other text as it is."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return Cell(text)
    digits = match["rest"] or ""
    value = float(f"{match['whole'].replace(chr(0xA0), '')}.{digits or 0}") * (-1 if match["sign"] == "−" else 1)
    sign = "≈" if match["near"] else "+" if match["sign"] else ""
    tail = match["tail"].strip("\u00a0")
    return Cell(value, look=sign + "0" + ("," + "0" * len(digits) if digits else "") + tail)


# ---- formulas


def _put_formulas(sheet: Sheet, table: Table, starts: list[int], split: list[bool]) -> None:
    """Each count where its row prints it, else in the column for calculation that is named for this one."""
    ratios = [
        _Ratio(line, at, exact)
        for line, row in enumerate(table.rows)
        if row.kind != "group"
        for at, runs in enumerate(row.cells)
        if isinstance(exact := _exact(runs), Share) and exact.whole
    ]
    _put_helpers(sheet, ratios, starts)
    for ratio in ratios:
        own = starts[ratio.at]
        columns = [
            _printed(sheet, ratio.line, name, value, own) or column_letter(sheet.helpers[ratio.at, part])
            for part, name, value in ratio.counts()
        ]
        cell = sheet.rows[ratio.line][own + split[ratio.at]]
        cell.formula = f"=100*{'/'.join(f'{column}{sheet.first + ratio.line + 1}' for column in columns)}"
        cell.value = 100 * ratio.share.part / ratio.share.whole


def _printed(sheet: Sheet, line: int, name: str, value: int, own: int) -> str:
    """The letter of the column in which the row prints that count: its ``own`` one, else the first; else «»."""
    columns = sheet.places.get((line, name, value), [])
    return column_letter(own if own in columns else columns[0]) if columns else ""


def _put_helpers(sheet: Sheet, ratios: list[_Ratio], starts: list[int]) -> None:
    """Counts that the table does not print: a column for calculation, one for all columns that need the same."""
    asked: dict[tuple[int, str], dict[int, tuple[str, int]]] = {}
    for ratio in sorted(ratios, key=lambda asking: (asking.at, asking.line)):
        for part, name, value in ratio.counts():
            if (ratio.line, name, value) not in sheet.places:
                asked.setdefault((ratio.at, part), {})[ratio.line] = (name, value)
    alike = grouped(((part, tuple(counts.items())), at) for (at, part), counts in asked.items())
    for (part, counts), columns in alike.items():
        sheet.helpers |= dict.fromkeys(((at, part) for at in columns), len(sheet.heads))
        for line, (_, value) in counts:
            cells = sheet.rows[line]
            cells += [Cell() for _ in range(len(sheet.heads) + 1 - len(cells))]
            cells[-1] = Cell(value, look="0")
        names = "; ".join(_UNIT.sub("", sheet.heads[starts[at]], count=1) for at in columns)
        sheet.heads.append(f"Для расчёта: {part} ({names})")
        sheet.widths.append(0.12)
        sheet.aligns.append("right")
