"""The pool: whatever happens in a worker costs one note, and nothing is left running."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from helpers.batch_builds import is_alive, wait_for
from helpers.batch_tasks import make_task

from careerstats.batch import pool, process
from careerstats.batch.progress import printed
from careerstats.batch.tasks import Result, Task, done

FAULTS = {
    "an error in a cell": ("1 / 0", "ячейка [2] (1 / 0): ZeroDivisionError: division by zero"),
    "os._exit": ("import os; os._exit(3)", "аварийно завершился (код 3)"),
    "os._exit with success": ("import os; os._exit(0)", "аварийно завершился (код 70)"),
    "segmentation fault": ("import faulthandler; faulthandler._sigsegv()", "аварийно завершился (SIGSEGV)"),
    "killed for its memory": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "не хватило памяти"),
    "out of memory": ("bytearray(2 ** 62)", "ячейка [2] (bytearray(2 ** 62)): не хватило памяти: справке разрешено"),
    "left by SystemExit": ("import sys; sys.exit(1)", "SystemExit: 1"),
}
posix = pytest.mark.skipif(os.name != "posix", reason="сигналы POSIX")


def ignore(task: Task, result: Result) -> None:
    pass


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Every fault once, sound notes between them."""
    project = tmp_path_factory.mktemp("project {1}")
    sources = {name: source for name, (source, _) in FAULTS.items()} | {f"sound {n}": "code" for n in range(6)}
    tasks = [make_task(project, f"{n:02}", source, name=name) for n, (name, source) in enumerate(sources.items())]
    heard: list[str] = []
    built = pool.run(tasks, jobs=2, timeout=None, on_result=lambda task, result: heard.append(task.code))
    assert sorted(heard) == [task.code for task in tasks]
    assert not list(project.rglob("*.part*"))
    return {task.name: result for task, result in zip(tasks, built, strict=True)}


@posix
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_costs_one_note_and_is_named(name: str, results: dict[str, Result]) -> None:
    assert results[name]["status"] == "failed"
    assert FAULTS[name][1] in results[name]["error"]["message"]


@posix
def test_the_notes_around_it_are_built(results: dict[str, Result]) -> None:
    sound = [result for name, result in results.items() if name.startswith("sound")]
    assert [(result["status"], result["error"]) for result in sound] == [("done", None)] * 6
    assert len({result["outputs"]["note.ipynb"] for result in sound}) == 6  # each has its own code in it


def test_workers_run_one_thread_and_the_parent_keeps_its_environment(tmp_path: Path) -> None:
    before = dict(os.environ)
    look = 'import os; assert os.environ["OMP_NUM_THREADS"] == os.environ["OPENBLAS_NUM_THREADS"] == "1"'
    (result,) = pool.run([make_task(tmp_path, "1", look)], jobs=1, timeout=30, on_result=ignore)
    assert result["error"] is None
    assert dict(os.environ) == before


def test_a_worker_has_imported_everything_before_its_first_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it does not come from a warm process: what the imports take is not taken from the note."""
    monkeypatch.setattr(pool, "start_method", lambda: "spawn")
    look = make_task(tmp_path, "1", 'import sys; assert "careerstats.batch.warm" in sys.modules')
    (result,) = pool.run([look], jobs=1, timeout=60, on_result=ignore)
    assert result["error"] is None


COPIED = """
import json, sys
from pathlib import Path
import careerstats
from careerstats.batch import pool
from helpers.batch_tasks import make_task
careerstats.mark = "до"
pool.copy_server()
careerstats.mark = "после"
look = "import careerstats; print(getattr(careerstats, 'mark', 'нет'), *{'один', 'два', 'три', 'четыре'})"
tasks = [make_task(Path(sys.argv[1]), code, look) for code in "12"]
results = pool.run(tasks, jobs=1, timeout=60, on_result=lambda task, result: None)
print(json.dumps([result["error"] for result in results]))
"""


def seen_by_notes(project: Path, **begun: str) -> list[list[str]]:
    """Of each note: the mark of the process that its worker is a copy of, and the order of a set."""
    project.mkdir()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | begun
    command = [sys.executable, "-c", COPIED, str(project)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    assert json.loads(done.stdout.splitlines()[-1]) == [None, None]
    notes = project / "reports" / "demo" / "2020"
    return [str(said["text"]).split() for code in "12" for said in printed(notes / code, "note")]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="число потоков видно только в Linux")
def test_workers_are_copies_of_a_program_that_was_begun_for_it_and_of_no_other(tmp_path: Path) -> None:
    """No second interpreter imports what the first has; what it does afterwards no note sees; sets keep their order."""
    copies = seen_by_notes(tmp_path / "copies", **process.ENVIRONMENT)
    others = seen_by_notes(tmp_path / "others", PYTHONHASHSEED="7")
    assert [mark for mark, *_ in copies + others] == ["до", "до", "нет", "нет"]
    assert len({tuple(order) for _, *order in copies + others}) == 1


def test_a_program_is_begun_again_once_with_its_own_words() -> None:
    script = "import sys; from careerstats.batch import process; process.from_the_start(); print(sys.flags, sys.argv)"
    command = [sys.executable, "-c", script, "build", "набор с пробелом"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8")
    begun = sys.platform == "linux"
    assert ("hash_randomization=0" in done.stdout, "safe_path=True" in done.stdout) == (begun, begun)
    assert done.stdout.endswith("['-c', 'build', 'набор с пробелом']\n")


@posix
def test_no_note_does_anew_what_the_rehearsal_has_done(tmp_path: Path) -> None:
    """The rehearsal is built to its end, and it has imported all that a note with a picture and a table imports."""
    from careerstats.batch import warm

    assert warm.rehearse().error is None
    before = "import sys; known = set(sys.modules)"
    note = (
        "import careerstats as cs; from careerstats import blocks; from careerstats.note.figures import theme",
        "figure = theme.canvas(100, 80); axes = theme.panel(figure, 9, 9, 90, 70); axes.plot([1, 2])",
        "theme.finish(figure, 'fig-1', 'Доля', 'Доля')",
        "import pandas as pd; pd.DataFrame({'a': [1]})",
        "cs.open_note",
    )
    after = "new = sorted(name for name in set(sys.modules) - known if 'encodings' not in name); assert not new, new"
    task = make_task(tmp_path, "1", before, *note, after, formats=("html", "docx"))
    (result,) = pool.run([task], jobs=1, timeout=60, on_result=ignore)
    assert result.error is None


def test_nothing_to_do_opens_no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_pool", None)
    assert pool.run([], jobs=2, timeout=1, on_result=ignore) == []


class FragilePool:
    """A pool that breaks whenever it is given a certain note, and takes the others down with it."""

    def __init__(self, culprits: set[str]) -> None:
        self.culprits, self.active, self.futures = culprits, True, list[Future[Result]]()

    def schedule(self, function: Callable[..., Result], args: list[Any]) -> Future[Result]:
        if not self.active:
            raise RuntimeError("Unexpected error within the Pool")
        future: Future[Result] = Future()
        self.futures.append(future)
        if args[0].code in self.culprits:
            self.active = False
            for lost in self.futures:
                if not lost.done():
                    lost.set_exception(BrokenProcessPool())
        elif len(self.futures) > 1:
            future.set_result(done(args[0]))
        return future


@pytest.mark.parametrize("culprits", [{"2"}, {"0", "1", "5"}, {"7"}])
def test_a_broken_pool_is_replaced_and_the_culprit_dies_alone(
    culprits: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    @contextlib.contextmanager
    def fragile(jobs: int, memory_mb: int) -> Iterator[Any]:
        opened.append(one := FragilePool(culprits))
        if jobs == 1:
            one.futures.append(Future())  # so that even the first note gets its result
            one.futures[0].set_result(done(tasks[0]))
        yield one

    monkeypatch.setattr(pool, "_pool", fragile)
    monkeypatch.setattr(pool, "TICK", 0.01)
    tasks = [make_task(tmp_path, str(n), "1") for n in range(8)]
    heard: list[str] = []
    built = pool.run(tasks, jobs=2, timeout=None, on_result=lambda task, result: heard.append(task.code))
    assert {result["code"] for result in built if result["status"] == "failed"} == culprits
    assert sorted(heard) == sorted(task.code for task in tasks)


class DeafPool:
    """A pool none of whose workers ever takes a note."""

    active = True

    def schedule(self, function: Callable[..., Result], args: list[Any]) -> Future[Result]:
        return Future()


def test_a_pool_that_starts_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[int] = []

    @contextlib.contextmanager
    def deaf(jobs: int, memory_mb: int) -> Iterator[Any]:
        opened.append(jobs)
        yield DeafPool()

    monkeypatch.setattr(pool, "_pool", deaf)
    monkeypatch.setattr(pool, "TICK", 0.01)
    monkeypatch.setattr(pool, "STALLED", 0.05)
    built = pool.run([make_task(tmp_path, "1", "1")], jobs=2, timeout=None, on_result=ignore)
    assert opened == [1, 1, 1], "a new one, and once more alone"
    assert "аварийно завершился" in built[0]["error"]["message"]


RUN = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born ignoring it
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from helpers.batch_tasks import make_task
from careerstats.batch import pool
if __name__ == "__main__":
    project = Path(sys.argv[2])
    loop = "import os, pathlib; pathlib.Path(code + '.pid').write_text(str(os.getpid()))\\nwhile True: pass"
    tasks = [make_task(project, str(n), loop) for n in range(20)]
    pool.run(tasks, jobs=2, timeout=60, on_result=lambda task, result: None)
"""


@posix
@pytest.mark.parametrize("number", [pytest.param(signal.SIGINT, marks=pytest.mark.slow), signal.SIGTERM])
def test_an_interrupt_leaves_no_worker_behind(number: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    command = [sys.executable, str(script), str(Path(__file__).parent), str(tmp_path)]
    parent = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    assert wait_for(lambda: len(workers(tmp_path)) == 2, seconds=30)
    parent.send_signal(number)
    assert parent.wait(timeout=15) != 0
    assert wait_for(lambda: not any(is_alive(pid) for pid in workers(tmp_path)), seconds=10)
    assert not list(tmp_path.rglob("*.part*"))


def workers(folder: Path) -> list[int]:
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("*.pid")]
    return [int(text) for text in texts if text]


def test_exit_zero_of_a_note_is_not_taken_for_a_worker_that_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    with pool._exit_is_a_crash():
        os._exit(0)
        os._exit(3)
    os._exit(0)
    assert codes == [pool.EXITED, 3, 0]
