"""Bytes of a returned file -> its sheets: rows from the first line, and marks; or Refused. Nothing is computed."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from careerstats.intake.compound import rewritten
from careerstats.intake.forms import marks as marking
from careerstats.intake.forms.layout import NOT_FOR_READING, ORGANISATION, PASSPORT_SHEET, VARIABLE, read_stamp
from careerstats.intake.forms.safety import MOST_CELLS, Refused, kind_of, warnings
from careerstats.intake.guards import NotATableError

Rows = list[list[Any]]

Warnings = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``name`` is empty for a text file."""

    name: str
    rows: Rows = field(repr=False)
    marks: marking.Marks = field(repr=False, default_factory=dict)


def open_sheets(data: bytes) -> tuple[list[Sheet], Warnings]:
    """All sheets that may hold answers, and what must be told of the file. Raises Refused."""
    kind = kind_of(data)
    if kind == "text":
        return [_text(data)], []
    if kind == "xls":
        told = "в файле .xls не видно, где введены числа, а где формулы и проценты"
        return _sheets(_checked(data), {}), [
            ("old_format", told, "сохраните книгу как .xlsx, если сомневаетесь в числах")
        ]
    return _sheets(io.BytesIO(data), marking.of_book(data, kind, {*NOT_FOR_READING, PASSPORT_SHEET})), warnings(
        data
    ) if kind == "xlsx" else []


def _checked(data: bytes) -> io.BytesIO:
    """An old book all of whose lengths were checked: a damaged one may end the whole program."""
    try:
        rewritten(data)
    except NotATableError as error:
        raise Refused("damaged", str(error), error.what_to_do) from None
    return io.BytesIO(data)


def _sheets(data: io.BytesIO, marks: dict[str, marking.Marks]) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(data) as book:
            names = [name for name in book.sheet_names if name not in NOT_FOR_READING]
            found = [_sheet(book, name, marks.get(name, {})) for name in names if name != PASSPORT_SHEET]
            if PASSPORT_SHEET in names and not any(map(_stamped, found)):
                found.append(_sheet(book, PASSPORT_SHEET, {}))
            return found
    except Refused:
        raise
    except (CalamineError, OSError, ValueError, UnicodeError, OverflowError):
        raise Refused("damaged", "файл повреждён или это не книга Excel") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own way to give up a damaged file
            raise
        raise Refused("damaged", "файл повреждён или это не книга Excel") from None


def _sheet(book: Any, name: str, marks: marking.Marks) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refused("too_many_cells", f"на листе «{name}» больше {MOST_CELLS} ячеек, в форме столько не бывает")
    return Sheet(name, sheet.to_python(skip_empty_area=False), marks)


def _stamped(sheet: Sheet) -> bool:
    """Whether the sheet says itself whose it is: then the hidden sheet need not be read."""
    return any(read_stamp(content) for row in sheet.rows[:10] for content in row[:10])


def _text(data: bytes) -> Sheet:
    text = _decoded(data)
    try:
        rows: Rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))]
    except csv.Error:
        raise Refused("damaged", "это не текстовая таблица") from None
    if sum(map(len, rows)) > MOST_CELLS:
        raise Refused("too_many_cells", f"в таблице больше {MOST_CELLS} ячеек, в форме столько не бывает")
    return Sheet("", rows)


def _decoded(data: bytes) -> str:
    """«Текст Юникод» of Excel, UTF-8 or Windows-1251."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("damaged", "это не текстовая таблица или её кодировка не UTF-8 и не Windows-1251")


def _delimiter(text: str) -> str:
    """The sign after the first code of the row of codes; without it the sign that stands in most lines."""
    for code in (ORGANISATION, VARIABLE):
        _, found, after = text.partition(code)
        sign = after.lstrip('"')[:1]
        if found and sign in ";,\t":
            return sign
    lines = text[:8192].splitlines()
    return max(";\t,", key=lambda sign: sum(sign in line for line in lines))
