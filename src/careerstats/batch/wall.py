"""While cells of a note for the public run -> of the project's data they open the bundles for the public, nothing else.

Masking has been done before a cell is run: hidden numbers are in no public bundle. This keeps a cell from reading them
elsewhere by oversight (``cs.load``, a table of data/processed, an internal bundle). It is no prison: a cell is a
program of the institute's own, and one that means to go round it can.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from careerstats.audiences import PUBLIC
from careerstats.batch.tasks import Task
from careerstats.errors import NoteError

CLOSED = (
    "Справка для публикации не читает {path}: в этом файле есть то, что публиковать нельзя. Берите числа из справки: "
    "note = cs.open_note(dataset, municipality, period), затем note.values, note.everyone(…), note.history."
)
NO_PROGRAMS = "Ячейки справки для публикации не запускают других программ: «{what}». Сделайте то же на Python."
NO_KERNEL = (
    "Справку для публикации строит только ядро самой программы, блокноту нужно другое (ядро «{name}» или виджеты). "
    "Уберите --audience public или то, для чего нужно другое ядро."
)
NO_READER = (
    "Ячейки справки для публикации не читают файлов через {name}: он открывает их в обход Python, и проверить, что в "
    "них, нельзя. Берите числа из справки (note.values, note.everyone(…)), свои таблицы храните в CSV."
)
READERS = ("pyarrow.parquet", "pyarrow.dataset", "pyarrow.csv", "fastparquet", "polars", "duckdb")
"""Modules whose import is seen, while the files that they open are not."""
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn")

_WATCHED = frozenset(("open", "import", *PROGRAMS))

_closed: list["_Wall"] = []
"""The wall that stands now; the hook cannot be taken away, so it looks here."""


class _Wall:
    """What of a project is closed: data and reports, but for ``open`` folders."""

    def __init__(self, project: Path, *open_folders: Path) -> None:
        self._shut = _begin(*(project / name for name in ("data/raw", "data/processed", "reports")))
        self._open = _begin(*open_folders)

    def look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            for path in _names(os.fsdecode(arguments[0])):
                if path.startswith(self._shut) and not path.startswith(self._open):
                    raise NoteError(CLOSED.format(path=path))
        elif event == "import" and arguments[0] in READERS:
            raise NoteError(NO_READER.format(name=arguments[0]))
        elif event in PROGRAMS:
            raise NoteError(NO_PROGRAMS.format(what=arguments[0]))


@contextlib.contextmanager
def around(task: Task) -> Iterator[None]:
    """Stands while the cells of a note for the public run; around any other note there is none."""
    bundle = Path(task.bundle)
    if not task.bundle or bundle.parent.name != PUBLIC:
        yield
        return
    _watch()
    _closed.append(_Wall(Path(task.project), bundle.parent, Path(task.folder)))
    try:
        yield
    finally:
        _closed.pop()


def refuse_kernel(name: str) -> None:
    """Raises NoteError where the wall stands: it does not reach into another process."""
    if _closed:
        raise NoteError(NO_KERNEL.format(name=name))


@cache
def _watch() -> None:
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _closed and event in _WATCHED:
        _closed[-1].look(event, arguments)


def _begin(*folders: Path) -> tuple[str, ...]:
    """How names of what lies in these folders begin."""
    return tuple(name + os.sep for folder in folders for name in _names(str(folder)))


def _names(path: str) -> tuple[str, str]:
    """As it is called, and where links lead to: files behind a linked folder are the same files."""
    return os.path.abspath(path), os.path.realpath(path)  # noqa: PTH100 (resolve() would follow links in both)
