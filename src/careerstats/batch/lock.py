"""A dataset that is being built -> nobody else may build it until that process is done, or dead."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from careerstats.errors import BusyError

BUSY = (
    "Набор «{dataset}» сейчас строит другой процесс{holder}. Дождитесь его окончания и повторите команду; "
    "готовые справки не пострадали."
)
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}
PATIENCE = 0.1  # seconds: a file that its holder has just removed is no refusal


@contextlib.contextmanager
def held(folder: Path, dataset: str) -> Iterator[None]:
    """Raises BusyError while another process is inside for the same ``dataset``.

    The system's own lock, which it takes away from a process that dies: a file left lying about blocks nobody.
    Where a (network) disk knows no locks, the build goes on without.
    """
    from filelock import FileLock, Timeout

    path = folder / f".{dataset}.lock"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, timeout=PATIENCE, poll_interval=PATIENCE / 5, on_acquired=_sign)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(BUSY.format(dataset=dataset, holder=_holder(path))) from None
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no open file; there the lock itself does it afterwards
            path.unlink()
        lock.release()


def _sign(file: int) -> None:
    """The holder's number stands behind the first byte, which Windows lets nobody else read."""
    os.ftruncate(file, 0)
    os.write(file, f" {os.getpid()}".encode("ascii"))


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError), path.open("rb", buffering=0) as file:
        file.seek(1)
        return f" (номер процесса {int(file.read())})"
    return ""
