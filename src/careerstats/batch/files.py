"""Bytes -> a file that appears whole or not at all, whatever happens in between; small records kept as such files."""

import os
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
