"""A csv, xlsx, xls or ods file -> rows of cells; a file that is not a table -> one problem."""

import csv
import io
from pathlib import Path
from typing import Any

Rows = list[list[Any]]
"""Rows from the first line of the sheet, so that an index is an address."""

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_TEXT = (".csv", ".txt", ".tsv")


class NotATableError(Exception):
    """The file cannot be read as a table; the text says in Russian why and what to do."""

    def __init__(self, why: str, what_to_do: str):
        super().__init__(why)
        self.what_to_do = what_to_do


def read_rows(path: Path, sheet: str = "") -> Rows:
    """All rows of the (first or named) sheet. Raises NotATableError."""
    if not path.exists():
        raise NotATableError("файла нет", f"положите файл {path.name} в набор данных или исправьте имя в dataset.yaml")
    if path.is_dir():
        raise NotATableError("это папка, а нужен файл", "укажите в dataset.yaml имя файла внутри этой папки")
    if path.stat().st_size == 0:
        raise NotATableError("файл пуст", "пришлите заполненный файл")
    if path.suffix.lower() in SPREADSHEETS:
        return _spreadsheet(path, sheet)
    if path.suffix.lower() in _TEXT:
        return _delimited(path)
    known = ", ".join((*SPREADSHEETS, *_TEXT))
    raise NotATableError(f"вид файла «{path.suffix}» неизвестен", f"сохраните таблицу в одном из видов: {known}")


def _spreadsheet(path: Path, sheet: str) -> Rows:
    from python_calamine import CalamineError, CalamineWorkbook

    from careerstats.intake.excel_errors import put_errors

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            if sheet and sheet not in book.sheet_names:
                raise NotATableError(f"листа «{sheet}» нет", f"в книге листы: {', '.join(book.sheet_names)}")
            if not book.sheet_names:
                raise NotATableError("в книге нет листов", "пришлите заполненный файл")
            name = sheet or book.sheet_names[0]
            rows = [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    except CalamineError:
        raise NotATableError(
            "это не книга Excel или файл повреждён", "откройте файл в Excel и сохраните заново"
        ) from None
    return put_errors(rows, path, name)


def _delimited(path: Path) -> Rows:
    text = decoded(path.read_bytes())
    if not text.strip():
        raise NotATableError("файл пуст", "пришлите заполненный файл")
    if "\x00" in text:
        raise NotATableError("это не текстовая таблица", "сохраните таблицу как CSV или XLSX")
    try:
        return list(csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text)))
    except csv.Error:
        raise NotATableError("это не текстовая таблица", "сохраните таблицу как CSV или XLSX") from None


def decoded(data: bytes) -> str:
    """Text in UTF-8 or Windows-1251. Raises NotATableError for anything else."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        what = "смените расширение файла на .xlsx (.xls) или сохраните как CSV"
        raise NotATableError("внутри не CSV, а книга Excel", what)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # «Текст Юникод» of Excel
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATableError("кодировка не UTF-8 и не Windows-1251", "сохраните файл как «CSV UTF-8»")


def _delimiter(text: str) -> str:
    """The mark that stands in most lines; «;» before «,», because commas stand in names and shares too."""
    lines = [line for line in text[:4096].splitlines() if line.strip()]
    return max(";\t,", key=lambda mark: sum(mark in line for line in lines))
