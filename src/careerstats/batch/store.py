"""Files of notes that were built -> kept by what they were made of, so that a change taken back runs nothing again.

One entry is a folder named after the note's fingerprint, with a copy of each of its files: a copy, because people edit
a DOCX in its place. What was used longest ago goes first when the store grows over its size.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from careerstats.batch import files
from careerstats.batch.ordered import ordered, refuse_other
from careerstats.batch.tasks import STORED, Result, Task, done
from careerstats.batch.theirs import is_theirs
from careerstats.errors import NoteError

SIZE_MB = 2048
CONTENTS = "contents.json"  # file name -> sha256; written last: an entry without it is none


def keep(store: Path, task: Task, result: Result) -> None:
    """Remember the files of a note just built; a store that cannot be written is no reason to fail."""
    folder = _entry(store, task)
    outputs = result.outputs
    if result.status != "done" or set(outputs) != _names(task):
        return  # a DOCX beside somebody's own belongs to this folder, not to this fingerprint
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in outputs:
            shutil.copyfile(Path(task.folder, name), folder / name)
        files.record(folder / CONTENTS, outputs)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)


def take(store: Path, task: Task) -> Result | None:
    """The note from the store, its files put where they belong; None where it has to be built.

    A damaged copy is not used, nor one of another note; a DOCX that somebody edited is left to the build, which writes
    beside it.
    """
    folder = _entry(store, task)
    listed = files.known(folder / CONTENTS, str)
    if set(listed) != _names(task):
        return None
    documents = {name: key for name, key in listed.items() if name.endswith(".docx")}
    if any(is_theirs(Path(task.folder, name), key, task.known.get(name)) for name, key in documents.items()):
        return None
    data = {name: (folder / name).read_bytes() for name in listed if (folder / name).is_file()}
    if {name: hashlib.sha256(content).hexdigest() for name, content in data.items()} != listed:
        return None
    if _is_other(task, data[f"{task.stem}.ipynb"]):
        return None
    for name, content in data.items():
        files.put(Path(task.folder, name), content)
    Path(task.folder, f"{task.stem}.failed.ipynb").unlink(missing_ok=True)
    os.utime(folder)
    return done(task, outputs=listed, origin=STORED)


def take_all(store: Path, tasks: Iterable[Task], on_result: Callable[[Task, Result], None]) -> set[str]:
    """Keys of the notes that were there; ``on_result(task, result)`` hears of each."""
    taken = set()
    for task in tasks:
        if result := take(store, task):
            on_result(task, result)
            taken.add(task.key)
    return taken


def _entry(store: Path, task: Task) -> Path:
    formats = ",".join(task.formats)
    return store / hashlib.sha256(f"{task.fingerprint}\0{task.key}\0{formats}".encode()).hexdigest()


def _names(task: Task) -> set[str]:
    return {task.file_name(name) for name in task.formats} | {f"{task.stem}.ipynb"}


def _is_other(task: Task, notebook: bytes) -> bool:
    """Whether the note in the store is not the one that is asked for."""
    try:
        if wanted := ordered(task):
            refuse_other(wanted, msgspec.json.decode(notebook))
    except (NoteError, msgspec.MsgspecError):
        return True
    return False


def trim(store: Path, size_mb: float = SIZE_MB) -> None:
    """Keep the store under its size; called once at the end of a run."""
    entries = sorted(_entries(store), key=lambda entry: (-entry[0].stat().st_mtime_ns, entry[0].name))
    total = 0
    for folder, size in entries:
        total += size
        if total > size_mb * 2**20:
            shutil.rmtree(folder, ignore_errors=True)


def _entries(store: Path) -> Iterator[tuple[Path, int]]:
    for folder in store.iterdir() if store.is_dir() else ():
        yield folder, sum(path.stat().st_size for path in folder.iterdir())
