"""This program as it runs -> one whose libraries start no threads of their own, and that SIGTERM ends as Ctrl-C does.

Many processes share the processors already; and a process may only be copied while it runs a single thread (``apart``).
A library that is loaded before does not notice, nor does Python: it hashes as it began.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType

from careerstats.errors import Terminated

PACKAGES = Path(__file__).parent.parent.parent
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # pyarrow gives memory back in a thread else
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",  # a file of the user's folder that is called as a library is no library
}


def without_threads() -> contextlib.AbstractContextManager[None]:
    """Also for the processes that are started meanwhile."""
    return environment(ENVIRONMENT)


def from_the_start() -> None:
    """This program begun once more with these variables, so that workers can be copies of it; Linux only.

    Not where its words are not those it was begun with (it is called by another program), nor where Python would not
    find it without looking into the folder one stands in.
    """
    begun = {name: os.environ.get(name) for name in ENVIRONMENT} == ENVIRONMENT
    own = sys.orig_argv[len(sys.orig_argv) - len(sys.argv) + 1 :] == sys.argv[1:]
    if sys.platform == "linux" and sys.executable and own and not begun and not _found_beside():
        with contextlib.suppress(OSError):  # who may run it by a link only goes on as it is
            os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | ENVIRONMENT)


def with_streams() -> None:
    """Where a service began us without them, what is said goes nowhere, and no file of ours gets their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(nowhere, True)  # nor a file of a process that we begin
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _found_beside() -> bool:
    return not sys.flags.safe_path and PACKAGES.samefile(sys.path[0] or ".")


def begun_so() -> bool:
    """Whether this interpreter hashes and imports as one would that is begun with these variables."""
    return bool(sys.flags.safe_path and not sys.flags.hash_randomization)


@contextlib.contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """These variables for a while; afterwards all is as it was."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def ends_in_words() -> Iterator[None]:
    """While this lasts SIGTERM raises Terminated; only the main thread can arrange that."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
