"""forms make, forms collect -> workbooks to send out; counts of what came back, or the last answer if none changed.

Nothing heavy is imported until a first look has found that something changed.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from careerstats.batch import fingerprint

Say = Callable[[str], None]
STATE = "forms-run.json"
_OUTPUTS = ("forms.parquet", "forms-problems.csv", "forms-read.txt")
_TICK = 2_000_000_000
"""Nanoseconds: a file changed so shortly before the last run ended may have changed once more unnoticed."""


class Kept(NamedTuple):
    """What a run said, and how it ended."""

    told: list[str]
    code: int


def make(project: Path, dataset: str, say: Say = print) -> int:
    """Write the blank workbooks of all forms in force in the dataset's period to ``reports/<dataset>/forms``."""
    from careerstats.pipeline.forms.send import make as make_all

    return make_all(project, dataset, say)


def collect(project: Path, dataset: str, say: Say = print, jobs: int | None = None) -> int:
    """Read the returned files of all forms; returns 1 where something blocks.

    Where nothing changed since the last run, what it said is said again. ``jobs``: processes, None: as many as are
    worth it.
    """
    raw, kept = project / "data" / "raw" / dataset, project / "data" / "processed" / dataset
    key = _key(raw)
    last = _last(kept, raw, key)
    if last:
        for text in last.told:
            say(text)
        return last.code
    from careerstats.pipeline.forms.collect import collect as collect_all

    texts: list[str] = []

    def both(text: str) -> None:
        texts.append(text)
        say(text)

    code = collect_all(project, dataset, both, jobs)
    _keep(kept / STATE, {"key": key, "code": code, "told": texts, "outputs": _outputs(kept)})
    return code


def _keep(state: Path, written: Mapping[str, object]) -> None:
    waiting = state.with_suffix(".new")
    waiting.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8", newline="\n")
    waiting.replace(state)


# ---- whether anything changed


def _key(raw: Path) -> str:
    """The program, and every file of the dataset with its size and time of change."""
    inputs = {name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in _files(str(raw), "")}
    return fingerprint.of_run(fingerprint.program(), inputs, {})


def _files(folder: str, name: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{name}{entry.name}/")
        else:
            yield f"{name}{entry.name}", entry.stat(follow_symlinks=False)


def _last(kept: Path, raw: Path, key: str) -> Kept | None:
    """What the last run left, if it was the same run and all that it wrote is still there."""
    state = kept / STATE
    try:
        last = json.loads(state.read_text(encoding="utf-8"))
        same = last["key"] == key and last["outputs"] == _outputs(kept) and last["code"] in (0, 1)
        settled = max((stat.st_mtime_ns for _, stat in _files(str(raw), "")), default=0)
        fresh = settled < state.stat().st_mtime_ns - _TICK
        return (
            Kept(told=last["told"], code=last["code"])
            if same and fresh and all(isinstance(text, str) for text in last["told"])
            else None
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _outputs(kept: Path) -> dict[str, list[int]]:
    there = {name: (kept / name).stat() for name in _OUTPUTS if (kept / name).is_file()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in there.items()}
