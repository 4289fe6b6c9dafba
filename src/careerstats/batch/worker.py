"""Life of a worker process: prepared once, one note at a time, gone when its parent is gone."""

import contextlib
import faulthandler
import logging
import multiprocessing
import multiprocessing.connection
import os
import sys
import threading
from collections.abc import Iterator

from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task

GRACE = 5.0  # seconds after the deadline in which the pool may act before the worker ends itself
EXITED = 70  # a note that calls os._exit(0) would look to the pool like a worker that has done its share


def prepare() -> None:
    """First thing in a worker. Never raises: that would break the whole pool."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent.sentinel], daemon=True).start()


def _end_with(sentinel: int) -> None:
    """A killed parent cannot stop its workers; they notice."""
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def work(task: Task, timeout: float | None) -> Result:
    with _deadline(timeout), _exit_is_a_crash():
        return produce(task)


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
