"""A running process -> the most memory it has held since the last reset, in megabytes."""

import sys
from pathlib import Path

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")


def reset_peak() -> None:
    """Forget the peak of the note before; only Linux can, elsewhere the peak is the worker's."""
    if STATUS.exists():
        try:
            CLEAR.write_text("5", encoding="ascii")
        except OSError:  # some containers forbid it; the worker's peak is still worth knowing
            return


def peak_mb() -> float:
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        kilobytes = next((line.split()[1] for line in lines if line.startswith("VmHWM")), "0")
        return round(int(kilobytes) / 1024, 1)
    return _peak_elsewhere()


def _peak_elsewhere() -> float:
    if sys.platform == "win32":
        import psutil

        return round(psutil.Process().memory_info().peak_wset / 2**20, 1)
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)
