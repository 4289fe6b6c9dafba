"""The folder of a form -> its returned files, and each of them opened and judged; a bad one is a problem, no more."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from careerstats.intake import packages
from careerstats.intake.books import Book, Sheet, open_book
from careerstats.intake.files import delimited, delimiter
from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.judging import judge
from careerstats.intake.forms.layout import NOT_FOR_READING, ORGANISATION, PASSPORT_SHEET, VARIABLE, read_stamp
from careerstats.intake.forms.returned import Remark, extract
from careerstats.intake.guards import FORM, NotATableError, contents, empty, refuse_huge
from careerstats.intake.old_books import SIGNATURE
from careerstats.intake.packages import with_macros

FOLDER = "forms"
_NOT_RETURNS = {"thumbs.db", "desktop.ini"}
_FOREIGN = frozenset({
    ".doc", ".docx", ".pdf", ".rtf", ".jpg", ".jpeg", ".png", ".zip", ".rar", ".7z", ".eml", ".msg", ".html", ".xml",
})  # fmt: skip
_MACROS = {".xlsm", ".xltm", ".xlam"}


class File(NamedTuple):
    """A returned file of the form ``form``; ``name`` is its path from the dataset's folder, with «/»."""

    form: str
    name: str
    path: str
    size: int
    changed: int  # in nanoseconds, as the disk has it


def files(dataset: Path, form: str) -> list[File]:
    """Everything that may be a return, in order of names; lock files of open books and hidden files are none."""
    returned = list(_files(dataset / FOLDER / form, f"{FOLDER}/{form}", form))
    return sorted(returned, key=lambda file: file.name.split("/"))


def _files(folder: Path | str, name: str, form: str) -> Iterator[File]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        here = f"{name}/{entry.name}"
        if entry.name.startswith((".", "~$")) or entry.name.lower() in _NOT_RETURNS:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, here, form)
        elif entry.is_symlink() or entry.is_file():
            stat = entry.stat(follow_symlinks=False)
            yield File(form, here, entry.path, stat.st_size, stat.st_mtime_ns)


def read_file(file: File, expected: Expected) -> tuple[str, Judged]:
    """sha256 of the content (empty where it was not looked into), and what came of it."""
    key = ""
    try:
        data = _bytes(file)
        key = hashlib.sha256(data).hexdigest()
        return key, _judged(data, file, expected)
    except NotATableError as error:
        return key, refused(file, error)


def refused(file: File, error: NotATableError) -> Judged:
    """A file of which nothing was read."""
    return Judged(printable(file.name), [(Remark("blocking", error.code, str(error), error.what_to_do), "")])


def printable(name: str) -> str:
    """The name as it may be printed."""
    return name if name.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in name)


def _judged(data: bytes, file: File, expected: Expected) -> Judged:
    sheets, remarks = open_sheets(data)
    returned = extract(sheets, expected.titles(file.form))
    returned.remarks += remarks
    return judge(returned, file.name, file.form, expected)


def _bytes(file: File) -> bytes:
    """Raises NotATableError for what is no file of its own, no table, or too large to be looked into."""
    path = Path(file.path)
    if path.is_symlink():
        raise NotATableError("это ссылка на другой файл, она не открывалась", "положите сам файл", "path_trick")
    if "!" in path.name or not path.name.isprintable():
        raise NotATableError("в имени файла знак «!» или невидимые знаки", "переименуйте файл", "file_name")
    suffix = PurePath(file.path).suffix.lower()
    if suffix in _FOREIGN:
        what = "пришлите заполненный бланк xlsx, xls, ods или csv"
        raise NotATableError(f"файл вида «{suffix}» – не таблица", what, "kind")
    if suffix in _MACROS:
        raise with_macros()
    return contents(path, FORM)


_LINKED = Remark(
    "warning",
    "external_links",
    "в книге есть ссылки на другие файлы; они не открывались",
    "уберите внешние ссылки (Данные – Изменить связи), в формах они не нужны",
)
_OLD = Remark(
    "remark",
    "old_format",
    "в файле .xls не видно, где введены числа, а где формулы",
    "сохраните книгу как .xlsx, если сомневаетесь в числах",
)


def open_sheets(data: bytes) -> tuple[list[Sheet], list[Remark]]:
    """The sheets that may hold answers, and what must be told of the file, whatever its name is.

    Raises NotATableError.
    """
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
