"""Results as they come -> a line of JSON for each beside a file, so that whoever is killed loses nothing."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec


def of(path: Path) -> Path:
    """``run.jsonl`` of ``run.json``."""
    return path.with_suffix(".jsonl")


def append(path: Path, key: str, result: msgspec.Struct) -> None:
    """On the disk at once; the line before may be cut short, so each begins anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with of(path).open("a", encoding="utf-8", newline="\n") as journal:
        journal.write("\n" + msgspec.json.encode([key, result]).decode())
        journal.flush()
        os.fsync(journal.fileno())


def read(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """What can be read of it; the line that somebody killed was writing is passed over."""
    journal = of(path)
    for line in journal.read_bytes().splitlines() if journal.is_file() else ():
        with contextlib.suppress(msgspec.DecodeError):
            match msgspec.json.decode(line):
                case [str(key), dict(result)]:
                    yield key, result
