"""The folder of a form -> its returned files, and each of them read and judged; a bad one is a problem, no more."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.judged import Judged
from careerstats.intake.forms.judging import judge
from careerstats.intake.forms.opening import open_sheets
from careerstats.intake.forms.returned import Remark, extract
from careerstats.intake.guards import FORM, NotATableError, contents
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
    sheets, warnings = open_sheets(data)
    returned = extract(sheets, expected.titles(file.form))
    returned.remarks += [Remark(*remark) for remark in warnings]
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
