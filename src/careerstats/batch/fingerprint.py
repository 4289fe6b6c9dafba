"""Files and the installed program -> short keys that change when a note would; nothing heavy is imported for it."""

import hashlib
import os
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path

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
    return _combined(f"{name}\0{key}" for name, key in of_each(paths, root).items())


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
