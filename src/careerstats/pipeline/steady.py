"""A reading of a dataset -> the hashes of what was read; one during which a file was touched is begun anew.

A file that was away, or only half there, while it was read leaves nothing behind that hashes could tell: so the clocks
of files and folders are held against those before the reading too.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from careerstats import wording
from careerstats.batch import fingerprint
from careerstats.batch.tasks import NOTEBOOKS
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
_NOTEBOOK = re.compile(rf"{NOTEBOOKS}/[^/]+\.ipynb")


class MovedError(DatasetError):
    """Files were touched while they were read; the text names them."""


Look = dict[str, tuple[str, list[int]]]
"""Name in the project of an input, or of a folder («…/») → its hash (of a folder none) and its mark."""


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
        yield {name: key for name, (key, _) in before.items() if not name.endswith("/")}
    except Exception:
        _refuse(_moved(before, _look(project, request)))
        raise
    _refuse(_moved(before, _look(project, request)))


def refuse_lost(problems: Iterable[Problem], inputs: dict[str, str]) -> None:
    """Raises MovedError where a file could not be found that was there before: a share was away for a moment."""
    away = {problem.file for problem in problems if problem.code in AWAY}
    _refuse([name for name, key in inputs.items() if key and any(name.endswith(f"/{file}") for file in away if file)])


def _look(project: Path, request: Request) -> Look:
    raw = project / "data" / "raw" / request.dataset
    hashes = inputs_of(project, request)
    paths = {
        name: template(project, Path(name).stem) if _NOTEBOOK.fullmatch(name) else project / name
        for name in hashes  # a notebook may be the shipped one
    }
    folders = [raw, *(path for path in raw.rglob("*") if path.is_dir())]
    paths |= {f"{folder.relative_to(project).as_posix()}/": folder for folder in folders}
    return {name: (hashes.get(name, ""), _mark(path)) for name, path in paths.items()}


def _mark(path: Path) -> list[int]:
    try:
        return fingerprint.mark(path)
    except OSError:
        return []


def _moved(before: Look, after: Look) -> list[str]:
    """Names of what was touched: files; folders only where that is all one can tell."""
    moved = [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]
    return [name for name in moved if not name.endswith("/")] or moved


def _refuse(names: list[str]) -> None:
    if names:
        raise MovedError(", ".join(names[:SHOWN]) + wording.and_more(len(names), SHOWN))
