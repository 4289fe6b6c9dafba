"""Bytes -> a file that appears whole or not at all, whatever happens in between."""

import json
import os
from pathlib import Path

from careerstats.contracts.plain import Data


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


def known(path: Path) -> Data:
    """What a small file of state holds; nothing where there is none or it is spoilt."""
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
