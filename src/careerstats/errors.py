"""The tree of errors a user can cause; each message says where, what was expected and what to do.

CareerstatsError
├── UsageError       wrong command, name or option          exit code 2
├── BusyError        another build of the dataset runs      exit code 2
├── DatasetError     nothing could be read                  exit code 3
├── CatalogueError   a passport or an example is wrong      exit code 3
└── NoteError        one note cannot be built or shown      exit code 1
    └── UnknownNameError  a notebook asks for what is not there  exit code 1
"""

import errno
from collections.abc import Iterable

_WHY_NOT_WRITTEN = {
    errno.ENOSPC: "на диске нет места",
    errno.EDQUOT: "исчерпана квота на диске",
    errno.EFBIG: "файл больше, чем разрешено на этом диске",
    errno.EROFS: "диск доступен только для чтения",
}


class CareerstatsError(Exception):
    """A mistake that is shown to the user without a traceback; the text is in Russian."""

    exit_code = 1


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to end, by SIGTERM."""

    exit_code = 128 + 15


class UsageError(CareerstatsError):
    """The command was called with a name or an option that does not exist."""

    exit_code = 2


class BusyError(CareerstatsError):
    """Another process is building the same dataset."""

    exit_code = 2


class DatasetError(CareerstatsError):
    """A dataset has no part that could be read."""

    exit_code = 3


class CatalogueError(CareerstatsError):
    """A catalogue entry, a variable or a worked example is wrong."""

    exit_code = 3


class NoteError(CareerstatsError):
    """One note cannot be built, opened or exported; the others are unharmed."""

    exit_code = 1


class UnknownNameError(NoteError, AttributeError):
    """A name that a module or an object of ours has not; Python asks by it whether there is one."""


def nearest(word: str, known: Iterable[str]) -> str:
    """«Возможно, имелось в виду: build.» of words that look alike; empty where none does."""
    from rapidfuzz import process

    close = [match[0] for match in process.extract(word, list(known), limit=2, score_cutoff=60)]
    return f"Возможно, имелось в виду: {' или '.join(close)}." if close else ""


def not_written(error: OSError, where: object = "файл") -> str:
    """What the user is told of a disk that takes no more; «» where the error is another one.

    ``where``: what was being written, for an error that does not name it.
    """
    why = _WHY_NOT_WRITTEN.get(error.errno or 0, "")
    advice = "Освободите место или снимите запрет на запись и повторите команду."
    return f"Не удалось записать {error.filename or where}: {why}. {advice}" if why else ""
