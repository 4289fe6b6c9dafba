"""A csv, xlsx, xls or ods file -> rows of cells; a file that is not a table -> one problem."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from careerstats.intake.books import Rows, read_sheets
from careerstats.intake.guards import NotATableError, contents, empty
from careerstats.intake.old_books import SIGNATURE
from careerstats.intake.packages import SIGNATURE as ZIP
from careerstats.intake.packages import with_macros

__all__ = ["SPREADSHEETS", "NotATableError", "Rows", "decoded", "delimited", "read_book", "read_rows"]

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Files that have sheets; macro and binary books among them, though those are refused in words."""

_TEXT = (".csv", ".txt", ".tsv")
_READ = (".xlsx", ".xls", ".ods", *_TEXT)


def read_rows(path: Path, sheet: str = "") -> Rows:
    """All rows of the (first or named) sheet. Raises NotATableError, and no other error for any bytes at all."""
    data = _checked(path)
    return delimited(data) if path.suffix.lower() in _TEXT else next(iter(read_sheets(data, sheet).values()))


def read_book(path: Path) -> dict[str, Rows]:
    """All sheets of a workbook by name; a text table is one sheet without a name. Raises as ``read_rows`` does."""
    data = _checked(path)
    return {"": delimited(data)} if path.suffix.lower() in _TEXT else read_sheets(data)


def _checked(path: Path) -> bytes:
    """Bytes of a file of a kind that is read."""
    data, suffix = contents(path), path.suffix.lower()
    if path.name.startswith("~$"):
        what = "закройте книгу; файл, имя которого начинается с «~$», исчезнет сам"
        raise NotATableError("это временный файл открытой книги", what)
    if suffix == ".xlsm":
        raise with_macros()
    if suffix not in _READ:
        why = "вид файла «.xlsb» не читается" if suffix == ".xlsb" else f"вид файла «{path.suffix}» неизвестен"
        raise NotATableError(why, f"сохраните таблицу в одном из видов: {', '.join(_READ)}")
    return data


def delimiter(text: str) -> str:
    """The mark that stands in most lines; «;» before «,», because commas stand in names and shares too."""
    lines = [line for line in text[:4096].splitlines() if line.strip()]
    return max(";\t,", key=lambda mark: sum(mark in line for line in lines))


def delimited(data: bytes, mark_of: Callable[[str], str] = delimiter) -> Rows:
    """Rows of a text table; ``mark_of``: the text → the mark between its cells. Raises NotATableError."""
    text = decoded(data)
    if not text.strip():
        raise empty()
    if "\x00" in text:
        raise _no_text()
    try:
        return list(csv.reader(io.StringIO(text, newline=None), delimiter=mark_of(text)))
    except csv.Error:
        raise _no_text() from None


def _no_text() -> NotATableError:
    return NotATableError("это не текстовая таблица", "сохраните таблицу как CSV или XLSX", "damaged")


def decoded(data: bytes) -> str:
    """Text in UTF-8 or Windows-1251. Raises NotATableError for anything else."""
    if data.startswith((ZIP, SIGNATURE[:4])):
        what = "смените расширение файла на .xlsx (.xls) или сохраните как CSV"
        raise NotATableError("внутри не CSV, а книга Excel", what)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # «Текст Юникод» of Excel
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATableError("кодировка не UTF-8 и не Windows-1251", "сохраните файл как «CSV UTF-8»", "damaged")
