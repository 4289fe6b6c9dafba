"""This process -> copies of it; in one, work that needs much memory for a little answer, whose memory goes with it.

Reading a region leaves a heap twice as large as what comes of it, and the process that then waits for hundreds of
notes would hold it all the while. A process may only be copied as long as it runs a single thread; where it runs more,
or cannot be copied at all, the work is done here.
"""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from careerstats.errors import NoteError

Answer = TypeVar("Answer")
TASKS = Path("/proc/self/task")
PATIENCE = 1.0  # seconds
FIRST = 3  # after the standard streams: what is read is told through them
LAST = 1 << 16  # descriptors above that are nobody's
LOST = (
    "Процесс, читавший набор, прерван (код {code}); возможно, не хватило памяти. Закройте лишнее и повторите команду."
)


def run(work: Callable[[], Answer]) -> Answer:
    """What ``work()`` returns or raises. Raises NoteError where the child was killed."""
    if not single_threaded():
        return work()
    answer, say = os.pipe()
    parent, alive = os.pipe()
    child = copied(lambda: _answer(work, say, parent), say, parent)
    os.close(say)
    os.close(parent)
    try:
        return cast("Answer", _heard(answer, child))
    finally:
        os.close(alive)


def copied(work: Callable[[], None], *kept: int) -> int:
    """The number of a copy of this process that does ``work`` and ends; of what is open it holds only ``kept``."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or the copy would write too what waits here
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            _close_all_but(*kept)  # a lock of ours must go with us
            work()
        finally:
            os._exit(0)
    return child


def _close_all_but(*kept: int) -> None:
    low = FIRST
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, LAST)


def single_threaded() -> bool:
    """Also of threads that Python knows nothing of; outside Linux nobody can tell.

    A thread that Python has joined may need a moment more to be gone from the system.
    """
    if not TASKS.is_dir() or threading.active_count() > 1 or threading.current_thread() is not threading.main_thread():
        return False
    until = time.monotonic() + PATIENCE
    while len(list(TASKS.iterdir())) > 1:
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _heard(answer: int, child: int) -> object:
    code = None
    try:
        with os.fdopen(answer, "rb") as pipe:
            done, value = pickle.load(pipe)
    except (EOFError, pickle.UnpicklingError):
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        raise NoteError(LOST.format(code=code)) from None
    except BaseException:  # Ctrl-C: nobody waits for the answer any more
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        if code is None:
            os.waitpid(child, 0)
    if done:
        return value
    raise value


def _answer(work: Callable[[], object], say: int, parent: int) -> None:
    """In the child, which ends with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends us
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    with os.fdopen(say, "wb") as pipe:
        pipe.write(_pickled(work))
    sys.stderr.flush()


def _pickled(work: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((True, work()), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent raises it
        return _as_bytes(error)


def _as_bytes(error: BaseException) -> bytes:
    """An error that cannot be copied is told by its text."""
    try:
        data = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(data)
    except Exception:  # noqa: BLE001
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    return data


def _end_with(parent: int) -> None:
    os.read(parent, 1)
    os._exit(1)
