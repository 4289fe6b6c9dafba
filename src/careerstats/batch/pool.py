"""Tasks -> results, built by worker processes; whatever happens to a worker costs one note."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from careerstats.batch import worker
from careerstats.batch.tasks import Result, Task, failed
from careerstats.errors import NoteError

RECYCLED = {"forkserver": 50, "spawn": 200}  # notes per worker: a fork is cheap, a new interpreter is not
ENVIRONMENT = {  # of the workers; for a library that is already loaded it would be too late
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
TICK = 0.5  # seconds between looks at a pool that reports nothing
BREAKS_TOGETHER = 2  # after so many broken pools the notes run one by one
TIMED_OUT = "Справка не уложилась в {seconds:g} с и остановлена."
NOT_STARTED = (
    "Рабочие процессы не запускаются: программа или одна из её библиотек повреждена. "
    "Установите её заново: make clean, затем make reports."
)
CRASHED = "Процесс, собиравший справку, аварийно завершился ({how})."

Record = Callable[[Task, Result], None]
Flight = dict[Future[Result], Task]  # submitted, without a result yet


def run(tasks: Sequence[Task], *, jobs: int, timeout: float | None, on_result: Record) -> list[Result]:
    """Results in the order of ``tasks``; ``on_result(task, result)`` hears of each as soon as it is there.

    An interrupt (Ctrl-C, SIGTERM) stops the workers at once and goes on to the caller.
    """
    results: dict[int, Result] = {}
    todo = deque(tasks)

    def record(task: Task, result: Result) -> None:
        results[id(task)] = result
        on_result(task, result)

    with _environment(), _termination_raises():
        for _ in range(BREAKS_TOGETHER):
            todo.extendleft(reversed(_round(todo, jobs=jobs, timeout=timeout, record=record)))
        while todo:  # only if both pools broke; from here on whatever breaks one is alone in it
            for task in _round(todo, jobs=1, ahead=0, timeout=timeout, record=record):
                record(task, failed(task, CRASHED.format(how="вместе с пулом процессов"), "ProcessExpired"))
    return [results[id(task)] for task in tasks]


def _round(todo: deque[Task], *, jobs: int, timeout: float | None, record: Record, ahead: int = 2) -> list[Task]:
    """Take notes from ``todo`` until none is left or the pool breaks; returns those it broke under."""
    flight: Flight = {}
    try:
        if todo:
            with _pool(min(jobs, len(todo))) as pool:
                while (todo or flight) and pool.active:
                    _submit(pool, todo, flight, jobs + ahead, timeout)
                    _collect(flight, timeout, record)
    finally:
        for task in flight.values():  # their workers are gone by now
            task.part.unlink(missing_ok=True)
    return list(flight.values())


def _submit(pool: Any, todo: deque[Task], flight: Flight, limit: int, timeout: float | None) -> None:
    """Keep a few notes ahead of the workers, not all of them: what is not submitted cannot be lost."""
    with contextlib.suppress(RuntimeError):  # the pool broke a moment ago; the caller sees it
        while todo and len(flight) < limit:
            future = pool.schedule(worker.work, args=[todo[0], timeout], timeout=timeout)
            flight[future] = todo.popleft()


@contextlib.contextmanager
def _pool(jobs: int) -> Iterator[Any]:
    """A pool that is stopped however it is left: pebble's own ``with`` would wait for the whole queue."""
    from pebble import ProcessPool

    method = start_method()
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["careerstats.batch.warm"])
    pool = ProcessPool(jobs, max_tasks=RECYCLED[method], initializer=worker.prepare, context=context)
    try:
        if not _started(pool):
            raise NoteError(NOT_STARTED)
        yield pool
    finally:
        pool.stop()
        pool.join()


def _started(pool: Any) -> bool:
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
        if isinstance(future.exception(), BrokenProcessPool):
            continue
        task = flight.pop(future)
        record(task, _outcome(task, future, timeout))


def _outcome(task: Task, future: Future[Result], timeout: float | None) -> Result:
    from pebble import ProcessExpired

    error = future.exception()
    if error is None:
        return future.result()
    task.part.unlink(missing_ok=True)
    if isinstance(error, TimeoutError):
        return failed(task, TIMED_OUT.format(seconds=timeout), "TimeoutError", seconds=float(timeout or 0))
    how = _exit(error.exitcode) if isinstance(error, ProcessExpired) else f"{type(error).__name__}: {error}"
    return failed(task, CRASHED.format(how=how), type(error).__name__)


def _exit(code: int | None) -> str:
    """A worker's exit code in words."""
    if code is None or code >= 0:
        return f"код {code}"
    name = signal.Signals(-code).name
    return f"{name}, возможно, не хватило памяти" if name == "SIGKILL" else name


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def _termination_raises() -> Iterator[None]:
    """SIGTERM ends the run the way Ctrl-C does; only the main thread can arrange that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
