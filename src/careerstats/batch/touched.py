"""Files of a dataset -> their sha256, read only where somebody may have touched them since they were last read.

As git does it: size, both clocks of a file and its number on the disk are remembered beside its hash. The second clock
(ctime) nobody can set, so a file whose date was put back is read all the same. A file touched within the last seconds
is not remembered: it could be changed once more within one tick of a coarse clock. On Windows, where that second clock
says something else, every file is read every time.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

from careerstats.batch import files, fingerprint

FOLDER = ".touched"  # under data/processed; may be deleted at any time
SETTLED = 2.0  # seconds after which a file counts as written


Mark = int | str
"""Of a file: its size, times and number, then its sha256."""
_KINDS = [int, int, int, int, str]


class Hashes:
    """``of_file`` as in fingerprint; ``root``: the project, ``path``: where to remember."""

    def __init__(self, path: Path, root: Path) -> None:
        self._path, self._root = path, str(root)
        known = files.known(path, list[Mark]) if sys.platform != "win32" else {}
        self._known = {name: record for name, record in known.items() if list(map(type, record)) == _KINDS}
        self._now: dict[str, list[Mark]] = {}

    def of_file(self, path: Path) -> str:
        """sha256 of the file. Raises FileNotFoundError."""
        name = os.path.relpath(path, self._root)
        was, now = self._known.get(name), mark(path)
        sha = str(was[-1]) if was and was[:-1] == now else fingerprint.of_file(path)
        if mark(path) == now and max(now[1:3]) < (time.time() - SETTLED) * 1e9:
            self._now[name] = [*now, sha]
        return sha

    def save(self) -> None:
        """Only if something is new; a disk that takes nothing costs the next run some reading."""
        if self._now != self._known and sys.platform != "win32":
            with contextlib.suppress(OSError):
                files.record(self._path, dict(sorted(self._now.items())))


def of_dataset(project: Path, dataset: str) -> Hashes:
    return Hashes(project / "data" / "processed" / FOLDER / f"{dataset}.json", project)


def mark(path: Path) -> list[int]:
    """What differs once somebody has touched a file or a folder. Raises OSError."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
