"""A csv, xlsx, xls or ods file -> rows of cells; a file that is not a table -> one problem."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from careerstats.intake.books import Book, Rows, Sheet, chosen, open_book
from careerstats.intake.guards import NotATableError, contents, empty, inside
from careerstats.intake.old_books import SIGNATURE
from careerstats.intake.packages import SIGNATURE as ZIP
from careerstats.intake.packages import with_macros
from careerstats.model import Problem

__all__ = ["READ", "SPREADSHEETS", "NotATableError", "Rows", "decoded", "delimited", "open_table", "read_rows"]

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""Files that have sheets; macro and binary books among them, though those are refused in words."""

_TEXT = (".csv", ".txt", ".tsv")
READ = (".xlsx", ".xls", ".ods", *_TEXT)
REGISTERS = (".csv", ".xlsx", ".xls", ".ods")
"""Kinds of file that a register may be; of two with one name the first of these is read."""


def read_rows(path: Path, sheet: str = "") -> Rows:
    """All rows of the (first or named) sheet. Raises NotATableError, and no other error for any bytes at all."""
    book = open_table(path)
    return book.sheet(chosen(book, sheet, seen=False) if book.kind != "csv" else "").rows


def register_file(folder: Path, stem: str) -> Path | None:
    """``decisions.csv``, else ``decisions.xlsx`` …; None where the folder has none. Raises as ``inside`` does."""
    paths = (inside(folder, f"{stem}{kind}") for kind in REGISTERS)
    return next((path for path in paths if path.is_file()), None)


def beside(path: Path, name: str) -> list[Problem]:
    """Of a register that lies there in two kinds, what is wrong with it; ``name``: how problems call it."""
    others = [path.with_suffix(kind).name for kind in REGISTERS if kind != path.suffix.lower()]
    lying = [name for name in others if path.with_name(name).is_file()]
    message = f"рядом лежит {', '.join(lying)}; прочитан только {path.name}"
    return [Problem(name, "warning", "two_registers", message, "оставьте один из файлов")] if lying else []


def open_table(path: Path) -> Book:
    """The file as a person sees it; a text table is one sheet without a name. Raises as ``read_rows`` does."""
    data = _checked(path)
    if path.suffix.lower() not in _TEXT:
        return open_book(data)
    rows = delimited(data)
    return Book("csv", [""], lambda name: Sheet(name, rows))


def _checked(path: Path) -> bytes:
    """Bytes of a file of a kind that is read."""
    data, suffix = contents(path), path.suffix.lower()
    if path.name.startswith("~$"):
        what = "закройте книгу; файл, имя которого начинается с «~$», исчезнет сам"
        raise NotATableError("это временный файл открытой книги", what)
    if suffix == ".xlsm":
        raise with_macros()
    if suffix not in READ:
        why = "вид файла «.xlsb» не читается" if suffix == ".xlsb" else f"вид файла «{path.suffix}» неизвестен"
        raise NotATableError(why, f"сохраните таблицу в одном из видов: {', '.join(READ)}")
    return data


def delimiter(text: str) -> str:
    """The mark that stands in most lines; «;» before «,», because commas stand in names and shares too."""
    lines = [line for line in text[:4096].splitlines() if line.strip()]
    return max(";\t,|", key=lambda mark: sum(mark in line for line in lines))


def delimited(data: bytes, mark_of: Callable[[str], str] = delimiter) -> Rows:
    """Rows of a text table; ``mark_of``: the text → the mark between its cells. Raises NotATableError."""
    text = decoded(data)
    if not text.strip():
        raise empty()
    if "\x00" in text:
        raise _no_text()
    return [[_bare(cell) if isinstance(cell, str) else cell for cell in row] for row in _records(text, mark_of(text))]


def _bare(cell: str) -> str:
    """``="1000"``, as other programs write a text that Excel shall leave as it is, is that text."""
    return cell[2:-1] if cell[:2] == '="' and cell[-1:] == '"' and '"' not in cell[2:-1] else cell


def _records(text: str, mark: str) -> Rows:
    """Rows as the rules of CSV have them; a loose quotation mark is let pass only where it ends in its own line.

    An unclosed one swallows lines: a town would get the numbers of its neighbour.
    """
    try:
        return _strict(text, mark)
    except csv.Error:
        pass
    rows: Rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=None), delimiter=mark)
        for row in reader:
            if reader.line_num != len(rows) + 1 or any("\n" in cell for cell in row):
                raise _unclosed(len(rows) + 1)
            rows.append([*row])
    except csv.Error:
        raise _no_text() from None
    return rows


def _strict(text: str, mark: str) -> Rows:
    rows: Rows = []
    reader, before = csv.reader(io.StringIO(text, newline=None), delimiter=mark, strict=True), 0
    for row in reader:
        swallowed = reader.line_num > before + 1 and any(mark in cell and "\n" in cell for cell in row)
        if swallowed and rows and len(row) != len(rows[0]):
            raise _unclosed(before + 1)
        before = reader.line_num
        rows.append([*row])
    return rows


def _unclosed(line: int) -> NotATableError:
    what = "закройте кавычку или удалите её; файл не прочитан"
    return NotATableError(f"в строке {line} открыта и не закрыта кавычка: ячейки следующих строк попали в неё", what)


def _no_text() -> NotATableError:
    return NotATableError("это не текстовая таблица", "сохраните таблицу как CSV или XLSX", "damaged")


def decoded(data: bytes) -> str:
    """Text in UTF-8 or Windows-1251. Raises NotATableError for anything else, with its name and the line."""
    if data.startswith((ZIP, SIGNATURE[:4])):
        what = "смените расширение файла на .xlsx (.xls) или сохраните как CSV"
        raise NotATableError("внутри не CSV, а книга Excel", what)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # «Текст Юникод» of Excel
    try:
        return data.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        return _other_encoding(data, error.start, marked=marked)


def _other_encoding(data: bytes, bad: int, *, marked: bool) -> str:
    """Windows-1251, or a refusal that names what it is and where."""
    if marked or _is_nearly_utf_8(data):
        raise _bad_byte("UTF-16" if marked else "UTF-8", data, bad)
    name = max(_OTHERS, key=lambda encoding: _likeness(data, encoding))
    if _likeness(data, name) > 1.2 * max(_likeness(data, "cp1251"), 0) + 2:
        why = f"кодировка {_OTHERS[name]}, а читаются UTF-8 и Windows-1251 (строка {_line(data, bad)})"
        raise NotATableError(why, "сохраните файл как «CSV UTF-8»", "damaged")
    try:
        return data.decode("cp1251")
    except UnicodeDecodeError as error:
        raise _bad_byte("не UTF-8 и не Windows-1251", data, error.start) from None


_OTHERS = {"cp866": "CP866 (DOS)", "koi8-r": "KOI8-R", "mac-cyrillic": "Mac Cyrillic"}
_PAIRS = "ст|но|то|на|ен|ов|ни|ра|во|ко|ро|ог|ой|ск|ий|ан|ел|ос|ер|ит|ол|не|по|ор|ка|ла|ль|чи|щи|ых"
_FREQUENT = re.compile(_PAIRS, re.IGNORECASE)
_ODD = re.compile(r"[^\x00-\x7fА-Яа-яЁё№«»“”„–—…\u00a0°§±²³·×]")


def _likeness(data: bytes, encoding: str) -> int:
    """How much the text looks Russian: its frequent pairs of letters, less the signs that no Russian text has."""
    text = data[: 1 << 16].decode(encoding, "replace")
    return len(_FREQUENT.findall(text)) - 3 * len(_ODD.findall(text))


def _is_nearly_utf_8(data: bytes) -> bool:
    """Whether it is UTF-8 but for some damaged byte: in another encoding hardly a sign would be readable."""
    text = data[: 1 << 20].decode("utf-8", "replace")
    return sum(sign > "\x7f" for sign in text) > 4 * text.count("\ufffd")


def _bad_byte(encoding: str, data: bytes, at: int) -> NotATableError:
    start = data.rfind(b"\n", 0, at) + 1
    why = f"кодировка {encoding}" if encoding.startswith("не ") else f"в файле {encoding} повреждённый знак"
    where = f"строка {_line(data, at)}, байт {at - start + 1}: 0x{data[at]:02X}"
    return NotATableError(f"{why} ({where})", "сохраните файл как «CSV UTF-8», исправив это место", "damaged")


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
