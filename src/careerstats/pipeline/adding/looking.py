"""A file on the disk and a dataset -> its tables, lists of persons, and what of it nothing can be made of."""

import re
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from careerstats.contracts.adding import Left
from careerstats.intake.books import Book
from careerstats.intake.files import NotATableError, open_table
from careerstats.pipeline.adding import layouts, persons
from careerstats.pipeline.adding.layouts import Block
from careerstats.pipeline.adding.persons import Listed
from careerstats.pipeline.adding.places import Place

LONGEST = 120
"""Bytes of a name: 255 are allowed, and more is put before and behind it elsewhere."""

_UNSAFE = re.compile(r'[\\/:*?"<>|!\x00-\x1f\x7f]+')


@dataclass(frozen=True)
class Look:
    """``path``: where the file lies; ``file``: what dataset.yaml will call it; ``named``: sheets are municipalities."""

    place: Place
    path: Path
    file: str
    book: Book
    blocks: tuple[Block, ...] = ()
    lists: tuple[Listed, ...] = ()
    left: tuple[Left, ...] = ()
    named: bool = False


def _opened(path: Path) -> Book:
    """A file that is not there was named on the command line, not in dataset.yaml: the path is to be mended."""
    try:
        return open_table(path)
    except NotATableError as error:
        if error.code != "no_file":
            raise
        what = f"проверьте путь: файл ищется в папке {path.absolute().parent}"
        raise NotATableError("файла нет", what, error.code) from None


def look(place: Place, path: Path) -> Look:
    """Open the file and find what lies in it. Raises NotATableError for what is no table, with what to do."""
    book = _opened(path)
    hidden = tuple(Left(sheet=name, why="hidden") for name in book.names if name in book.hidden)
    lists: list[Listed] = []
    blocks: list[Block] = []
    left: list[Left] = list(hidden)
    named = [name for name in book.shown if place.municipality(name)]
    if len(named) > 1:
        block = layouts.of_named_sheet(place, book.sheet(named[0]), path.name)
        if block:
            others = tuple(Left(sheet=name, why="no_names") for name in book.shown if name not in named)
            return Look(
                place, path, stored_name(place, path, "tables"), book, (block,), (), (*hidden, *others), named=True
            )
    for name in book.shown:
        sheet = book.sheet(name)
        listed = persons.of_sheet(place, sheet)
        if isinstance(listed, Listed):
            lists.append(listed)
        elif listed:
            left.append(Left(sheet=name, why="persons"))
        else:
            sight = layouts.of_sheet(place, sheet, path.name)
            blocks += sight.blocks
            left += sight.left
    file = stored_name(place, path, "participants" if lists and not blocks else "tables")
    return Look(place, path, file, book, tuple(blocks), tuple(lists), tuple(left))


# ---- what it will be called


def stored_name(place: Place, path: Path, folder: str) -> str:
    """``tables/Свод.xlsx``; a file that lies in the dataset keeps its place.

    Another file of that name is not written over: the new one gets the next free number.
    """
    home = place.dataset.folder.resolve()
    if path.resolve().is_relative_to(home):
        return path.resolve().relative_to(home).as_posix()
    stem, suffix = _safe(path.stem), path.suffix.lower()
    names = (f"{folder}/{stem}{end}{suffix}" for end in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if _is_free(home / name, path))


def _safe(stem: str) -> str:
    text = _UNSAFE.sub("_", normalize("NFC", stem)).strip(" .~$") or "table"
    return text.encode()[:LONGEST].decode(errors="ignore").rstrip(" .")


def _is_free(there: Path, path: Path) -> bool:
    """No such file, or the very same one."""
    return not there.exists() or (there.is_file() and there.read_bytes() == path.read_bytes())
