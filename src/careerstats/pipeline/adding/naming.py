"""A file of any name -> its name within a dataset: short, safe on every system, nobody else's."""

import re
from pathlib import Path
from unicodedata import normalize

from careerstats.pipeline.adding.places import Place

LONGEST = 120
"""Bytes of a name: 255 are allowed, and more is put before and behind it elsewhere."""

_UNSAFE = re.compile(r'[\\/:*?"<>|!\x00-\x1f\x7f]+')


def stored_name(place: Place, path: Path, folder: str) -> str:
    """``tables/Свод.xlsx``; a file that lies in the dataset keeps its place.

    Another file of that name is not written over: the new one gets the next free number.
    """
    home = place.dataset.folder.resolve()
    if path.resolve().is_relative_to(home):
        return path.resolve().relative_to(home).as_posix()
    stem, suffix = _safe(path.stem), path.suffix.lower()
    names = (f"{folder}/{stem}{end}{suffix}" for end in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if _is_free(home / name, path))


def _safe(stem: str) -> str:
    text = _UNSAFE.sub("_", normalize("NFC", stem)).strip(" .~$") or "table"
    return text.encode()[:LONGEST].decode(errors="ignore").rstrip(" .")


def _is_free(there: Path, path: Path) -> bool:
    """No such file, or the very same one."""
    return not there.exists() or (there.is_file() and there.read_bytes() == path.read_bytes())
