"""What happens in a run -> one line of JSON per event in a file, for programs that watch it."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from careerstats.errors import UsageError

Write = Callable[..., None]
NO_FILE = "--log: файл {path} записать нельзя ({why}). Укажите другой."


def nothing(event: str, **values: object) -> None:
    """A log nobody asked for."""


@contextlib.contextmanager
def opened(path: Path | None) -> Iterator[Write]:
    """``write("note", key=…, status=…)`` appends one line at once; without a path it does nothing.

    ``elapsed``: seconds since the log was opened, by a clock that cannot be set. Raises UsageError where the file
    cannot be written.
    """
    if path is None:
        yield nothing
        return
    started = time.monotonic()
    try:
        file = path.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(NO_FILE.format(path=path, why=error.strerror)) from error
    with file:

        def write(event: str, **values: object) -> None:
            line = {"event": event, "elapsed": round(time.monotonic() - started, 3), **values}
            file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            file.flush()

        yield write
