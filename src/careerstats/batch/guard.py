"""A worker and whatever it starts -> all gone at once when the worker or its parent is gone.

A thread of the worker could not do it: C code that holds the interpreter lets no thread run, and a killed worker
has none. So a second process watches: it sleeps, holds nothing, and ends with the worker.
"""

import contextlib
import ctypes
import os
import select
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

LAST = 1 << 16  # descriptors above that are nobody's
PR_SET_CHILD_SUBREAPER = 36  # of <sys/prctl.h>
THREADS = Path("/proc/self/task")


def stand(parent: int) -> None:
    """Put this process at the head of a group and have the group watched; POSIX only.

    ``parent``: a descriptor that becomes readable when the parent ends. Called before any thread is started.
    """
    os.setpgid(0, 0)
    alive, _held = os.pipe()  # the other end stays open as long as this process lives; programs it starts do not get it
    group = os.getpid()
    child = os.fork()
    if child == 0:
        _leave_a_watcher(group, alive, parent)
    os.close(alive)
    os.waitpid(child, 0)


def adopt() -> None:
    """Whoever this process's children leave behind becomes its own child, whatever group it hid in; Linux only.

    After ``stand``, or the watcher would be one of them.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_children() -> None:
    """Kill what this process has started and what that has left behind, till nobody is left."""
    while children := list(_children()):
        for child in children:
            with contextlib.suppress(OSError):  # it has ended meanwhile
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _children() -> Iterator[int]:
    """Numbers of the children of every thread; none where the system does not list them."""
    for path in THREADS.glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, path.read_text(encoding="ascii").split())


def _leave_a_watcher(group: int, alive: int, parent: int) -> None:
    """In the child: a child of its own, so that a note that waits for its children does not wait for ours."""
    try:
        if os.fork() == 0:
            close_all_but(alive, parent)
            select.select([alive, parent], [], [])
            os.killpg(group, signal.SIGKILL)  # the watcher is in the group: its number cannot have become another's
    finally:
        os._exit(0)


def close_all_but(*kept: int, low: int = 0) -> None:
    """From ``low`` on; the standard streams too: whoever reads our output must not wait for the watcher."""
    for descriptor in sorted(kept):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, LAST)
