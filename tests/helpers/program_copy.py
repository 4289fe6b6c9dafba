"""A copy of the program that a test may change, and the command of that copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.docs_reading import plain
from helpers.projects import ROOT, Done, new_project

IGNORED = shutil.ignore_patterns("__pycache__", "_shipped")


def copy_of_the_program(folder: Path) -> Path:
    """Program, notebooks and the data of Amur: what a newcomer has in front of him."""
    shutil.copytree(ROOT / "src" / "careerstats", folder / "src" / "careerstats", ignore=IGNORED)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    new_project(folder)
    return folder


def run(folder: Path, *words: str) -> Done:
    """The command of the copy, not of the program that is being tested."""
    command = [sys.executable, "-m", "careerstats", "--project", str(folder), *words]
    own = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, encoding="utf-8", check=False)
    return Done(done.returncode, plain(done.stdout), plain(done.stderr))
