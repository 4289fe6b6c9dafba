"""A reading of a dataset -> the hashes of what was read; one during which a file was touched is begun anew.

A file that was away, or only half there, while it was read leaves nothing behind that hashes could tell: so the clocks
of files and folders are held against those before the reading too.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

from careerstats.batch import touched
from careerstats.errors import DatasetError
from careerstats.model import Problem
from careerstats.pipeline.request import Request, Say
from careerstats.pipeline.tasks import inputs_of, template

Answer = TypeVar("Answer")
PAUSES = (1.0, 3.0)  # seconds before each further reading: a share or a sync client needs a moment
SHOWN = 5  # files
AGAIN = "Пока набор читался, менялось: {files}. Набор читается ещё раз."
GIVEN_UP = (
    "Пока набор читался, менялось: {files}. Прочитан он {times} раза, и каждый раз файлы менялись, поэтому ничего не "
    "построено, прежние справки на месте. Дождитесь конца копирования или синхронизации, закройте файлы в других "
    "программах и повторите команду."
)
AWAY = {"no_file", "no_access"}


class MovedError(DatasetError):
    """Files were touched while they were read; the text names them."""


class _Look(NamedTuple):
    """Hashes of all inputs, and the marks of inputs and folders, each by its name in the project."""

    hashes: dict[str, str]
    marks: dict[str, list[int]]


def until_still(read: Callable[[], Answer], say: Say) -> Answer:
    """What ``read()`` returns once nothing moves under it. Raises DatasetError where something always does."""
    for pause in PAUSES:
        try:
            return read()
        except MovedError as moved:
            say(AGAIN.format(files=moved))
            time.sleep(pause)
    try:
        return read()
    except MovedError as moved:
        raise DatasetError(GIVEN_UP.format(files=moved, times=len(PAUSES) + 1)) from None


@contextmanager
def while_read(project: Path, request: Request) -> Iterator[dict[str, str]]:
    """The hashes of what is read meanwhile. Raises MovedError where anything was touched, however it ended."""
    before = _look(project, request)
    try:
        yield before.hashes
    except Exception:
        _refuse(_moved(before, _look(project, request)))
        raise
    _refuse(_moved(before, _look(project, request)))


def refuse_lost(problems: Iterable[Problem], inputs: dict[str, str]) -> None:
    """Raises MovedError where a file could not be found that was there before: a share was away for a moment."""
    away = {problem.file for problem in problems if problem.code in AWAY}
    _refuse([name for name, key in inputs.items() if key and any(name.endswith(f"/{file}") for file in away if file)])


def _look(project: Path, request: Request) -> _Look:
    raw = project / "data" / "raw" / request.dataset
    hashes = inputs_of(project, request)
    folders = [raw, *(path for path in raw.rglob("*") if path.is_dir())]
    names = {f"{folder.relative_to(project).as_posix()}/": folder for folder in folders}
    return _Look(hashes, _marks(names | {name: _path(project, name) for name in hashes}))


def _path(project: Path, name: str) -> Path:
    """Of an input; a notebook may be the shipped one."""
    return template(project, Path(name).stem) if name.startswith("notebooks/") else project / name


def _marks(paths: dict[str, Path]) -> dict[str, list[int]]:
    marks = {}
    for name, path in paths.items():
        try:
            marks[name] = touched.mark(path)
        except OSError:
            marks[name] = []
    return marks


def _moved(before: _Look, after: _Look) -> list[str]:
    """Names of what was touched: files; folders only where that is all one can tell."""
    names = sorted(before.marks.keys() | after.marks.keys())
    moved = [name for name in names if _of(before, name) != _of(after, name)]
    return [name for name in moved if not name.endswith("/")] or moved


def _of(look: _Look, name: str) -> tuple[str | None, list[int] | None]:
    return look.hashes.get(name), look.marks.get(name)


def _refuse(names: list[str]) -> None:
    if names:
        more = f" и ещё {len(names) - SHOWN}" if len(names) > SHOWN else ""
        raise MovedError(", ".join(names[:SHOWN]) + more)
