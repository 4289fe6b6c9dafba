"""Results one by one -> a bar with the time left on a terminal, a line now and then elsewhere; a log for programs."""

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from careerstats.batch.tasks import Result
from careerstats.errors import UsageError

EVERY = 30.0  # seconds between lines of a log


@contextmanager
def shown(total: int, stream: TextIO | None = None) -> Iterator[Callable[[Result], None]]:
    """A function to call with every result while the run lasts."""
    stream = stream or sys.stderr
    started = time.monotonic()
    counts = {"done": 0, "failed": 0}

    def text(result: Result) -> str:
        counts[result.status] += 1
        return line(counts["done"], counts["failed"], total, time.monotonic() - started)

    if stream.isatty():
        with _bar(total, stream) as advance:
            yield lambda result: advance(text(result))
    else:
        write = _now_and_then(stream, total)
        yield lambda result: write(text(result))


def line(done: int, failed: int, total: int, seconds: float) -> str:
    """«Справки: 12 из 30, осталось 0:05», with the number of failures once there are any."""
    finished = done + failed
    left = seconds / max(finished, 1) * (total - finished)
    trouble = f", с ошибкой {failed}" if failed else ""
    return f"Справки: {finished} из {total}{trouble}, осталось {_clock(left)}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def _bar(total: int, stream: TextIO) -> Iterator[Callable[[str], None]]:
    from tqdm import tqdm

    layout = "{desc} |{bar}|"
    with tqdm(
        total=total, file=stream, bar_format=layout, desc=f"Справки: 0 из {total}", leave=False, mininterval=0
    ) as bar:

        def advance(text: str) -> None:
            bar.set_description_str(text, refresh=False)
            bar.update()

        yield advance


def _now_and_then(stream: TextIO, total: int) -> Callable[[str], None]:
    last, count = time.monotonic(), 0

    def write(text: str) -> None:
        nonlocal last, count
        count += 1
        if count == total or time.monotonic() - last >= EVERY:
            last = time.monotonic()
            print(text, file=stream, flush=True)

    return write


# ---- for programs that watch


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
