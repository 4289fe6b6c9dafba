"""Files and the installed program -> short keys that change when a note would; nothing heavy is imported for it.

Of files that stay where they are the keys are remembered, and as git does it: size, both clocks of a file and its
number on the disk beside its hash. The second clock (ctime) nobody can set, so a file whose date was put back is read
all the same. A file touched within the last seconds is not remembered: it could be changed once more within one tick of
a coarse clock. On Windows, where that second clock says something else, every file is read every time.
"""

import contextlib
import hashlib
import os
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from careerstats.batch import files

OfFile = Callable[[Path], str]
PACKAGE = Path(__file__).parent.parent
NOT_PROGRAM = {"__pycache__", "_shipped"}  # compiled copies; notebooks and datasets, which are hashed for themselves


def program() -> str:
    """sha256 over everything installed that can change a note: our files, the distributions, Python, platform."""
    files = (path for path in _files(PACKAGE) if path.suffix != ".pyc")
    return _combined([of_files(files, PACKAGE), *_distributions(), python(), sysconfig.get_platform()])


def python() -> str:
    return ".".join(str(part) for part in sys.version_info[:3])


def of_files(paths: Iterable[Path], root: Path) -> str:
    """One key for many files: their names relative to ``root`` and their bytes."""
    return of_named(of_each(paths, root))


def of_named(hashes: Mapping[str, str]) -> str:
    """One key for files whose hashes are known by their names."""
    return _combined(f"{name}\0{key}" for name, key in hashes.items())


def of_each(paths: Iterable[Path], root: Path, of: OfFile | None = None) -> dict[str, str]:
    """sha256 of each file by its name relative to ``root``, sorted by name; ``of``: instead of ``of_file``."""
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: (of or of_file)(named[name]) for name in sorted(named)}


def listed(folder: Path) -> list[Path]:
    """Files of a folder and of those in it, but for what programs lay beside theirs."""
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))]


def of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beside(folder: Path) -> list[Path]:
    """What cells of the notebooks of a folder can read and import there: its files but for notebooks and copies."""
    files = ((path, path.relative_to(folder).parts) for path in listed(folder) if path.suffix != ".ipynb")
    return [path for path, parts in files if not any(part.startswith((".", "__pycache__")) for part in parts)]


def of_note(notebook: Path, bundle: Path, program_key: str, beside_key: str = "") -> str:
    """A note is a pure function of these: same key, same note. ``beside_key``: of what lies beside the notebook."""
    return _combined([of_file(notebook), of_file(bundle), program_key, *filter(None, [beside_key])])


def of_run(program_key: str, inputs: dict[str, str], configuration: dict[str, object]) -> str:
    """The key of a whole run: equal to the last one's, there is nothing to read and nothing to compute."""
    options = [f"{name}={configuration[name]!r}" for name in sorted(configuration)]
    return _combined([program_key, *(f"{name}\0{key}" for name, key in sorted(inputs.items())), *options])


def _files(folder: Path) -> Iterable[Path]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name not in NOT_PROGRAM:
                yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def _distributions() -> list[str]:
    """Names and versions as their folders spell them: a thousand times cheaper than reading the metadata."""
    folders = {Path(entry).resolve() for entry in sys.path if entry and Path(entry).is_dir()}
    names = {entry.name for folder in folders for entry in os.scandir(folder)}
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _combined(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8") + b"\n")
    return whole.hexdigest()


# ---- read only where somebody may have touched them


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
        sha = str(was[-1]) if was and was[:-1] == now else of_file(path)
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
