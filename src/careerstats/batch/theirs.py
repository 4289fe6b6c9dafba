"""A document that lies where we wrote one -> whether it is ours, somebody's work, or what a fault left.

What somebody has changed is theirs: it stays, and a new one gets a name of its own.
"""

import io
from collections.abc import Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePath
from zipfile import ZipFile

from careerstats.batch import fingerprint

LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # so begins what Word and Excel have saved with a password


def is_theirs(path: Path, *ours: str | None) -> bool:
    """Whether somebody has changed what lies there; ``ours``: hashes of what we wrote, or would write."""
    return path.is_file() and fingerprint.of_file(path) not in ours and not is_ruined(path)


def free_name(folder: Path, name: str, data: bytes, known: Mapping[str, str]) -> str:
    """``name``, or «note (новая редакция 2).docx»: the next whose file is not theirs; ``known``: hashes by name."""
    stem, suffix, new = PurePath(name).stem, PurePath(name).suffix, sha256(data).hexdigest()
    for number in count():
        again = f" (новая редакция{f' {number}' if number > 1 else ''})" if number else ""
        candidate = f"{stem}{again}{suffix}"
        if not is_theirs(folder / candidate, new, known.get(candidate)):
            return candidate
    raise AssertionError("the names never end")


def take_away(path: Path, ours: str) -> bool:
    """Remove what is as we wrote it; whether nothing lies there any more: what somebody has changed stays."""
    if path.is_file() and fingerprint.of_file(path) == ours:
        path.unlink()
    return not path.is_file()


def is_ruined(path: Path) -> bool:
    """Whether nobody could open this PDF or document of Office: empty, full of zeros, cut short, damaged inside."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        return not (data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:])
    return not data.startswith(LOCKED) and not _is_package(data)


def _is_package(data: bytes) -> bool:
    try:
        with ZipFile(io.BytesIO(data)) as package:
            return package.testzip() is None
    except Exception:  # noqa: BLE001 - a damaged package raises whatever it likes
        return False
