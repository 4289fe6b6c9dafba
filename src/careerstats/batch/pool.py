"""Tasks -> results, built by worker processes; whatever happens to a worker costs one note."""

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
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from careerstats.batch import apart, guard, memory, process
from careerstats.batch.produce import produce
from careerstats.batch.tasks import Result, Task, failed
from careerstats.errors import NoteError

if TYPE_CHECKING:
    from pebble import ProcessPool


RECYCLED = {"forkserver": 1, "spawn": 200}
"""Notes per worker. A fork of the warmed process is cheap, so no note finds what another has changed in the package,
in its limits or descriptors; a new interpreter is not, so there ``pristine`` alone puts things back."""
TICK = 0.2  # seconds between looks at a pool that reports nothing
STALLED = 120.0  # seconds without a running note: a worker killed with the pool's lock in its hands lets none start
STOPPED = 0.5  # seconds a worker that refuses to end may take when it is told to
MEMORY_MB = 2048  # what a note may take beyond what a worker that is ready holds
BREAKS_TOGETHER = 2  # after so many broken pools the notes run one by one
TIMED_OUT = "Справка не уложилась в {seconds:g} с и остановлена."
NOT_STARTED = (
    "Рабочие процессы не запускаются: программа или одна из её библиотек повреждена. "
    "Установите её заново: make clean, затем make reports."
)
CRASHED = "Процесс, собиравший справку, аварийно завершился ({how})."

Record = Callable[[Task, Result], None]
Flight = dict[Future[Result], Task]  # submitted, without a result yet


def run(
    tasks: Sequence[Task], *, jobs: int, timeout: float | None, on_result: Record, memory_mb: int = MEMORY_MB
) -> list[Result]:
    """Results in the order of ``tasks``; ``on_result(task, result)`` hears of each as soon as it is there.

    ``timeout`` in seconds, ``memory_mb`` in megabytes for one note (0: no limit). An interrupt (Ctrl-C, SIGTERM)
    stops the workers at once and goes on to the caller.
    """
    results: dict[int, Result] = {}
    todo = deque(tasks)

    def record(task: Task, result: Result) -> None:
        results[id(task)] = result
        on_result(task, result)

    with process.without_threads(), process.ends_in_words():
        for _ in range(BREAKS_TOGETHER):
            todo.extendleft(reversed(_round(todo, jobs, timeout, memory_mb, record)))
        while todo:  # only if both pools broke; from here on whatever breaks one is alone in it
            for task in _round(todo, 1, timeout, memory_mb, record, ahead=0):
                record(task, failed(task, CRASHED.format(how="вместе с пулом процессов"), "ProcessExpired"))
    return [results[id(task)] for task in tasks]


def _round(  # noqa: PLR0917 (what to build, by how many, within what, who hears)
    todo: deque[Task], jobs: int, timeout: float | None, memory_mb: int, record: Record, ahead: int = 2
) -> list[Task]:
    """Take notes from ``todo`` until none is left or the pool breaks; returns those it broke under."""
    flight: Flight = {}
    try:
        if todo:
            with _pool(min(jobs, len(todo)), memory_mb) as pool:
                watch = Watch(timeout)
                while (todo or flight) and pool.active and not watch.stalled():
                    _submit(pool, todo, flight, jobs + ahead, timeout)
                    _collect(flight, timeout, record)
                    watch.look(flight)
    finally:
        for task in flight.values():  # their workers are gone by now
            task.part.unlink(missing_ok=True)
    return list(flight.values())


class Watch:
    """Since when each note runs, by a clock that nobody can set; pebble's own deadlines go by the wall clock."""

    def __init__(self, timeout: float | None) -> None:
        self._timeout = timeout
        self._since: dict[Future[Result], float] = {}
        self._busy = time.monotonic()

    def look(self, flight: Flight) -> None:
        """End the notes that are late: cancelling a running one makes pebble stop its worker."""
        now = time.monotonic()
        running = [future for future in flight if future.running()]
        self._since = {future: self._since.get(future, now) for future in running}
        if running:
            self._busy = now
        for future, since in self._since.items():
            if self._timeout and now - since > self._timeout:
                future.cancel()

    def stalled(self) -> bool:
        return time.monotonic() - self._busy > STALLED


def _submit(pool: "ProcessPool", todo: deque[Task], flight: Flight, limit: int, timeout: float | None) -> None:
    """Keep a few notes ahead of the workers, not all of them: what is not submitted cannot be lost."""
    with contextlib.suppress(RuntimeError):  # the pool broke a moment ago; the caller sees it
        while todo and len(flight) < limit:
            future = pool.schedule(_work, args=[todo[0], timeout])
            flight[future] = todo.popleft()


@contextlib.contextmanager
def _pool(jobs: int, memory_mb: int) -> Iterator["ProcessPool"]:
    """A pool that is stopped however it is left: pebble's own ``with`` would wait for the whole queue."""
    from pebble import CONSTS, ProcessPool

    CONSTS.term_timeout = STOPPED
    method = start_method()
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        _start_server(context)
    pool = ProcessPool(jobs, RECYCLED[method], initializer=_prepare, initargs=[memory_mb], context=context)
    try:
        if not _started(pool):
            raise NoteError(NOT_STARTED)
        yield pool
    finally:
        pool.stop()
        pool.join()


def copy_server() -> None:
    """Let the workers of all pools to come be copies of this process as it is now, where that is safe.

    What they would import is imported here: so it is once, for reading, for notes and for the documents beside them.
    """
    if start_method() == "forkserver" and process.begun_so() and apart.single_threaded():
        importlib.import_module("careerstats.batch.warm")
        with _copies_for_interpreters():
            _start_server(multiprocessing.get_context("forkserver"))


@contextlib.contextmanager
def _copies_for_interpreters() -> Iterator[None]:
    """What multiprocessing starts meanwhile as a new interpreter with a program to run is a copy of this process."""
    from multiprocessing import resource_tracker, util

    resource_tracker.ensure_running()  # a process of its own, and a small one
    start, util.spawnv_passfds = util.spawnv_passfds, _copied
    try:
        yield
    finally:
        util.spawnv_passfds = start


def _copied(path: object, args: Sequence[object], passfds: Sequence[int]) -> int:
    """The number of a copy of this process that runs the program in the last of ``args``."""
    return apart.copied(lambda: exec(str(args[-1]), {}), *passfds)


def _start_server(context: BaseContext) -> None:
    """The process that workers are forked from. Ctrl-C is ours to hear: there it would end the imports with a trace."""
    from multiprocessing import forkserver, resource_tracker

    context.set_forkserver_preload(["careerstats.batch.warm"])
    resource_tracker.ensure_running()  # first: it unblocks what is blocked below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _started(pool: "ProcessPool") -> bool:
    """Whether the workers could be started at all: a damaged installation breaks the pool before its first note."""
    try:
        return bool(pool.active)
    except BrokenProcessPool:
        return False


def start_method() -> str:
    """Forks of a warm process where that is safe: macOS has forkserver too, but its system libraries do not bear it."""
    forks = "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "forkserver" if forks else "spawn"


def _collect(flight: Flight, timeout: float | None, record: Record) -> None:
    """Record what has finished; notes that a breaking pool has let go of stay in ``flight``."""
    finished, _ = wait(flight, timeout=TICK, return_when=FIRST_COMPLETED)
    for future in finished:
        if future.cancelled() or not isinstance(future.exception(), BrokenProcessPool):
            task = flight.pop(future)
            record(task, _outcome(task, future, timeout))


def _outcome(task: Task, future: Future[Result], timeout: float | None) -> Result:
    if not future.cancelled() and future.exception() is None:
        return future.result()
    task.part.unlink(missing_ok=True)
    if future.cancelled():
        return failed(task, TIMED_OUT.format(seconds=timeout), "TimeoutError", seconds=float(timeout or 0))
    return _crashed(task, future.exception())


def _crashed(task: Task, error: BaseException | None) -> Result:
    from pebble import ProcessExpired

    how = _exit(error.exitcode) if isinstance(error, ProcessExpired) else f"{type(error).__name__}: {error}"
    return failed(task, CRASHED.format(how=how), type(error).__name__)


def _exit(code: int | None) -> str:
    """A worker's exit code in words."""
    if code is None or code >= 0:
        return f"код {code}"
    name = signal.Signals(-code).name
    return f"{name}, возможно, не хватило памяти" if name == "SIGKILL" else name


# ---- in a worker: prepared once, one note at a time, gone when its parent is gone


GRACE = 5.0  # seconds after the deadline in which the pool may act before the worker ends itself
EXITED = 70  # a note that calls os._exit(0) would look to the pool like a worker that has done its share


def _prepare(memory_mb: int = 0) -> None:
    """First thing in a worker; ``memory_mb``: what it may take beyond what it holds now, 0 for no limit.

    Never raises: that would break the whole pool.
    """
    importlib.import_module("careerstats.batch.warm")  # no note pays for what the parent could not import
    logging.getLogger("papermill").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's handler is Python and waits for C code to come back
    parent = multiprocessing.parent_process()
    if parent is not None:
        _end_with_parent(parent.sentinel)
    if memory_mb:
        memory.limit(memory_mb)


def _end_with_parent(sentinel: int) -> None:
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


def _work(task: Task, timeout: float | None) -> Result:
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
