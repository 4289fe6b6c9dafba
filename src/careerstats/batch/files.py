"""Bytes -> a file that appears whole or not at all, whatever happens in between; small records kept as such files.

Results are kept as they come, a line of JSON for each beside their file, so that whoever is killed loses nothing.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

Value = TypeVar("Value")


def put(path: Path, data: bytes) -> None:
    """Write beside and rename; on the disk before the name is given, or a power cut leaves an empty file under it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # left by a run that was killed, or laid there as a link to somebody's file
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def record(path: Path, values: object) -> None:
    """A small file of state; its values stay in their order."""
    put(path, msgspec.json.format(msgspec.json.encode(values), indent=1) + b"\n")


def known(path: Path, shape: type[Value]) -> dict[str, Value]:
    """What a record of values by name holds; nothing where there is none, or it is spoilt."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, shape])  # type: ignore[valid-type]
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


# ---- results as they come, a line for each


def journal_of(path: Path) -> Path:
    """``run.jsonl`` of ``run.json``."""
    return path.with_suffix(".jsonl")


def append(path: Path, key: str, result: msgspec.Struct) -> None:
    """On the disk at once; the line before may be cut short, so each begins anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with journal_of(path).open("a", encoding="utf-8", newline="\n") as journal:
        journal.write("\n" + msgspec.json.encode([key, result]).decode())
        journal.flush()
        os.fsync(journal.fileno())


def appended(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """What can be read of it; the line that somebody killed was writing is passed over."""
    journal = journal_of(path)
    for line in journal.read_bytes().splitlines() if journal.is_file() else ():
        with contextlib.suppress(msgspec.DecodeError):
            match msgspec.json.decode(line):
                case [str(key), dict(result)]:
                    yield key, result
