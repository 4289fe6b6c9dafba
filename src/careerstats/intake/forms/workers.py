"""Files -> what came of each, in their order: here, or by several processes where there are many of them."""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from careerstats.intake.forms.expected import Expected
from careerstats.intake.forms.folder import File, read_file, refused
from careerstats.intake.forms.judged import to_text
from careerstats.intake.guards import NotATableError

if TYPE_CHECKING:
    from pebble import ProcessPool

Read = tuple[str, str]
"""sha256 of the content, and the result as text."""

MANY, CHUNK = 400, 25
"""Fewer files are read before other processes have started; so many go to a process at once."""

_SECONDS = 120
"""Longer nothing takes that is a form."""

_ENDED = NotATableError(
    "файл прервал чтение и не прочитан", "откройте файл в Excel и сохраните заново как .xlsx", "damaged"
)
_expected: Expected | None = None


def read_all(files: Sequence[File], expected: Expected, jobs: int | None = None) -> Iterator[Read]:
    """``jobs``: processes; None: as many as there are processors, if there are many files."""
    processes = jobs or (_processors() if len(files) >= MANY else 1)
    if processes == 1:
        return (_read(file, expected) for file in files)
    return _all_or_here(files, expected, processes)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(file: File, expected: Expected) -> Read:
    content, judged = read_file(file, expected)
    return content, to_text(judged)


def _all_or_here(files: Sequence[File], expected: Expected, processes: int) -> Iterator[Read]:
    """Where no process can be started (a damaged installation, a script without a guard) the rest is read here."""
    done = 0
    try:
        for result in _by_processes(files, expected, processes):
            yield result
            done += 1
    except BrokenProcessPool:
        yield from (_read(file, expected) for file in files[done:])


def _by_processes(files: Sequence[File], expected: Expected, processes: int) -> Iterator[Read]:
    from pebble import ProcessPool

    pool = ProcessPool(processes, initializer=_prepare, initargs=[expected], context=_context())
    try:
        chunks = list(_chunks(files))
        futures = [pool.schedule(_read_chunk, args=[chunk], timeout=_SECONDS) for chunk in chunks]
        for chunk, future in zip(chunks, futures, strict=True):
            yield from _result(future) or _one_by_one(pool, chunk)
    finally:
        pool.stop()
        pool.join()


def _result(future: "Future[list[Read]]") -> list[Read]:
    """Nothing where the process ended or hung: some file of the chunk is to blame."""
    from pebble import ProcessExpired

    try:
        return future.result()
    except (ProcessExpired, Late):
        return []


def _one_by_one(pool: "ProcessPool", chunk: list[File]) -> Iterator[Read]:
    """The file that ended its process once more is named; the others of the chunk are read."""
    for file in chunk:
        result = _result(pool.schedule(_read_chunk, args=[[file]], timeout=_SECONDS))
        yield result[0] if result else ("", to_text(refused(file, _ENDED)))


def _chunks(files: Sequence[File]) -> Iterator[list[File]]:
    waiting = iter(files)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _context() -> BaseContext:
    """Forks of a warm process where that is safe, else new interpreters; no process computes with several threads."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    forks = "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    context = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload([__name__])
    return context


# ---- in the other process


def _prepare(expected: Expected) -> None:
    global _expected  # noqa: PLW0603  a process is prepared once
    _expected = expected


def _read_chunk(files: list[File]) -> list[Read]:
    assert _expected is not None
    return [_read(file, _expected) for file in files]
