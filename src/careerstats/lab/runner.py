"""A folder with job.json -> the command in it, run by a process that no kernel and no tab owns; its output and its end.

``launch`` leaves ``run`` behind, an orphan on purpose: a kernel that ends takes its children along.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from careerstats.batch import files

OUTPUT, PLACE, RESULT = "out.txt", "pid.json", "result.json"


def main() -> int:
    """``python -m careerstats.lab.runner launch|run FOLDER``."""
    step, folder = sys.argv[1:]
    return {"launch": launch, "run": run}[step](Path(folder))


def launch(folder: Path) -> int:
    """Start ``run``, say where it is in pid.json, and leave it alone."""
    command = [sys.executable, "-P", "-m", "careerstats.lab.runner", "run", str(folder)]
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        command,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        creationflags=_apart(),
        start_new_session=sys.platform != "win32",
    )
    files.record(folder / PLACE, {"pid": started.pid, "created": psutil.Process(started.pid).create_time()})
    started.returncode = 0  # nobody waits for it: that is meant, and no reason for a warning
    return 0


def run(folder: Path) -> int:
    """The command with its words in out.txt; its exit code goes to result.json. SIGTERM is handed on to it."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    with (folder / OUTPUT).open("wb") as output:
        command = [sys.executable, "-P", "-X", "utf8", "-u", "-m", "careerstats", *job["words"]]
        child = subprocess.Popen(
            command, cwd=job["project"], env=_environment(), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, creationflags=_windowless(),
        )  # fmt: skip
        signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
        code = child.wait()
    files.record(folder / RESULT, {"code": code})
    return 0


def _apart() -> int:
    """A session of its own; Windows: no console to be closed with."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _windowless() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _environment() -> dict[str, str]:
    """As in a terminal: a kernel tells matplotlib to draw into its notebook."""
    return {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}


if __name__ == "__main__":
    sys.exit(main())
