"""What is to be built -> one record per note, and the result that comes back for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from careerstats.contracts.facts import Fact

BUILT, STORED, KEPT = "построена", "взята из прежних сборок", "осталась с прошлого запуска"
"""Where the files of a note come from: only for the first were cells run."""
NOTEBOOKS = "notebooks"
"""Folder of a project with the notebooks of its own, and with what their cells read and import."""


@dataclass(frozen=True)
class Task:
    """One note to build. Paths are absolute: the worker that gets the task has a folder of its own."""

    project: str
    dataset: str
    period: str
    code: str
    name: str  # as messages call it: «г. Белогорск»
    notebook: str  # name of the template: "municipality"
    template: str  # its .ipynb
    parameters: Mapping[str, object]
    bundle: str
    folder: str  # reports/<dataset>/<period>/<code>
    stem: str  # "note"
    formats: tuple[str, ...]
    fingerprint: str
    unit: str = ""  # whose note it is where that is not the territory: id of an organisation
    docx_template: str = ""  # the institute's own; empty: the shipped one
    known: dict[str, str] = field(default_factory=dict)  # file name -> sha256 of what we wrote there last time

    @property
    def key(self) -> str:
        """The note's name in the ledger; the folder, not the period, tells public notes from internal ones."""
        return f"{Path(self.folder).parent.name}/{self.notebook}-{self.unit or self.code}"

    @property
    def part(self) -> Path:
        """The one file of this note that may be found half-written after a crash."""
        return Path(self.folder, f".{self.stem}.part.ipynb")

    @property
    def place(self) -> str:
        """Where its cells stand: beside a notebook of the project's own, as in JupyterLab; else in the project."""
        own = Path(self.project, NOTEBOOKS)
        return str(own) if Path(self.template).parent == own else self.project

    def file_name(self, file_format: str) -> str:
        """Name of the document in one format; the tables of a note are a file of their own."""
        stem = "tables" if (self.stem, file_format) == ("note", "xlsx") else self.stem
        return f"{stem}.{file_format}"


class Failure(Fact, frozen=True, kw_only=True, omit_defaults=False):
    """Why a note could not be built, as the user is told it; ``cell``: where."""

    message: str = ""
    cell: int | None = None
    type: str = ""


class Result(Fact, frozen=True, kw_only=True, omit_defaults=False):
    """What became of one task; ``outputs``: names of the files written → their sha256."""

    code: str
    notebook: str
    status: str = "done"
    origin: str = BUILT
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    outputs: dict[str, str] = msgspec.field(default_factory=dict)
    notes: list[str] = msgspec.field(default_factory=list)
    error: Failure | None = None


def done(task: Task, outputs: dict[str, str] | None = None, origin: str = BUILT) -> Result:
    """The result of a note that was built, or of one being built."""
    return Result(code=task.code, notebook=task.notebook, outputs=outputs or {}, origin=origin)


def failed(task: Task, message: str, kind: str, cell: int | None = None, seconds: float = 0.0) -> Result:
    """The result of a note that could not be built, with what the user is told about it."""
    error = Failure(message=message, cell=cell, type=kind)
    return Result(code=task.code, notebook=task.notebook, status="failed", error=error, seconds=seconds)
