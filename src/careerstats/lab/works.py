"""A command of a dataset begun by a button -> what is known of it from files: running, done, stopped, lost.

``data/processed/<dataset>/lab``: job.json (what), pid.json (who does it), out.txt (its words), log.jsonl (a line per
note), result.json (its exit code), stopping (somebody pressed «Остановить»).
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from careerstats.batch import files, lock
from careerstats.contracts.plain import Data
from careerstats.errors import BusyError, CareerstatsError

RUNNING, DONE, STOPPED, LOST = "running", "done", "stopped", "lost"
TITLES = {
    "check": "Проверка данных",
    "make": "Запись форм",
    "collect": "Сбор ответов",
    "build": "Построение справок",
}
JOB, LOG, STOPPING = "job.json", "log.jsonl", "stopping"
OUTPUT, PLACE, RESULT = "out.txt", "pid.json", "result.json"
WINDOWLESS: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
APART: int = WINDOWLESS | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""Flags of Windows, which no other system has: no console, nor one to be closed with."""
_BUSY = "С этим набором уже идёт работа: {title}. Дождитесь её окончания или нажмите «Остановить»."
_NOT_STARTED = "Не удалось начать работу: {why}. Нажмите «Проверить установку»."


@dataclass(frozen=True)
class Work:
    """One command; ``told``: all it has said so far, ``events``: lines of its log, ``code``: None until it is done."""

    kind: str
    status: str
    code: int | None = None
    told: str = ""
    events: tuple[Data, ...] = ()
    stopping: bool = False

    @property
    def title(self) -> str:
        return TITLES.get(self.kind, self.kind)

    @property
    def running(self) -> bool:
        return self.status == RUNNING


def home(project: Path, dataset: str) -> Path:
    return project / "data" / "processed" / dataset / "lab"


def begin(project: Path, dataset: str, kind: str, *options: str) -> None:
    """Start a command of this dataset. Raises BusyError while another one of it runs."""
    folder = home(project, dataset)
    with lock.held(folder, dataset):  # two tabs, two clicks: one of them looks after the other has begun
        last = look(folder)
        if last and last.running:
            raise BusyError(_BUSY.format(title=last.title.lower()))
        for name in (JOB, LOG, STOPPING, OUTPUT, PLACE, RESULT):
            (folder / name).unlink(missing_ok=True)
        words = [*_COMMANDS[kind], dataset, "--project", str(project), *options]
        if kind == "build":
            words += ["--log", str(folder / LOG)]
        files.record(folder / JOB, {"kind": kind, "project": str(project), "words": words})
        _launch(folder)


def run(project: Path, *words: str) -> tuple[int, str]:
    """A short command that is waited for: its exit code and what it said."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", "careerstats", "--project", str(project), *words]
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, check=False, **streams)  # type: ignore[call-overload]
    return done.returncode, done.stdout.decode("utf-8", "replace").strip()


_COMMANDS = {"check": ["check"], "make": ["forms", "make"], "collect": ["forms", "collect"], "build": ["build"]}


def _launch(folder: Path) -> None:
    command = [sys.executable, "-P", "-m", "careerstats.lab.works", "launch", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise CareerstatsError(_NOT_STARTED.format(why=last or f"код {done.returncode}"))


# ---- what is known of it


def look(folder: Path, *, whole: bool = True) -> Work | None:
    """The last command of a dataset; None where there was none. ``whole``: with its words and its log."""
    job = files.known(folder / JOB, object)
    if not job:
        return None
    code = _code(folder)  # before the process is looked for: it ends after it wrote this
    stopping = (folder / STOPPING).exists()
    alive = code is None and _process(folder) is not None
    if not alive and code is None:
        code = _code(folder)  # it may have ended between the two looks
    return Work(
        kind=str(job.get("kind", "")),
        status=_status(code, alive=alive, stopping=stopping),
        code=code,
        told=_text(folder / OUTPUT) if whole else "",
        events=tuple(_events(folder / LOG)) if whole else (),
        stopping=stopping,
    )


def _code(folder: Path) -> int | None:
    code = files.known(folder / RESULT, object).get("code")
    return code if isinstance(code, int) else None


def _status(code: int | None, *, alive: bool, stopping: bool) -> str:
    if alive:
        return RUNNING
    if stopping and code not in (0, 1, 2, 3):
        return STOPPED
    return LOST if code is None or code < 0 else DONE


def _process(folder: Path) -> psutil.Process | None:
    """Who does it, if that process is still there and not another one with its number."""
    place = files.known(folder / PLACE, object)
    with contextlib.suppress(psutil.Error, KeyError, TypeError, ValueError):
        process = psutil.Process(int(str(place["pid"])))
        if process.create_time() == place["created"] and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def stop(folder: Path) -> None:
    """Ask a command to end, as Ctrl-C does; asked twice, it is ended at once with all its workers."""
    process = _process(folder)
    if process is None:
        return
    again = (folder / STOPPING).exists()
    (folder / STOPPING).touch()
    if again or sys.platform == "win32":
        _end(process)
    else:
        with contextlib.suppress(psutil.Error):
            process.terminate()


def _end(process: psutil.Process) -> None:
    """The process and everything it has started."""
    with contextlib.suppress(psutil.Error):
        family = [process, *process.children(recursive=True)]
        for child in family:
            with contextlib.suppress(psutil.Error):
                child.kill()


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _events(path: Path) -> list[Data]:
    """Lines of the log; the last one may be half written."""
    events = []
    for line in _text(path).splitlines():
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if isinstance(event, dict):
                events.append(event)
    return events


# ---- who does it: a process that no kernel and no tab owns


def main() -> None:
    """``python -m careerstats.lab.works launch|run FOLDER``."""
    step, folder = sys.argv[1:]
    {"launch": _leave_behind, "run": _run_here}[step](Path(folder))


def _leave_behind(folder: Path) -> None:
    """Start the next step, say where it is in pid.json, and leave it alone.

    An orphan on purpose: a kernel that ends takes its children along.
    """
    command = [sys.executable, "-P", "-m", "careerstats.lab.works", "run", str(folder)]
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(
        command,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        creationflags=APART,
        start_new_session=sys.platform != "win32",
    )
    files.record(folder / PLACE, {"pid": started.pid, "created": psutil.Process(started.pid).create_time()})
    started.returncode = 0  # nobody waits for it: that is meant, and no reason for a warning


def _run_here(folder: Path) -> None:
    """The command with its words in out.txt; its exit code goes to result.json. SIGTERM is handed on to it."""
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    with (folder / OUTPUT).open("wb") as output:
        command = [sys.executable, "-P", "-X", "utf8", "-u", "-m", "careerstats", *job["words"]]
        # as in a terminal: a kernel tells matplotlib to draw into its notebook
        environment = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
        child = subprocess.Popen(
            command, cwd=job["project"], env=environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, creationflags=WINDOWLESS,
        )  # fmt: skip
        signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
        code = child.wait()
    files.record(folder / RESULT, {"code": code})


if __name__ == "__main__":
    main()
