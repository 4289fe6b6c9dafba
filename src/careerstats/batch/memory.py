"""A running process -> the most memory it has held since the last reset, in megabytes; and a limit to it."""

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")
GROUP = Path("/sys/fs/cgroup")


def reset_peak() -> None:
    """Forget the peak of the note before; only Linux can, elsewhere the peak is the worker's."""
    if STATUS.exists():
        try:
            CLEAR.write_text("5", encoding="ascii")
        except OSError:  # some containers forbid it; the worker's peak is still worth knowing
            return


def peak_mb() -> float:
    if STATUS.exists():
        return round(_of_status("VmHWM"), 1)
    return _peak_elsewhere()


def _peak_elsewhere() -> float:
    if sys.platform == "win32":
        import psutil

        return round(psutil.Process().memory_info().peak_wset / 2**20, 1)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)


def limit(megabytes: int) -> None:
    """Let this process take so much more than it holds now: beyond it, Python raises MemoryError. Linux only.

    Counted is what can be written (RLIMIT_DATA). The address space, which RLIMIT_AS counts, is mostly empty: numpy
    and pyarrow reserve gigabytes of it and touch none.
    """
    if sys.platform != "linux":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = int((_of_status("VmData") + megabytes) * 2**20)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """For imports: they leave no garbage to speak of, and a fifth of their time is looking for it.

    Nor is it looked for among them ever after, so their pages stay shared with the copies of this process.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def available_mb() -> float:
    """What this process may still take: of the machine, of its container, of its own limits."""
    import psutil

    there = int(psutil.virtual_memory().available) / 2**20
    return max(min([there, *_of_container(), *_of_limits()]), 0.0)


def _of_container() -> Iterator[float]:
    """What is left of the group of processes (cgroup v2); nothing where it has no limit."""
    try:
        limit, now = ((GROUP / name).read_text(encoding="ascii").strip() for name in ("memory.max", "memory.current"))
    except OSError:
        return
    if limit.isdigit():
        yield (int(limit) - int(now)) / 2**20


def _of_limits() -> Iterator[float]:
    if sys.platform != "linux":
        return
    import resource

    for kind, name in ((resource.RLIMIT_DATA, "VmData"), (resource.RLIMIT_AS, "VmSize")):
        soft = resource.getrlimit(kind)[0]
        if soft != resource.RLIM_INFINITY:
            yield soft / 2**20 - _of_status(name)


def limit_mb() -> float:
    """What this process may hold in all; 0 where nothing limits it."""
    if sys.platform != "linux":
        return 0.0
    import resource

    soft = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return 0.0 if soft == resource.RLIM_INFINITY else round(soft / 2**20, 1)


def _of_status(name: str) -> float:
    """Megabytes by this name in what Linux says of this process; 0 where it says none."""
    text = STATUS.read_text(encoding="ascii", errors="replace")
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(name)), 0.0)
