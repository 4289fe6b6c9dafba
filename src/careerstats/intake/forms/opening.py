"""Bytes of a returned file -> the sheets that may hold answers, and what must be told of the file."""

from careerstats.intake import packages
from careerstats.intake.books import Book, Sheet, open_book
from careerstats.intake.files import delimited, delimiter
from careerstats.intake.forms.layout import NOT_FOR_READING, ORGANISATION, PASSPORT_SHEET, VARIABLE, read_stamp
from careerstats.intake.guards import FORM, empty, refuse_huge
from careerstats.intake.old_books import SIGNATURE

Warnings = list[tuple[str, str, str, str]]
"""Severity, code, message, what to do."""

_LINKED = (
    "warning",
    "external_links",
    "в книге есть ссылки на другие файлы; они не открывались",
    "уберите внешние ссылки (Данные – Изменить связи), в формах они не нужны",
)
_OLD = (
    "remark",
    "old_format",
    "в файле .xls не видно, где введены числа, а где формулы",
    "сохраните книгу как .xlsx, если сомневаетесь в числах",
)


def open_sheets(data: bytes) -> tuple[list[Sheet], Warnings]:
    """By what is inside and not by the name. Raises NotATableError."""
    if not data.strip():
        raise empty()
    if not data.startswith((SIGNATURE, packages.SIGNATURE[:2])):
        return [_text(data)], []
    book = open_book(data, FORM)
    return _sheets(book), [*([_LINKED] if book.linked else []), *([_OLD] if book.kind == "xls" else [])]


def _sheets(book: Book) -> list[Sheet]:
    """The hidden sheet is read only where no other says whose form it is."""
    names = [name for name in book.names if name not in NOT_FOR_READING]
    sheets = [book.sheet(name) for name in names if name != PASSPORT_SHEET]
    if PASSPORT_SHEET in names and not any(map(_stamped, sheets)):
        sheets.append(book.sheet(PASSPORT_SHEET))
    return sheets


def _stamped(sheet: Sheet) -> bool:
    return any(read_stamp(content) for row in sheet.rows[:10] for content in row[:10])


def _text(data: bytes) -> Sheet:
    rows = delimited(data, _mark)
    refuse_huge(sum(map(len, rows)), 1, limits=FORM)
    return Sheet("", rows)


def _mark(text: str) -> str:
    """The sign after the first code of the row of codes; without it the one that stands in most lines."""
    for code in (ORGANISATION, VARIABLE):
        _, mark, after = text.partition(code)
        sign = after.lstrip('"')[:1]
        if mark and sign and sign in ";,\t":
            return sign
    return delimiter(text)
