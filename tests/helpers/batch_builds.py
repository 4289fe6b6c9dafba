"""The real dataset with a notebook of a few cheap cells -> whole builds of it, here or in a process of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.batch_notebooks import write_notebook
from helpers.projects import AMUR, BELOGORSK, ZAVITINSK, ZEYA, Done, Project, new_project

from careerstats.errors import CareerstatsError
from careerstats.pipeline import building
from careerstats.pipeline.request import Request

THREE = (ZAVITINSK, BELOGORSK, ZEYA)  # in the order in which they are built
OPENS = "import careerstats as cs; note = cs.open_note(dataset, municipality, period)"
BUILD = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts the tests in the background has switched it off
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from careerstats.arguments import outcome
from helpers.batch_builds import build
from helpers.projects import Project
def told():
    done = build(Project(Path(sys.argv[2])), jobs=int(sys.argv[3]))
    print(done.out, done.err)
    return done.code
if __name__ == "__main__":
    sys.exit(outcome(told))
"""


def cheap_project(folder: Path, *cells: str) -> Project:
    """Every note consists of ``cells``, which know ``municipality`` (the code), and of what the engine adds."""
    project = new_project(folder)
    (folder / "notebooks").mkdir()
    rewrite(project, *cells)
    return project


def rewrite(project: Project, *cells: str) -> None:
    """A note that opens nothing is not accepted: where no cell of the test's does, one more opens it at the end."""
    opening = () if "open_note" in "".join(cells) else (OPENS,)
    write_notebook(project.folder / "notebooks" / "municipality.ipynb", *cells, *opening)


def build(project: Project, **values: Any) -> Done:
    """Three notes, executed notebooks only: what the command would say, and its exit code."""
    said: list[str] = []
    settings = {"only": THREE, "notebooks": ("municipality",), "formats": (), "jobs": 1, "timeout": 60.0}
    try:
        code = building.build(project.folder, Request(AMUR, **settings | values), said.append)
    except CareerstatsError as error:
        return Done(error.exit_code, "\n".join(said), str(error))
    return Done(code, "\n".join(said), "")


def start(project: Project, jobs: int = 1) -> "subprocess.Popen[str]":
    """The same in a process of its own."""
    command = [sys.executable, "-c", BUILD, str(Path(__file__).parents[1]), str(project.folder), str(jobs)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        command, **pipes, encoding="utf-8", errors="replace", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )


def statuses(project: Project) -> dict[str, str]:
    return {entry["code"]: entry["status"] for entry in project.ledger["notes"].values()}


def leftovers(project: Project) -> list[str]:
    """Files that only a run that is still going may have."""
    names = [path.name for path in project.folder.rglob("*") if path.is_file()]
    return [name for name in names if ".part" in name or name.endswith((".jsonl", ".lock"))]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    try:
        return not status.read_text(encoding="utf-8").rsplit(") ", 1)[1].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return not Path("/proc").is_dir()


def wait_for(condition: Callable[[], bool], seconds: float = 240) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
