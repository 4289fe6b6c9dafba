"""Bytes written straight to descriptors 1 and 2 -> text, for a notebook that would otherwise lose them."""

import codecs
import contextlib
import os
import tempfile
from collections.abc import Iterator
from typing import IO

DESCRIPTORS = {"stdout": 1, "stderr": 2}


class Descriptors:
    """Where C code, os.system and children of a note write to while it runs; nothing where that cannot be caught."""

    def __init__(self) -> None:
        self._files: dict[str, IO[bytes]] = {}
        self._seen = dict.fromkeys(DESCRIPTORS, 0)
        decoder = codecs.getincrementaldecoder("utf-8")
        self._decoders = {name: decoder("replace") for name in DESCRIPTORS}

    def __enter__(self) -> "Descriptors":
        if hasattr(os, "pread"):  # Windows has none, and IPython's !command goes through pipes there anyway
            self._files = {name: tempfile.TemporaryFile() for name in DESCRIPTORS}  # noqa: SIM115 - closed on leaving
        return self

    def __exit__(self, *exc_info: object) -> None:
        for file in self._files.values():
            file.close()
        self._files = {}

    @contextlib.contextmanager
    def redirected(self) -> Iterator[None]:
        """Only while a cell runs: between cells the process's own messages go where they always did."""
        with contextlib.ExitStack() as undo:
            for name, file in self._files.items():
                with contextlib.suppress(OSError):  # a process without that descriptor has nothing to redirect
                    undo.callback(_restore, DESCRIPTORS[name], os.dup(DESCRIPTORS[name]))
                    os.dup2(file.fileno(), DESCRIPTORS[name])
            yield

    def new_text(self) -> Iterator[tuple[str, str]]:
        for name, file in self._files.items():
            size = os.fstat(file.fileno()).st_size
            if size > self._seen[name]:
                data = os.pread(file.fileno(), size - self._seen[name], self._seen[name])
                self._seen[name] += len(data)
                yield name, self._decoders[name].decode(data)


def _restore(descriptor: int, saved: int) -> None:
    os.dup2(saved, descriptor)
    os.close(saved)
