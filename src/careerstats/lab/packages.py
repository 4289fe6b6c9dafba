"""Packages of built notes -> rows for the page, and one archive of a period's packages to hand over."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from careerstats.audiences import INTERNAL
from careerstats.batch import ledger
from careerstats.model import APART, home_of
from careerstats.pipeline.package import FOLDER

_CLOCKLESS = (1980, 1, 1, 0, 0, 0)
"""The day of every file in an archive: the same packages are the same bytes."""


@dataclass(frozen=True)
class Package:
    """What one municipality (or the region) receives."""

    name: str
    code: str
    period: str
    files: tuple[Path, ...]


def packages(project: Path, dataset: str) -> list[Package]:
    """Those that lie under ``reports``, by period (the newest first) and name."""
    home = project / "reports" / dataset
    run, _ = ledger.load(home / "run.json")
    internal = [entry for key, entry in run.notes.items() if not key.partition("/")[0].endswith(APART)]
    named = {(entry.period, entry.code): entry.name for entry in internal}
    ready = [
        Package(name, code, period, files)
        for (period, code), name in named.items()
        if (files := _files(home / home_of(period, INTERNAL) / code / FOLDER))
    ]
    return sorted(
        sorted(ready, key=lambda package: (package.name, package.code)),
        key=lambda package: package.period,
        reverse=True,
    )


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith((".", "~$"))))


def archive(project: Path, dataset: str, chosen: Iterable[Package]) -> Path:
    """One ZIP, a folder per municipality. Raises OSError where the disk is full; nothing half written is left."""
    listed = list(chosen)
    path = project / "data" / "processed" / dataset / f"пакеты-{home_of(listed[0].period, INTERNAL)}.zip"
    part = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(part, "w") as whole:
            for package in listed:
                for file in package.files:
                    inside = zipfile.ZipInfo(f"{package.name} ({package.code})/{file.name}", _CLOCKLESS)
                    whole.writestr(inside, file.read_bytes())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
