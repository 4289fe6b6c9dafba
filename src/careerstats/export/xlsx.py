"""Sheets of plain tables -> the bytes of an Excel file: no formula, no macro, no link; same sheets, same bytes.

What all our workbooks have in common is here too: how one is begun, its texts, its paper.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet


class Sheet(NamedTuple):
    """``columns``: head and width in letters; ``rows``: of texts and numbers.

    Of a sheet that a person goes on with, ``inputs``: places of the columns that take numbers (the others are texts
    down to the last row; None is an empty cell), ``kept``: how many first columns stay in view.
    """

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[object]]
    inputs: Sequence[int] | None = None
    kept: int = 0


LONGEST_TEXT = 32767  # of a cell, by Excel
LONGEST_TITLE = 31  # of a sheet, by Excel
LINE_POINTS, HIGHEST_POINTS = 15.0, 409.0
FONT = {"font_name": "Times New Roman", "font_size": 11}
NARROW, WIDE = 14, 46
"""Letters of a column: at least for a head of two lines, at most for half a screen."""
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def write(sheets: Iterable[Sheet], title: str, date: str = "") -> bytes:
    """The workbook; ``date`` (ISO) stands for the clock in its properties."""

    def fill(book: "Workbook") -> None:
        formats = _formats(book)
        for sheet in sheets:
            _sheet(book.add_worksheet(_NOT_IN_TITLES.sub(" ", sheet.title)[:LONGEST_TITLE]), sheet, formats)

    return workbook(fill, title, moment(date))


def to_fill(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = ()) -> bytes:
    """One sheet that a person goes on with; ``numbers``: heads of the columns of numbers, the others take texts."""
    inputs = [at for at, head in enumerate(heads) if head in numbers]
    full = [[*row, *[""] * (len(heads) - len(row))][: len(heads)] for row in rows]
    cells = [[None if at in inputs and not text else text for at, text in enumerate(row)] for row in full]
    columns = [(head, _width(head, [row[at] for row in full])) for at, head in enumerate(heads)]
    return write([Sheet(title, columns, cells, inputs, kept=2)], title)


def _width(head: str, texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=0)
    return min(max(NARROW, ceil(longest * 1.1) + 1, len(head) // 3), WIDE)


def moment(date: str) -> datetime:
    """The date of the data (ISO), or a day that is always the same."""
    return datetime.fromisoformat(date or "2000-01-01").replace(tzinfo=UTC)


def workbook(fill: Callable[["Workbook"], None], title: str, created: datetime, comments: str = "") -> bytes:
    """What ``fill`` writes into a new workbook in which a text is never a formula, an address or a number."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    properties = {"title": title[:255], "author": "careerstats", "created": created.replace(tzinfo=None)}
    book.set_properties(properties | ({"comments": comments[:255]} if comments else {}))
    fill(book)
    book.close()
    return out.getvalue()


def text(page: "Worksheet", at: tuple[int, int], words: str, form: "Format", quoted: "Format | None" = None) -> None:
    """Words in a cell, whatever they begin with: ``quoted`` is the look of what Excel would take for a formula."""
    if words:
        shown = quoted if quoted and words.startswith(FORMULA_MARKS) else form
        page.write_string(*at, words[:LONGEST_TEXT], shown)
    else:
        page.write_blank(*at, None, form)


def paper(page: "Worksheet", *, sideways: bool) -> None:
    """A4, as many pages down as it takes and one across."""
    page.set_paper(9)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.fit_to_pages(1, 0)
    if sideways:
        page.set_landscape()


def _formats(book: "Workbook") -> dict[str, "Format"]:
    cell = {**FONT, "valign": "top", "text_wrap": True, "border": 1}
    return {
        "head": book.add_format({**cell, "bold": True, "valign": "vcenter", "align": "center", "bg_color": "#F2F2F2"}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "quoted": book.add_format({**cell, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**cell, "num_format": "0"}),
        "input": book.add_format(cell),
    }


def _sheet(page: "Worksheet", sheet: Sheet, formats: dict[str, "Format"]) -> None:
    """Head, rows, and a page that prints across one sheet of paper."""
    for at, (head, width) in enumerate(sheet.columns):
        page.set_column(at, at, width, _of_column(sheet, at, formats))
        page.write_string(0, at, head, formats["head"])
    widths = [width for _, width in sheet.columns]
    page.set_row(0, height([head for head, _ in sheet.columns], widths))
    for line, row in enumerate(sheet.rows, 1):
        page.set_row(line, height(row, widths))
        for at, value in enumerate(row):
            _cell(page, (line, at), value, formats)
    page.freeze_panes(1, sheet.kept)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.repeat_rows(0)
    paper(page, sideways=True)


def _of_column(sheet: Sheet, at: int, formats: dict[str, "Format"]) -> "Format | None":
    """The look of cells that a person adds below: a code typed there stays a text, with its zeros."""
    return None if sheet.inputs is None else formats["input" if at in sheet.inputs else "text"]


def height(values: Sequence[object], widths: Sequence[float]) -> float:
    """Points for the cell with most lines of words: LibreOffice does not find the height of a row that is not given."""
    words = ((text, width) for text, width in zip(values, widths, strict=True) if isinstance(text, str))
    lines = (sum(ceil(max(len(part), 1) * 1.1 / width) for part in text.split("\n")) for text, width in words)
    return min(LINE_POINTS * max(lines, default=1), HIGHEST_POINTS)


def _cell(page: "Worksheet", at: tuple[int, int], value: object, formats: dict[str, "Format"]) -> None:
    """Whatever a cell of a received file said is text here, never a formula."""
    if value is None:
        page.write_blank(*at, None, formats["input"])
        return
    if isinstance(value, int) and not isinstance(value, bool):
        page.write_number(*at, value, formats["number"])
        return
    text(page, at, _UNPRINTABLE.sub("", str(value)), formats["text"], formats["quoted"])
