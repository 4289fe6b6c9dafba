"""A dataset that is being built -> nobody else may build it until that process is done, or dead."""

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from careerstats.errors import BusyError

BUSY = (
    "Набор «{dataset}» сейчас строит другой процесс{holder}. Дождитесь его окончания и повторите команду; "
    "готовые справки не пострадали."
)
TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}  # what the systems say of a lock that somebody holds
FAR = 1 << 20  # Windows forbids others to read a locked byte: that byte lies behind the holder's number


@contextlib.contextmanager
def held(folder: Path, dataset: str) -> Iterator[None]:
    """Raises BusyError while another process is inside for the same ``dataset``.

    The system's own lock, which it takes away from a process that dies: a file left lying about blocks nobody.
    Where a (network) disk knows no locks, the build goes on without.
    """
    path = folder / f".{dataset}.lock"
    folder.mkdir(parents=True, exist_ok=True)
    file = _taken(path, dataset)
    try:
        file.write(str(os.getpid()).encode("ascii"))
        file.flush()
        yield
    finally:
        _give_back(file, path)


def _taken(path: Path, dataset: str) -> IO[bytes]:
    """The open file, locked. Its holder removes it at the end, so it is checked to be the one that lies there."""
    while True:
        file = path.open("a+b")
        try:
            _lock(file)
        except OSError as error:
            if error.errno in TAKEN:
                file.close()
                raise BusyError(BUSY.format(dataset=dataset, holder=_holder(path))) from None
        if _is_there(file, path):
            file.truncate(0)
            return file
        file.close()


def _is_there(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (номер процесса {int(path.read_bytes())})"
    return ""


def _give_back(file: IO[bytes], path: Path) -> None:
    """Removed while still locked where that is possible; Windows removes no open file, and not one opened anew."""
    with contextlib.suppress(OSError):
        path.unlink()
    file.close()
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def _system_lock() -> Callable[[IO[bytes]], None]:
    if sys.platform == "win32":
        import msvcrt

        def lock(file: IO[bytes]) -> None:
            file.seek(FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

        return lock
    import fcntl

    return lambda file: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_lock = _system_lock()
