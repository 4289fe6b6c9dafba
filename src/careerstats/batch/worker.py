"""Life of a worker process: prepared once, one note at a time, gone when its parent is gone."""

import contextlib
import faulthandler
import importlib
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Iterator

from careerstats.batch import guard, memory
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task

GRACE = 5.0  # seconds after the deadline in which the pool may act before the worker ends itself
EXITED = 70  # a note that calls os._exit(0) would look to the pool like a worker that has done its share


def prepare(memory_mb: int = 0) -> None:
    """First thing in a worker; ``memory_mb``: what it may take beyond what it holds now, 0 for no limit.

    Never raises: that would break the whole pool.
    """
    importlib.import_module("careerstats.batch.warm")  # no note pays for what the parent could not import
    logging.getLogger("papermill").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler is Python and waits for C code to come back
    parent = multiprocessing.parent_process()
    if parent is not None:
        _end_with(parent.sentinel)
    if memory_mb:
        memory.limit(memory_mb)


def _end_with(sentinel: int) -> None:
    """A killed parent cannot stop its workers; they are seen to."""
    if hasattr(os, "fork"):
        with contextlib.suppress(OSError):  # no process to spare: what is left is the deadline of each note
            guard.stand(sentinel)
        guard.adopt()
    else:
        threading.Thread(target=_wait_for, args=[sentinel], daemon=True).start()


def _wait_for(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def work(task: Task, timeout: float | None) -> Result:
    with _deadline(timeout), _exit_is_a_crash():
        result = produce(task)
    guard.end_children()  # a program that a cell has left running would outlive its note
    return result


@contextlib.contextmanager
def _deadline(timeout: float | None) -> Iterator[None]:
    """The pool kills a late worker; if there is no pool any more, and C code holds the interpreter, this does."""
    if timeout is None or sys.stderr is None:
        yield
        return
    faulthandler.dump_traceback_later(timeout + GRACE, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextlib.contextmanager
def _exit_is_a_crash() -> Iterator[None]:
    leave = os._exit
    os._exit = lambda status: leave(status or EXITED)
    try:
        yield
    finally:
        os._exit = leave
