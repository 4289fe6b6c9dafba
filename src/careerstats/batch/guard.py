"""A worker and whatever it starts -> all gone at once when the worker or its parent is gone.

A thread of the worker could not do it: C code that holds the interpreter lets no thread run, and a killed worker
has none. So two more processes watch, a copy of the system's shell each: they sleep, hold nothing, and end with the
worker. A copy of the worker itself would cost a twentieth of a note.
"""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

FREE = 10  # descriptors from there on: lower ones may be those that a watcher reads
SHELL = "/bin/sh"
WATCHERS = "".join(f"(read -r _ <&{end}; kill -s KILL -- -$1) & " for end in (3, 4))
"""Read nothing till an end is closed, then kill the group. Children of a shell that is gone: a note that waits for its
own children does not wait for them. They are in the group: its number cannot have become another's."""
PR_SET_CHILD_SUBREAPER = 36  # of <sys/prctl.h>
THREADS = Path("/proc/self/task")


def stand(parent: int) -> None:
    """Put this process at the head of a group and have the group watched; POSIX only.

    ``parent``: a descriptor that becomes readable when the parent ends. Called before any thread is started.
    Raises OSError where no program can be started.
    """
    import fcntl  # Windows has none

    os.setpgid(0, 0)
    alive, _held = os.pipe()  # the other end stays open as long as this process lives; programs it starts do not get it
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, FREE) for end in (alive, parent)]
    streams = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    kept = [(os.POSIX_SPAWN_DUP2, end, number) for number, end in enumerate(ends, start=3)]
    words = [SHELL, "-c", WATCHERS, SHELL, str(os.getpid())]
    os.waitpid(os.posix_spawn(SHELL, words, {}, file_actions=[*streams, *kept]), 0)
    for end in (alive, *ends):
        os.close(end)


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
