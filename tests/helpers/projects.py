"""The real dataset in a temporary folder -> commands run on it, in this process or in one of its own."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careerstats.cli import main
from careerstats.contracts.shared import read_text

ROOT = Path(__file__).parents[2]
AMUR = "amur-2020"
BELOGORSK, ZAVITINSK, ZEYA, REGION = "10710000", "10621000", "10712000", "10000000"
TWO = ("--only", BELOGORSK, "--only", ZAVITINSK)
HTML = ("--formats", "html")


@dataclass(frozen=True)
class Done:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A folder with ``data/raw/amur-2020``."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "data" / "raw" / AMUR

    @property
    def table(self) -> Path:
        """The file with one row per municipality."""
        return self.raw / "tables" / "municipalities.csv"

    @property
    def processed(self) -> Path:
        return self.folder / "data" / "processed" / AMUR

    @property
    def reports(self) -> Path:
        return self.folder / "reports" / AMUR

    @property
    def ledger(self) -> dict[str, Any]:
        return json.loads((self.reports / "run.json").read_text(encoding="utf-8"))

    def note(self, code: str, name: str = "note.html") -> Path:
        return self.reports / "2020" / code / name

    def bundle(self, code: str) -> dict[str, Any]:
        notebook = "region" if code == REGION else "municipality"
        path = self.processed / "notes" / "2020" / "internal" / f"{notebook}-{code}.json"
        return json.loads(read_text(path))

    def entry(self, code: str) -> dict[str, Any]:
        """What the ledger says of one note."""
        return next(entry for entry in self.ledger["notes"].values() if entry["code"] == code)

    def replace(self, old: str, new: str, path: Path | None = None) -> None:
        """Change one place of a raw file, byte for byte elsewhere."""
        path = path or self.table
        text = path.read_bytes().decode("utf-8")
        assert text.count(old) == 1, f"«{old}» stands {text.count(old)} times in {path.name}"
        path.write_bytes(text.replace(old, new).encode("utf-8"))

    def run(self, *words: str) -> Done:
        """The command in this process: no start-up, and the workers' server stays warm between commands."""
        return run("--project", str(self.folder), *words)

    def build(self, *words: str) -> Done:
        return self.run("build", AMUR, *words)

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """The command in a process and an environment of its own."""
        command = [sys.executable, "-m", "careerstats", "--project", str(self.folder), *words]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, **pipes, encoding="utf-8", errors="replace", env={**os.environ, **environment})


def new_project(folder: Path) -> Project:
    """The dataset as it is in the repository, and nothing built."""
    shutil.copytree(ROOT / "data" / "raw" / AMUR, folder / "data" / "raw" / AMUR)
    return Project(folder)


def copy_of(project: Project, folder: Path) -> Project:
    """The same project elsewhere, with all that was built in it."""
    shutil.copytree(project.folder, folder, dirs_exist_ok=True)
    return Project(folder)


def run(*words: str) -> Done:
    """A command in this process; whatever it raises besides the help's SystemExit is a failed test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as leaving:  # argparse leaves this way after --help and --version
            code = int(leaving.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def hashes(folder: Path, keep: Callable[[Path], bool] = lambda path: True) -> dict[str, str]:
    """sha256 of every file under ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file() and keep(path))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def times(folder: Path) -> dict[str, int]:
    """When every file under ``folder`` was last written, in nanoseconds."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in files}
