"""What happens in a run, and what cells print in it -> one line of JSON per event, for programs that watch it."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from careerstats.errors import UsageError

Write = Callable[..., None]
MOST = 4000
"""Signs told of one stream of a cell: its end says where the cell got to."""
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


def printed(folder: Path, stem: str) -> Iterator[dict[str, object]]:
    """What cells of a built note printed, for their author: ``cell`` as he counts, ``stream``, ``text``.

    Of a note that failed, up to the cell that failed.
    """
    failed = folder / f"{stem}.failed.ipynb"
    path = failed if failed.is_file() else folder / f"{stem}.ipynb"
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, LookupError):  # whoever reads the note says what is wrong with it
        return
    for cell in cells:
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                text = "".join(output["text"])
                yield {"cell": cell["execution_count"], "stream": output["name"], "text": text[-MOST:]}
