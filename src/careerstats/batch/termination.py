"""SIGTERM -> the end of a run as by Ctrl-C: workers are stopped, what is done is kept, and it is told in words."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from careerstats.errors import Terminated


@contextlib.contextmanager
def raises() -> Iterator[None]:
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
